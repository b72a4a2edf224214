#!/usr/bin/env python3
from __future__ import annotations

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line

    from portal.logs import crashed

    if os.environ.get("DEBUG", "").lower() not in ("1", "true", "yes", "on"):
        sys.excepthook = crashed
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
