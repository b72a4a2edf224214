from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation.accounts.models import User
from portal.limit_table import rates_from

from .pages import PASSWORD, assert_is_ours, code_in

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

    from participation.places.models import Municipality

pytestmark = pytest.mark.django_db
FULL = {"email": "Ny@Example.com", "password1": PASSWORD, "display_name": "", "home": ""}


def sign_up(client: Client, **fields: Any) -> Any:
    return client.post(reverse("account_signup"), {**FULL, **fields})


def confirm(client: Client, mailoutbox: list[EmailMessage]) -> Any:
    code = code_in(mailoutbox[-1].body)
    return client.post(reverse("account_email_verification_sent"), {"code": code})


def test_a_person_signs_up_with_a_password_and_a_code(client: Client, mailoutbox: list[EmailMessage]) -> None:
    response = sign_up(client)
    assert response.headers["Location"] == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session

    response = confirm(client, mailoutbox)

    assert response.headers["Location"] == reverse("accounts:mine")
    person = User.objects.get(email="ny@example.com")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert EmailAddress.objects.get(user=person).verified
    assert person.check_password(PASSWORD)


def test_a_person_signs_up_without_a_password(client: Client, mailoutbox: list[EmailMessage]) -> None:
    sign_up(client, password1="")
    confirm(client, mailoutbox)

    person = User.objects.get(email="ny@example.com")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert not person.has_usable_password()


def test_name_and_home_are_kept(client: Client, sundsvall: Municipality, mailoutbox: list[EmailMessage]) -> None:
    sign_up(client, display_name=" Anna  L ", home=sundsvall.pk)

    person = User.objects.get(email="ny@example.com")
    assert (person.display_name, person.home, person.language) == ("Anna L", sundsvall, "sv")


def test_whoever_signs_up_in_english_gets_mail_in_english(client: Client, mailoutbox: list[EmailMessage]) -> None:
    client.post("/en/konto/signup/", FULL)

    assert User.objects.get(email="ny@example.com").language == "en"


def test_a_closed_municipality_is_no_home(client: Client, sundsvall: Municipality) -> None:
    sundsvall.is_open = False
    sundsvall.save()

    response = sign_up(client, home=sundsvall.pk)

    assert response.status_code == 200
    assert not User.objects.exists()


def test_nobody_signs_up_as_the_municipality(client: Client) -> None:
    page = assert_is_ours(sign_up(client, display_name="Sundsvalls kommun"))

    assert "talar för kommunen" in page.get_text()
    assert page.find("input", attrs={"name": "email"})["value"] == "Ny@Example.com"
    assert not User.objects.exists()


def test_a_weak_password_is_refused_and_never_written_back(client: Client) -> None:
    response = sign_up(client, password1="password12")

    page = assert_is_ours(response)
    assert page.find("input", attrs={"name": "password1"}).get("value") is None
    assert b"password12" not in response.content


def test_after_the_code_people_land_where_they_were(client: Client, mailoutbox: list[EmailMessage]) -> None:
    sign_up(client, next="/ideer/ny/2281/?steg=2")

    response = confirm(client, mailoutbox)

    assert response.headers["Location"] == "/ideer/ny/2281/?steg=2"


def test_the_way_back_goes_along_between_sign_in_and_sign_up(client: Client) -> None:
    for name in ("account_login", "account_signup", "account_request_login_code"):
        page = assert_is_ours(client.get(reverse(name), {"next": "/ideer/ny/2281/"}))

        links = {link["href"].split("?")[0]: link["href"] for link in page.main.find_all("a", href=True)}
        doors = {reverse("account_login"), reverse("account_signup"), reverse("account_request_login_code")}
        for path in (doors & set(links)) - {reverse(name)}:
            assert links[path].endswith("?next=%2Fideer%2Fny%2F2281%2F"), (name, path)
        assert page.main.find("input", attrs={"name": "next"})["value"] == "/ideer/ny/2281/"


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "http:evil"])
def test_nobody_is_sent_to_another_host(client: Client, mailoutbox: list[EmailMessage], there: str) -> None:
    sign_up(client, next=there)

    response = confirm(client, mailoutbox)

    assert response.headers["Location"] == reverse("accounts:mine")


def test_an_address_that_has_an_account_looks_the_same(
    client: Client, citizen: User, mailoutbox: list[EmailMessage]
) -> None:
    fresh = sign_up(client)
    first = client.get(fresh.headers["Location"])
    client.session.flush()
    client.cookies.clear()

    again = sign_up(client, email=citizen.email)
    second = client.get(again.headers["Location"])

    assert (fresh.status_code, fresh.headers["Location"]) == (again.status_code, again.headers["Location"])
    plain = [
        assert_is_ours(page).main.get_text(" ", strip=True).replace(address, "ADRESS")
        for page, address in [(first, "ny@example.com"), (second, citizen.email)]
    ]
    assert plain[0] == plain[1]
    assert User.objects.filter(email=citizen.email).count() == 1


