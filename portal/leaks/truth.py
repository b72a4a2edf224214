"""Who may see what. One line for each hidden thing: who must find it somewhere, and who else may.

Everybody on no line who sees a thing is a leak. Whoever must find it and does not shows that the walk is blind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .roles import ADMINISTRATOR, ALL_NEXT_DOOR, CITIZENS, EVERYBODY, NEIGHBOURS, STAFF

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .walking import Seen, Sighting

AUTHOR, MODERATOR, EDITOR, PUBLISHER, OFFICER = "author", "moderator", "editor", "publisher", "case_officer"
EVALUATOR, CHIEF = "evaluator", "local_administrator"
# Any role, and yet not an analyst's: who reads figures sees nothing of anybody.
COLLEAGUES = (EDITOR, PUBLISHER, EVALUATOR)
REVIEWERS = (MODERATOR, OFFICER, ADMINISTRATOR)
WRITERS = (EDITOR, PUBLISHER, ADMINISTRATOR)


@dataclass(frozen=True)
class Line:
    must: frozenset[str]
    may: frozenset[str]


def seen_by(*roles: str, also: Sequence[str] = ()) -> Line:
    """A municipality's administrator has the roles of all who work there."""
    must, may = _with_chiefs(roles), _with_chiefs(also)
    return Line(must, must | may)


def _with_chiefs(roles: Iterable[str]) -> frozenset[str]:
    chiefs = {f"b_{CHIEF}" if role in NEIGHBOURS else CHIEF for role in roles if role in (*STAFF, *NEIGHBOURS)}
    return frozenset(roles) | chiefs


