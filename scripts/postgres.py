"""A real PostgreSQL of our own on a free port, for the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What tests write may go when the machine goes. tests/breakage, which pulls the plug, has a server of its own.
FORGETFUL = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"


def binaries() -> Path | None:
    """The folder of the newest server on this machine, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3]), reverse=True)
    if found:
        return found[0].parent
    on_path = shutil.which("postgres")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def running(*, forgetful: bool = False) -> Iterator[str]:
    """Yields a DATABASE_URL. The server and its data are gone afterwards. `forgetful`: quicker, and lost in a crash."""
    folder = binaries()
    if folder is None:
        raise FileNotFoundError("no PostgreSQL server on this machine")
    home = Path(tempfile.mkdtemp(prefix="samskapa-postgres-"))
    data, log = home / "data", home / "log"
    prefix = as_somebody_else(home)
    port = free_port()
    try:
        call(prefix, folder / "initdb", "-D", data, "-U", "samskapa", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c max_connections=200"
        if forgetful:
            options = f"{options} {FORGETFUL}"
        call(prefix, folder / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
        yield f"postgres://samskapa@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [*prefix, str(folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"],
            check=False,
            capture_output=True,
        )
        shutil.rmtree(home, ignore_errors=True)


def as_somebody_else(home: Path) -> list[str]:
    """PostgreSQL refuses to run as root: root lends the folder to another user."""
    if os.getuid() != 0:
        return []
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(home, user)
    return ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"]


def call(prefix: list[str], *arguments: str | Path) -> None:
    subprocess.run([*prefix, *map(str, arguments)], check=True, capture_output=True, cwd="/")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
