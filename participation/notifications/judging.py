"""Whether a mail may still go, and where to, as things stand when it would be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from participation.topics.models import Topic

from .cadence import wishes_of
from .models import Cadence
from .signals import readdressed
from .stops.actions import counts_for_questions, stopped_among
from .unsubscribing import reasons_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .models import OutgoingMail

QUESTIONS = {"newsletter_confirm"}  # whoever answers one shows that mail arrives


class StoppedAddress(Exception):
    """News do not go there."""


class NoLongerWanted(Exception):
    """Its receiver has ended just this sort of mail."""


def judge(mails: list[OutgoingMail]) -> dict[int, Exception]:
    """What must not go, and why, by the mail's number. For all of them together two queries, at most.

    First each gets the address that its person has today.
    """
    no: dict[int, Exception] = dict(_sent_to_where_the_person_is(mails))
    no |= dict.fromkeys(_to_stopped_addresses(mails), StoppedAddress())
    return no | dict.fromkeys(_unwanted(mails), NoLongerWanted())


def _sent_to_where_the_person_is(mails: list[OutgoingMail]) -> Iterator[tuple[int, Exception]]:
    """Codes that prove an address name nobody (`person`) and go to just that one."""
    for mail in mails:
        if mail.person is not None and mail.to != mail.person.email:
            mail.to = mail.person.email
            answers: list[Any] = [answer for _receiver, answer in readdressed.send(type(mail), mail=mail)]
            if False in answers:
                yield mail.pk, NoLongerWanted()


def _to_stopped_addresses(mails: list[OutgoingMail]) -> Iterator[int]:
    """All but what a person waits for; a question whether they want mail only while the stop is young."""
    news, now = [mail for mail in mails if mail.kind], timezone.now()
    stopped = stopped_among(mail.to for mail in news) if news else {}
    for mail in news:
        if mail.to in stopped and (mail.kind not in QUESTIONS or counts_for_questions(stopped[mail.to], now)):
            yield mail.pk


def _unwanted(mails: list[OutgoingMail]) -> Iterator[int]:
    """The way out that a mail carries names what it ends; what wishes end later does not go either."""
    ways_out = {mail.pk: reasons_in(mail.headers, mail.person_id) for mail in mails if mail.person_id}
    people = {mail.person_id for mail in mails if mail.person_id and ways_out[mail.pk]}
    ended = {key for key, cadence in wishes_of(people).items() if cadence == Cadence.NEVER} if people else set()
    for mail in mails:
        reasons = ways_out.get(mail.pk)
        if reasons and all((mail.person_id, reason.value) in ended for reason in reasons):
            yield mail.pk


def may_be_seen(mail: OutgoingMail) -> bool:
    """Nothing is mailed about what its receiver may not see at this moment, nor to a closed account."""
    if mail.person is not None and not mail.person.is_active:
        return False
    if mail.topic_id is None:
        return True
    visible = Topic.objects.public() if mail.person is None else Topic.objects.visible_to(mail.person)
    return visible.filter(pk=mail.topic_id).exists()
