"""`make demo`: prepare the demonstration region once, then run web server and worker together."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASKED = os.environ.get("PORT", "8000")
PORT = int(ASKED) if ASKED.isdecimal() and len(ASKED) < 6 else 0
ADDRESS = f"http://127.0.0.1:{PORT}"
DATA = Path(os.environ.get("DATA_DIR", ROOT / "var"))
PREPARED = DATA / "prepared"


def main() -> int:
    if not 0 < PORT < 65536:
        print(f"PORT={ASKED} is no port. Choose a number from 1 to 65535: make demo PORT=8080", file=sys.stderr)
        return 1
    if port_is_taken():
        print(f"Port {PORT} is taken. Stop what uses it, or choose another: make demo PORT=8080", file=sys.stderr)
        return 1
    os.environ.update(DEMO="true", BASE_URL=ADDRESS, DATA_DIR=str(DATA), EMAIL_URL="demo://")
    DATA.mkdir(parents=True, exist_ok=True)
    mark = mark_as_running()
    if not prepare():
        return 1
    processes = [
        # Threads, so that a page and its pictures do not wait for each other; static files come from the app.
        start("runserver", "--noreload", f"127.0.0.1:{PORT}", held=mark),
        start("worker", held=mark),
    ]
    try:
        if wait_until_it_answers(processes[0]):
            manage("demo_addresses")
            processes[0].wait()
        else:
            print(f"The server did not start; {DATA / 'runserver.log'} says why.", file=sys.stderr)
    except KeyboardInterrupt:
        pass
    finally:
        stop(processes)
    return 0


def port_is_taken() -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            return True
    return False


def mark_as_running() -> int:
    """A lock that this process and those it starts hold until the last has ended: `make reset` asks for it. What is
    noted in it stays: commands beside the demonstration read where it runs, see portal/demonstration.py."""
    mark = os.open(DATA / "running", os.O_RDWR | os.O_CREAT)
    fcntl.flock(mark, fcntl.LOCK_SH)
    os.ftruncate(mark, 0)
    os.write(mark, ADDRESS.encode())
    return mark


def prepare() -> bool:
    """Migrate and seed; skipped when nothing changed since the last time."""
    stamp = newest_change()
    if PREPARED.exists() and PREPARED.read_text() == stamp:
        return True
    first = not PREPARED.exists()
    print("Preparing the demonstration (a minute the first time) …" if first else "Updating the demonstration …")
    steps = [("migrate", "--verbosity", "0"), ("createcachetable",), ("seed_demo",)]
    if any(manage(*step) for step in steps):
        return False
    PREPARED.write_text(stamp)
    return True


def newest_change() -> str:
    """Changes when a migration or the demonstration itself does."""
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/*/migrations/*.py"), *ROOT.glob("home/demo/**/*.*")]
    return f"{len(files)} {max(file.stat().st_mtime_ns for file in files)}"


def manage(*arguments: str) -> int:
    return subprocess.call([sys.executable, "manage.py", *arguments], cwd=ROOT)


def start(*arguments: str, held: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "manage.py", *arguments]
    with (DATA / f"{arguments[0]}.log").open("ab") as log:
        return subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, pass_fds=(held,))


def wait_until_it_answers(server: subprocess.Popen[bytes]) -> bool:
    for _attempt in range(1200):  # two minutes: a small machine may have much else to do
        if server.poll() is not None:
            return False
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", PORT)) == 0:
                return True
        time.sleep(0.1)
    return False


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    sys.exit(main())
