"""A row of all that staff's pages and pages by a secret address need. Run by the portal's `manage.py`, by crowd.py."""

from __future__ import annotations

import uuid
from io import BytesIO

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from home.models import NewsPage
from participation.accounts.models import User
from participation.answers import actions as answers
from participation.answers.models import Answer, AnswerDraft, AnswerFile, AnswerTemplate, EarlierAnswer
from participation.api.actions import make_client
from participation.attachments.actions import store_document, store_photo
from participation.attachments.intake import receive_photo
from participation.casework import actions as casework
from participation.casework.models import CRITERIA
from participation.discussion.actions import post
from participation.discussion.models import Comment
from participation.eservices.models import EService, EServiceImport
from participation.faults.actions import Place, change_status, follow_report, report_fault, set_publicity
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
from participation.faults.review.anchors import anchor
from participation.ideas import actions
from participation.ideas.models import Idea, IdeaAttachment
from participation.moderation import actions as moderation
from participation.moderation.models import Reason as Rule
from participation.newsletters.drawing import card_rows
from participation.newsletters.models import Delivery, Letter, Subscription
from participation.newsletters.tokens import confirm_url, leave_url
from participation.newsletters.wording import words_of
from participation.notifications.models import Reason
from participation.notifications.unsubscribing import unsubscribe_url
from participation.places.models import Municipality
from participation.topics.models import Topic

PASSWORD = "samskapa-demo-2026"


def rows() -> dict[str, str | int]:
    """The values of the placeholders in places.py."""
    here = Municipality.objects.get(code="2281")
    _administrator(here)
    return {**_of_ideas(), **_of_faults(here), **_of_systems(here), **_of_letters(here), **_of_others(here)}


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
    pictured = Idea.objects.filter(topic__municipality__code="2281", topic__visibility="public").order_by("pk")[0]
    picture = store_photo(model=IdeaAttachment, upload=_photo(), alt="En lykta", idea=pictured)
    other, promised = (Idea.objects.get(reference=f"2281-2026-{number}") for number in ("0003", "0007"))
    proposal = Topic.objects.get(path="/sundsvall/e-tjanster/byt-forskola/")
    return {
        "draft": str(draft.key),
        "mine": str(mine.reference),
        "back": str(back.reference),
        "illustrated": pictured.topic_id,
        "picture": str(picture.pk),
        "other": other.pk,
        "promised": promised.pk,
        "proposal": proposal.pk,
        **_of_answers(),
        **_of_entries(other.topic, author),
        **_of_work(other.topic, promised.topic),
    }


def _of_answers() -> dict[str, str | int]:
    """An idea that is answered, with its draft, what it was answered before, and a text that is often answered with."""
    answer = Answer.objects.filter(topic__municipality__code="2281").order_by("pk")[0]
    words = {name: getattr(answer, name) for name in ("outcome", "sentence", "text", "next_step", "department")}
    officer = User.objects.get(email="handlaggare@demo.example")
    before = AnswerDraft.objects.filter(topic=answer.topic).first()
    words["text"] += " Vi återkommer."
    answers.save_draft(topic=answer.topic, by=officer, words=words, seen=answers.stamp(before), now=timezone.now())
    upload = SimpleUploadedFile("protokoll.txt", b"Beslutet i korthet.", content_type="text/plain")
    file = store_document(model=AnswerFile, upload=upload, topic=answer.topic)
    said = {name: getattr(answer, name) for name in ("outcome", "sentence", "text", "next_step", "department", "topic")}
    earlier = EarlierAnswer.objects.create(
        **said, file=file, said_at=answer.answered_at, replaced_at=answer.answered_at, change="words"
    )
    canned = AnswerTemplate.objects.create(
        municipality=answer.topic.municipality, name="Tack", words="Tack för ”{titel}”."
    )
    was = {"decision_file": str(file.pk), "earlier": earlier.pk}
    return {"answered": answer.topic_id, "canned": canned.pk, **was}


def _of_entries(topic: Topic, author: User) -> dict[str, str | int]:
    own = post(topic=topic, author=author, text="Det behövs en bänk till.", answering=None, now=timezone.now())
    of_another = Comment.objects.exclude(author=author).order_by("pk")[0]
    mail = unsubscribe_url(person=author, reason=Reason.FOLLOWED)
    found = {"own": own.pk, "entry": of_another.pk, "mail": mail.rstrip("/").rpartition("/")[2]}
    return {**found, **_of_decisions(own, author)}


