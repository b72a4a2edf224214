"""The portal as it is run: gunicorn with two workers and production settings, on a database of a size."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
# One machine is everybody here, so that the limits of an address are lifted; those of an account count as always.
WIDE = {
    "LIMIT_SUPPORT": "100/10m/account,900000000/10m/address",
    "LIMIT_SEARCH": "900000000/1m/account,900000000/1m/address",
}


def environment(folder: Path, database_url: str, port: int) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "DATABASE_URL": database_url,
        "DATA_DIR": str(folder),
        "SECRET_KEY": "only-for-these-measurements-" + "0123456789" * 4,
        "BASE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "EMAIL_URL": "demo://",
        "LOG_LEVEL": "ERROR",
        "CONN_MAX_AGE": "600",
        **WIDE,
    }


@contextmanager
def serving(port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Gunicorn in this process's environment, until it answers and until the end."""
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    with log.open("ab") as out:
        server = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)
    try:
        wait_for(f"http://127.0.0.1:{port}/bare/", server)
        yield server
    finally:
        server.terminate()
        server.wait(timeout=60)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(1200):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=20):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    sys.exit("the server did not start")


def megabytes_of(server: subprocess.Popen[bytes]) -> float:
    """The most memory that any one of its worker processes ever held."""
    return max(peak(pid) for pid in workers_of(server))


def workers_of(server: subprocess.Popen[bytes]) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()]


def processor_ms(pids: Iterable[int]) -> float:
    """What these processes have worked since they began. Others on the machine disturb it far less than a clock."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def peak(pid: int) -> float:
    return _megabytes(pid, "VmHWM:")


def resident(pid: int) -> float:
    return _megabytes(pid, "VmRSS:")


def _megabytes(pid: int, of: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(of):
            return int(line.split()[1]) / 1024
    return 0.0
