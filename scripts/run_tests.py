"""`make test`: everything on SQLite, the running portal in two browsers, then what touches a database on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import postgres

ROOT = Path(__file__).resolve().parent.parent
NOTHING_SELECTED = 5
IN_CI = bool(os.environ.get("CI"))


def main() -> int:
    wanted = sys.argv[1:]
    print("== The tests on SQLite ==", flush=True)
    failed = run("-n", "2", "--dist", "loadfile", "-m", "not browser", *wanted)
    print("== The whole portal in Chromium and Firefox ==", flush=True)
    failed = run("-n", "2", "--dist", "loadfile", "-m", "browser", "-p", "no:randomly", *wanted) or failed
    print("== The tests on PostgreSQL ==", flush=True)
    if postgres.binaries() is None:
        print("SKIPPED: there is no PostgreSQL server on this machine (Debian: apt install postgresql)")
        return 1 if IN_CI else failed
    with postgres.running() as url:
        return run("-n", "2", "--dist", "loadfile", "-m", "not browser", *wanted, DATABASE_URL=url) or failed


def run(*arguments: str, **environment: str) -> int:
    """pytest's answer; that nothing was selected is no failure when a part of the tests was asked for."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    code = subprocess.call(command, cwd=ROOT, env={**kept, **environment})
    return 0 if code == NOTHING_SELECTED and len(sys.argv) > 1 else code


if __name__ == "__main__":
    sys.exit(main())
