"""`make test`: everything on SQLite, the running portal in two browsers, then what touches a database on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import postgres

ROOT = Path(__file__).resolve().parent.parent
TESTS_FAILED, NOTHING_SELECTED = 1, 5
IN_ORDER = ("-m", "browser", "-p", "no:randomly")
IN_CI = bool(os.environ.get("CI"))
# A file stays in one process, as its tests share what took long to build. tests/conftest.py puts the long ones first.
TWO_AT_ONCE = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")


def main() -> int:
    wanted = sys.argv[1:]
    with postgres.running(forgetful=True) if postgres.binaries() else nullcontext("") as url:
        make_templates(url)
        print("== The tests on SQLite ==", flush=True)
        failed = run(*TWO_AT_ONCE, "-m", "not browser", *wanted)
        print("== The whole portal in Chromium and Firefox ==", flush=True)
        failed = in_browsers(*wanted) or failed
        print("== The tests on PostgreSQL ==", flush=True)
        if not url:
            print("SKIPPED: there is no PostgreSQL server on this machine (Debian: apt install postgresql)")
            return 1 if IN_CI else failed
        return run(*TWO_AT_ONCE, "-m", "not browser", *wanted, DATABASE_URL=url) or failed


def in_browsers(*wanted: str) -> int:
    """Two browsers and two portals on two cores: what fails there is run once more alone, and said to be unsteady."""
    code = run(*TWO_AT_ONCE, *IN_ORDER, *wanted)
    if code != TESTS_FAILED:
        return code
    print("== What failed in the browsers, once more and alone ==", flush=True)
    code = run("--last-failed", "--last-failed-no-failures", "none", *IN_ORDER, *wanted)
    if not code:
        print("UNSTEADY: passed only at the second try, see above. Mend the race.", flush=True)
    return code


def make_templates(url: str) -> None:
    """The migrated databases that the tests copy, both at once: each keeps one core busy for half a minute."""
    kinds: list[dict[str, str]] = [{}, {"DATABASE_URL": url}] if url else [{}]
    command, settings = [sys.executable, "-m", "tests.database"], {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    making = [subprocess.Popen(command, cwd=ROOT, env=with_(settings | kind)) for kind in kinds]
    ends = [process.wait() for process in making]
    if any(ends):
        sys.exit("the databases for the tests could not be made")


def run(*arguments: str, **environment: str) -> int:
    """pytest's answer; that nothing was selected is no failure when a part of the tests was asked for."""
    code = subprocess.call([sys.executable, "-m", "pytest", "-q", *arguments], cwd=ROOT, env=with_(environment))
    return 0 if code == NOTHING_SELECTED and len(sys.argv) > 1 else code


def with_(environment: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | environment


if __name__ == "__main__":
    sys.exit(main())
