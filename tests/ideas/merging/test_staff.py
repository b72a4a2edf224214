from __future__ import annotations

import pytest
from django.urls import reverse

from participation.accounts.models import Role
from participation.ideas.merging.chains import standing
from participation.ideas.models import Merger
from participation.moderation import actions as moderation
from participation.notifications.models import Notification
from tests.answering import answer
from tests.factories import UserFactory, staff
from tests.ideas.factories import NOW, published

from .conftest import WORDS, figures, fresh, merge, said, supported_by


def url(name: str, *things: object) -> str:
    return reverse(f"ideas_admin:{name}", args=[getattr(thing, "pk", thing) for thing in things])


def stamps(idea, kept) -> dict[str, int]:
    last = [one.events.order_by("-pk").values_list("pk", flat=True)[0] for one in (idea, kept)]
    return {"seen": last[0], "seen_kept": last[1]}


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def test_a_moderator_finds_the_other_sees_the_figures_merges_and_parts(desk, a, b):
    both = UserFactory()
    supported_by(a, both, UserFactory())
    supported_by(b, both)
    said(a, "Bra")
    page = desk.get(url("inspect", a)).content.decode()
    assert url("merge", a) in page
    choosing = desk.get(url("merge", a), {"q": "belys spåret"}).content.decode()
    assert url("merge_with", a, b) in choosing

    before = desk.get(url("merge_with", a, b)).content.decode()
    assert "1 stöd flyttar med." in before
    assert "1 person stöder redan båda" in before
    assert "1 inlägg flyttar med." in before
    done = desk.post(url("merge_with", a, b), {"words": WORDS, **stamps(a, b)}, follow=True).content.decode()

    assert "De som berörs får veta det" in done
    assert url("part", a) in done
    assert figures(b)[0] == 2
    there = desk.get(url("inspect", a)).content.decode()
    assert "Stöd, följare och inlägg räknas där." in there

    asks = desk.get(url("part", a)).content.decode()
    assert "2 stöd går tillbaka." in asks
    desk.post(url("part", a), {"words": "De var olika.", "seen": stamps(a, b)["seen"]})
    assert fresh(a).status == "gathering"
    assert (figures(a)[0], figures(b)[0]) == (2, 1)


def test_similar_ones_are_suggested_and_closed_or_foreign_ones_never(desk, sundsvall, timra, moderator):
    idea, alike = (published(sundsvall, title="Fler cykelställ vid resecentrum") for _ in range(2))
    hidden = published(sundsvall, title="Fler cykelställ vid resecentrum")
    moderation.hide_topic(topic=hidden.topic, moderator=moderator, facts="Fel", now=NOW)
    elsewhere = published(timra, title="Fler cykelställ vid resecentrum")

    for words in ("", "cykelställ", elsewhere.reference, hidden.reference):
        html = desk.get(url("merge", idea), {"q": words}).content.decode()

        assert url("merge_with", idea, elsewhere) not in html
        assert url("merge_with", idea, hidden) not in html
        assert (url("merge_with", idea, alike) in html) == (words in ("", "cykelställ"))


def test_a_sentence_is_required(desk, a, b):
    response = desk.post(url("merge_with", a, b), {"words": " ", **stamps(a, b)})

    assert "Något behöver rättas" in response.content.decode()
    assert not Merger.objects.exists()


def test_the_second_click_of_two_changes_nothing(desk, a, b):
    sent = {"words": WORDS, **stamps(a, b)}
    desk.post(url("merge_with", a, b), sent)
    told = Notification.objects.count()

    again = desk.post(url("merge_with", a, b), sent)

    assert again.status_code == 302
    assert again.headers["Location"] == url("inspect", b)
    assert Merger.objects.count() == 1
    assert Notification.objects.count() == told


def test_what_a_colleague_did_first_is_said_and_the_words_stay(desk, a, b, c):
    seen = stamps(a, b)
    merge(c, b)

    response = desk.post(url("merge_with", a, b), {"words": WORDS, **seen})

    assert response.status_code == 409
    html = response.content.decode()
    assert "har slagit ihop en annan idé med den här" in html
    assert WORDS in html
    assert fresh(a).status == "gathering"


def test_a_hindrance_is_said_before_and_there_is_no_button(desk, a, b):
    moderation.flag(topic=a.topic, reason="spam", text="", now=NOW)

    html = desk.get(url("merge_with", a, b)).content.decode()

    assert "är anmäld. Besluta om anmälan först." in html
    assert "Slå ihop idéerna" not in html


def pages(a, b, c) -> list[str]:
    """`c` is merged with `b`; `a` could be."""
    return [url("merge", a), url("merge_with", a, b), url("part", c)]


def test_who_may(client, a, b, c, citizen, outsider, moderator, case_officer, editor, publisher):
    merge(c, b)
    # Wagtail sends whoever lacks the right back to the desk; what is not public, other staff do not even find.
    people = {
        moderator: (200, 200, 200),
        case_officer: (200, 200, 200),
        editor: (302, 302, 404),
        publisher: (302, 302, 404),
        outsider: (404, 404, 404),
        citizen: (302, 302, 302),
    }

    for person, expected in people.items():
        client.force_login(person)
        answers = tuple(client.get(address).status_code for address in pages(a, b, c))
        assert answers == expected, person.email
    client.logout()
    assert all(client.get(address).status_code == 302 for address in pages(a, b, c))


def test_staff_of_another_municipality_change_nothing(client, a, b, c, outsider):
    merge(c, b)
    client.force_login(outsider)

    answers = [
        client.post(url("merge_with", a, b), {"words": WORDS, **stamps(a, b)}).status_code,
        client.post(url("part", c), {"words": WORDS, **stamps(c, b)}).status_code,
    ]

    assert answers == [404, 404]
    assert fresh(a).status == "gathering"
    assert fresh(c).status == "merged"


def test_who_has_a_role_in_two_places_does_not_mix_them(client, a, timra, moderator):
    elsewhere = published(timra)
    both = staff(timra, Role.MODERATOR)
    both.groups.add(*moderator.groups.all())
    client.force_login(both)

    page = client.get(url("merge_with", a, elsewhere)).content.decode()
    client.post(url("merge_with", a, elsewhere), {"words": WORDS, **stamps(a, elsewhere)})

    assert "olika kommuner" in page
    assert not Merger.objects.exists()


def test_nobody_handles_an_idea_of_their_own(client, b, sundsvall, moderator):
    own = published(sundsvall, moderator)
    client.force_login(moderator)

    for address in (url("merge", own), url("merge_with", own, b), url("merge_with", b, own)):
        answer = client.post(address, {"words": WORDS, **stamps(own, b)})
        assert answer.status_code in (302, 405)
        assert client.get(address).status_code == 302
    assert not Merger.objects.exists()


def test_an_answered_one_says_why_it_cannot_be_parted(desk, a, b, case_officer, department, merged):
    words = {"outcome": "will_not", "sentence": "Nej.", "text": "Nej.", "department": department}
    answer(idea=b, by=case_officer, now=NOW, **words)

    page = desk.get(url("part", a)).content.decode()
    desk.post(url("part", a), {"words": WORDS, **stamps(a, b)})

    assert "Då går den inte att dela upp igen" in page
    assert fresh(a).status == "merged"


def test_the_list_has_a_group_for_them(desk, a, b, merged):
    html = desk.get(reverse("ideas_admin:index"), {"visa": "sammanslagna"}).content.decode()

    assert a.title in html
    assert b.title not in html
    assert standing().count() == 1
