"""31, 35: limits by account and by address, which no header dodges and no school runs into."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from django.utils import timezone

from participation.core.visitors import client_address, household
from participation.discussion.models import Comment
from participation.topics.models import Topic
from participation.voting.models import Support
from portal import limits
from portal.limit_table import LIMITS, rates_from
from tests.factories import CategoryFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "en lång fras att minnas"
FAR = "1/1d/"  # a window that does not end while the test runs


@pytest.fixture
def limited(settings):
    """Set one limit anew."""

    def change(**rates: str) -> None:
        settings.LIMITS = settings.LIMITS | {name: rates_from(written) for name, written in rates.items()}

    return change


@pytest.fixture
def topic(sundsvall):
    return TopicFactory(municipality=sundsvall)


def browser(person=None, **headers) -> Client:
    client = Client(**headers)
    if person:
        client.force_login(person)
    return client


def fields_for(topic) -> dict[str, tuple[str, dict[str, str]]]:
    code = topic.municipality.code
    return {
        "support": (f"/stod/{topic.pk}/", {}),
        "comment": (f"/samtal/skriv/{topic.pk}/", {"comment": "Mitt långa inlägg"}),
        "flag": (f"/anmal/{topic.pk}/", {"reason": "other", "text": "Det här är mitt skäl"}),
        "follow": (f"/nyheter-till-dig/folj/{topic.pk}/", {}),
        "idea": (f"/ideer/ny/{code}/", {"title": "Min rubrik", "text": "Min långa text"}),
        "fault": (f"/felanmalan/ny/{code}/", {"text": "Trasig lampa", "place": "Torget"}),
        "sign_in": ("/konto/login/", {"login": "nagon@example.com", "password": "hemligheten"}),
        "sign_up": ("/konto/signup/", {"email": "nagon@example.com", "password1": "hemligheten"}),
    }


@pytest.mark.parametrize("name", ["support", "comment", "flag", "follow", "idea", "fault", "sign_in", "sign_up"])
@pytest.mark.parametrize("per", ["account", "address"])
def test_who_has_reached_the_limit_is_told_when_to_try_again_and_keeps_the_words(limited, topic, citizen, name, per):
    limited(**{name: FAR + per})
    path, fields = fields_for(topic)[name]
    client = browser(citizen if not name.startswith("sign") else None)
    first = client.post(path, fields)

    response = client.post(path, fields)

    assert first.status_code != 429
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 86400
    page = response.content.decode()
    for field, words in fields.items():
        assert (words in page) == (not field.startswith("password")), field
    assert "Försök igen om" in page or "Skicka igen om" in page
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("name", ["support", "comment", "flag", "follow", "idea", "fault"])
def test_one_account_is_held_whatever_address_it_comes_from(limited, topic, citizen, name):
    limited(**{name: FAR + "account"})
    path, fields = fields_for(topic)[name]
    browser(citizen, REMOTE_ADDR="192.0.2.1").post(path, fields)

    elsewhere = browser(citizen, REMOTE_ADDR="198.51.100.7").post(path, fields)
    another = browser(UserFactory(home=topic.municipality), REMOTE_ADDR="192.0.2.1").post(path, fields)

    assert elsewhere.status_code == 429
    assert another.status_code != 429


def test_the_account_that_somebody_tries_to_sign_in_to_is_counted_before_they_are_in(limited, citizen):
    limited(sign_in="2/1d/account")
    for address in ("192.0.2.1", "198.51.100.7"):
        browser(REMOTE_ADDR=address).post("/konto/login/", {"login": citizen.email, "password": "fel"})

    again = browser(REMOTE_ADDR="203.0.113.9").post("/konto/login/", {"login": f" {citizen.email.upper()} "})

    assert again.status_code == 429


def test_thirty_of_a_school_behind_one_address_sign_in_and_do_everything(topic):
    """35: with the limits as they are shipped."""
    CategoryFactory(municipality=topic.municipality, slug="skola")
    pupils = [UserFactory(home=topic.municipality) for _number in range(30)]

    for pupil in pupils:
        client = browser()
        answer = client.post("/konto/login/", {"login": pupil.email, "password": PASSWORD})
        assert (answer.status_code, "_auth_user_id" in client.session) == (302, True)
        for name, (path, fields) in fields_for(topic).items():
            if name.startswith("sign"):
                continue
            assert client.post(path, fields).status_code != 429, name
        assert client.get("/sok/?q=skolan").status_code == 200
        assert client.get(f"/ideer/liknande/?kommun={topic.municipality.code}&q=skolan").status_code == 200

    assert Support.objects.filter(topic=topic).count() == 30
    assert Comment.objects.filter(topic=topic).count() == 30


def test_thirty_of_a_school_behind_one_address_sign_up(sundsvall, mailoutbox):
    """35"""
    for number in range(30):
        fields = {"email": f"elev{number}@example.com", "password1": PASSWORD, "display_name": "", "home": ""}
        assert browser().post("/konto/signup/", fields).status_code == 302

    assert len(mailoutbox) == 30


@pytest.mark.parametrize("forged", ["203.0.113.{}", "203.0.113.{}, 192.0.2.1", "2001:db8:{}::1", "unknown{}", ""])
def test_a_forged_header_gives_nothing_where_no_proxy_is_trusted(limited, topic, forged):
    """35"""
    limited(support="3/1d/address")

    answers = [
        browser(UserFactory(), HTTP_X_FORWARDED_FOR=forged.format(turn)).post(f"/stod/{topic.pk}/").status_code
        for turn in range(5)
    ]

    assert answers == [302, 302, 302, 429, 429]


@pytest.mark.parametrize("forged", ["203.0.113.{}, ", "9.9.9.{}, 203.0.113.{}, ", "skräp{}, ", ""])
def test_a_forged_header_gives_nothing_behind_a_proxy(limited, topic, settings, forged):
    """35: the proxy adds what it saw on the right; what the visitor wrote stands to the left."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    limited(support="3/1d/address")

    answers = [
        browser(UserFactory(), HTTP_X_FORWARDED_FOR=forged.format(turn, turn) + "192.0.2.77", REMOTE_ADDR="10.0.0.1")
        .post(f"/stod/{topic.pk}/")
        .status_code
        for turn in range(5)
    ]

    assert answers == [302, 302, 302, 429, 429]


