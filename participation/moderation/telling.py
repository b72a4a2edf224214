"""Who hears of a flag, a decision and an appeal. The words that were flagged are never in a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Role, User
from participation.accounts.pausing import in_words
from participation.accounts.permissions import who_hold
from participation.notifications.actions import notify
from participation.notifications.models import Notification, Reason
from participation.notifications.reading import in_all_languages
from participation.topics.words_elsewhere import title_told

from .models import Appeal, Decision, Ground, MailWish, law_of
from .models.decision import About
from .noticing.kinds import Kind as SignalKind
from .owners import anchored, roles_beside_moderators
from .places import title_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from participation.places.models import Municipality
    from participation.topics.models import Topic

    from .models import Flag, Item

Outcome = Decision.Outcome
DECISION, APPEAL_DECIDED = "moderation_decision", "moderation_appeal_decided"
FROM_THE_TOP = _("Börja överst i listan.")
READ_MORE = _("Tycker du att det är fel? Kontakta kommunen, så prövar någon annan beslutet.")
HOW_TO_APPEAL = _("Tycker du att beslutet är fel? Öppna det och överklaga, en gång. Då prövar någon annan det.")


def tell_moderators(flag: Flag, item: Item, *, first: bool, now: datetime) -> None:
    what = _("Ett inlägg om ”{title}” är anmält") if flag.entry_id else _("”{title}” är anmäld")
    if flag.about == About.NAME:
        what = _("Ett namn vid ”{title}” är anmält")
    if flag.picture:
        what = _("En bild till ”{title}” är anmäld")
    body: str | Promise = flag.get_reason_display()
    if flag.is_by_machine:
        kinds = [SignalKind(signal["kind"]).label for signal in flag.signals]
        body = format_lazy(" · ".join(["{}"] * len(kinds)), *kinds)
        what = (
            _("En automatisk signal: läs ett inlägg om ”{title}”")
            if flag.entry_id
            else _("En automatisk signal: läs ”{title}”")
        )
        if item.is_held and flag.entry_id:
            what = _("Ett inlägg om ”{title}” är dolt tills någon av er har läst det")
    urgent = item.is_board_law and flag.reason == item.reason
    roles = (Role.MODERATOR, *roles_beside_moderators().get(flag.topic.kind, ()))
    for people, mail in by_wish(who_hold(flag.topic.municipality_id, *roles), first=first, urgent=urgent):
        notify(
            people=people,
            kind="moderation_flag",
            reason=Reason.OTHER if urgent else Reason.STAFF,
            sentence=format_lazy(what, title=title_told(flag.topic)),
            body=body,
            topic=None if anchored(flag.topic) else flag.topic,
            path=decide_path(flag),
            place=flag.topic.municipality_id,
            actor=flag.reporter,
            mail=mail,
            now=now,
        )


def by_wish(people: QuerySet[User], *, first: bool, urgent: bool = False) -> list[tuple[list[User], bool]]:
    """Those who are mailed now, and those who only find it on the site."""
    mailed: list[User] = []
    others: list[User] = []
    for person in people.select_related("moderation_wish"):
        wish = getattr(person, "moderation_wish", None)
        when = wish.when if wish else MailWish.When.FIRST
        at_once = urgent or when == MailWish.When.EACH or (when == MailWish.When.FIRST and first)
        (mailed if at_once else others).append(person)
    return [(mailed, True), (others, False)]


def decide_path(thing: Flag | Item) -> str:
    if thing.picture:
        return reverse("flags:picture", args=[thing.topic_id, thing.picture])
    if thing.entry_id:
        return reverse("flags:entry", args=[thing.entry_id])
    return reverse("flags:topic", args=[thing.topic_id])


def tell_concerned(decision: Decision, *, mail: bool = True) -> None:
    """The statement of reasons, to the one who wrote: on the site, and by mail, unless the answer to their appeal is
    the mail that says it. It leads to the decision's own page."""
    if (held := anchored(decision.topic)) is not None:
        sentence = format_lazy(_sentence(decision), title=decision.topic.title)
        by, now = decision.decided_by, decision.decided_at
        held.tell(topic=decision.topic, sentence=sentence, body=statement_of(decision), by=by, mail=mail, now=now)
        return
    person = decision.concerns
    if person is None or not person.is_active:
        return
    notify(
        people=[person],
        kind=DECISION,
        reason=Reason.OWN,
        sentence=format_lazy(_sentence(decision), title=title_for(decision.topic, person)),
        body=statement_of(decision),
        path=page_of(decision, person),
        actor=decision.decided_by,
        mail=mail,
        now=decision.decided_at,
    )


