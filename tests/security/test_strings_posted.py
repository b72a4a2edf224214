"""Hostile strings by way of the real pages, as a browser posts them: stored as they were typed. 1, 32."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from participation.accounts.models import Role, User
from participation.core.words import composed, shows_nothing, without_unseen
from participation.discussion.models import Comment
from participation.faults.models import FaultReport
from participation.ideas.models import Idea, IdeaVersion
from participation.moderation.models import Decision, Flag
from participation.places.models import Municipality
from participation.topics.models import Category
from participation.voting.models import Support
from tests.factories import TopicFactory, UserFactory, staff
from tests.ideas.factories import in_review, published

from .strings import all_strings, chunks

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def strings(data):
    return [text for text in all_strings(data) if not shows_nothing(without_unseen(text))]


@pytest.fixture
def place(built) -> Municipality:
    return Municipality.objects.get(code="2281")


@pytest.fixture(autouse=True)
def without_limits(settings):
    settings.LIMITS = dict.fromkeys(settings.LIMITS, ())


def joined(strings: list[str], most: int, take: int) -> list[str]:
    every = [" ⁂ ".join(some) for some in chunks(strings, most - 80)]
    return every[:: max(1, len(every) // take)][:take]


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def kept(text: str) -> str:
    return composed(without_unseen(text)).strip()


def sent(client: Client, path: str, fields: dict) -> None:
    response = client.post(path, fields)
    assert response.status_code == 302, (path, response.status_code, response.content.decode()[-3000:])


def test_entries_and_answers(place, strings):
    topic = TopicFactory(municipality=place)
    for text in joined(strings, 3000, 8):
        client = browser(UserFactory(home=place))
        sent(client, f"/samtal/skriv/{topic.pk}/", {"comment": text})
        entry = Comment.objects.latest("pk")
        sent(client, f"/samtal/inlagg/{entry.pk}/svara/", {"comment": text[:-1] + "."})

        assert entry.comment == kept(text)
        assert Comment.objects.latest("pk").comment == kept(text[:-1] + ".")


def test_ideas(place, strings):
    titles = [text for text in strings if len(text) <= 120][::300]
    category = Category.objects.filter(municipality=place).first()
    for title, text in zip(titles, joined(strings, 8000, len(titles)), strict=False):
        fields = {"title": title, "text": text, "category": category.pk}
        sent(browser(UserFactory(home=place)), "/ideer/ny/2281/", fields)

        idea = Idea.objects.latest("pk")
        assert idea.title == " ".join(kept(title).split())
        assert idea.text == kept(text)


def test_additions(place, strings):
    idea = published(place)
    text = joined(strings, 4000, 3)[1]

    sent(browser(idea.topic.author), f"/ideer/{idea.reference}/tillagg/", {"text": text})

    assert IdeaVersion.objects.latest("pk").text == kept(text)


def test_objections_and_flags(place, strings):
    topic = TopicFactory(municipality=place, kind="proposal")
    for text in joined(strings, 1000, 6):
        client = browser(UserFactory(home=place))
        sent(client, f"/stod/{topic.pk}/emot/", {"reason": text})
        sent(client, f"/anmal/{topic.pk}/", {"reason": "other", "text": text})

        assert Support.objects.latest("pk").reason == kept(text)
        assert Flag.objects.latest("pk").text == kept(text)


def test_fault_reports(place, strings):
    places = [text for text in strings if len(text) <= 200][::500]
    for where, text in zip(places, joined(strings, 4000, len(places)), strict=False):
        fields = {"client_key": str(uuid4()), "text": text, "place": where, "contact_phone": "060-12 34 56"}
        sent(Client(), "/felanmalan/ny/2281/", fields)

        report = FaultReport.objects.latest("pk")
        assert (report.text, report.place) == (kept(text), kept(where))


def test_names(place, strings):
    person = UserFactory(home=place)
    client, taken = browser(person), 0
    for name in [text for text in strings if len(text) <= 60 and "<" in text][::120]:
        fields = {"display_name": name, "home": place.pk, "language": "sv", "mail": "on"}
        taken += client.post("/mina/installningar/", fields).status_code == 302
        stored = User.objects.get(pk=person.pk).display_name
        assert client.get("/mina/installningar/").status_code == 200
        assert "<" not in stored or stored == " ".join(name.split())

    assert taken


def test_reasons_of_staff(place, strings):
    moderator = staff(place, Role.MODERATOR)
    idea, topic = in_review(place), TopicFactory(municipality=place)
    flag = Flag.objects.create(topic=topic, reason="other")
    text = joined(strings, 290, 9)[4]

    browser(moderator).post(f"/cms/anmalt/amne/{topic.pk}/", {"outcome": "hidden", "rule": "other", "facts": text})
    browser(moderator).post(f"/cms/ideer/{idea.pk}/avvisa/", {"rule": "spam", "words": text})

    assert Decision.objects.get(topic=topic).facts == kept(text)
    assert Flag.objects.get(pk=flag.pk).decision_id
