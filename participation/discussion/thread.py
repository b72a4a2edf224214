"""One page of a thread, ready for templates/discussion/_thread.html, in a number of queries that never grows.

Entries that begin a branch are paged by key; the first answers of all branches on the page come in one query,
and the tree is built here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.core.held import peek_held
from participation.core.paging import keyset, make_cursor

from .forms import CommentForm
from .models import Comment
from .nodes import Node, nodes_of
from .permissions import can_post, can_write_as_municipality

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from participation.topics.models import Topic

ROOTS, REPLIES, BRANCH = 20, 10, 100  # branches on a page, answers of each, entries on a branch's own page
NEWEST, OLDEST, APPRECIATED = "nya", "gamla", "uppskattade"
ORDERS = {
    NEWEST: ("-posted_at", "-base_id"),
    OLDEST: ("posted_at", "base_id"),
    APPRECIATED: ("-appreciations", "-base_id"),
}


def thread_for(request: HttpRequest, topic: Topic) -> dict[str, Any]:
    """`{"thread": …}` for the template. At most three queries, one more for staff, whatever the size of the thread."""
    order = request.GET.get("ordna", NEWEST)
    order = order if order in ORDERS else NEWEST
    page = keyset(
        Comment.objects.filter(topic=topic).roots().for_thread().as_read_by(request.user),
        order=ORDERS[order],
        after=request.GET.get("efter"),
        size=ROOTS,
    )
    first = Comment.objects.first_replies(page.items, most=REPLIES).for_thread().as_read_by(request.user)
    replies = list(first) if page.items else []
    nodes = as_tree(request, topic, [*page.items, *replies])
    return {
        "thread": {
            "topic": topic,
            "nodes": nodes,
            "shown": _shown([*page.items, *replies]),
            "orders": orders(order),
            "is_first": page.is_first,
            "first_url": f"?{urlencode({'ordna': order})}#trad",
            "next_url": f"?{urlencode({'ordna': order, 'efter': page.next_cursor})}#trad" if page.next_cursor else "",
            **writing(request, topic),
        }
    }


def writing(request: HttpRequest, topic: Topic) -> dict[str, Any]:
    """The form, with what the person wrote before they signed in; somebody who is not signed in may type too."""
    allowed, why_not = can_post(request.user, topic)
    held = peek_held(request, held_key(topic))
    initial = {"comment": held.get("comment", "")} if held else {}
    may_type = allowed or not request.user.is_authenticated
    return {
        "form": CommentForm(topic=topic, user=request.user, initial=initial)
        if may_type and topic.can_discuss
        else None,
        "why_not": why_not,
        "words": [held["comment"]] if held and held.get("comment") else [],
        "kept": bool(initial) and allowed,
    }


def held_key(topic: Topic) -> str:
    """Where an entry that waits for its writer to sign in is kept; apart from the other forms of the page."""
    return f"{topic.path}#trad"


def branch_for(request: HttpRequest, root: Comment) -> dict[str, Any]:
    """A long branch on a page of its own, oldest first. What answers an entry of another page says whom.

    `root` comes from `as_read_by()`.
    """
    page = keyset(
        Comment.objects.filter(root=root).for_thread().as_read_by(request.user),
        order=("base_id",),
        after=request.GET.get("efter"),
        size=BRANCH,
    )
    elsewhere = {entry.parent_id for entry in page.items} - {entry.pk for entry in page.items} - {root.pk}
    parents = {entry.pk: entry for entry in Comment.objects.filter(pk__in=elsewhere).for_thread()} if elsewhere else {}
    nodes = as_tree(request, root.topic, [root, *page.items], parents)
    nodes[0].more = 0
    return {
        "thread": {
            "topic": root.topic,
            "nodes": nodes,
            "shown": _shown([root, *page.items]),
            "next_url": f"?{urlencode({'efter': page.next_cursor})}#trad" if page.next_cursor else "",
            "is_first": page.is_first,
            "first_url": "?#trad",
        }
    }


def as_tree(
    request: HttpRequest, topic: Topic, entries: list[Comment], elsewhere: dict[int, Comment] | None = None
) -> list[Node]:
    """Parents stand before their answers in `entries`. `elsewhere` holds parents that lie on another page."""
    elsewhere = elsewhere or {}
    nodes = nodes_of(request, topic, entries)
    roots = []
    for node in nodes.values():
        entry = node.entry
        if entry.root_id is None:
            roots.append(node)
            continue
        parent = nodes.get(entry.parent_id) or nodes[entry.root_id]
        answered = nodes.get(entry.answers_id) if entry.answers_id else None
        node.to = answered.entry if answered else elsewhere.get(entry.parent_id)
        parent.replies.append(node)
    for root in roots:
        root.more = max(root.entry.nested_count - _size(root), 0)
    return roots


def _shown(entries: Iterable[Comment]) -> list[int]:
    """Whose words stand on the page."""
    return [entry.pk for entry in entries if entry.is_shown]


def _size(node: Node) -> int:
    return sum(1 + _size(reply) for reply in node.replies)


def orders(current: str) -> list[dict[str, Any]]:
    words = {NEWEST: _("Nyast först"), OLDEST: _("Äldst först"), APPRECIATED: _("Mest uppskattade")}
    return [
        {"label": label, "url": f"?{urlencode({'ordna': key})}#trad", "is_current": key == current}
        for key, label in words.items()
    ]


def address_of(entry: Comment) -> str:
    """Where `entry` is read among the others: the right page, and the entry on it."""
    root = entry.root or entry
    anchor = f"#inlagg-{entry.pk}"
    if entry.root_id is not None:
        older = Comment.objects.filter(root=root, pk__lt=entry.pk)[: REPLIES + 1].count()
        if older >= REPLIES:
            return _address_in_branch(root, entry) + anchor
    before = Q(posted_at__gt=root.posted_at) | Q(posted_at=root.posted_at, base_id__gt=root.pk)
    newer = Comment.objects.filter(before, topic=entry.topic_id).roots()
    if newer[:ROOTS].count() < ROOTS:
        return entry.topic.get_absolute_url() + anchor
    just_before = Comment(base_id=root.pk + 1, posted_at=root.posted_at)
    query = urlencode({"efter": make_cursor(just_before, ORDERS[NEWEST])})
    return f"{entry.topic.get_absolute_url()}?{query}{anchor}"


def _address_in_branch(root: Comment, entry: Comment) -> str:
    address = reverse("discussion:branch", args=[root.pk])
    if Comment.objects.filter(root=root, pk__lt=entry.pk)[: BRANCH + 1].count() < BRANCH:
        return address
    return f"{address}?{urlencode({'efter': make_cursor(Comment(base_id=entry.pk - 1), ('base_id',))})}"


__all__ = ["address_of", "branch_for", "can_write_as_municipality", "held_key", "thread_for"]
