"""The pages that a new municipality begins with, in both languages. An editor changes them from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from home.models import AccessibilityStatementPage, NewsIndexPage, StandardPage
from participation.eservices.models import EServiceIndexPage
from participation.faults.models import FaultIndexPage
from participation.ideas.models import IdeaIndexPage

from . import words_en, words_sv

if TYPE_CHECKING:
    from wagtail.models import Page

    from participation.places.models import Municipality

Values = dict[str, Any]


@dataclass(frozen=True)
class StartingPage:
    slug: str
    model: type[Page]
    swedish: Callable[[Municipality], Values]
    english: Callable[[Municipality], Values]
    in_menu: bool = False
    is_published: bool = True


STARTING_PAGES = [
    StartingPage("ideer", IdeaIndexPage, words_sv.ideas, words_en.ideas, in_menu=True),
    StartingPage("e-tjanster", EServiceIndexPage, words_sv.eservices, words_en.eservices, in_menu=True),
    StartingPage("felanmalan", FaultIndexPage, words_sv.faults, words_en.faults, in_menu=True),
    StartingPage("nyheter", NewsIndexPage, words_sv.news, words_en.news, in_menu=True),
    StartingPage("om", StandardPage, words_sv.about, words_en.about),
    # Nobody but the municipality can say how accessible its site is: a draft, until somebody has filled it in.
    StartingPage(
        "tillganglighet",
        AccessibilityStatementPage,
        words_sv.accessibility,
        words_en.accessibility,
        is_published=False,
    ),
    StartingPage("personuppgifter", StandardPage, words_sv.privacy, words_en.privacy),
]
