"""What stands in the places of each address. A new address makes the tests fail: say with what to call it.

The first tuple of arguments is the thing itself, as the matrix asks for it; the others are more hidden things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from .planted import Planted

Arguments = tuple[Any, ...]
NONE: list[Arguments] = [()]
HIDDEN_IDEAS = (
    "in review", "refused", "hidden", "withdrawn", "expired", "edited", "added to", "idea", "returned", "illustrated",
)  # fmt: skip
HIDDEN_PAGES = ("draft page", "page", "draft proposal")
MORE_PAGES = ("draft news", "scheduled page", "scheduled news", "unpublished page", "news", "proposal")


def numbers(*names: str) -> Callable[[Planted], list[Arguments]]:
    """The primary keys of what was planted under `names`."""
    return lambda planted: [(planted.rows[name].pk,) for name in names]


def topics(*names: str) -> Callable[[Planted], list[Arguments]]:
    return lambda planted: [(planted.rows[name].topic_id,) for name in names]


def reports(*names: str) -> Callable[[Planted], list[Arguments]]:
    return lambda planted: [(planted.rows[name].number,) for name in names]


def references(planted: Planted) -> list[Arguments]:
    return [(planted.rows[name].reference,) for name in HIDDEN_IDEAS if planted.rows[name].reference]


def two_references(planted: Planted) -> list[Arguments]:
    return [(planted.rows[name].reference,) for name in ("edited", "hidden")]


def drafts(planted: Planted) -> list[Arguments]:
    return [(planted.rows[name].key,) for name in ("draft", "returned")]


def idea_files(planted: Planted) -> list[Arguments]:
    kinds = ("document", "photo")
    names = [f"{kind} of the {name}" for name in ("draft", "idea in review") for kind in kinds]
    return [(planted.rows[name].pk,) for name in (*names, "hidden picture")]


def code(planted: Planted) -> list[Arguments]:
    return [(planted.here.code,)]


def token(planted: Planted) -> list[Arguments]:
    return [(planted.rows["report"].token,)]


def watch(planted: Planted) -> list[Arguments]:
    return [(planted.rows["watch"].token,), ("ingens-bevakning",)]


def secrets(name: str) -> Callable[[Planted], list[Arguments]]:
    """The end of an address that was mailed."""
    return lambda planted: [(planted.rows[name],)]


def person(planted: Planted) -> list[Arguments]:
    return [(planted.people["author"].pk,), (planted.people["editor"].pk,)]


def group(planted: Planted) -> list[Arguments]:
    return [(planted.here.staff_groups.get(role="editor").group_id,)]


def site(planted: Planted) -> list[Arguments]:
    from wagtail.models import Site

    return [(Site.objects.get(is_default_site=True).pk,)]


def given(*arguments: Any) -> Callable[[Planted], list[Arguments]]:
    return lambda planted: [arguments]


def with_page(*more: Any) -> Callable[[Planted], list[Arguments]]:
    return lambda planted: [(planted.rows["draft page"].pk, *more)]


def page_and(name: str) -> Callable[[Planted], list[Arguments]]:
    return lambda planted: [(planted.rows["draft proposal"].pk, planted.rows[name].pk)]


def revision(planted: Planted) -> list[Arguments]:
    return [(planted.rows[name].pk, planted.rows[f"revision of the {name}"].pk) for name in ("page", "news")]


def compared(planted: Planted) -> list[Arguments]:
    return [(planted.rows["page"].pk, "live", "latest")]


def workflow_action(planted: Planted) -> list[Arguments]:
    return [(planted.rows["draft proposal"].pk, "approve", planted.rows["task state"].pk)]


def workflow(planted: Planted) -> list[Arguments]:
    return [(planted.rows["workflow state"].workflow_id,)]


def task(planted: Planted) -> list[Arguments]:
    return [(planted.rows["task state"].task_id,)]


def session_of_editing(planted: Planted) -> list[Arguments]:
    return [("home", "standardpage", planted.rows["draft page"].pk, 0)]


pages = numbers(*HIDDEN_PAGES)
all_pages = numbers(*HIDDEN_PAGES, *MORE_PAGES)
ideas = numbers(*HIDDEN_IDEAS)
