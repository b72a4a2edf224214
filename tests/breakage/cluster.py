"""A PostgreSQL of our own that can be stopped as if the power went, and started again."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from scripts import postgres


class Cluster:
    def __init__(self) -> None:
        folder = postgres.binaries()
        assert folder is not None
        self.programs, self.home = folder, Path(tempfile.mkdtemp(prefix="samskapa-breakage-"))
        self.prefix, self.port = postgres.as_somebody_else(self.home), postgres.free_port()
        self._call("initdb", "-D", self.data, "-U", "samskapa", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")

    @property
    def data(self) -> Path:
        return self.home / "data"

    def url(self, name: str) -> str:
        return f"postgres://samskapa@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.home}"
        self._call("pg_ctl", "-D", self.data, "-l", self.home / "log", "-w", "-o", options, "start")

    def stop_at_once(self) -> None:
        self._call("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def copy(self, source: str, name: str) -> None:
        """The database at the address `source`, as `name` here."""
        dump = str(self.home / "dump")
        self._run("pg_dump", "--no-owner", "--no-privileges", "-Fc", "-f", dump, source)
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "samskapa", name)
        self._run("pg_restore", "--no-owner", "-d", self.url(name), dump)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run([str(self.programs / program), *arguments], check=True, capture_output=True)

    def remove(self) -> None:
        subprocess.run(
            [*self.prefix, str(self.programs / "pg_ctl"), "-D", str(self.data), "-m", "immediate", "stop"],
            check=False,
            capture_output=True,
        )
        shutil.rmtree(self.home, ignore_errors=True)

    def _call(self, program: str, *arguments: str | Path) -> None:
        postgres.call(self.prefix, self.programs / program, *arguments)
