"""What is sent away: mails with hostile words in every part, and the names of files. 1, 3."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from django.utils import timezone

from participation.attachments.names import clean_name
from participation.notifications import actions
from participation.notifications.mail import as_message
from participation.notifications.models import OutgoingMail
from tests.factories import TopicFactory, UserFactory

from .strings import all_strings, assert_harmless, chunks, one_line

pytestmark = pytest.mark.django_db
SAFE = "Ett helt vanligt ord"


@pytest.fixture(scope="module")
def strings(data):
    return all_strings(data)


def mailed(topic, sentence: str, body: str):
    """The mail as a mail program reads it."""
    OutgoingMail.objects.all().delete()
    person = UserFactory(display_name=SAFE)
    actions.notify(people=[person], kind="idea", sentence=sentence, body=body, topic=topic, now=timezone.now())
    raw = as_message(OutgoingMail.objects.get()).message().as_bytes()
    return message_from_bytes(raw, policy=policy.default), person


def part(mail, kind: str) -> str:
    return next(part.get_content() for part in mail.walk() if part.get_content_type() == kind)


def test_hostile_words_in_a_mail_are_words_in_both_of_its_parts(sundsvall, strings):
    topic = TopicFactory(municipality=sundsvall)
    lines = [one_line(text) for text in strings]
    control, _person = mailed(topic, SAFE, SAFE)
    titles = [text for text in lines if len(text) < 150][::150]

    for title, some in zip(titles, list(chunks(lines, 6000)), strict=False):
        mail, person = mailed(topic, title, " ⁂ ".join(some))

        assert mail["To"].endswith(f"<{person.email}>") or mail["To"] == person.email
        assert {name.lower() for name in mail} == {name.lower() for name in control}
        kinds = [found.get_content_type() for found in mail.walk()]
        assert kinds == [found.get_content_type() for found in control.walk()]
        if "text/html" in kinds:
            assert_harmless(part(mail, "text/html"), part(control, "text/html"), [])
        text = one_line(part(mail, "text/plain"))
        assert "&lt;" not in text or any("&lt;" in words for words in [title, *some])


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_a_line_break_in_a_title_adds_no_header(sundsvall, end):
    topic = TopicFactory(municipality=sundsvall)

    mail, person = mailed(topic, f"Hej{end}Bcc: offer@example.com{end}{end}<b>brödtext</b>", SAFE)

    assert mail["Bcc"] is None
    assert person.email in mail["To"]
    assert "offer@example.com" not in mail["To"]
    assert not {"\r", "\n"} & set(mail["Subject"])


def test_the_name_of_a_file_is_only_a_name(strings):
    """3"""
    for text in strings:
        name = clean_name(f"{text}.html", ".pdf")

        assert name.endswith(".pdf")
        assert not set('/\\<>"\r\n\0:|?*') & set(name), text
        assert not name.startswith("."), text
        assert len(name) <= 120
