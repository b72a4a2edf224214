"""Look at what somebody has written, and let a moderator read it where enough speaks for that. Help, not judgement."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from participation.accounts.permissions import has_role

from ..actions.flagging import Signal, raise_signal
from ..models import HeldSignal, Reason, Trace
from .kinds import FEW_WORDS, IN_TIME, LATELY, MANY_LINKS, MANY_TEXTS, NEW_FOR, SAME_HOST, Kind, is_enough
from .links import hosts_in, is_shortener, without_links
from .words import advert_in, insult_in, plain, threat_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from participation.accounts.models import User
    from participation.discussion.models import Comment
    from participation.places.models import Municipality
    from participation.topics.models import Topic

logger = logging.getLogger(__name__)
MOST_READ = 60
NUMBERS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")


@dataclass(frozen=True)
class Noticed:
    """`hold`: the municipality wants one of these to be read before others see it."""

    signals: list[Signal] = field(default_factory=list)
    hold: bool = False
    fingerprint: str = ""
    hosts: list[str] = field(default_factory=list)

    @property
    def reason(self) -> str:
        kinds = {signal.kind for signal in self.signals}
        return Reason.HATE if kinds & {Kind.THREAT, Kind.INSULT} else Reason.SPAM


NOTHING = Noticed()


def look(*, topic: Topic, author: User | None, text: str, now: datetime, entry: Comment | None = None) -> Noticed:
    """What is to be told a moderator of these words. Three questions at most. Whatever goes wrong is logged, and
    nothing was noticed then: what somebody has written is never lost here."""
    try:
        with _apart():
            return _look(topic, author, text, now, entry)
    except Exception:
        logger.exception("Could not look at what was written on topic %s", topic.pk)
        return NOTHING


def look_at_words(*, text: str, municipality: Municipality) -> Noticed:
    """As `look`, of what anybody may write without an account: no habits are known, and the words alone are judged."""
    try:
        with _apart():
            hosts = hosts_in(text, own=f"{municipality.slug}.se")
            with translation.override(settings.LANGUAGE_CODE):
                found = [*in_text(text, hosts)]
            return _judged(found, municipality.pk, "", hosts)
    except Exception:
        logger.exception("Could not look at what was written in %s", municipality.code)
        return NOTHING


def _apart() -> AbstractContextManager[Any]:
    """What only reads spoils no transaction that is open, and opens none: on SQLite it would wait for a writer."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def raise_noticed(
    noticed: Noticed, *, topic: Topic, author: User | None, now: datetime, entry: Comment | None = None, said: str = ""
) -> bool:
    """Remember the text by its fingerprint, and tell moderators. Returns whether an entry or idea is now held.

    `said` stands before each reason, where the words are not those of the page. Without an author nothing is
    remembered.
    """
    try:
        with transaction.atomic():
            if author is not None:
                _remember(noticed, topic, author, now, entry)
            if not noticed.signals:
                return False
            signals = [Signal(one.kind, f"{said}{one.words}") for one in noticed.signals]
            raise_signal(
                topic=topic, entry=entry, signals=signals, reason=noticed.reason, hold=noticed.hold, tell=True, now=now
            )
            return noticed.hold
    except Exception:
        logger.exception("Could not raise what was noticed on topic %s", topic.pk)
        return False


def _look(topic: Topic, author: User | None, text: str, now: datetime, entry: Comment | None) -> Noticed:
    if author is None or has_role(author, topic.municipality_id):
        return NOTHING  # who works for the municipality is their employer's matter
    hosts = hosts_in(text, own=f"{topic.municipality.slug}.se")
    mark = fingerprint_of(text, hosts)
    own_place = Q(entry=entry) if entry is not None else Q(topic=topic, entry__isnull=True)
    near = Q(author=author) | Q(fingerprint=mark) if mark else Q(author=author)
    lately = Trace.objects.filter(near, written_at__gt=now - LATELY).exclude(own_place)
    traces = list(lately.order_by("-written_at")[:MOST_READ])
    with translation.override(settings.LANGUAGE_CODE):
        found = [*in_text(text, hosts), *_of_habits(author, mark, hosts, traces, now)]
    return _judged(found, topic.municipality_id, mark, hosts)