NOBODY = seen_by()
IN_REVIEW = seen_by(AUTHOR, *REVIEWERS)
TRUTH: dict[str, Line] = {
    # --- ideas -------------------------------------------------------------------------------
    **dict.fromkeys(("draft", "text of the draft", "place of the draft"), seen_by(AUTHOR)),
    **dict.fromkeys(("file of the draft", "photo of the draft"), seen_by(AUTHOR)),
    **dict.fromkeys(("returned idea", "why it was returned"), seen_by(AUTHOR)),
    **dict.fromkeys(
        ("idea in review", "refused idea", "text of the refused idea", "hidden idea", "withdrawn idea"), IN_REVIEW
    ),
    **dict.fromkeys(("expired idea that was hidden", "file of the idea in review"), IN_REVIEW),
    "photo of the idea in review": IN_REVIEW,
    "hidden picture": seen_by(AUTHOR, MODERATOR, ADMINISTRATOR),
    "why it was refused": IN_REVIEW,
    # All staff of the municipality read the desk's page of a public idea, with the change that waits.
    **dict.fromkeys(("title that waits", "text that waits"), seen_by(AUTHOR, *REVIEWERS, also=COLLEAGUES)),
    "refused addition": seen_by(AUTHOR, also=REVIEWERS),
    "why the addition was refused": seen_by(AUTHOR, *REVIEWERS, also=COLLEAGUES),
    "topic of nobody": NOBODY,
    # --- what people say to each other, and about each other ----------------------------------
    # It was appealed, so its author reads it beside the decision, and who examines the appeal does.
    "held comment": seen_by(AUTHOR, MODERATOR, ADMINISTRATOR),
    "hidden comment": seen_by(AUTHOR, MODERATOR, PUBLISHER, ADMINISTRATOR),
    "deleted comment": seen_by(MODERATOR, ADMINISTRATOR, also=(AUTHOR,)),
    "comment below a hidden idea": seen_by(MODERATOR, ADMINISTRATOR, also=(AUTHOR, OFFICER)),
    "why the idea was hidden": seen_by(AUTHOR, MODERATOR, ADMINISTRATOR),
    # In the thread stands the rule; the facts are for the one who wrote.
    "why the comment was hidden": seen_by(AUTHOR, MODERATOR, PUBLISHER, ADMINISTRATOR),
    "appeal": seen_by(AUTHOR, PUBLISHER, ADMINISTRATOR),  # never by the moderator whose decision it is about
    "why somebody is paused": seen_by(MODERATOR, ADMINISTRATOR, also=("stranger",)),
    "why the comment was kept": seen_by(MODERATOR, ADMINISTRATOR),
    **dict.fromkeys(("flag", "flag of a visitor"), seen_by(MODERATOR, ADMINISTRATOR)),
    **dict.fromkeys(("flag of a hidden comment", "flag of a kept comment"), seen_by(also=(MODERATOR, ADMINISTRATOR))),
    "objection": seen_by(MODERATOR, OFFICER, *COLLEAGUES, ADMINISTRATOR),
    "bystander's name": seen_by(ADMINISTRATOR),
    # --- what is answered, before anybody hears of it ------------------------------------------
    **dict.fromkeys(
        (
            "sentence of the answer",
            "text of the answer",
            "next step of the answer",
            "file of the answer",
            "comment on the answer",
        ),
        seen_by(OFFICER, PUBLISHER, ADMINISTRATOR),
    ),
    **dict.fromkeys(
        ("sentence that was taken away", "text that was taken away", "file that was taken away"),
        seen_by(OFFICER, PUBLISHER, ADMINISTRATOR),
    ),
    # --- how staff work with it ---------------------------------------------------------------
    "note of a colleague": seen_by(MODERATOR, OFFICER, *COLLEAGUES, ADMINISTRATOR),
    "what is evaluated": seen_by(MODERATOR, OFFICER, *COLLEAGUES, ADMINISTRATOR),
    "words of an evaluator": seen_by(OFFICER, EVALUATOR, PUBLISHER, ADMINISTRATOR),
    "summary of an evaluation": seen_by(MODERATOR, OFFICER, *COLLEAGUES, ADMINISTRATOR),
    # --- what staff write ---------------------------------------------------------------------
    **dict.fromkeys(("draft page", "draft news", "draft proposal", "need of the draft proposal"), seen_by(*WRITERS)),
    **dict.fromkeys(("unpublished page", "scheduled page", "scheduled news"), seen_by(*WRITERS)),
    **dict.fromkeys(("revision of the page", "revision of the news", "revision of the proposal"), seen_by(*WRITERS)),
    **dict.fromkeys(("note on a page", "comment of the approver"), seen_by(*WRITERS)),
    "log entry": seen_by(also=WRITERS),
    **dict.fromkeys(("draft newsletter", "text of a newsletter"), seen_by(*WRITERS)),
    **dict.fromkeys(("picture", "document", "words of the document"), seen_by(*WRITERS)),
    "how we work": seen_by(*STAFF, ADMINISTRATOR),
    "file of an import": seen_by(EDITOR, PUBLISHER, ADMINISTRATOR),
    **dict.fromkeys(("file of an import of ideas", "report of an import of ideas"), NOBODY),
    # --- faults ------------------------------------------------------------------------------
    **dict.fromkeys(("fault report", "place of the fault", "reporter's addition"), IN_REVIEW),
    "message to the reporter": seen_by(AUTHOR, *REVIEWERS, also=("reporter",)),
    "photo of the fault": seen_by(AUTHOR, also=REVIEWERS),
    "fault report of a visitor": seen_by(*REVIEWERS),
    "fault report that waits": seen_by(AUTHOR, *REVIEWERS),
    # A publisher tries the appeal.
    "hidden fault report": seen_by(AUTHOR, PUBLISHER, *REVIEWERS),
    "why the fault report was hidden": seen_by(AUTHOR, PUBLISHER, *REVIEWERS),
    "appeal of a fault report": seen_by(AUTHOR, PUBLISHER, ADMINISTRATOR),
    "flag of a fault report": seen_by(*REVIEWERS),
    **dict.fromkeys(("reporter's e-mail", "reporter's telephone"), seen_by(OFFICER, ADMINISTRATOR, also=(AUTHOR,))),
    "visitor's e-mail": seen_by(OFFICER, ADMINISTRATOR),
    "follower's e-mail": NOBODY,
    "name of another system": seen_by(OFFICER, ADMINISTRATOR),
    # Moderators read on the report's page where it went, and why it did not arrive.
    **dict.fromkeys(("case system", "why it was not handed over"), seen_by(OFFICER, ADMINISTRATOR, also=(MODERATOR,))),
    **dict.fromkeys(
        ("address of the case system", "words of the case system", "what another system said"),
        seen_by(OFFICER, ADMINISTRATOR),
    ),
    "case system next door": seen_by("b_case_officer", ALL_NEXT_DOOR, ADMINISTRATOR),
    **dict.fromkeys(
        ("address of the case system next door", "words of the case system next door"),
        seen_by(also=(ADMINISTRATOR, ALL_NEXT_DOOR, "b_case_officer")),
    ),
    **dict.fromkeys(("address that asks to follow", "watcher's e-mail", "subscriber's e-mail"), NOBODY),
    **dict.fromkeys(("routing rule", "response template"), seen_by(OFFICER, ADMINISTRATOR)),
    "answer template": seen_by(OFFICER, PUBLISHER, ADMINISTRATOR),
    "secret address of the fault": seen_by(AUTHOR, "reporter"),
    # --- people ------------------------------------------------------------------------------
    **{f"{role}'s address": seen_by(role, ADMINISTRATOR) for role in CITIZENS},
    # The municipality's administrator knows its staff.
    **{
        f"{role}'s address": Line(frozenset((role, ADMINISTRATOR)), frozenset((role, CHIEF, ADMINISTRATOR)))
        for role in STAFF
    },
    **{
        f"{role}'s address": Line(
            frozenset((role, ADMINISTRATOR)), frozenset((role, f"b_{CHIEF}", ALL_NEXT_DOOR, ADMINISTRATOR))
        )
        for role in (*NEIGHBOURS, ALL_NEXT_DOOR)
    },
    f"{ADMINISTRATOR}'s address": seen_by(ADMINISTRATOR),
    "bystander's address": seen_by(ADMINISTRATOR),
    "author's real name": seen_by(AUTHOR, ADMINISTRATOR),
    "bystander's real name": seen_by(also=(ADMINISTRATOR,)),
    "name of a device": seen_by(AUTHOR),
    "endpoint of a device": NOBODY,
    **dict.fromkeys(("news to the author", "body of news to the author"), seen_by(AUTHOR)),
    # --- nobody's business ---------------------------------------------------------------------
    **dict.fromkeys(("password", "what a session holds"), NOBODY),
    **{f"name of the photo of the {thing}": NOBODY for thing in ("draft", "idea in review", "fault")},
    "name of the hidden picture": NOBODY,
}


@dataclass(frozen=True)
class Verdict:
    leaks: list[Sighting]  # one for each role and thing
    unseen: list[tuple[str, str]]  # role, thing


def judge(seen: Seen, things: Iterable[str], roles: Iterable[str] = EVERYBODY) -> Verdict:
    """Raises KeyError for a planted thing that has no line."""
    walked = set(roles)
    leaks = {
        (sighting.role, sighting.thing): sighting
        for sighting in seen.sightings
        if sighting.role not in TRUTH[sighting.thing].may
    }
    found = {(sighting.role, sighting.thing) for sighting in seen.sightings}
    missing = {(role, thing) for thing in things for role in TRUTH[thing].must & walked} - found
    return Verdict(list(leaks.values()), sorted(missing))
