from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from wagtail.log_actions import log
from wagtail.models import Comment, ReferenceIndex

from home.models import StandardPage
from participation.eservices.models import EServiceImport
from participation.ideas.models import ImportRun

from .public import news, page, proposal

if TYPE_CHECKING:
    from ..planted import Planted


def plant(planted: Planted) -> None:
    _unpublished(planted)
    _later(planted)
    _staff_notes(planted)
    _imports(planted)


def _unpublished(planted: Planted) -> None:
    rows, editor = planted.rows, planted.people["editor"]
    rows["draft page"] = page(
        planted, StandardPage, live=False, title=planted.words("draft page"), slug=planted.of("draft page")
    )
    rows["draft news"] = news(planted, live=False, title=planted.words("draft news"), slug=planted.of("draft news"))
    rows["draft proposal"] = proposal(
        planted,
        title=planted.words("draft proposal"),
        slug=planted.of("draft proposal"),
        need=planted.words("need of the draft proposal"),
    )
    was_live = page(planted, StandardPage, title=planted.words("unpublished page"), slug=planted.of("unpublished page"))
    was_live.unpublish(user=planted.people["publisher"])
    rows["unpublished page"] = StandardPage.objects.get(pk=was_live.pk)
    for name in ("page", "news", "proposal"):  # live pages with words that nobody has published
        newer = rows[name].get_latest_revision_as_object()
        newer.title = planted.words(f"revision of the {name}")
        rows[f"revision of the {name}"] = newer.save_revision(user=editor)


def _later(planted: Planted) -> None:
    """Approved, and to be published tomorrow."""
    tomorrow = planted.now + timedelta(days=1)
    for name, make in (("scheduled page", _standard), ("scheduled news", news)):
        made = make(planted, live=False, title=planted.words(name), slug=planted.of(name), go_live_at=tomorrow)
        made.get_latest_revision().publish(user=planted.people["publisher"])
        planted.rows[name] = type(made).objects.get(pk=made.pk)


def _standard(planted: Planted, **fields: object) -> StandardPage:
    made: StandardPage = page(planted, StandardPage, **fields)  # type: ignore[arg-type]  # fields of the page
    return made


def _staff_notes(planted: Planted) -> None:
    """What staff write to each other: on a page, in a workflow, in the log."""
    rows, people = planted.rows, planted.people
    rows["note"] = Comment.objects.create(
        page=rows["page"], user=people["editor"], text=planted.words("note on a page"), contentpath="title"
    )
    state = rows["draft proposal"].get_workflow().start(rows["draft proposal"], people["editor"])
    rows["task state"] = state.current_task_state
    state.current_task_state.specific.reject(user=people["publisher"], comment=planted.words("comment of the approver"))
    rows["workflow state"] = state
    log(
        instance=rows["draft page"],
        action="wagtail.edit",
        user=people["editor"],
        data={"lackageprov": planted.words("log entry")},
    )


def _imports(planted: Planted) -> None:
    rows, name = planted.rows, planted.words
    rows["import"] = EServiceImport.objects.create(
        municipality=planted.here,
        status=EServiceImport.Status.DONE,
        origin=name("file of an import"),
        started_by=planted.people["publisher"],
        created_at=planted.now,
    )
    rows["import of ideas"] = ImportRun.objects.create(
        municipality=planted.here,
        source="Läckageprov",
        mapping="lackageprov",
        ideas_file=name("file of an import of ideas"),
        report={"lackageprov": name("report of an import of ideas")},
        created_at=planted.now,
    )
    ReferenceIndex.create_or_update_for_object(rows["page"])
    rows["content type"] = ContentType.objects.get_for_model(rows["page"])