def take_title_back(topic: Topic) -> None:
    """It is hidden, or withdrawn: what was told before of entries below it is said anew, with its number, to those who
    read it no more. From the decision, never by looking for the title in stored words, which may have been another.
    Mails that wait are written anew when they go."""
    decisions = list(Decision.objects.filter(topic=topic).select_related("concerns", "appeal").order_by("pk"))
    for decision in decisions:
        if (person := decision.concerns) is None:
            continue
        appeal: Appeal | None = getattr(decision, "appeal", None)
        pages = in_all_languages(page_of(decision, person))
        told = Notification.objects.filter(person=person, path__in=pages)
        with translation.override(person.language):
            title = title_for(topic, person)
            told.filter(kind=DECISION).update(sentence=_said(_sentence(decision), title))
            if appeal is not None and not appeal.is_waiting:
                body = str(_and_what_came_of_it(appeal, _undone_by(appeal, decisions), title))
                told.filter(kind=APPEAL_DECIDED).update(sentence=_said(_outcome(appeal), title), body=body)


def _said(sentence: str | Promise, title: str | Promise) -> str:
    return str(format_lazy(sentence, title=title))[:300]


def _undone_by(appeal: Appeal, decisions: Iterable[Decision]) -> list[Decision]:
    """What was put right in the moment in which it was answered."""
    return [
        one
        for one in decisions
        if one.decided_at == appeal.decided_at
        and one.concerns_id == appeal.person_id
        and one.outcome in (Outcome.RESTORED, Outcome.LIFTED)
    ]


def page_of(decision: Decision, reader: User) -> str:
    with translation.override(reader.language):
        return reverse("decisions:decision", args=[decision.pk])


def _sentence(decision: Decision) -> str | Promise:
    if decision.outcome == Outcome.WARNED:
        return _("Varning för det du skrev om ”{title}”")
    if decision.outcome == Outcome.PAUSED:
        return _("Du är pausad efter det du skrev om ”{title}”")
    if decision.outcome == Outcome.LIFTED:
        return _("Din paus är slut. Du kan skriva igen.")
    hidden = decision.outcome == Outcome.HIDDEN
    if decision.about == About.NAME:
        return _("Ditt namn visas inte längre") if hidden else _("Ditt namn visas igen")
    if decision.picture:
        return _("En bild till ”{title}” är dold av en granskare") if hidden else _("En bild till ”{title}” visas igen")
    if decision.entry_id:
        if decision.outcome == Outcome.KEPT:
            return _("Ditt inlägg om ”{title}” är granskat och visas nu")
        return (
            _("Ditt inlägg om ”{title}” är dolt av en granskare")
            if hidden
            else _("Ditt inlägg om ”{title}” visas igen")
        )
    return _("”{title}” är dold av en granskare") if hidden else _("”{title}” visas igen")


def statement_of(decision: Decision) -> str | Promise:
    """Rule, facts, ground, how it was found and how to appeal, in the reader's language."""
    return _lazy_statement(decision)


def _statement(decision: Decision) -> str:
    lines = list(reasons_of(decision))
    if decision.pause is not None and decision.outcome == Outcome.PAUSED:
        end = gettext("Du kan inte skriva i %(place)s förrän %(end)s. Du kan fortfarande läsa och stödja.")
        lines.append(end % {"place": decision.municipality.full_name, "end": in_words(decision.pause.until)})
    if decision.may_be_appealed:
        lines.append(str(HOW_TO_APPEAL))
    return "\n".join(lines)


_lazy_statement = lazy(_statement, str)


def reasons_of(decision: Decision) -> Iterable[str]:
    """One sentence each, as the Digital Services Act, article 17.3, lists them."""
    if decision.rule:
        yield gettext("Regel: %(rule)s.") % {"rule": decision.get_rule_display()}
    if decision.facts:
        yield gettext("Skäl: %(facts)s") % {"facts": decision.facts}
    if decision.ground == Ground.LAW:
        law = str(law_of(decision.rule) or decision.get_ground_display())
        yield gettext("Beslutet grundas på %(law)s.") % {"law": law}
    elif decision.ground:
        yield gettext("Beslutet grundas på kommunens regler för portalen.")
    if decision.rule:
        yield _found(decision)


def _found(decision: Decision) -> str:
    if decision.found == Decision.Found.FLAG:
        return gettext("Vi läste det för att någon hade anmält det. En granskare har beslutat.")
    if decision.found == Decision.Found.SIGNAL:
        return gettext("En automatisk signal bad oss läsa det. En granskare har beslutat.")
    return gettext("En granskare läste det och har beslutat.")


def tell_reporters(decision: Decision, flags: Iterable[Flag], *, now: datetime) -> None:
    """Each once, by the topic where they flagged it: a name stands in many places."""
    outcomes = {
        Outcome.HIDDEN: _("Det du anmälde om ”{title}” är dolt. Tack för att du sa till."),
        Outcome.KEPT: _("Det du anmälde om ”{title}” får vara kvar. En granskare har läst det."),
        Outcome.RESTORED: _("Det du anmälde om ”{title}” visas igen. En granskare har läst det en gång till."),
        Outcome.RETURNED: _("Det du anmälde om ”{title}” ska ändras av den som skrev."),
        Outcome.WARNED: _("Den som skrev det du anmälde om ”{title}” har fått en varning. Texten får vara kvar."),
    }
    where: dict[User, Topic] = {}
    for flag in flags:
        if flag.reporter is not None:
            where.setdefault(flag.reporter, flag.topic)
    for topic in dict.fromkeys(where.values()):
        people = [person for person, place in where.items() if place == topic]
        groups = [people] if topic.is_public else [[person] for person in people]
        for group in groups:
            notify(
                people=group,
                kind=DECISION,
                sentence=format_lazy(outcomes[Outcome(decision.outcome)], title=title_for(topic, group[0])),
                body=READ_MORE if decision.outcome != Outcome.HIDDEN else "",
                topic=topic if topic.is_public else None,
                now=now,
            )


