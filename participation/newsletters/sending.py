"""What becomes of a letter: written, handed in, sent by a second person, stopped, gone on with.

Draft → scheduled (approved, its time may be now) → sending → sent. Stopped is a pause, from which it goes on where it
was. From the moment it is scheduled nobody changes its words; taking it back makes it a draft without approval.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from participation.accounts.models import Role, User
from participation.accounts.names import name_to
from participation.accounts.permissions import who_hold
from participation.core.between import CameBetween
from participation.notifications.actions import notify
from participation.notifications.mail import new_message_id, one_line, sent_by
from participation.notifications.models import OutgoingMail, Reason

from .drawing import draw
from .errors import MayNot, NotNow, OtherWords
from .models import Delivery, Letter
from .permissions import can_write, may_send, publishes
from .tokens import leave_url
from .wording import words_of

if TYPE_CHECKING:
    from datetime import datetime

Status = Letter.Status
HANDED_IN, SENT, TAKEN_BACK = "newsletters.handed_in", "newsletters.send", "newsletters.take_back"
STOPPED, RESUMED = "newsletters.stop", "newsletters.resume"
TAKEN_AWAY, PUT_BACK = "newsletters.take_away", "newsletters.put_back"
TEST_KIND = "newsletter_test"


def written(*, letter: Letter, by: User, now: datetime) -> None:
    """After the form stored it, in the same transaction. Who saves the same words again has not written them."""
    words = words_of(letter)
    if words == letter.words and letter.written_by_id is not None:
        return
    Letter.objects.filter(pk=letter.pk).update(words=words, written_by=by, written_at=now, handed_in_at=None)


def check_seen(letter: Letter, seen: str, *, reader: User) -> None:
    """Raises CameBetween where it no longer says what the person began with."""
    if seen == letter.words:
        return
    who = name_to(reader, letter.written_by)
    raise CameBetween(gettext("%(who)s har ändrat brevet sedan du öppnade det.") % {"who": who})


@transaction.atomic
def hand_in(*, letter_id: int, by: User, now: datetime) -> None:
    """Tell the publishers that it waits for one of them. Raises NotNow, MayNot."""
    letter = _locked(letter_id, Status.DRAFT)
    if not can_write(by, letter.municipality_id):
        raise MayNot(gettext("Du skriver inte nyhetsbrev för kommunen."))
    if letter.handed_in_at is not None:
        raise NotNow
    Letter.objects.filter(pk=letter.pk).update(handed_in_at=now)
    log(instance=letter, action=HANDED_IN, user=by)
    notify(
        people=publishers_of(letter, but=by),
        kind="newsletter_waits",
        reason=Reason.STAFF,
        sentence=format_lazy(
            _("Nyhetsbrevet ”{subject}” väntar på att du läser och skickar det"), subject=letter.subject
        ),
        path=path_of(letter),
        place=letter.municipality_id,
        actor=by,
        now=now,
    )


@transaction.atomic
def send(*, letter_id: int, by: User, words: str, at: datetime | None, now: datetime) -> None:
    """Approve exactly the words that were read, to go at `at` or now. Raises NotNow, OtherWords, MayNot."""
    letter = _locked(letter_id, Status.DRAFT)
    allowed, why = may_send(by, letter)
    if not allowed:
        raise MayNot(why)
    if words != letter.words or words_of(letter) != words:
        raise OtherWords
    goes_at = max(at or now, now)
    Letter.objects.filter(pk=letter.pk).update(
        status=Status.SCHEDULED, approved_by=by, approved_at=now, send_at=goes_at, handed_in_at=None
    )
    log(instance=letter, action=SENT, user=by, data={"at": goes_at.isoformat()})


@transaction.atomic
def take_back(*, letter_id: int, by: User, now: datetime) -> None:
    """Before it began: a draft again, which somebody has to approve anew. Whoever approved it is told.

    Raises NotNow, MayNot.
    """
    letter = _locked(letter_id, Status.SCHEDULED)
    _only_writers(by, letter)
    approver = letter.approved_by
    Letter.objects.filter(pk=letter.pk).update(status=Status.DRAFT, approved_by=None, approved_at=None, send_at=None)
    log(instance=letter, action=TAKEN_BACK, user=by)
    if approver is None or not publishes(approver, letter):
        return
    notify(
        people=[approver],
        kind="newsletter_taken_back",
        sentence=format_lazy(_("Nyhetsbrevet ”{subject}” som du godkände är taget tillbaka"), subject=letter.subject),
        body=_("Det är ett utkast igen, och skickas inte förrän någon har godkänt det på nytt."),
        path=path_of(letter),
        place=letter.municipality_id,
        actor=by,
        now=now,
    )


@transaction.atomic
def stop(*, letter_id: int, by: User) -> None:
    """What no worker has in its hands yet is taken back; going on hands it in again. Raises NotNow, MayNot."""
    letter = _locked(letter_id, Status.SENDING)
    _only_writers(by, letter)
    Letter.objects.filter(pk=letter.pk).update(status=Status.STOPPED, cursor=0)
    mails = OutgoingMail.objects.filter(newsletter_delivery__letter=letter, status=OutgoingMail.Status.WAITING)
    # Locked first: a worker takes none of them between one line and the next.
    numbers = [mail.pk for mail in mails.select_for_update(of=("self",)).only("pk")]
    Delivery.objects.filter(mail__in=numbers).delete()
    OutgoingMail.objects.filter(pk__in=numbers).delete()
    log(instance=letter, action=STOPPED, user=by)


@transaction.atomic
def resume(*, letter_id: int, by: User) -> None:
    """Raises NotNow, MayNot."""
    letter = _locked(letter_id, Status.STOPPED)
    if not publishes(by, letter):
        raise MayNot(gettext("Bara en publicist kan skicka resten."))
    Letter.objects.filter(pk=letter.pk).update(status=Status.SENDING)
    log(instance=letter, action=RESUMED, user=by)


@transaction.atomic
def take_away(*, letter_id: int, by: User, why: str, now: datetime) -> None:
    """Off the public page, once it is sent; `why` stays in its history. Raises NotNow, MayNot."""
    letter = _sent(letter_id, by)
    if letter.taken_away_at is not None:
        raise NotNow
    Letter.objects.filter(pk=letter.pk).update(taken_away_at=now)
    log(instance=letter, action=TAKEN_AWAY, user=by, data={"why": why})


@transaction.atomic
def put_back(*, letter_id: int, by: User) -> None:
    """Raises NotNow, MayNot."""
    letter = _sent(letter_id, by)
    if letter.taken_away_at is None:
        raise NotNow
    Letter.objects.filter(pk=letter.pk).update(taken_away_at=None)
    log(instance=letter, action=PUT_BACK, user=by)


def _sent(letter_id: int, by: User) -> Letter:
    letter = _locked(letter_id, Status.SENT)
    if not publishes(by, letter):
        raise MayNot(gettext("Bara en publicist kan ta bort brevet från webben eller lägga tillbaka det."))
    return letter


def mail_test(*, letter: Letter, person: User, now: datetime) -> None:
    """To oneself, at the account's own address: nobody can be mailed from the desk by typing an address."""
    drawn = draw(letter)
    html, text = drawn.to(settings.BASE_URL + reverse("newsletters:archive", args=[letter.municipality.code]))
    OutgoingMail.objects.create(
        person=person,
        kind=TEST_KIND,
        to=person.email,
        sender=sent_by(letter.municipality.full_name),
        subject=one_line(gettext("Prov: %(subject)s") % {"subject": drawn.subject}),
        text=text,
        html=html,
        message_id=new_message_id(),
        created_at=now,
        next_attempt_at=now,
    )


def path_of(letter: Letter) -> str:
    return reverse("newsletter:letter", args=[letter.pk])


def publishers_of(letter: Letter, *, but: User) -> list[User]:
    people = who_hold(letter.municipality_id, Role.PUBLISHER, Role.ADMINISTRATOR)
    return list(people.exclude(pk__in=[but.pk, letter.written_by_id or 0]))


def headers_of(letter: Letter, subscription_id: int) -> dict[str, str]:
    out = leave_url(subscription_id, letter_id=letter.pk)
    return {"List-Unsubscribe": f"<{out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _locked(letter_id: int, status: str) -> Letter:
    """To the end of the transaction: two people never do two things with it."""
    letter = Letter.objects.select_for_update(no_key=True, of=("self",)).filter(pk=letter_id).first()
    if letter is None or letter.status != status:
        raise NotNow
    return letter


def _only_writers(by: User, letter: Letter) -> None:
    if not can_write(by, letter.municipality_id):
        raise MayNot(gettext("Du skriver inte nyhetsbrev för kommunen."))
