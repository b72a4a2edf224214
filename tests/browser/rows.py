"""A row of all that staff's pages and pages by a secret address need. Run by the portal's `manage.py`, by crowd.py."""

from __future__ import annotations

import uuid
from io import BytesIO

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from participation.accounts.models import User
from participation.api.actions import make_client
from participation.attachments.intake import receive_photo
from participation.discussion.actions import post
from participation.discussion.models import Comment
from participation.eservices.models import EService, EServiceImport
from participation.faults.actions import Place, change_status, follow_report, report_fault
from participation.faults.models import (
    AreaWatch,
    CaseSystem,
    Dispatch,
    FaultCategory,
    FaultReport,
    FollowRequest,
    Question,
    ResponseTemplate,
    RoutingRule,
)
from participation.ideas import actions
from participation.ideas.models import Idea
from participation.notifications.models import Reason
from participation.notifications.unsubscribing import unsubscribe_url
from participation.places.models import Municipality
from participation.topics.models import Topic

PASSWORD = "samskapa-demo-2026"


def rows() -> dict[str, str | int]:
    """The values of the placeholders in places.py."""
    here = Municipality.objects.get(code="2281")
    _administrator(here)
    return {**_of_ideas(), **_of_faults(here), **_of_systems(here), **_of_others(here)}


def _administrator(here: Municipality) -> None:
    person = User.objects.create_superuser(
        email="forvaltare@demo.example", password=PASSWORD, display_name="Demo Förvaltare", home=here
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


def _of_ideas() -> dict[str, str | int]:
    author, now = User.objects.get(email="medborgare@demo.example"), timezone.now()
    there = Municipality.objects.get(code="2260")  # what is written there is public at once

    def one(title: str) -> Idea:
        return actions.start_draft(author=author, municipality=there, title=title, text="Vid stigen.", now=now)

    draft, mine, back = one("Fler bord"), *(actions.submit(idea=one(title), now=now) for title in ("En", "En annan"))
    actions.withdraw(idea=back, by=author, now=now)
    other, promised = (Idea.objects.get(reference=f"2281-2026-{number}") for number in ("0003", "0007"))
    proposal = Topic.objects.get(path="/sundsvall/e-tjanster/byt-forskola/")
    return {
        "draft": str(draft.key),
        "mine": str(mine.reference),
        "back": str(back.reference),
        "other": other.pk,
        "promised": promised.pk,
        "proposal": proposal.pk,
        **_of_entries(other.topic, author),
    }


def _of_entries(topic: Topic, author: User) -> dict[str, str | int]:
    own = post(topic=topic, author=author, text="Det behövs en bänk till.", answering=None, now=timezone.now())
    of_another = Comment.objects.exclude(author=author).order_by("pk")[0]
    mail = unsubscribe_url(person=author, reason=Reason.FOLLOWED)
    return {"own": own.pk, "entry": of_another.pk, "mail": mail.rstrip("/").rpartition("/")[2]}


def _photo() -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (640, 480), "#3c6e71").save(file, "JPEG")
    return SimpleUploadedFile("bild.jpg", file.getvalue(), "image/jpeg")


def _of_faults(here: Municipality) -> dict[str, str | int]:
    now = timezone.now()
    report, _is_new = report_fault(
        client_key=uuid.uuid4(),
        municipality=here,
        text="Belysningen är trasig vid stigen.",
        place=Place(words="Vid stigen"),
        category=FaultCategory.objects.filter(municipality=here).order_by("pk")[0],
        photos=[receive_photo(_photo())],
        contact_email="anmalare@demo.example",
        now=now,
    )
    officer = User.objects.get(email="handlaggare@demo.example")
    change_status(report=report, by=officer, status=FaultReport.Status.ASKED, message="Vilken lampa?", now=now)
    inquiry = report.inquiries.get()
    fixed = FaultReport.objects.filter(municipality=here).exclude(pk=report.pk).order_by("pk")[0]
    follower, _is_new = follow_report(report=fixed, email="foljer@demo.example", now=now)
    asked = FollowRequest.objects.create(report=fixed, email="vill@demo.example", created_at=now)
    watch = AreaWatch.objects.create(email="bevakar@demo.example", municipality=here, created_at=now, told_until=now)
    question = Question.objects.filter(category__municipality=here).order_by("pk")[0]
    rule = RoutingRule.objects.create(municipality=here, name="Lampor i parker", is_active=False)
    answer = ResponseTemplate.objects.create(
        municipality=here, name="Lampan är bytt", status=FaultReport.Status.FIXED, words="Lampan är bytt."
    )
    return {
        "fault": report.pk,
        "photo": str(report.photos.get().pk),
        "token": report.token,
        "asked": inquiry.token,
        "number": fixed.number,
        "follower": follower.token,
        "wants": asked.token,
        "watch": watch.token,
        "category": question.category_id,
        "question": question.pk,
        "rule": rule.pk,
        "template": answer.pk,
    }


def _of_systems(here: Municipality) -> dict[str, str | int]:
    system = CaseSystem.objects.filter(municipalities=here).order_by("pk")[0]
    client, _key = make_client(municipality=here, name="Ett annat system", now=timezone.now())
    return {
        "system": system.pk,
        "mapping": system.mappings.order_by("pk")[0].pk,
        "dispatch": Dispatch.objects.filter(system=system).order_by("pk")[0].pk,
        "client": client.pk,
    }


def _of_others(here: Municipality) -> dict[str, str | int]:
    service = EService.objects.filter(municipality=here).order_by("pk")[0]
    return {
        "eservice": service.pk,
        "service": service.slug,
        "import": EServiceImport.objects.order_by("pk")[0].pk,
    }
