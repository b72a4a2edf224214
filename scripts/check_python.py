"""Says so when Python is too old or too new. Written for any Python 3."""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(
        "Samskapa needs Python 3.11, 3.12 or 3.13. This is Python %d.%d.\n"
        "Name another one like this: make demo PYTHON=python3.12" % sys.version_info[:2]
    )
try:
    import ensurepip  # noqa: F401
    import venv  # noqa: F401
except ImportError:
    sys.exit("Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv")