def _judged(found: list[Signal], municipality: int, mark: str, hosts: list[str]) -> Noticed:
    kinds: set[str] = {signal.kind for signal in found}
    asked = HeldSignal.objects.filter(municipality=municipality, kind__in=kinds)
    hold = bool(kinds) and asked.exists()
    return Noticed(found if hold or is_enough(kinds) else [], hold, mark, list(dict.fromkeys(hosts)))


def in_text(text: str, hosts: list[str]) -> Iterator[Signal]:
    """What the words themselves say, said in plain Swedish."""
    words = plain(text)
    if threat := threat_in(words):
        yield Signal(Kind.THREAT, _("Kan vara ett hot: ”%(words)s”") % {"words": threat})
    if insult := insult_in(words):
        yield Signal(Kind.INSULT, _("Innehåller skällsordet ”%(words)s”") % {"words": insult})
    if short := next((host for host in hosts if is_shortener(host)), ""):
        yield Signal(Kind.SHORTENER, _("Länken till %(host)s döljer vart den leder") % {"host": short})
    if len(hosts) >= MANY_LINKS:
        yield Signal(Kind.LINKS, _("Innehåller %(number)s länkar") % {"number": _number(len(hosts))})
    elif hosts:
        one, two = _("Innehåller en länk till %(host)s"), _("Innehåller två länkar, den första till %(host)s")
        yield Signal(Kind.LINK, (one if len(hosts) == 1 else two) % {"host": hosts[0]})
    if advert := advert_in(words):
        yield Signal(Kind.ADVERT, _("Innehåller ”%(words)s”, som ofta står i reklam") % {"words": advert})


def _of_habits(author: User, mark: str, hosts: list[str], traces: Iterable[Trace], now: datetime) -> Iterator[Signal]:
    """What the writer, and others, wrote lately."""
    mine = [trace for trace in traces if trace.author_id == author.pk]
    same = [trace for trace in traces if mark and trace.fingerprint == mark]
    if any(trace.author_id == author.pk for trace in same):
        yield Signal(Kind.REPEATED, _("Samma ord som personen nyligen skrev på ett annat ställe"))
    if others := {trace.author_id for trace in same} - {author.pk}:
        many = _("Samma ord som %(number)s andra konton nyligen skrev") % {"number": _number(len(others))}
        yield Signal(Kind.COPIED, many if len(others) > 1 else _("Samma ord som ett annat konto nyligen skrev"))
    for host in dict.fromkeys(hosts):
        times = sum(host in trace.hosts for trace in mine)
        if times >= SAME_HOST:
            said = _("Länkar till %(host)s för %(number)s gången på en vecka")
            yield Signal(Kind.HOST, said % {"host": host, "number": _place(times + 1)})
            break
    if now - author.date_joined < NEW_FOR:
        yield Signal(Kind.NEW, _("Kontot är nytt"))
    soon = sum(trace.written_at > now - IN_TIME for trace in mine) + 1
    if soon >= MANY_TEXTS:
        yield Signal(Kind.RATE, _("Har skrivit %(number)s texter på en kvart") % {"number": _number(soon)})


def fingerprint_of(text: str, hosts: list[str]) -> str:
    """The same for the same words, however they are written; nothing for a few words that anybody says."""
    words = plain(without_links(text))
    if len(words.split()) < FEW_WORDS and not hosts:
        return ""
    return blake2b(" ".join([words, *sorted(set(hosts))]).encode(), digest_size=16).hexdigest()


def _remember(noticed: Noticed, topic: Topic, author: User, now: datetime, entry: Comment | None) -> None:
    where = Q(entry=entry) if entry is not None else Q(topic=topic, entry__isnull=True)
    said = {"fingerprint": noticed.fingerprint, "hosts": noticed.hosts}
    if not Trace.objects.filter(where).update(**said):
        Trace.objects.create(topic=topic, entry=entry, author=author, written_at=now, **said)


def _number(number: int) -> str:
    """In the words of the language that the portal is written in."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def _place(number: int) -> str:
    places = {3: "tredje", 4: "fjärde", 5: "femte", 6: "sjätte", 7: "sjunde", 8: "åttonde", 9: "nionde", 10: "tionde"}
    return places.get(number, f"{number}:e")
