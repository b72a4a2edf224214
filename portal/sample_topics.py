"""Support and discussion in every state, for the component page: real classes that were never stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.discussion.drawing import Drawing
from participation.discussion.forms import CommentForm
from participation.discussion.models import Comment
from participation.discussion.nodes import Days, Node
from participation.discussion.thread import orders
from participation.places.models import Department
from participation.topics.models import Topic
from participation.voting.box import AGAINST, CAN, CLOSED, SIGNED_OUT, SUPPORTED, Box
from participation.voting.words import words_for

POINTS = [(0.0, 43.0), (20.0, 42.0), (40.0, 40.0), (60.0, 35.0), (79.0, 22.0), (150.0, 12.0), (300.0, 2.0)]
WHEN = timezone.make_aware(datetime(2026, 9, 22, 18, 30))


def an_idea(**fields: Any) -> Topic:
    return Topic(pk=1, kind=Topic.Kind.IDEA, title="Belys spåret", path="/komponenter/", can_discuss=True, **fields)


def a_proposal(**fields: Any) -> Topic:
    return Topic(pk=2, kind=Topic.Kind.PROPOSAL, title="Byt förskola", path="/komponenter/", **fields)


def _box(topic: Topic, state: str, *, why_closed: str = "", failed: str = "", staff: bool = False) -> Box:
    return Box(
        topic=topic,
        words=words_for(topic),
        state=state,
        why_closed=why_closed,
        is_proposal=topic.kind == Topic.Kind.PROPOSAL,
        stance={SUPPORTED: "for", AGAINST: "against"}.get(state, ""),
        follows=state == SUPPORTED,
        points=list(POINTS) if topic.supports else [],
        goal_y=16 if topic.supports else None,
        reads_reasons=staff,
        failed=failed,
    )


def boxes() -> dict[str, Box]:
    """By the name that the page gives each."""
    liked, new, many = an_idea(supports=318), an_idea(supports=0), an_idea(supports=128_405)
    return {
        "utloggad": _box(liked, SIGNED_OUT),
        "kan": _box(new, CAN),
        "stoder": _box(many, SUPPORTED),
        "stangd": _box(liked, CLOSED, why_closed=words_for(liked)["closed"]),
        "fel": _box(liked, CAN, failed=_("Vi kunde inte spara det. Försök igen.")),
        "forslag": _box(a_proposal(supports=41, objections=3), CAN, staff=True),
        "emot": _box(a_proposal(supports=41, objections=4), AGAINST),
    }


def _entry(pk: int, text: str, name: str, **fields: Any) -> Comment:
    author = User(pk=pk, display_name=name)
    return Comment(pk=pk, topic=an_idea(), author=author, comment=text, posted_at=WHEN, **fields)


def _node(entry: Comment, *replies: Node, mine: bool = False, **fields: Any) -> Node:
    may = entry.is_shown
    values: dict[str, Any] = {
        "reply": may, "edit": mine, "delete": mine, "appreciate": may and not mine, "appreciated": False,
        "moderate": False, "by_topic_author": False, "replies": list(replies),
    }  # fmt: skip
    return Node(entry, Drawing(an_idea()), Days().of(WHEN), **{**values, **fields})


def nodes() -> list[Node]:
    office = Department(pk=1, name="Kultur- och fritidsförvaltningen")
    removed = {"removed_at": WHEN}
    first = _entry(1, "Bra idé. Men låt det vara mörkt på norra sidan.", "Invånare i Granloholm", edited_at=WHEN)
    second = _entry(2, "Det tänkte jag inte på.\n\nTack!", "Invånare i Matfors", appreciations=12)
    official = _entry(3, "Det avgjorde saken. Inget ljus på norra sidan.", "", department=office)
    deep = _entry(4, "Så bra!", "Invånare i Sköns Prästbord")
    hidden = _entry(5, "", "", removal=Comment.Removal.MODERATOR, removal_reason="personangrepp", **removed)
    gone = _entry(6, "", "", removal=Comment.Removal.AUTHOR, **removed)
    mine = _entry(7, "Jag jobbar kväll och springer efter nio.", "Demo Medborgare", appreciations=1)
    long = _entry(8, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 3, "Ettmycketlångtnamn" * 4)
    answers = _node(second, _node(official), _node(deep, to=second), appreciated=True, by_topic_author=True)
    return [
        _node(first, answers, _node(hidden, moderate=True), more=14),
        _node(gone, _node(long)),
        _node(mine, mine=True),
    ]


def threads() -> dict[str, dict[str, Any]]:
    """With entries, as a visitor types; empty and closed; with an error."""
    topic, empty = an_idea(comments=8), an_idea(comments=0)
    wrong = CommentForm({"comment": ""}, topic=topic, user=None, auto_id="wrong_%s")
    base: dict[str, Any] = {
        "orders": orders("nya"),
        "is_first": False,
        "first_url": "#p",
        "next_url": "#n",
        "kept": "",
    }
    return {
        "full": {**base, "topic": topic, "nodes": nodes(), "form": CommentForm(topic=topic, user=None), "kept": True},
        "stangd": {**base, "topic": empty, "nodes": [], "form": None, "why_not": _("Diskussionen är stängd.")},
        "fel": {**base, "topic": empty, "nodes": [], "form": wrong},
    }
