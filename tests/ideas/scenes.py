"""One author who presses often; played by tests/parallel.py on a database of its own."""

from __future__ import annotations

import re
from typing import Any

TIMES = 5


def pressing_often() -> dict[str, Any]:
    from django.test import Client
    from django.urls import reverse

    from participation.ideas.models import Idea
    from tests.factories import MunicipalityFactory, UserFactory
    from tests.ideas.factories import a_draft
    from tests.parallel import at_once, pressing

    place, author = MunicipalityFactory(code="2281", name="Sundsvall"), UserFactory()
    sent, deleted = a_draft(place, author), a_draft(place, author)
    ask = Client()
    ask.force_login(author)
    bin_address = reverse("ideas:delete_draft", args=[deleted.key])
    forms = {
        "send": (reverse("ideas:draft", args=[sent.key]), {"place": "", "lat": "", "lon": "", "gor": "skicka"}),
        "delete": (bin_address, {"mitt": _hidden(ask.get(bin_address), "mitt")}),
        "begin": (
            "/ideer/ny/2281/",
            {"title": "En gång", "text": "Räcker.", "key": _hidden(ask.get("/ideer/ny/2281/"), "key")},
        ),
    }
    answers = {
        kind: at_once([pressing(author, address, **form) for _ in range(TIMES)])
        for kind, (address, form) in forms.items()
    }
    sent.refresh_from_db()
    return {
        "answers": answers,
        "sent": sent.status,
        "deleted": Idea.objects.filter(pk=deleted.pk).count(),
        "begun": Idea.objects.filter(title="En gång").count(),
    }


def _hidden(response: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', response.content.decode())
    assert found is not None
    return found[1]


SCENES = (pressing_often,)
