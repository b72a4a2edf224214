from __future__ import annotations

import re
import socket
import time
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import call_command
from django.utils import timezone

from participation.accounts import personal_data
from participation.accounts.actions import close_account, keep_one_address
from participation.core import networks
from participation.notifications.actions import notify
from participation.notifications.models import Notification
from participation.push import actions, sending
from participation.push.keys import public_key
from participation.push.models import Device
from participation.push.sealing import CURVE, BadKeys, private_key, sealed, unwritten, written
from participation.topics.models import Topic
from tests.accounts.pages import prove_it_is_me
from tests.dripping import Dripping
from tests.factories import TopicFactory, UserFactory

from .double import PushDouble

pytestmark = pytest.mark.django_db
PAGE = "/nyheter-direkt/"


@pytest.fixture
def double():
    with PushDouble() as service:
        yield service


@pytest.fixture
def device(double, citizen):
    return actions.add_device(person=citizen, name="Firefox, Linux", now=timezone.now(), **double.subscription)


def tell(person, sentence: str = "Din idé har fått svar", **more) -> Notification:
    notify(people=[person], kind="test", sentence=sentence, body="Hemligt innehåll", path="/ideer/1/", **more)
    return Notification.objects.filter(person=person).latest("pk")


def look(**later) -> int:
    return sending.send_news(timezone.now() + timedelta(**later))


