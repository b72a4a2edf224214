from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from participation.notifications.models import OutgoingMail
from portal import development

pytestmark = pytest.mark.django_db


@pytest.fixture
def mails(rf):
    """The view itself: its address exists only where DEBUG is on."""
    request = rf.get("/utveckling/mejl/")
    request.user = AnonymousUser()
    return lambda: development.mails(request).content.decode()


def test_it_has_no_address_without_debug(client):
    assert client.get("/utveckling/mejl/").status_code == 404


def test_the_demonstrations_mails_are_shown_newest_first_with_links_to_follow(mails):
    for number, text in enumerate(["Hej\n\nhttp://testserver/ideer/1/", "<script>alert(1)</script>"]):
        OutgoingMail.objects.create(
            to="x@demo.example", subject=f"Ämne {number}", text=text, message_id=f"<{number}@x>"
        )

    content = mails()

    assert 'href="http://testserver/ideer/1/"' in content
    assert "<script>alert" not in content
    assert content.index("Ämne 1") < content.index("Ämne 0")


def test_without_mails_it_says_so(mails):
    assert "inga mejl än" in mails()
