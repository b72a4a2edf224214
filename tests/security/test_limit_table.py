from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse

from portal.limit_table import LIMITS, Rate, limits_from, rates_from


def test_a_limit_is_read_as_it_is_written():
    assert rates_from("20/10m/account, 400/1h/address,5/s/account,3/m/both") == (
        Rate(20, 600, "account"),
        Rate(400, 3600, "address"),
        Rate(5, 1, "account"),
        Rate(3, 60, "both"),
    )


@pytest.mark.parametrize("written", ["", " ", "off"])
def test_a_limit_can_be_lifted(written):
    assert rates_from(written) == ()


@pytest.mark.parametrize(
    "wrong", ["20", "20/10m", "0/10m/account", "20/10w/account", "20/10m/ip", "-1/m/account", "1/m/account;"]
)
def test_a_limit_that_cannot_be_read_stops_the_start_instead_of_letting_everything_by(wrong):
    with pytest.raises(ValueError, match="is not a limit"):
        rates_from(wrong)


def test_each_row_can_be_set_by_the_environment():
    said = {"LIMIT_COMMENT": "1/m/account", "LIMIT_SEARCH": "off"}

    limits = limits_from(lambda name, default: said.get(name, default))

    assert limits["comment"] == (Rate(1, 60, "account"),)
    assert limits["search"] == ()
    assert limits["idea"] == rates_from(next(limit.rates for limit in LIMITS if limit.name == "idea"))


# Programs with a key, which Open311 limits each by itself; and what is kept for somebody who is not signed in.
WITHOUT_ACCOUNTS = {"open311", "open311_report", "case_push", "staff_words"}


def test_every_limit_is_tight_for_an_account_and_wide_for_a_school_behind_one_address():
    for limit in LIMITS:
        rates = {rate.per: rate for rate in rates_from(limit.rates)}

        assert rates["address"].most >= 100, limit.name
        if limit.name not in WITHOUT_ACCOUNTS:
            assert rates["address"].most >= 5 * rates.get("both", rates["account"]).most, limit.name
        if "both" in rates:
            assert rates["account"].most >= 5 * rates["both"].most, limit.name


def test_what_the_municipality_was_promised_is_limited():
    asked = {
        "sign_up",
        "sign_in",
        "support",
        "comment",
        "flag",
        "reaction",
        "idea",
        "fault",
        "search",
        "similar",
        "import",
    }

    assert asked <= set(settings.LIMITS)
    assert all(settings.LIMITS[name] for name in asked)


def names(resolver, namespace=""):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            below = ":".join(part for part in (namespace, entry.namespace) if part)
            yield from names(entry, below)
        elif entry.name:
            yield f"{namespace}:{entry.name}" if namespace else entry.name


def test_every_door_of_the_table_is_there():
    """A door that is renamed would else be open without anybody noticing."""
    there = set(names(get_resolver()))

    assert {door for limit in LIMITS for door in limit.doors} - there == set()


UNLIMITED = {
    # one's own, each behind signing in, and a few by allauth by account
    "accounts:close", "account_logout", "account_change_password",
    "account_set_password", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes",
    "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn",
    # marks of one's own
    "notifications:all_read", "notifications:unread_again", "notifications:read", "notifications:unsubscribe",
    "notifications:open",
    # secret addresses out of a mail, each of which can only begin or end the one thing it names
    "faults:unfollow", "faults:confirm_follow", "faults:confirm_watch", "faults:stop_watch",
    "newsletters:confirm", "newsletters:leave", "push:remove",
}  # fmt: skip
READ_ONLY = {
    "accounts:mine", "accounts:my_data", "accounts:my_data_file", "accounts:closed", "notifications:inbox",
    "notifications:following", "home:search", "ideas:mine", "ideas:similar", "ideas:feed", "ideas:attachment",
    "ideas:feed_of", "eservices:feed_of", "answers:file", "said:page", "said:table", "said:feed",
    "ideas:detail", "ideas:original", "ideas:versions", "faults:start", "faults:mine", "faults:status",
    "faults:receipt", "faults:photo", "faults:mine_map",
    "newsletters:letter", "push:devices",
    "faults:reported", "faults:reported_in", "faults:feed", "faults:feed_in", "faults:public", "faults:public_photo",
    "faults:flagged",
    "faults:manifest", "faults:waiting", "discussion:branch", "discussion:permalink", "voting:reasons",
    "moderation:thanks", "decisions:index", "decisions:decision", "eservices:detail", "attachments:held",
    "places:map", "places:palette",
    "account_inactive", "account_reset_password_done", "account_reset_password_from_key_done", "mfa_index",
    "mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn",
}  # fmt: skip


def test_a_new_door_is_limited_or_said_to_need_no_limit():
    """31: whoever adds an address has to say what holds back the one who knocks a thousand times."""
    ours = ("account", "mfa", "accounts:", "notifications:", "home:", "ideas:", "faults:", "discussion:", "voting:",
            "moderation:", "decisions:", "newsletters:", "push:", "calendars:", "eservices:",
            "attachments:", "places:")  # fmt: skip
    doors = {name for name in names(get_resolver()) if name.startswith(ours)}
    limited = {door for limit in LIMITS for door in limit.doors}

    assert doors - limited - UNLIMITED - READ_ONLY == set()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/_util/login/", "/en/_util/login/"])
@pytest.mark.parametrize("how", ["get", "post"])
def test_wagtails_own_door_for_readers_leads_to_the_one_door(client, citizen, path, how):
    """30: there, a password was enough, and could be guessed without end."""
    given = {"username": citizen.email, "password": "en lång fras att minnas", "next": "/mina/"}
    response = getattr(client, how)(path, given)

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
    assert "_auth_user_id" not in client.session


def test_the_page_of_settings_tells_every_limit_as_it_is():
    told = (settings.BASE_DIR / "docs" / "settings.md").read_text()

    for limit in LIMITS:
        row = next((line for line in told.splitlines() if line.startswith(f"| `{limit.setting}` |")), "")
        assert row.endswith(f"| `{limit.rates}` |"), limit.setting
