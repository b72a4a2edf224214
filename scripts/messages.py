"""Texts are written in Swedish in the source; locale/en holds the English ones.

Without arguments: gather the texts and compile. With --check: fail when one has no
translation, a translation lost a placeholder, or the compiled file is older than its source.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
IGNORED = ["var/*", ".venv/*", "tests/*", "node_modules/*", "benchmarks/*", "scripts/*"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|(?<!%)%[sd]")


def main() -> int:
    if "--check" in sys.argv:
        return check()
    gather(CATALOGUE)
    catalogue = polib.pofile(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    print(f"{len(catalogue.untranslated_entries())} texts lack an English translation")
    return 0


def gather(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    ignored = [part for pattern in IGNORED for part in ("--ignore", pattern)]
    command = ["manage.py", "makemessages", "-l", "en", "--no-location", "--no-obsolete", "--no-wrap", *ignored]
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def check() -> int:
    before = CATALOGUE.read_text()
    try:
        gather(CATALOGUE)
        fresh = {message_key(entry) for entry in polib.pofile(str(CATALOGUE))}
    finally:
        CATALOGUE.write_text(before)
    catalogue = polib.pofile(str(CATALOGUE))
    known = {message_key(entry): entry for entry in catalogue}
    wrong = [f"not gathered: {key[1]}" for key in sorted(fresh - known.keys(), key=str)]
    wrong += [f"not translated: {entry.msgid}" for entry in catalogue.untranslated_entries()]
    wrong += [f"fuzzy: {entry.msgid}" for entry in catalogue.fuzzy_entries()]
    wrong += [f"placeholders differ: {entry.msgid}" for entry in catalogue if placeholders_differ(entry)]
    if catalogue.to_binary() != CATALOGUE.with_suffix(".mo").read_bytes():
        wrong.append("the compiled catalogue is old: run make messages")
    print("\n".join(wrong))
    return 1 if wrong else 0


def message_key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def placeholders_differ(entry: polib.POEntry) -> bool:
    if entry.msgid_plural:
        return False  # a singular may well say "en" without its number
    return sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr))


if __name__ == "__main__":
    sys.exit(main())
