from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def test_no_comment_of_a_template_runs_over_a_line() -> None:
    """Django ends `{# … #}` at the line, and shows a longer one to everybody."""
    files = [path for path in TEMPLATES.rglob("*") if path.is_file()]

    broken = [path.name for path in files if re.search(r"\{#(?:(?!#\}).)*$", path.read_text(), re.MULTILINE)]

    assert len(files) > 100
    assert broken == []
