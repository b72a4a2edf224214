"""`make test`: everything on SQLite, then on a real PostgreSQL, with Chromium in the first round."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import postgres

ROOT = Path(__file__).resolve().parent.parent
IN_CI = bool(os.environ.get("CI"))


def main() -> int:
    wanted = sys.argv[1:]
    print("== The tests on SQLite, and in Chromium ==", flush=True)
    failed = run("sqlite", *wanted)
    print("== The tests on PostgreSQL ==", flush=True)
    if postgres.binaries() is None:
        print("SKIPPED: there is no PostgreSQL server on this machine (Debian: apt install postgresql)")
        return 1 if IN_CI else failed
    with postgres.running() as url:
        return run("postgresql", "-m", "not browser", *wanted, DATABASE_URL=url) or failed


def run(name: str, *arguments: str, **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", "-n", "2", "-q", "--dist", "loadgroup", *arguments]
    env = {**os.environ, **environment}
    if name == "sqlite":
        env.pop("DATABASE_URL", None)
    return subprocess.call(command, cwd=ROOT, env=env)


if __name__ == "__main__":
    sys.exit(main())
