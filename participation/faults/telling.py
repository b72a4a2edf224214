"""Who is told of what. Sentences are lazy: each person reads them in their own language.

No mail holds what the reporter wrote, only what the municipality answers: anybody can write anybody's address in
the form, and a mail is read by whoever has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from participation.accounts.addresses import same_address
from participation.accounts.models import Role, User
from participation.accounts.permissions import who_hold
from participation.notifications.actions import notify
from participation.notifications.mail import new_message_id, one_line
from participation.notifications.models import Notification, OutgoingMail, Reason

from .states import NEWS, Status
from .telling_followers import tell_followers

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from .models import FaultEvent, FaultReport

FOR_STAFF = "fault_for_staff"
ONE_MAIL = timedelta(days=1)

RECEIPT = _("Vi har tagit emot din felanmälan. På sidan ser du vad som händer med den, och där kan du lägga till mer.")
POSITION_NEWS = _("Vi har rättat platsen i din felanmälan, {number}")
NEWS_OF_IT = _("Nytt om felet du anmälde, {number}")
HAND_OVER_NEWS = _("{name} har nu hand om din felanmälan, {number}")
PART_NEWS = _("Nytt om en del av din felanmälan, {number}")
STILL_HANDLED = _("Det gäller bara vad andra ser. Kommunen arbetar med felet som vanligt.")
SPLIT_NEWS = _("Din felanmälan är delad, {number}")


def staff_for(report: FaultReport) -> list[User]:
    """The case officers; where there is none, the moderators, so that no report lies unseen."""
    for role in (Role.CASE_OFFICER, Role.MODERATOR):
        if people := list(who_hold(report.municipality_id, role)):
            return people
    return []


def tell_staff_of_report(report: FaultReport, *, now: datetime) -> None:
    _tell_staff(report, _("Ny felanmälan, {number}"), now)


def tell_staff_of_words(report: FaultReport, *, now: datetime) -> None:
    _tell_staff(report, _("Den som anmälde har lagt till något, {number}"), now)


def tell_staff_of_answer(report: FaultReport, *, now: datetime) -> None:
    _tell_staff(report, _("Den som anmälde har svarat på frågan, {number}"), now)


def tell_staff_of_verdict(report: FaultReport, *, now: datetime) -> None:
    _tell_staff(report, _("Den som anmälde säger hur det gick, {number}"), now)


def tell_staff_of_parts(report: FaultReport, *, now: datetime) -> None:
    _tell_staff(report, _("Alla delar av anmälan är avslutade, {number}"), now)


def tell_of_silence(report: FaultReport, *, now: datetime) -> None:
    body = _("Det har gått fyra veckor sedan du fick veta något. Är felet kvar, eller är det borta? Säg det på sidan.")
    _tell_reporter(report, _("Är felet kvar? Din felanmälan {number}"), body, now=now)


def tell_assigned(report: FaultReport, *, by: User | None, now: datetime) -> None:
    if report.assigned_to is not None:
        sentence = format_lazy(_("Du har fått hand om felanmälan {number}"), number=report.number)
        path = reverse("fault_reports:report", args=[report.pk])
        notify(
            people=[report.assigned_to],
            kind=FOR_STAFF,
            reason=Reason.STAFF,
            sentence=sentence,
            path=path,
            place=report.municipality_id,
            actor=by,
            now=now,
        )


def tell_of_receipt(
    report: FaultReport, *, body: str | Promise = RECEIPT, withheld: bool = False, now: datetime
) -> None:
    """`withheld` from the contact address, which may be anybody's; an account hears of it on its own page."""
    _tell_reporter(report, _("Tack för din felanmälan, {number}"), body, to_contact=not withheld, now=now)


def tell_of_status(report: FaultReport, event: FaultEvent, *, now: datetime) -> None:
    _tell_reporter(report, NEWS[event.status], _words_of(event), now=now, by=event.by)
    tell_followers(report, now=now)
    _tell_doubles(report, now)


def tell_of_reopening(report: FaultReport, *, said_by: FaultReport, now: datetime) -> None:
    """To all who reported the fault, or follow it, but whoever said that it is still there."""
    if said_by.pk != report.pk:
        _tell_reporter(report, NEWS[report.status], "", now=now)
    tell_followers(report, now=now)
    _tell_doubles(report, now, but=said_by)


def _tell_doubles(report: FaultReport, now: datetime, *, but: FaultReport | None = None) -> None:
    """Who reported the same fault, of where it stands; what was written to the first reporter is theirs alone."""
    if report.status in (Status.ASKED, Status.DUPLICATE):
        return
    doubles = report.doubles.select_related("municipality", "reporter")
    for double in doubles.exclude(pk=but.pk) if but else doubles:
        _tell_reporter(double, NEWS[report.status], "", now=now)


def tell_of_split(report: FaultReport, event: FaultEvent, *, now: datetime) -> None:
    _tell_reporter(report, SPLIT_NEWS, _words_of(event), now=now, by=event.by)


def tell_of_position(report: FaultReport, event: FaultEvent, *, now: datetime) -> None:
    _tell_reporter(report, POSITION_NEWS, _words_of(event), now=now, by=event.by)


def tell_of_hand_over(report: FaultReport, event: FaultEvent, *, now: datetime) -> None:
    sentence = format_lazy(HAND_OVER_NEWS, name=report.municipality.full_name, number=report.number)
    _tell_reporter(report, sentence, _words_of(event), now=now, by=event.by)


def tell_of_news(report: FaultReport, event: FaultEvent, *, now: datetime) -> None:
    _tell_reporter(report, NEWS_OF_IT, _words_of(event), now=now, by=event.by)