class TestSealing:
    def test_it_is_what_the_specification_says(self):
        """RFC 8291, Appendix A."""
        body = sealed(
            b"When I grow up, I want to be a watermelon",
            public_key="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            secret="BTBZMqHH6r4Tts7J_aSIgg",
            ours=private_key("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
            salt=unwritten("DGv6ra1nlYgDCS1FRnbzlw"),
        )

        assert written(body) == (
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w"
            "EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        )

    @pytest.mark.parametrize(("key", "secret"), [("", ""), ("AAAA", "AAAA"), ("B" + "A" * 86, "A" * 22), ("å", "å")])
    def test_keys_that_no_browser_made_are_refused(self, key, secret):
        with pytest.raises(BadKeys):
            sealed(b"x", public_key=key, secret=secret)

    def test_the_command_makes_a_key(self, capsys):
        call_command("make_push_key")

        assert isinstance(private_key(capsys.readouterr().out.strip().partition("=")[2]), ec.EllipticCurvePrivateKey)
        assert CURVE.name == "secp256r1"


class TestNews:
    def test_they_reach_the_device_sealed_and_signed(self, double, device, citizen):
        news = tell(citizen)

        assert look() == 1

        assert double.opened == [
            {
                "title": "Din idé har fått svar",
                "path": f"/nyheter-till-dig/{news.pk}/",
                "tag": f"news-{news.pk}",
                "language": "sv",
            }
        ]
        claims = double.claims(public_key())
        assert (claims["aud"], claims["sub"]) == (double.origin, "mailto:it@example.se")
        _path, headers, body = double.received[0]
        assert headers["Content-Encoding"] == "aes128gcm"
        assert b"svar" not in body

    def test_each_once(self, double, device, citizen):
        tell(citizen)

        assert [look(), look()] == [1, 0]

    def test_nothing_of_what_was_there_before(self, double, citizen):
        tell(citizen)
        actions.add_device(person=citizen, name="x", now=timezone.now(), **double.subscription)

        assert look() == 0

    def test_nothing_that_is_hidden_when_it_would_go(self, double, device, citizen, sundsvall):
        topic = TopicFactory(municipality=sundsvall)
        tell(citizen, topic=topic)
        Topic.objects.filter(pk=topic.pk).update(visibility="staff")

        assert look() == 0
        assert double.received == []

    def test_nothing_to_others_read_or_old(self, double, device, citizen, author):
        tell(author)
        tell(citizen)
        Notification.objects.update(read_at=timezone.now())
        assert look() == 0

        tell(citizen)
        assert look(days=2) == 0

    def test_a_flood_is_a_few(self, double, device, citizen):
        for number in range(8):
            tell(citizen, f"Nyhet {number}")

        look()
        look()

        assert [row["title"] for row in double.opened] == ["Nyhet 5", "Nyhet 6", "Nyhet 7"]

    def test_a_closed_account_is_not_told(self, double, device, citizen):
        tell(citizen)
        citizen.is_active = False
        citizen.save()

        assert look() == 0

    @pytest.mark.parametrize("status", [404, 410])
    def test_a_device_that_is_gone_is_forgotten(self, double, device, citizen, status):
        double.status = status
        tell(citizen)

        look()

        assert not Device.objects.exists()

    def test_a_service_that_drips_is_left_alone_in_time(self, double, device, citizen, monkeypatch):
        """Whoever asks for news says which service it is."""
        monkeypatch.setattr(sending, "PATIENCE", 0.5)
        service = Dripping(b"HTTP/1.1 201 Created\r\nX-A: ")
        Device.objects.filter(pk=device.pk).update(endpoint=f"{service.url}/push/1")
        tell(citizen)
        began = time.monotonic()

        assert look() == 0

        assert time.monotonic() - began < 5
        assert Device.objects.get().failures == 1
        service.close()

    def test_a_busy_service_is_left_alone_and_then_gets_it(self, double, device, citizen):
        double.status, double.headers = 429, {"Retry-After": "600"}
        tell(citizen)
        look()
        look(minutes=5)
        assert len(double.received) == 1

        double.status = 201
        assert look(minutes=11) == 1

    def test_a_service_that_is_away_is_tried_again_and_given_up_in_the_end(self, device, citizen, monkeypatch):
        def nowhere(host, port, **more):
            raise networks.NoSuchHost

        monkeypatch.setattr(networks.PinnedTransport, "handle_request", lambda self, request: nowhere("", 0))
        Device.objects.update(failures=sending.GIVEN_UP_AFTER - 2)
        tell(citizen)

        look()
        assert Device.objects.exists()
        look(hours=7)
        assert not Device.objects.exists()

    def test_a_redirect_leads_nowhere(self, double, device, citizen):
        double.status, double.headers = 307, {"Location": "http://127.0.0.1:1/"}
        tell(citizen)

        assert look() == 0
        assert len(double.received) == 1

    def test_off_without_a_key(self, double, device, citizen, settings):
        settings.VAPID_PRIVATE_KEY = ""
        tell(citizen)

        assert look() == 0

    def test_nothing_new_costs_one_query(self, device, django_assert_num_queries):
        with django_assert_num_queries(1):
            look()

    def test_logs_hold_no_address(self, double, device, citizen, caplog):
        double.status = 500
        tell(citizen)

        look()

        assert "500" in caplog.text
        assert "127.0.0.1" not in caplog.text


class TestEndpoints:
    @pytest.mark.parametrize(
        "endpoint",
        [
            "https://10.1.2.3/x",
            "https://192.168.0.1/x",
            "https://169.254.169.254/latest/meta-data",
            "https://[::1]/x",
            "https://[::ffff:127.0.0.1]/x",
            "https://[64:ff9b::a00:1]/x",
            "http://push.example.com/x",
            "http://127.0.0.1/x",
            "https://user:pass@push.example.com/",
            "https://127.0.0.1:22/",
            "https://push.example.com:8443/",
            "ftp://push.example.com/",
            "https://",
            "https://[::",
        ],
    )
    def test_closed_networks_and_odd_addresses_are_refused(self, settings, endpoint, double, citizen, monkeypatch):
        settings.DEVELOPMENT = False
        monkeypatch.setattr(socket, "getaddrinfo", real_or_public)

        with pytest.raises(actions.NoDevice):
            actions.add_device(
                person=citizen, name="x", now=timezone.now(), **{**double.subscription, "endpoint": endpoint}
            )

    def test_a_name_that_turns_into_a_closed_network_later_gets_nothing(self, settings, double, device, citizen):
        settings.DEVELOPMENT = False  # from now on loopback is a closed network
        tell(citizen)

        assert look() == 0
        assert double.received == []
        assert not Device.objects.exists()

    def test_networks_of_case_systems_are_not_open_to_devices(self, settings):
        settings.DEVELOPMENT = False
        settings.CASE_SYSTEM_NETWORKS = ["10.0.0.0/8"]

        with pytest.raises(networks.ClosedNetwork):
            networks.resolve("10.1.2.3", 443)


def real_or_public(host, port, **more):
    """No name server is asked in a test."""
    number = host if host.replace(".", "").isdigit() or ":" in host else "93.184.215.14"
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]


class TestThePage:
    def test_a_person_adds_a_device_and_hears_at_once(self, client, citizen, double):
        client.force_login(citizen)
        page = client.get(PAGE).content.decode()
        assert public_key() in page

        said = double.subscription
        posted = {
            "endpoint": said["endpoint"],
            "p256dh": said["public_key"],
            "auth": said["secret"],
            "name": "Firefox, Linux",
        }
        page = client.post(f"{PAGE}ny/", posted, follow=True).content.decode()

        assert "Firefox, Linux" in page
        assert said["endpoint"] not in page
        assert double.opened[0]["title"] == "Här får du nyheter från Samskapa"

    def test_and_takes_it_away(self, client, citizen, device):
        client.force_login(citizen)

        client.post(f"{PAGE}{device.pk}/ta-bort/")

        assert not Device.objects.exists()

    def test_nobody_elses(self, client, author, device):
        client.force_login(author)

        assert device.name not in client.get(PAGE).content.decode()
        assert client.post(f"{PAGE}{device.pk}/ta-bort/").status_code == 404

    def test_a_browser_that_another_used_before_is_now_mine(self, citizen, author, device, double):
        actions.add_device(person=author, name="x", now=timezone.now(), **double.subscription)

        assert Device.objects.get().person == author

    def test_what_is_no_subscription_is_said(self, client, citizen):
        client.force_login(citizen)

        page = client.post(f"{PAGE}ny/", {"endpoint": "https://10.0.0.1/"}, follow=True).content.decode()

        assert "Det gick inte" in page

    def test_no_more_than_ten(self, citizen, double):
        for number in range(12):
            said = {**double.subscription, "endpoint": f"{double.origin}/push/{number}"}
            actions.add_device(person=citizen, name=str(number), now=timezone.now(), **said)

        assert Device.objects.count() == actions.MOST_EACH

    def test_without_a_key_there_is_no_page_and_no_link(self, client, citizen, settings):
        client.force_login(citizen)
        assert PAGE in client.get("/nyheter-till-dig/").content.decode()

        settings.VAPID_PRIVATE_KEY = ""

        assert client.get(PAGE).status_code == 404
        assert client.post(f"{PAGE}ny/").status_code == 404
        assert PAGE not in client.get("/nyheter-till-dig/").content.decode()

    def test_a_visitor_signs_in_first(self, client):
        assert client.get(PAGE).status_code == 302

    def test_own_data_without_the_address(self, citizen, device):
        (row,) = personal_data.export_of(citizen)["enheter"]
        assert row["enhet"] == "Firefox, Linux"
        assert "127.0.0.1" not in str(row)

        personal_data.erase(citizen)
        assert not Device.objects.exists()


class TestLeaving:
    """A shared computer."""

    def add(self, client, double, person, number: int = 1) -> Device:
        client.force_login(person)
        said = double.subscription
        endpoint = f"{double.origin}/push/{number}"
        posted = {"endpoint": endpoint, "p256dh": said["public_key"], "auth": said["secret"], "name": "Chrome"}
        client.post(f"{PAGE}ny/", posted)
        double.received.clear()
        return Device.objects.get(endpoint=endpoint)

    def test_who_signs_out_leaves_no_news_there_and_keeps_the_telephone(self, client, citizen, double):
        telephone = type(client)()
        here, there = self.add(client, double, citizen), self.add(telephone, double, citizen, 2)

        client.post("/konto/logout/")
        tell(citizen)

        assert here not in Device.objects.all()
        assert look() == 1
        assert Device.objects.get() == there

    def test_also_in_a_later_session(self, client, citizen, double):
        """The first ended by itself; on a telephone news came all the same."""
        self.add(client, double, citizen)
        del client.cookies["sessionid"]
        tell(citizen)
        assert look() == 1

        client.force_login(citizen)
        client.post("/konto/logout/")
        tell(citizen)

        assert look() == 0

    def test_who_signs_in_where_another_never_signed_out(self, client, citizen, author, double):
        self.add(client, double, citizen)
        del client.cookies["sessionid"]

        author.set_password("ett-eget-losenord-66")
        author.save()

        client.post("/konto/login/", {"login": author.email, "password": "ett-eget-losenord-66"})

        assert client.session["_auth_user_id"] == str(author.pk)
        assert not Device.objects.exists()

    def test_a_new_password_ends_all_others(self, client, citizen, double):
        citizen.set_password("ett-gammalt-losenord-77")
        citizen.save()
        elsewhere = type(client)()
        here = self.add(client, double, citizen)
        self.add(elsewhere, double, citizen, 2)
        prove_it_is_me(client)

        new = {"password1": "ett-helt-nytt-losenord-88", "password2": "ett-helt-nytt-losenord-88"}
        client.post("/konto/password/change/", {"oldpassword": "ett-gammalt-losenord-77", **new})

        assert citizen.__class__.objects.get(pk=citizen.pk).check_password("ett-helt-nytt-losenord-88")
        assert Device.objects.get() == here

    def test_a_password_that_was_lost_ends_them_all(self, client, citizen, double, mailoutbox):
        self.add(client, double, citizen)
        anybody = type(client)()
        anybody.post("/konto/password/reset/", {"email": citizen.email})
        found = re.search(r"https?://[^/\s]+(/konto/password/reset/key/\S+)", str(mailoutbox[-1].body))
        form = anybody.get(found[1], follow=True).request["PATH_INFO"]

        new = "ett-helt-nytt-losenord-88"
        anybody.post(form, {"password1": new, "password2": new})

        assert citizen.__class__.objects.get(pk=citizen.pk).check_password(new)
        assert not Device.objects.exists()

    def test_so_does_an_administrator_who_writes_another_address(self, client, citizen, double):
        self.add(client, double, citizen)
        citizen.email = "ny@example.com"

        keep_one_address(person=citizen)

        assert not Device.objects.exists()

    def test_closing_the_account_ends_them(self, client, citizen, double):
        self.add(client, double, citizen)

        close_account(person=citizen)

        assert not Device.objects.exists()

    def test_the_browser_cannot_say_that_it_is_another(self, client, citizen, author, device):
        client.force_login(author)
        client.cookies["device"] = str(device.pk)

        client.post("/konto/logout/")

        assert Device.objects.get() == device

    def test_the_same_browser_added_anew_is_one(self, client, citizen, double):
        self.add(client, double, citizen)
        again = self.add(client, double, citizen, 2)

        assert Device.objects.get() == again


def test_the_worker_of_the_browser_shows_it(client):
    words = client.get("/sw.js").content.decode()

    assert 'addEventListener("push"' in words
    assert 'addEventListener("notificationclick"' in words


def test_a_person_who_leaves_takes_the_devices_along(double):
    person = UserFactory()
    actions.add_device(person=person, name="x", now=timezone.now(), **double.subscription)

    person.delete()

    assert not Device.objects.exists()
