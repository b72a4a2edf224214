"""A report that another system sends: read, checked in full, and only then stored."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from participation.attachments.intake import PhotoRefused, ReceivedPhoto, receive_photo
from participation.core.words import WordsField
from participation.faults.actions import Place
from participation.faults.answering import PREFIX, AnswersForm
from participation.faults.forms import looks_like_a_phone
from participation.faults.models import FaultReport
from participation.faults.owners import owner_at

from .errors import Refused
from .positions import position_of, settled

if TYPE_CHECKING:
    from django.http import HttpRequest

    from participation.faults.models import FaultCategory

    from .jurisdictions import Jurisdiction

ATTRIBUTE = re.compile(r"attribute\[(?P<code>[^\[\]]{1,60})\](?:\[\d*\])?")
MOST_PHOTOS = 5
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
BROKEN = "\ufffd"  # what a byte that is no UTF-8 was read as
FIXMYSTREET = "attribute[fixmystreet_id]"  # the only name of its own that such a client can send


class WordsOfReport(forms.Form):
    description = WordsField(required=False, max_length=4000)
    address_string = WordsField(required=False, max_length=200)
    email = forms.EmailField(required=False, max_length=254)
    phone = forms.CharField(required=False, max_length=40, validators=[looks_like_a_phone])


@dataclass(frozen=True)
class Sent:
    """What a create call holds, checked."""

    category: FaultCategory
    said: dict[str, Any]
    photos: list[ReceivedPhoto]
    links: list[str]
    own_id: str
    digest: str


def form_of(request: HttpRequest) -> QueryDict:
    """Forms only: incoming XML or JSON is never parsed. Raises Refused."""
    if request.content_type not in FORMS:
        raise Refused(400, _("Skicka ett formulär: application/x-www-form-urlencoded, eller multipart med foton."))
    for values in request.POST.lists():
        if any(BROKEN in value or "\0" in value for value in (values[0], *values[1])):
            raise Refused(400, _("%(name)s är inte UTF-8. Skicka texten som UTF-8.") % {"name": values[0][:60]})
    return request.POST


def read(request: HttpRequest, jurisdiction: Jurisdiction) -> Sent:
    """All that is wrong with the words is said at once; photos are looked at last. Raises Refused."""
    posted = form_of(request)
    place = position_of(posted)
    code = posted.get("service_code", "").strip()
    if not code:
        raise Refused(400, _("service_code saknas."))
    category = settled(place, jurisdiction, code)
    form = WordsOfReport(posted)
    wrong = [f"{name}: {sentence}" for name, sentences in form.errors.items() for sentence in sentences]
    answers, wrong_answers = _answers(posted, category)
    if wrong + wrong_answers:
        raise Refused(400, *wrong, *wrong_answers)
    words = form.cleaned_data
    if place is None and not words["address_string"]:
        raise Refused(400, _("Platsen saknas: ange lat och long, eller address_string. address_id används inte här."))
    owned = owner_at(place)
    said = {
        "municipality": category.municipality,
        "category": category,
        "text": words["description"] or category.name,
        "place": _placed(place, words["address_string"]),
        "contact_email": words["email"],
        "contact_phone": words["phone"],
        "answers": answers,
        "owner": owned.owner if owned else None,
    }
    return Sent(category, said, _photos(request), _links(posted), own_id_of(request), _digest(posted))


def own_id_of(request: HttpRequest) -> str:
    """What the client calls the report: the header, or a field for who cannot set one."""
    posted = request.POST
    named = request.headers.get("Idempotency-Key", "") or posted.get("idempotency_key", "") or posted.get(FIXMYSTREET)
    own_id = (named or "").strip()
    if len(own_id) > 200 or not own_id.isprintable():
        raise Refused(400, _("Idempotency-Key får vara högst 200 tecken."))
    return own_id


def _placed(position: tuple[float, float] | None, words: str) -> Place:
    if position is None:
        return Place(words=words)
    return Place(words=words, lon=position[0], lat=position[1], source=FaultReport.Source.MAP)


def _answers(posted: QueryDict, category: FaultCategory) -> tuple[list[dict[str, Any]], list[str]]:
    """Those to store, and what is wrong. Attributes that the service does not ask for are left aside."""
    questions = list(category.questions.prefetch_related("choices"))
    if not questions:
        return [], []
    data = QueryDict(mutable=True)
    for name, values in posted.lists():
        if found := ATTRIBUTE.fullmatch(name):
            for value in values:
                data.appendlist(f"{PREFIX}-{found['code']}", value)
    form = AnswersForm(data, questions=questions)
    form.full_clean()
    wrong = [f"attribute[{code}]: {sentence}" for code, sentences in form.errors.items() for sentence in sentences]
    stop = form.stop
    if stop is not None:
        wrong.append(stop.stop_words)
    return ([], wrong) if wrong else (form.to_store, [])


def _photos(request: HttpRequest) -> list[ReceivedPhoto]:
    """Under whatever name they came: media, media[], photo, photo1 …"""
    files = [file for _name, found in request.FILES.lists() for file in found]
    if len(files) > MOST_PHOTOS:
        raise Refused(400, _("Högst %(most)d foton får följa med.") % {"most": MOST_PHOTOS})
    photos, wrong = [], []
    for order, file in enumerate(files, start=1):
        try:
            photos.append(receive_photo(file))
        except PhotoRefused as refused:
            wrong.append(_("Foto %(order)d: %(why)s") % {"order": order, "why": " ".join(refused.messages)})
    if wrong:
        raise Refused(400, *wrong)
    return list({photo.sha256: photo for photo in photos}.values())


def _links(posted: QueryDict) -> list[str]:
    """Never fetched: what an address answers is not ours to ask."""
    return [link.strip()[:300] for link in posted.getlist("media_url") if link.strip()][:MOST_PHOTOS]


def _digest(posted: QueryDict) -> str:
    """Of all words but the key, which may have been changed meanwhile."""
    pairs = sorted((name, value) for name, values in posted.lists() if name != "api_key" for value in values)
    return hashlib.sha256(repr(pairs).encode()).hexdigest()
