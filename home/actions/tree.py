"""Make pages where they are missing, and leave those that are there as an editor left them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from wagtail.models import Locale

if TYPE_CHECKING:
    from wagtail.models import Page


def swedish() -> Locale:
    return Locale.objects.get_or_create(language_code="sv")[0]


def english() -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


def add_page(*, parent: Page, page: Page, is_published: bool = True) -> Page:
    page.live = False
    fresh(parent).add_child(instance=page)
    revision = page.save_revision(clean=False)
    if is_published:
        revision.publish()
        page.refresh_from_db()
    return page


def add_translation(*, page: Page, values: dict[str, Any], is_published: bool = True) -> Page:
    """The English page beside the Swedish one: made when it is missing."""
    found = page.get_translation_or_none(english())
    if found is not None:
        return found.specific
    copy = page.copy_for_translation(english())
    for name, value in values.items():
        setattr(copy, name, value)
    revision = copy.save_revision(clean=False)
    if is_published:
        revision.publish()
    else:
        copy.save()
    copy.refresh_from_db()
    return copy


def further() -> list[Locale]:
    """Of the languages that were configured beside Swedish and English."""
    codes = [code for code, _name in settings.LANGUAGES if code not in ("sv", "en")]
    return [Locale.objects.get_or_create(language_code=code)[0] for code in codes]


def begin_translations(page: Page) -> list[Page]:
    """Drafts in the further languages, with the Swedish words: what lies below is translated once they are there."""
    return [page.get_translation_or_none(locale) or page.copy_for_translation(locale) for locale in further()]


def fresh(page: Page) -> Page:
    """As the tree stands now: treebeard counts children on the object it is given."""
    return type(page).objects.get(pk=page.pk)
