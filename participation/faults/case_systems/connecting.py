"""A try of a connection for staff: what the system answers, and how our categories fit. Nothing is sent or changed."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .away import DATABASE_AWAY
from .kinds import adapter_of
from .protocol import Found
from .told import plain
from .trouble import Trouble

if TYPE_CHECKING:
    from participation.faults.models import CaseSystem, CategoryInSystem, FaultCategory

    from .protocol import Offer

log = logging.getLogger(__name__)
LASTS = 12.0  # seconds that a person waits


@dataclass(frozen=True)
class Fit:
    """One of our categories, what it is called there (or nothing), and what has to be done."""

    row: CategoryInSystem
    name: str = ""
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Tried:
    found: Found
    fits: list[Fit]
    unknown: list[str]  # statuses of theirs that no row translates


def try_connection(system: CaseSystem) -> Tried:
    rows = list(system.categories.select_related("category__municipality").prefetch_related("category__questions"))
    found = _asked(system, [_code(row) for row in rows])
    offers = None if found.offers is None else {offer.code: offer for offer in found.offers}
    known = set(system.mappings.values_list("theirs", flat=True))
    unknown = [status for status in found.statuses if status not in known]
    return Tried(found, [_fit(row, offers) for row in rows], unknown)


def _asked(system: CaseSystem, codes: list[str]) -> Found:
    """Also where it answers nothing: then `problem` says why, without the keys that some repeat in their refusals."""
    try:
        adapter = adapter_of(system)
    except Trouble as trouble:
        return Found(problem=system.without_secrets(trouble.words))
    try:
        found = adapter.probe(codes, ends=time.monotonic() + LASTS)
    except Trouble as trouble:
        return Found(problem=system.without_secrets(trouble.words))
    except DATABASE_AWAY:
        raise
    except Exception:  # an answer that nobody foresaw is said in words too
        log.exception("case system %s could not be tried", system.pk)
        return Found(problem=_("Systemets svar går inte att läsa. Be den som driver portalen att titta i loggen."))
    finally:
        adapter.close()
    offers = None if found.offers is None else [_shown(offer, system) for offer in found.offers]
    return Found(
        sentences=[_clean(sentence, system) for sentence in found.sentences],
        offers=offers,
        statuses=tuple(_clean(status, system) for status in found.statuses),
        sample=found.sample,
        problem=_clean(found.problem, system),
    )


def _shown(offer: Offer, system: CaseSystem) -> Offer:
    """Its code as it is: that is compared and never shown where it differs from ours."""
    questions = tuple((code, _clean(asked, system), must) for code, asked, must in offer.questions)
    return replace(offer, name=_clean(offer.name, system), questions=questions)


def _clean(words: str, system: CaseSystem) -> str:
    return system.without_secrets(plain(words))


def _code(row: CategoryInSystem) -> str:
    """As the ticket has it."""
    return row.code or row.category.code


def _fit(row: CategoryInSystem, offers: dict[str, Offer] | None) -> Fit:
    if offers is None:
        return Fit(row)
    offer = offers.get(_code(row))
    if offer is None:
        return Fit(row, problems=[_("Koden ”%(code)s” finns inte där.") % {"code": _code(row)}])
    return Fit(row, offer.name or offer.code, _unasked(row.category, offer))


def _unasked(category: FaultCategory, offer: Offer) -> list[str]:
    """What must be answered there and is not asked here: they would refuse the report."""
    here = {question.code for question in category.questions.all() if question.is_required}
    words = _("De kräver svar på ”%(words)s”. Lägg till en fråga som måste besvaras, med koden %(code)s.")
    return [
        words % {"words": asked, "code": code} for code, asked, must in offer.questions if must and code not in here
    ]
