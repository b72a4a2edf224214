"""A proposal in several languages: one of its pages leads, and the others only say the same in other words.

What a proposal *is* (its stage, its dates, who is responsible, what it concerns and comes from) belongs to the
topic and is changed on the leading page. See docs/decisions.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from wagtail.models import Locale

from .models.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .models import Milestone, ProposalSource, ServiceProposalPage

# Of the page and of a milestone: what has no words to translate.
SHARED = ("stage", "department_id", "eservice_id", "ask_until", "answer_due_on")
SHARED_BY_MILESTONES = ("promised_on", "moved_to", "done_on", "stage")


def live_versions(topic_id: int | None, *, leaving: int | None = None) -> list[ServiceProposalPage]:
    """The pages that are up, the leading one first: in the portal's own language, else the oldest."""
    from .models import ServiceProposalPage

    if topic_id is None:
        return []
    pages = ServiceProposalPage.objects.live().filter(topic=topic_id).exclude(pk=leaving).select_related("locale")
    own = Locale.get_default().pk
    return sorted(pages, key=lambda page: (page.locale_id != own, page.pk))


def leader_of(page: ServiceProposalPage) -> ServiceProposalPage | None:
    """The other page that leads this one; None where it leads, or nothing is published yet."""
    leading = next(iter(live_versions(page.topic_id)), None)
    return None if leading is None or leading.pk == page.pk else leading


def follow(page: ServiceProposalPage, leader: ServiceProposalPage) -> None:
    """Make `page`, in memory, be what `leader` is; it keeps its own words, but not those of another stage."""
    if page.stage != leader.stage:
        page.stage_note = page.stopped_reason = ""
    for name in SHARED:
        setattr(page, name, getattr(leader, name))
    if page.stage == Stage.STOPPED:
        page.stopped_reason = page.stopped_reason or leader.stopped_reason
    page.milestones = _milestones(page.milestones.all(), leader.milestones.all())
    page.sources = _sources(page.sources.all(), leader.sources.all())


def _milestones(own: Iterable[Milestone], led: Iterable[Milestone]) -> list[Milestone]:
    from .models import Milestone

    kept = {milestone.key: milestone for milestone in own if milestone.key}
    rows = []
    for leading in led:
        row = kept.pop(leading.key, None) or Milestone(key=leading.key, title=leading.title, who=leading.who)
        row.title, row.who = row.title or leading.title, row.who or leading.who
        if row.moved_to != leading.moved_to or not row.reason:
            row.reason = leading.reason
        for name in SHARED_BY_MILESTONES:
            setattr(row, name, getattr(leading, name))
        row.sort_order = len(rows)
        rows.append(row)
    return rows


def _sources(own: Iterable[ProposalSource], led: Iterable[ProposalSource]) -> list[ProposalSource]:
    from .models import ProposalSource

    kept = {source.idea_id: source for source in own}
    rows = []
    for leading in led:
        row = kept.get(leading.idea_id) or ProposalSource(idea_id=leading.idea_id)
        row.sort_order = len(rows)
        rows.append(row)
    return rows


def name_milestones(page: ServiceProposalPage) -> None:
    """Each gets a key, by which its translations know it, and no two the same."""
    taken: set[str] = set()
    for milestone in page.milestones.get_object_list():
        if not milestone.key or milestone.key in taken:
            milestone.key = secrets.token_hex(8)
        taken.add(milestone.key)


def bring_in_step(page: ServiceProposalPage, leader: ServiceProposalPage) -> bool:
    """Make the stored row of `page` be what `leader` is. Returns whether it was not.

    Past `check_publication`, by `update()`: two people approved these facts on the leading page, and no word changes.
    """
    if is_in_step(page, leader):
        return False
    follow(page, leader)
    told: dict[str, Any] = {name: getattr(page, name) for name in (*SHARED, "stage_note", "stopped_reason")}
    type(page).objects.filter(pk=page.pk).update(**told)
    page.milestones.commit()
    page.sources.commit()
    return True


def is_in_step(page: ServiceProposalPage, leader: ServiceProposalPage) -> bool:
    return facts_of(page) == facts_of(leader)


def facts_of(page: ServiceProposalPage) -> dict[str, Any]:
    """What all versions of a proposal have to agree on."""
    return {
        **{name: getattr(page, name) for name in SHARED},
        "milestones": [
            (row.key, *(getattr(row, name) for name in SHARED_BY_MILESTONES)) for row in page.milestones.all()
        ],
        "sources": [source.idea_id for source in page.sources.all()],
    }
