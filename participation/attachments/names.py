from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

LONGEST = 100
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')  # what Windows refuses, and what opens a tag
SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")


def clean_name(raw: str, suffix: str = "") -> str:
    """A name to show and to save under: no path, no invisible or direction-turning characters, the true suffix.

    With no `suffix`, the sender's own is kept: for telling them which of their files is meant.
    """
    name = unicodedata.normalize("NFC", raw).replace("\\", "/").rsplit("/", 1)[-1]
    # C: control, format (bidirectional overrides among them), surrogate, private; Zl and Zp: line separators
    name = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in name)
    name = " ".join(NOT_IN_NAMES.sub("_", name).split())
    if suffix:
        name = SUFFIX.sub("", name)  # "faktura.pdf.exe" and "faktura.pdf" become the same
        name = name[: -len(suffix)] if name.lower().endswith(suffix) else name
    stem = name.strip(". ")[: LONGEST - len(suffix)].rstrip(". ")
    return (stem or _("dokument")) + suffix
