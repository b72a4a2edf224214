"""`make check`: everything that can be said about the code without running it."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))

PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": "only-for-the-check-of-the-production-settings-0123456789-abcdefghij",
    "BASE_URL": "https://samskapa.example.se",
    "ALLOWED_HOSTS": "samskapa.example.se",
    "EMAIL_URL": "smtp+tls://user:secret@mail.example.se:587",
    "DATA_DIR": "/tmp/samskapa-check",
}
DEVELOPMENT = {"DEBUG": "true"}

# Two at a time, the longest first.
CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("types", ["mypy", "portal", "home", "participation"], DEVELOPMENT),
    ("formatting", ["ruff", "format", "--check", "."], {}),
    ("lint", ["ruff", "check", "."], {}),
    ("imports", ["lint-imports"], {}),
    ("templates", ["djhtml", "--check", *TEMPLATES], {}),
    ("migrations", ["python", "manage.py", "makemigrations", "--check", "--dry-run"], DEVELOPMENT),
    ("settings", ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ("translations", ["python", "scripts/messages.py", "--check"], DEVELOPMENT),
]


def main() -> int:
    with ThreadPoolExecutor(2) as two:
        passed = list(two.map(lambda check: passes(*check), CHECKS))
    failed = [check[0] for check, well in zip(CHECKS, passed, strict=True) if not well]
    print(f"\n{len(CHECKS) - len(failed)} passed, {len(failed)} failed" + (f": {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


def passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    print(f"{'ok ' if done.returncode == 0 else 'NO '} {name}", flush=True)
    if done.returncode:
        print(done.stdout[-6000:], done.stderr[-3000:], sep="\n")
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