def tell_of_appeal(appeal: Appeal, *, now: datetime) -> None:
    """Those who may decide it; where no second moderator is left, who publishes and who runs the portal."""
    decision = appeal.decision
    place = decision.municipality_id
    barred = [pk for pk in (appeal.first_decided_by_id, appeal.person_id) if pk]
    ways = (who_hold(place, Role.MODERATOR), who_hold(place, Role.PUBLISHER, Role.ADMINISTRATOR), run_the_portal())
    notify(
        people=next((found for way in ways if (found := list(way.exclude(pk__in=barred)))), []),
        kind="moderation_appeal",
        reason=Reason.STAFF,
        sentence=format_lazy(_("Ett beslut om ”{title}” är överklagat"), title=title_told(decision.topic)),
        body=_("Någon annan än den som beslutade ska pröva det."),
        path=reverse("flags:appeal", args=[appeal.pk]),
        place=place,
        now=now,
    )


def run_the_portal() -> QuerySet[User]:
    return User.objects.filter(is_active=True, is_superuser=True)


def tell_appeal_decided(appeal: Appeal, *, undone: Collection[Decision] = (), mail: bool = True, now: datetime) -> None:
    """In one mail, with what came of it: `undone` are the decisions by which what was wrong was put right."""
    person = appeal.person
    topic = appeal.decision.topic
    if (held := anchored(topic)) is not None:
        told = format_lazy(_outcome(appeal), title=topic.title)
        body = _and_what_came_of_it(appeal, undone, topic.title)
        held.tell(topic=topic, sentence=told, body=body, by=appeal.decided_by, mail=mail, now=now)
        return
    if person is None or not person.is_active:
        return
    notify(
        people=[person],
        kind=APPEAL_DECIDED,
        reason=Reason.OWN,
        sentence=format_lazy(_outcome(appeal), title=title_for(topic, person)),
        body=_and_what_came_of_it(appeal, undone, title_for(topic, person)),
        path=page_of(appeal.decision, person),
        mail=mail,
        now=now,
    )


def _outcome(appeal: Appeal) -> Promise:
    if appeal.outcome == Appeal.Outcome.CHANGED:
        return _("Du fick rätt: beslutet om ”{title}” är ändrat")
    return _("Beslutet om ”{title}” står fast")


def _and_what_came_of_it(appeal: Appeal, undone: Iterable[Decision], title: str | Promise) -> str | Promise:
    body: str | Promise = appeal.answer
    for decision in undone:
        body = format_lazy("{}\n\n{}", body, format_lazy(_sentence(decision), title=title))
    return body


def tell_of_waiting(person: User, waiting: str, late: int, *, now: datetime) -> None:
    """The daily letter of a moderator who wants one."""
    body = _("Av dem är {late} försenade. Öppna granskningen och börja överst.") if late else _("Inget är försenat.")
    notify(
        people=[person],
        kind="moderation_digest",
        reason=Reason.STAFF,
        sentence=format_lazy(_("Väntar på granskning: {waiting}"), waiting=waiting),
        body=format_lazy(body, late=late),
        path=reverse("flags:index"),
        now=now,
    )


def tell_of_late(
    municipality: Municipality,
    late: int,
    law: int,
    appeals: int,
    *,
    barred: Collection[tuple[bool, frozenset[int | None]]],
    now: datetime,
) -> None:
    """To those who may decide: who moderates, and who runs the municipality, or else the portal. Publishers hear of
    the `appeals` among them, which they may decide. `barred` are those who may not decide each thing: where it is all
    of them, also to who runs the portal."""
    run = list(who_hold(municipality.pk, Role.ADMINISTRATOR)) or list(run_the_portal())
    people = {*who_hold(municipality.pk, Role.MODERATOR), *run}
    publishers = set(who_hold(municipality.pk, Role.PUBLISHER)) - people if appeals else set()
    deciders = {is_appeal: people | publishers if is_appeal else people for is_appeal in (True, False)}
    if any(all(person.pk in some for person in deciders[is_appeal]) for is_appeal, some in barred):
        people |= set(run_the_portal())
    for some, number, of_law in ((people, late, law), (publishers - people, appeals, 0)):
        body = _("Av dem är {law} sådant som lagen kräver att kommunen tar bort.") if of_law else FROM_THE_TOP
        notify(
            people=some,
            kind="moderation_late",
            reason=Reason.STAFF,
            sentence=format_lazy(
                _("{place}: {late} har väntat på granskning längre än ni har bestämt"),
                place=municipality.name,
                late=number,
            ),
            body=format_lazy(body, law=of_law),
            path=f"{reverse('flags:index')}?visa=sena",
            now=now,
        )
