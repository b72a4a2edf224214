"""How gunicorn runs the portal; read by itself when it is started in this folder. Flags on its command line win."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from portal.logs import logging_settings

workers = 2
timeout = 60
accesslog = None  # the portal writes a line of its own for each request, without addresses
control_socket_disable = True
logconfig_dict = logging_settings(
    form=os.environ.get("LOG_FORMAT") or "json", level=os.environ.get("LOG_LEVEL") or "INFO"
)
