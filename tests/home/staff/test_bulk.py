from __future__ import annotations

import pytest

from home.models import NewsIndexPage
from participation.accounts.models import Role

from ..conftest import member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("action", ["delete", "publish", "unpublish"])
def test_who_may_do_nothing_of_it_reads_that_nothing_is_done(client, place, neighbour, action):
    client.force_login(member(neighbour, Role.EDITOR, Role.PUBLISHER))
    theirs = NewsIndexPage.objects.get(municipality=place, locale__language_code="sv")
    if action == "publish":
        NewsIndexPage.objects.filter(pk=theirs.pk).update(live=False)
    was = NewsIndexPage.objects.get(pk=theirs.pk).live

    response = client.post(f"/cms/bulk/wagtailcore/page/{action}/?id={theirs.pk}&next=/cms/", follow=True)
    said = [str(message).strip() for message in response.context["messages"]]

    assert said == ["Inget är gjort: du får inte göra det med något av det du valde."]
    assert NewsIndexPage.objects.get(pk=theirs.pk).live == was