def _of_decisions(entry: Comment, author: User) -> dict[str, str | int]:
    """Two warnings for words that stay: one to appeal, and one that is appealed."""
    moderator, now = User.objects.get(email="granskare@demo.example"), timezone.now()
    said = {"rule": Rule.OTHER, "facts": "Bänken nämns vid namn."}
    decision, appealed = (
        moderation.warn(topic=entry.topic, entry=entry, moderator=moderator, now=now, **said) for _warning in range(2)
    )
    appeal = moderation.appeal(decision=appealed, person=author, words="Det är bara en bänk.", now=now)
    return {"decision": decision.pk, "appeal": appeal.pk}


def _of_work(topic: Topic, other: Topic) -> dict[str, str | int]:
    officer, evaluator, publisher = (
        User.objects.get(email=f"{name}@demo.example") for name in ("handlaggare", "utvarderare", "publicist")
    )
    now = timezone.now()
    note = casework.write_note(topic=topic, author=officer, text="Ring skolan först.", mentioned=[evaluator], now=now)
    evaluation = casework.ask_evaluators(
        topic=topic, question="Är det värt det?", due_on=now.date(), evaluators=[evaluator], by=officer, now=now
    )
    words = {f"{name}_words": "Det finns bara ett sätt." for name in CRITERIA}
    sheet = evaluation.sheets.get()
    casework.fill_in(sheet=sheet, judged={**dict.fromkeys(CRITERIA, 4), **words}, hand_in=True, now=now)
    casework.sum_up(evaluation=evaluation, summary="Billigt och bra.", seen="", by=officer, now=now)
    casework.publish(evaluation=evaluation, summary="Billigt och bra.", by=publisher, now=now)
    begun = casework.ask_evaluators(
        topic=other, question="Vad kostar det?", due_on=now.date(), evaluators=[evaluator], by=officer, now=now
    )
    return {"work": topic.pk, "note": note.pk, "sheet": begun.sheets.get().pk}


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
    hidden, _is_new = report_fault(
        client_key=uuid.uuid4(), municipality=here, text="Grannens bil.", place=Place(words="Vid stigen"), now=now
    )
    set_publicity(report=hidden, by=officer, publicity="shown", now=now)
    said = {"moderator": officer, "rule": Rule.PERSONAL, "facts": "Bilens nummer syns."}
    decision = moderation.hide_topic(topic=anchor(hidden), now=now, **said)
    flagged = anchor(fixed)
    moderation.flag(topic=flagged, reason=Rule.SPAM, text="Det är reklam.", now=now)
    return {
        "token_hidden": hidden.token,
        "fault_decision": decision.pk,
        "anchor": flagged.pk,
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


def _of_letters(here: Municipality) -> dict[str, str | int]:
    now, editor = timezone.now(), User.objects.get(email="redaktor@demo.example")
    card = {"type": "card", "value": {"address": "/ideer/2281-2026-0003/", "words": "Stöd den den här veckan"}}
    words = (
        "<p>Fyra idéer har fått svar sedan sist. <a href='/sundsvall/ideer/'>Läs dem</a>.</p><ul><li>En bänk</li></ul>"
    )
    body = [{"type": "text", "value": {"heading": "Det här hände i våras", "text": words}}, card]
    said = {"municipality": here, "subject": "Våren i Sundsvall", "body": body, "written_by": editor, "written_at": now}
    sent, draft = (Letter.objects.create(**said) for _letter in range(2))
    for letter in (sent, draft):
        Letter.objects.filter(pk=letter.pk).update(words=words_of(letter), cards=card_rows(letter))
    Letter.objects.filter(pk=sent.pk).update(
        status="sent", approved_at=now, send_at=now, started_at=now, finished_at=now, audience=9, sent=8, failed=1
    )
    outcomes = [Delivery.Outcome.SENT] * 8 + [Delivery.Outcome.FAILED]
    Delivery.objects.bulk_create(
        Delivery(letter=sent, key=str(number), outcome=outcome) for number, outcome in enumerate(outcomes)
    )
    wants = Subscription.objects.create(email="vill-ha-brev@demo.example", municipality=here, created_at=now)
    return {
        "newsletter": sent.pk,
        "newsletter_draft": draft.pk,
        "newsletter_yes": confirm_url(wants).rstrip("/").rpartition("/")[2],
        "newsletter_no": leave_url(wants.pk).rstrip("/").rpartition("/")[2],
    }


def _of_others(here: Municipality) -> dict[str, str | int]:
    service = EService.objects.filter(municipality=here).order_by("pk")[0]
    return {
        "eservice": service.pk,
        "news": NewsPage.objects.filter(municipality=here, locale__language_code="sv").order_by("pk")[0].pk,
        "service": service.slug,
        "import": EServiceImport.objects.order_by("pk")[0].pk,
    }
