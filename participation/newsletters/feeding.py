"""From a letter to the outbox, a few hundred at a time, by whichever worker has little to do.

Each hand-over is one transaction: deliveries, mails and how far we came. A worker that is killed leaves all of it or
nothing, and the unique row of letter and address lets nobody be handed over twice. The mails go at most once (`once`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Q

from participation.accounts.address_keys import keys_of
from participation.accounts.addresses import same_address
from participation.notifications.mail import is_read_in_the_browser, new_message_id, one_line, sent_by
from participation.notifications.models import OutgoingMail
from participation.notifications.outbox import OutcomeUnknown, give_up_unknown
from participation.notifications.stops.actions import stopped_among

from .drawing import Drawn, card_rows, draw
from .models import Delivery, Letter, Subscription
from .receivers import reached_by
from .sending import headers_of
from .tokens import leave_url

if TYPE_CHECKING:
    from datetime import datetime

KIND = "newsletter"
AT_A_TIME, ENOUGH = 200, 60
Status, Outcome, Mail = Letter.Status, Delivery.Outcome, OutgoingMail.Status


def refill(now: datetime) -> None:
    under_way = Exists(Delivery.objects.filter(letter=OuterRef("pk"), outcome=Outcome.WAITING))
    due = Q(status=Status.SCHEDULED, send_at__lte=now) | Q(status=Status.SENDING) | Q(under_way, status=Status.STOPPED)
    letters = list(Letter.objects.filter(due).order_by("send_at", "id").values_list("pk", flat=True)[:20])
    if letters:
        give_up_unknown(now)
    for letter_id in letters:
        _further(letter_id, now)


@transaction.atomic
def _further(letter_id: int, now: datetime) -> None:
    letters = Letter.objects.select_related("municipality")
    if connection.features.has_select_for_update_skip_locked:
        letters = letters.select_for_update(skip_locked=True, no_key=True, of=("self",))
    letter = letters.filter(pk=letter_id).first()
    if letter is None:
        return  # another worker is at it
    if letter.status == Status.SCHEDULED:
        _begin(letter, now)
    under_way = _settle(letter)
    if letter.status == Status.SENDING and under_way < ENOUGH:
        handed_over = _hand_over(letter, now)
        if not handed_over and not under_way:
            _end(letter, now)


def _begin(letter: Letter, now: datetime) -> None:
    letter.status, letter.started_at, letter.cards = Status.SENDING, now, card_rows(letter)
    letter.audience, _stopped = reached_by(letter)
    letter.save(update_fields=["status", "started_at", "cards", "audience"])


def _settle(letter: Letter) -> int:
    """Write down what became of those under way, and forget their mails. Returns how many still are."""
    under_way = Delivery.objects.filter(letter=letter, outcome=Outcome.WAITING)
    left = under_way.count()
    rows = under_way.exclude(mail__status__in=[Mail.WAITING, Mail.SENDING])
    became: dict[Delivery.Outcome, list[int]] = {}
    mails = []
    for delivery, mail, status, error in rows.values_list("pk", "mail", "mail__status", "mail__error"):
        became.setdefault(_outcome(status, error), []).append(delivery)
        mails.append(mail)
    for outcome, deliveries in became.items():
        Delivery.objects.filter(pk__in=deliveries).update(outcome=outcome)
        setattr(letter, outcome, getattr(letter, outcome) + len(deliveries))
        letter.save(update_fields=[str(outcome)])
    if not is_read_in_the_browser():
        OutgoingMail.objects.filter(pk__in=[mail for mail in mails if mail is not None]).delete()
    return left - len(mails)


def _outcome(status: str | None, error: str) -> Delivery.Outcome:
    """What the outbox says of a mail. Without a mail, its receiver left before it went."""
    if status == Mail.FAILED:
        return Outcome.UNKNOWN if error == OutcomeUnknown.__name__ else Outcome.FAILED
    return Outcome.SENT if status == Mail.SENT else Outcome.WITHHELD


def _hand_over(letter: Letter, now: datetime) -> int:
    """Returns how many subscriptions were looked at: none means that all were."""
    rows = Subscription.objects.receiving(letter).filter(pk__gt=letter.cursor).order_by("pk")
    looked_at = list(rows.select_related("person")[:AT_A_TIME])
    if not looked_at:
        return 0
    stopped = stopped_among(subscription.address for subscription in looked_at)
    subscriptions = [row for row in looked_at if not _was_stopped_before(letter, stopped.get(row.address))]
    keys = {subscription.pk: keys_of(same_address(subscription.address)) for subscription in subscriptions}
    known = {key for found in keys.values() for key in found}
    seen = set(Delivery.objects.filter(letter=letter, key__in=known).values_list("key", flat=True))
    drawn, mails, deliveries = draw(letter), [], []
    for subscription in subscriptions:
        if seen.isdisjoint(keys[subscription.pk]):
            seen.update(keys[subscription.pk])
            mail = _mail(letter, subscription, drawn, now)
            mails.append(mail)
            deliveries.append(
                Delivery(letter=letter, key=keys[subscription.pk][0], subscription=subscription, mail=mail)
            )
    OutgoingMail.objects.bulk_create(mails)
    Delivery.objects.bulk_create(deliveries)
    letter.cursor = looked_at[-1].pk
    letter.save(update_fields=["cursor"])
    return len(looked_at)


def _was_stopped_before(letter: Letter, stopped_at: datetime | None) -> bool:
    """And so was never among its receivers. Who was stopped since is, and the outbox withholds it."""
    return stopped_at is not None and letter.started_at is not None and stopped_at <= letter.started_at


def follow_the_person(sender: object, mail: OutgoingMail, **kwargs: object) -> bool | None:
    """To another address than when it was handed over: false where that one has the letter already."""
    if mail.kind != KIND:
        return None
    delivery = Delivery.objects.filter(mail=mail.pk).first()
    if delivery is None:
        return False
    keys = keys_of(same_address(mail.to))
    try:
        with transaction.atomic():
            if Delivery.objects.filter(letter=delivery.letter_id, key__in=keys).exclude(pk=delivery.pk).exists():
                return False
            return bool(Delivery.objects.filter(pk=delivery.pk).update(key=keys[0]))
    except IntegrityError:  # at this very moment
        return False


def _mail(letter: Letter, subscription: Subscription, drawn: Drawn, now: datetime) -> OutgoingMail:
    html, text = drawn.to(leave_url(subscription.pk, letter_id=letter.pk))
    return OutgoingMail(
        person=subscription.person,
        kind=KIND,
        to=subscription.address,
        sender=sent_by(letter.municipality.full_name),
        subject=one_line(drawn.subject),
        text=text,
        html=html,
        headers=headers_of(letter, subscription.pk),
        message_id=new_message_id(),
        once=True,
        created_at=now,
        next_attempt_at=now,
    )


def _end(letter: Letter, now: datetime) -> None:
    letter.status, letter.finished_at = Status.SENT, now
    letter.save(update_fields=["status", "finished_at"])
