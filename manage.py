#!/usr/bin/env python3
from __future__ import annotations

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from portal.logs import crashed

    if os.environ.get("DEBUG", "").lower() not in ("1", "true", "yes", "on"):
        sys.excepthook = crashed
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as missing:
        sys.exit(f"{missing}\nFor the demonstration, put DEMO=true before the command.")


if __name__ == "__main__":
    main()