def tell_of_decision(
    report: FaultReport,
    sentence: str | Promise,
    body: str | Promise,
    *,
    by: User | None,
    now: datetime,
    mail: bool = True,
) -> None:
    """Who sees it is one thing, and what is done about the fault another."""
    body = format_lazy("{}\n\n{}", body, STILL_HANDLED)
    _tell_reporter(report, sentence, body, now=now, by=by, to_contact=mail, mail=mail)


def _words_of(event: FaultEvent) -> str | Promise:
    return _in_their_language(event) if event.detail.get(event.IN_ENGLISH) else event.message


def _said_in_language(event: FaultEvent) -> str:
    return event.in_language(translation.get_language() or "")


_in_their_language = lazy(_said_in_language, str)  # written in the reader's language


def mails_to_reporter(report: FaultReport) -> QuerySet[OutgoingMail]:
    """Of the report, or of its whole, to the contact address, and of anything to the reporter's account."""
    report = report.whole
    to_contact = Q(kind=_kind(report), person__isnull=True)
    return OutgoingMail.objects.filter(to_contact | Q(person=report.reporter) if report.reporter_id else to_contact)


def forget_mail(report: FaultReport) -> int:
    """Mails to the contact address, sent or not. Returns how many."""
    removed, _rows = OutgoingMail.objects.filter(kind=_kind(report), person__isnull=True).delete()
    return removed


def _tell_staff(report: FaultReport, sentence: str | Promise, now: datetime) -> None:
    """On everybody's page at once; by mail at most once a day, as long as nobody looks."""
    people = staff_for(report)
    unread = Notification.objects.filter(
        person__in=people, kind=FOR_STAFF, read_at__isnull=True, created_at__gt=now - ONE_MAIL
    )
    mailed = set(unread.values_list("person_id", flat=True))
    for mail in (True, False):
        notify(
            people=[person for person in people if (person.pk not in mailed) is mail],
            kind=FOR_STAFF,
            reason=Reason.STAFF,
            sentence=format_lazy(sentence, number=report.number),
            path=reverse("fault_reports:report", args=[report.pk]),
            place=report.municipality_id,
            mail=mail,
            now=now,
        )


def _tell_reporter(
    report: FaultReport,
    sentence: str | Promise,
    body: str | Promise,
    *,
    now: datetime,
    by: User | None = None,
    to_contact: bool = True,
    mail: bool = True,
) -> None:
    """Of a part they hear as of the report that they know, by its number and with its page."""
    doors, part, report = _doors(report, language=report.whole.language), report, report.whole
    if part is not report:
        sentence, body = PART_NEWS, _of_part(part, body)
    sentence = format_lazy(sentence, number=report.number)
    person = report.reporter
    if person is not None:
        with translation.override(person.language):
            path = report.get_absolute_url()
        notify(
            people=[person],
            kind="fault_news",
            reason=Reason.OWN,
            sentence=sentence,
            body=body,
            path=path,
            place=report.municipality_id,
            actor=by,
            mail=mail,
            now=now,
        )
    if to_contact and report.contact_email and not _is_address_of(person, report.contact_email):
        _mail(report, sentence, body, doors, now)


def _said_of_part(part: FaultReport, body: str | Promise) -> str:
    """Which part, where it stands and with whom; then the words."""
    stands = _("{status}, hos {name}").format(status=part.get_status_display(), name=part.municipality.full_name)
    return "\n\n".join(filter(None, [f"{part.part_label}: {stands}", part.text, str(body)]))


_of_part = lazy(_said_of_part, str)  # written in the reader's language


def _is_address_of(person: User | None, address: str) -> bool:
    return person is not None and same_address(person.email) == same_address(address)


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


def _doors(report: FaultReport, *, language: str) -> dict[str, str]:
    """What the mail asks for now: an answer by the link that works once, or whether the fault is gone."""
    with translation.override(language):
        return _doors_here(report)


def _doors_here(report: FaultReport) -> dict[str, str]:
    if report.status == report.Status.ASKED:
        inquiry = report.inquiries.filter(answered_at__isnull=True).first()
        return {"answer_link": _link("faults:answer", inquiry.token)} if inquiry else {}
    if report.part_of_id:
        return {}
    if (report.duplicate_of or report).status == report.Status.FIXED or report.reminded_at is not None:
        return {"verdict_link": _link("faults:verdict", report.token)}
    return {}


def _link(name: str, token: str) -> str:
    return settings.BASE_URL + reverse(name, args=[token])


def _letter(report: FaultReport, sentence: str | Promise, body: str | Promise, *, doors: dict[str, str]) -> Letter:
    with translation.override(report.language):
        context = {
            "report": report,
            "sentence": str(sentence),
            "body": str(body),
            "link": settings.BASE_URL + report.get_absolute_url(),
            "forget_link": _link("faults:forget", report.token),
            "language": report.language,
            **doors,
        }
        text = render_to_string("emails/faults/news.txt", context)
        return Letter(one_line(str(sentence)), text, render_to_string("emails/faults/news.html", context))


def _mail(
    report: FaultReport, sentence: str | Promise, body: str | Promise, doors: dict[str, str], now: datetime
) -> None:
    letter = _letter(report, sentence, body, doors=doors)
    OutgoingMail.objects.create(
        kind=_kind(report),
        to=report.contact_email,
        sender=settings.DEFAULT_FROM_EMAIL,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        message_id=new_message_id(),
        created_at=now,
        next_attempt_at=now,
    )


def _kind(report: FaultReport) -> str:
    return f"fault:{report.number}"
