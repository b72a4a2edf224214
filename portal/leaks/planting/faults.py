from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from participation.api.actions import make_client
from participation.attachments.intake import receive_photo
from participation.faults.actions import Place, add_words, change_status, follow_report, report_fault, set_publicity
from participation.faults.models import (
    FaultCategory,
    FaultPhoto,
    FaultReport,
    Publicity,
    Question,
    ResponseTemplate,
    RoutingRule,
)
from participation.faults.review.anchors import anchor
from participation.faults.review.told import decisions_on
from participation.moderation import actions as moderation

from .files import upload

if TYPE_CHECKING:
    from ..planted import Planted


def plant(planted: Planted) -> None:
    rows, now = planted.rows, planted.now
    report, _new = report_fault(
        client_key=uuid.uuid4(),
        municipality=planted.here,
        text=planted.words("fault report"),
        place=Place(words=planted.words("place of the fault")),
        photos=[receive_photo(upload(planted, "name of the photo of the fault"))],
        contact_email=planted.marks.address("reporter's e-mail"),
        contact_phone=planted.of("reporter's telephone"),
        reporter=planted.people["author"],
        now=now,
    )
    # The secret address: whoever reads it holds the report.
    FaultReport.objects.filter(pk=report.pk).update(token=planted.of("secret address of the fault"))
    report.refresh_from_db()
    add_words(report=report, text=planted.words("reporter's addition"), now=now)
    change_status(
        report=report,
        by=planted.people["case_officer"],
        status=FaultReport.Status.IN_PROGRESS,
        message=planted.words("message to the reporter"),
        now=now,
    )
    photo = FaultPhoto.objects.get(report=report)
    FaultPhoto.objects.filter(pk=photo.pk).update(alt=planted.words("photo of the fault"))
    rows |= {"report": report, "photo of the fault": photo}
    of_nobody, _new = report_fault(
        client_key=uuid.uuid4(),
        municipality=planted.here,
        text=planted.words("fault report of a visitor"),
        place=Place(words="Läckageprov"),
        contact_email=planted.marks.address("visitor's e-mail"),
        now=now,
    )
    rows["report of a visitor"] = of_nobody
    rows["routing rule"] = RoutingRule.objects.create(
        municipality=planted.here, name=planted.words("routing rule"), is_active=False
    )
    rows["response template"] = ResponseTemplate.objects.create(
        municipality=planted.here,
        name=planted.words("response template"),
        status=FaultReport.Status.CLOSED,
        words="Läckageprov",
    )
    rows["public report"] = _followed(planted)
    _flagged(planted)
    name = planted.words("name of another system")
    rows["api client"], _key = make_client(municipality=planted.here, name=name, now=now)


def _flagged(planted: Planted) -> None:
    """One that everybody reads is flagged; one of the author's is hidden, and appealed by its secret address; one
    waits to be shown. What nobody but reporter and staff may read of them is marked."""
    rows, now, moderator = planted.rows, planted.now, planted.people["moderator"]
    topic = anchor(rows["public report"])
    flag: dict[str, Any] = {"topic": topic, "reason": "other", "now": now}
    moderation.flag(**flag, text=planted.words("flag of a fault report"), reporter=planted.bystander)
    hidden = _of_the_author(planted, planted.words("hidden fault report"))
    why = planted.words("why the fault report was hidden")
    moderation.hide_topic(topic=anchor(hidden), moderator=moderator, rule="hate", facts=why, now=now)
    rows["decision on a fault"] = decisions_on(hidden).get()
    rows["appeal of a fault"] = moderation.appeal(
        decision=rows["decision on a fault"],
        person=None,
        holds_address=True,
        words=planted.words("appeal of a fault report"),
        now=now,
    )
    rows["hidden report"] = hidden
    rows["waiting report"] = _of_the_author(planted, planted.words("fault report that waits"))
    set_publicity(report=rows["waiting report"], by=moderator, publicity=Publicity.WAITING, now=now)
    rows |= {
        f"anchor of the {name}": anchor(rows[name]) for name in ("public report", "hidden report", "waiting report")
    }


def _of_the_author(planted: Planted, text: str) -> FaultReport:
    report, _is_new = report_fault(
        client_key=uuid.uuid4(),
        municipality=planted.here,
        text=text,
        place=Place(words="Läckageprov"),
        category=planted.rows["fault category"],
        reporter=planted.people["author"],
        now=planted.now,
    )
    return report


def _followed(planted: Planted) -> FaultReport:
    """Everybody may read it, and nobody who follows it."""
    category, _new = FaultCategory.objects.get_or_create(
        municipality=planted.here, code="lackageprov", defaults={"name": "Läckageprov", "publicity": Publicity.SHOWN}
    )
    asked = {"kind": Question.Kind.INFORMATION, "words": "Läckageprov"}
    planted.rows["fault category"] = category
    planted.rows["fault question"], _new = category.questions.get_or_create(code="lackageprov", defaults=asked)
    report, _is_new = report_fault(
        client_key=uuid.uuid4(),
        municipality=planted.here,
        text="Läckageprov: en trasig bänk",
        place=Place(words="Läckageprov"),
        category=category,
        now=planted.now,
    )
    follower, _new = follow_report(report=report, email=planted.marks.address("follower's e-mail"), now=planted.now)
    planted.rows["follower"] = follower
    officer, question = planted.people["case_officer"], "Läckageprov: vilken bänk?"
    change_status(report=report, by=officer, status=FaultReport.Status.ASKED, message=question, now=planted.now)
    planted.rows["inquiry"] = report.inquiries.get()
    return report