@pytest.mark.parametrize(("password", "hashed"), [(PASSWORD, 1), ("", 0)])
def test_the_time_does_not_tell_who_has_an_account(
    client: Client,
    citizen: User,
    mailoutbox: list[EmailMessage],
    monkeypatch: pytest.MonkeyPatch,
    password: str,
    hashed: int,
) -> None:
    """A hash takes half a second: as many for both, and the rows of an account besides. Nothing of it is kept."""
    calls: list[str] = []
    hasher = get_hasher()
    encode = type(hasher).encode
    monkeypatch.setattr(
        type(hasher), "encode", lambda self, raw, salt, *args: calls.append(raw) or encode(self, raw, salt, *args)
    )
    before = (User.objects.get(pk=citizen.pk).password, EmailAddress.objects.count(), User.objects.count())
    written = []
    for address in (citizen.email, "ny@example.com"):
        with CaptureQueriesContext(connection) as queries:
            sign_up(Client(), email=address, password1=password)
        written.append([row["sql"].split("(")[0] for row in queries if row["sql"].startswith(("INSERT", "UPDATE"))])
        if address == citizen.email:
            assert calls == [password] * hashed
            assert (
                User.objects.get(pk=citizen.pk).password,
                EmailAddress.objects.count(),
                User.objects.count(),
            ) == before
            assert mailoutbox[-1].to == [citizen.email]

    assert calls == [password] * hashed * 2
    for table in ('INSERT INTO "accounts_user" ', 'INSERT INTO "account_emailaddress" '):
        assert [sum(sql.startswith(table) for sql in each) for each in written] == [1, 1], table


def test_whoever_has_an_account_already_gets_a_way_in_and_back(
    client: Client, citizen: User, mailoutbox: list[EmailMessage]
) -> None:
    sign_up(client, email=citizen.email, next="/ideer/ny/2281/")

    assert mailoutbox[-1].subject == "Du har redan ett konto"
    assert (
        f"http://testserver{reverse('account_request_login_code')}?next=%2Fideer%2Fny%2F2281%2F" in mailoutbox[-1].body
    )


@pytest.mark.parametrize("email", ["citizen@example.com", "ny@example.com"])
def test_waiting_for_a_code_shuts_no_door(
    client: Client, citizen: User, mailoutbox: list[EmailMessage], email: str
) -> None:
    """Whoever has an account gets a link instead of a code; whoever mistyped the address gets neither."""
    sign_up(client, email=email)

    for name in ("account_login", "account_request_login_code", "account_signup"):
        assert client.get(reverse(name)).status_code == 200
    client.post(reverse("account_request_login_code"), {"email": email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mailoutbox[-1].body)})

    assert client.get(reverse("accounts:mine")).status_code == 200


def test_a_wrong_code_says_so_and_three_end_it(client: Client, mailoutbox: list[EmailMessage]) -> None:
    sign_up(client)
    address = reverse("account_email_verification_sent")

    page = assert_is_ours(client.post(address, {"code": "FEL-FEL"}))
    assert "Koden stämmer inte" in page.get_text()
    client.post(address, {"code": "FEL-FEL"})
    response = client.post(address, {"code": "FEL-FEL"})

    assert response.status_code == 302
    assert "_auth_user_id" not in client.session
    assert confirm(client, mailoutbox).headers["Location"] == reverse("account_login")


def test_the_pages_are_ours(client: Client, mailoutbox: list[EmailMessage]) -> None:
    assert_is_ours(client.get(reverse("account_signup")))
    sign_up(client)
    assert_is_ours(client.get(reverse("account_email_verification_sent")))


def test_sign_up_can_be_closed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from participation.accounts.adapter import AccountAdapter

    monkeypatch.setattr(AccountAdapter, "is_open_for_signup", lambda self, request: False)

    assert_is_ours(client.get(reverse("account_signup")))


def test_too_many_sign_ups_from_one_place_are_stopped(
    client: Client, mailoutbox: list[EmailMessage], settings: Any
) -> None:
    settings.LIMITS = settings.LIMITS | {"sign_up": rates_from("3/1d/address")}
    for number in range(3):
        client.post(reverse("account_signup"), {"email": f"nummer{number}@"})

    response = sign_up(client)

    assert response.status_code == 429
    assert_is_ours(response)
    assert not mailoutbox


def test_one_mailbox_is_one_account_however_its_domain_is_written(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    sign_up(client, email="bo@räksmörgås.se")
    confirm(client, mailoutbox)
    assert User.objects.get().email == "bo@xn--rksmrgs-5wao1o.se"

    sign_up(Client(), email="bo@xn--rksmrgs-5wao1o.se")
    sign_up(Client(), email="bo@Räksmörgås.se")
    assert User.objects.count() == 1

    for way in ("bo@räksmörgås.se", "bo@xn--rksmrgs-5wao1o.se"):
        back = Client()
        back.post(reverse("account_login"), {"login": way, "password": PASSWORD})
        assert "_auth_user_id" in back.session
        mailoutbox.clear()
        Client().post(reverse("account_request_login_code"), {"email": way})
        assert code_in(mailoutbox[-1].body)
