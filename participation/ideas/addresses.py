from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from participation.places.models import Municipality

    from .models import Idea


def in_language(path: str) -> str:
    language = get_language()
    return f"/{language}{path}" if language and language != settings.LANGUAGE_CODE else path


def list_url(municipality: Municipality) -> str:
    """The index page of ideas, in the language of the reader."""
    return in_language(f"{municipality.path}ideer/")


def crumb(municipality: Municipality) -> list[dict[str, str]]:
    return [{"title": _("Alla idéer"), "url": list_url(municipality)}]


def up_to(idea: Idea, *, municipality: Municipality | None = None) -> list[dict[str, str]]:
    return [*crumb(municipality or idea.topic.municipality), {"title": idea.title, "url": idea.get_absolute_url()}]
