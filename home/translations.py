"""Swedish pages beside the same pages in another language: which lack, and which have fallen behind.

A translation is a page of its own, written by a person (decision 18). It follows the Swedish words that were live when
its translator last said so; where nobody has, the days on which the two were published decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, DateTimeField, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from .models import Translation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.utils.functional import Promise
    from wagtail.query import PageQuerySet

MISSING, DRAFT, BEHIND, DONE = "saknas", "utkast", "efter", "klar"
STATES: dict[str, Promise] = {
    BEHIND: _("Den svenska sidan är ändrad sedan dess"),
    MISSING: _("Saknas"),
    DRAFT: _("Utkast"),
    DONE: _("Följer den svenska"),
}
NO_WORDS = {"slug"}


def with_state(pages: PageQuerySet, code: str) -> PageQuerySet:
    """Live Swedish pages with `other` (the number of their page in `code`, or None), `state` and `translator`."""
    same = Page.objects.filter(translation_key=OuterRef("translation_key"), locale__language_code=code)
    since = Coalesce("translation__followed_at", "last_published_at", output_field=DateTimeField())
    found = pages.filter(live=True, alias_of__isnull=True).annotate(
        other=Subquery(same.values("pk")[:1]),
        other_live=Subquery(same.values("live")[:1]),
        followed_at=Subquery(same.annotate(since=since).values("since")[:1]),
        follows=Subquery(same.values("translation__follows")[:1]),
        translator=Subquery(same.values("translation__translator__display_name")[:1]),
    )
    state = Case(
        When(other__isnull=True, then=Value(MISSING)),
        When(other_live=False, then=Value(DRAFT)),
        When(follows=F("live_revision"), then=Value(DONE)),
        When(last_published_at__gt=F("followed_at"), then=Value(BEHIND)),
        default=Value(DONE),
    )
    return found.annotate(state=state)  # type: ignore[no-any-return]


def of(page: Page) -> Translation | None:
    return Translation.objects.select_related("translator", "follows").filter(page=page).first()


@dataclass(frozen=True)
class Part:
    """One field, or one block of it. An empty side has no such words."""

    label: str
    swedish: str
    other: str


def side_by_side(swedish: Page, other: Page | None) -> list[Part]:
    """The words of both, field by field, as an editor meets them. Blocks stand beside each other in their order."""
    parts = []
    for name, label in _fields(swedish):
        here = list(_words(swedish, name))
        there = list(_words(other, name)) if other is not None else []
        for number in range(max(len(here), len(there))):
            parts.append(
                Part(
                    label=label if number == 0 else "",
                    swedish=here[number] if number < len(here) else "",
                    other=there[number] if number < len(there) else "",
                )
            )
    return [part for part in parts if part.swedish or part.other]


def _fields(page: Page) -> Iterator[tuple[str, str]]:
    for field in type(page)._meta.get_fields():
        is_words = getattr(field, "get_internal_type", lambda: "")() in ("CharField", "TextField", "JSONField")
        if field.concrete and is_words and field.editable and not field.choices and _is_shown(page, field.name):
            yield field.name, str(field.verbose_name)


def _is_shown(page: Page, name: str) -> bool:
    own = type(page)._meta.get_field(name).model is type(page)
    return name not in NO_WORDS and (own or name in ("title", "seo_title", "search_description"))


def _words(page: Page, name: str) -> Iterator[str]:
    field, value = type(page)._meta.get_field(name), getattr(page, name)
    if isinstance(field, StreamField) and isinstance(value, StreamValue):
        for child in value:
            yield "\n".join(
                get_text_for_indexing(str(words)) for words in child.block.get_searchable_content(child.value)
            )
    elif isinstance(field, RichTextField):
        yield get_text_for_indexing(value)
    else:
        yield strip_tags(str(value or ""))