def test_two_visitors_behind_one_proxy_are_two(limited, topic, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    limited(support=FAR + "address")

    answers = [
        browser(UserFactory(), HTTP_X_FORWARDED_FOR=seen, REMOTE_ADDR="10.0.0.1").post(f"/stod/{topic.pk}/").status_code
        for seen in ("192.0.2.1", "192.0.2.2")
    ]

    assert answers == [302, 302]


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "203.0.113.1", "10.0.0.1"),
        (1, None, "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "203.0.113.1", "203.0.113.1"),
        (1, "1.1.1.1, 203.0.113.1", "203.0.113.1"),
        (2, "203.0.113.1", "10.0.0.1"),
        (2, "203.0.113.1, 10.0.0.2", "203.0.113.1"),
        (2, "1.1.1.1,203.0.113.1 , 10.0.0.2", "203.0.113.1"),
        (3, "203.0.113.1, 10.0.0.2", "10.0.0.1"),
        (1, "nonsense", "10.0.0.1"),
        (1, "203.0.113.1:4711", "203.0.113.1"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "::ffff:203.0.113.1", "203.0.113.1"),
    ],
)
def test_the_address_is_counted_back_from_the_right_and_else_it_is_the_direct_one(settings, proxies, header, address):
    """35: fails closed to the address of the connection."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory(REMOTE_ADDR="10.0.0.1").get("/")
    if header is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = header

    assert client_address(request) == address


def test_signing_in_bears_a_header_that_is_too_short(settings, citizen):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    client = browser(HTTP_X_FORWARDED_FOR="203.0.113.1")

    assert client.post("/konto/login/", {"login": citizen.email, "password": PASSWORD}).status_code == 302


def test_an_unknown_address_is_one_address(settings):
    request = RequestFactory(REMOTE_ADDR="").get("/")

    assert client_address(request) == "unknown"


def test_who_owns_a_network_has_one_address():
    assert household("2001:db8:1:2:aaaa::1") == household("2001:db8:1:2:bbbb::9") != household("2001:db8:1:3::1")
    assert household("192.0.2.1") != household("192.0.2.2")


def test_looking_is_not_counted_and_searching_is(limited, topic):
    limited(search="2/1d/address", support="1/1d/address", idea="1/1d/address")
    client = browser()
    for _time in range(4):
        assert client.get(f"/stod/{topic.pk}/").status_code == 200
        assert client.get(f"/ideer/ny/{topic.municipality.code}/").status_code == 200
        assert client.get("/sok/").status_code == 200

    answers = [client.get("/sok/?q=skola&slag=idea") for _time in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    page = answers[-1].content.decode()
    assert 'value="skola"' in page
    assert 'name="slag" value="idea"' in page


def test_htmx_gets_words_for_the_place_of_messages(limited, topic, citizen):
    limited(support=FAR + "account")
    client = browser(citizen, HTTP_HX_REQUEST="true")
    client.post(f"/stod/{topic.pk}/")

    response = client.post(f"/stod/{topic.pk}/")

    assert (response.status_code, response["HX-Retarget"]) == (429, "#messages")
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_a_limit_ends_with_its_window():
    request = RequestFactory().post("/")
    request.user = SimpleNamespace(is_authenticated=True, pk=7)
    limit = next(limit for limit in LIMITS if limit.name == "comment")
    moment = 1_800_000_000.0  # the start of a window of ten minutes

    def at(later: float):
        return limits.counted(request, limit, now=moment + later)

    answers = [at(turn) for turn in range(25)]

    assert [answer is None for answer in answers] == [True] * 20 + [False] * 5
    assert answers[-1].wait == 600 - 24
    assert at(599) is not None
    assert at(600) is None


def test_neither_address_nor_account_can_be_read_in_the_cache(limited, topic, citizen):
    browser(citizen, REMOTE_ADDR="203.0.113.99").post(f"/stod/{topic.pk}/")
    browser(REMOTE_ADDR="203.0.113.99").post("/konto/login/", {"login": citizen.email, "password": "fel"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache_entry")
        rows = str(cursor.fetchall())

    assert "limit:support" in rows
    assert "203.0.113.99" not in rows
    assert citizen.email not in rows


def test_living_counts_are_not_thrown_away_for_room_and_dead_ones_are():
    cache = caches["default"]
    soon, long_ago = timezone.now().timestamp() + 500, timezone.now().timestamp() - 500
    cache.count({f"living-{number}": soon for number in range(400)} | {"dead": long_ago})
    for number in range(5):
        cache.set(f"other-{number}", 1)

    cache.forget_expired(timezone.now())

    assert cache.count({"living-0": soon, "living-399": soon}) == {"living-0": 2, "living-399": 2}
    assert cache.count({"dead": soon}) == {"dead": 1}
    assert cache._max_entries >= 10_000


class Gone:
    """A cache whose server does not answer."""

    def __getattr__(self, name):
        raise ConnectionError


def test_without_the_shared_cache_people_go_on_and_each_process_counts_alone(monkeypatch, limited, topic):
    limited(support="2/1d/address")
    monkeypatch.setattr(limits, "caches", {"default": Gone(), "local": caches["local"]})

    answers = [browser(UserFactory()).post(f"/stod/{topic.pk}/").status_code for _time in range(4)]

    assert answers == [302, 302, 429, 429]


def test_without_the_caches_table_people_sign_in_and_guessing_is_still_held_back(citizen, topic):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cache_entry RENAME TO cache_entry_gone")
    with pytest.raises(DatabaseError):
        caches["default"].count({"a": timezone.now().timestamp()}) if connection.vendor == "sqlite" else broken()

    client = browser()
    guesses = [client.post("/konto/login/", {"login": "x@example.com", "password": "fel"}) for _time in range(6)]
    right = client.post("/konto/login/", {"login": citizen.email, "password": PASSWORD})

    assert right.status_code == 302
    assert client.post(f"/stod/{topic.pk}/").status_code == 302
    assert "för många försök" in guesses[-1].content.decode()


def broken():
    """As above, without spoiling the test's own transaction."""
    raise DatabaseError


def test_what_has_expired_is_swept_by_the_worker():
    from participation.notifications import periodic

    caches["default"].count({"old": (timezone.now() - timedelta(hours=2)).timestamp()})

    periodic._jobs["limits.forget"].run(timezone.now())

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache_entry")
        assert cursor.fetchone()[0] == 0


def test_a_topic_of_the_scene_is_public(topic):
    assert Topic.objects.public().filter(pk=topic.pk).exists()
