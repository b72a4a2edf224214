"""`make reset`: throw the demonstration's data away, all of it or nothing, and never from under one that runs."""

from __future__ import annotations

import fcntl
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "var"
GOING = ROOT / "var.thrown-away"


def main() -> int:
    shutil.rmtree(GOING, ignore_errors=True)  # a reset was cut off: what it threw away is no data any more
    if not DATA.exists():
        print("There is nothing to throw away. `make demo` begins with new data.")
        return 0
    with (DATA / "running").open("a+") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            mark.seek(0)
            where = mark.read().strip()
            print(
                f"The demonstration is running{f' on {where}' if where else ''}. Nothing was thrown away.\n"
                "Stop it with Ctrl+C where `make demo` runs, and then do `make reset` again.",
                file=sys.stderr,
            )
            return 1
        DATA.rename(GOING)  # at once, so that no half of it is ever taken for data
    shutil.rmtree(GOING)
    print("The demonstration's data is thrown away. `make demo` begins with new data.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
