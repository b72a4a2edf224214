"""Which words somebody wrote, read and approved."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Letter


def words_of(letter: Letter) -> str:
    """One digest for all that a receiver sees and for who the receivers are. The letter must be stored."""
    said = {
        "municipality": letter.municipality_id,
        "language": letter.language,
        "subject": letter.subject,
        "preview": letter.preview_text,
        "body": letter.body.get_prep_value(),
        "categories": sorted(letter.categories.values_list("pk", flat=True)),
    }
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
