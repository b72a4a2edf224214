"""The real web server and the real worker, as processes that can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import requests

from tests.notifications.postbox import free_port

from .stores import Store

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "a" * 32  # of CSRF: any will do where cookie and field agree


def until(holds: Callable[[], Any], *, seconds: float = 200, what: str = "it") -> Any:
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end, f"{what} never happened"
        time.sleep(0.05)
    return found


class Running:
    def __init__(self, folder: Path, database_url: str, mail_port: int) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.processes: list[subprocess.Popen[Any]] = []
        self.world: dict[str, Any] = {}
        self.store = Store(database_url)
        self.web: subprocess.Popen[bytes]
        self.has_small_disk = False
        self._world: subprocess.Popen[str] | None = None
        self._worker: subprocess.Popen[bytes] | None = None
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in ("DEBUG", "LOG_LEVEL")},
            "DJANGO_SETTINGS_MODULE": "tests.breakage.settings",
            "SECRET_KEY": "only-for-these-tests-" + "0123456789" * 4,
            "BASE_URL": self.url,
            "ALLOWED_HOSTS": "127.0.0.1",
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "DATABASE_URL": database_url,
            "DATA_DIR": str(folder),
            "READY_DISK_FREE": "8",
            "READY_WORKER_SILENCE": "30",  # a killed worker is missed soon; a living one beats every ten seconds
            "LOG_FORMAT": "json",
        }

    # --- processes

    def start_web(self) -> subprocess.Popen[bytes]:
        web = self._start("web", "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{self.port}")
        until(self.answers, what="the first answer")
        return web

    def start_worker(self, *arguments: str) -> subprocess.Popen[bytes]:
        return self._start("worker", "manage.py", "worker", "--pause", "0.1", "--skip-checks", *arguments)

    def worker(self) -> subprocess.Popen[bytes]:
        """The one that is at work, or a new one."""
        if self._worker is None or self._worker.poll() is not None:
            self._worker = self.start_worker()
        return self._worker

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        with self.log_file(name).open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
        self.processes.clear()
        self._world = self._worker = None

    def manage(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def do(self, deed: str, **asked: Any) -> dict[str, Any]:
        """One of the deeds of world.py, whose process stays until the end."""
        if self._world is None:
            with self.log_file("world").open("ab") as log:
                self._world = subprocess.Popen(
                    [sys.executable, "-m", "tests.breakage.world"],
                    cwd=ROOT,
                    env=self.environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
            self.processes.append(self._world)
        assert self._world.stdin is not None
        assert self._world.stdout is not None
        self._world.stdin.write(json.dumps({"deed": deed, **asked}) + "\n")
        self._world.stdin.flush()
        answer = self._world.stdout.readline()
        assert answer, self.log("world")[-3000:]
        return dict(json.loads(answer))

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Like `manage`, quicker: in the process of world.py."""
        done = self.do("call", arguments=arguments)
        return subprocess.CompletedProcess(arguments, done["returncode"], done["stdout"], done["stderr"])

    # --- what it says

    def answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/livez", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def ready(self) -> dict[str, Any]:
        return dict(requests.get(f"{self.url}/readyz", timeout=30).json()["checks"])

    def log_file(self, name: str) -> Path:
        """Not on the disk that is filled."""
        return self.folder.parent / f"{name}.log"

    def log(self, name: str) -> str:
        file = self.log_file(name)
        return file.read_text() if file.exists() else ""

    def person(self, number: int) -> requests.Session:
        browser = requests.Session()
        browser.cookies.set("sessionid", self.world["people"][number]["session"])
        return self.signed(browser)

    def visitor(self) -> requests.Session:
        return self.signed(requests.Session())

    @staticmethod
    def signed(browser: requests.Session) -> requests.Session:
        browser.cookies.set("csrftoken", TOKEN)
        browser.headers["X-CSRFToken"] = TOKEN
        return browser

    def post(self, browser: requests.Session, path: str, **fields: Any) -> requests.Response:
        return browser.post(self.url + path, data=fields, allow_redirects=False, timeout=120)


def children_of(process: subprocess.Popen[bytes]) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def resident_mb(pid: int) -> float:
    """What is really in memory: shared pages of the same program counted once for each process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError(pid)
