"""Links in a text lead to pages, documents and pictures within reach of the one who writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from .reach import is_within_reach

if TYPE_CHECKING:
    from django.db.models import Model

KINDS: dict[str, type[Model]] = {"LINK": Page, "DOCUMENT": get_document_model(), "IMAGE": get_image_model()}


class OwnRichText(DraftailRichTextArea):
    """Draftail; a link out of reach is no link, on its way in and on its way out. Its words stay."""

    def format_value(self, value: Any) -> str:
        return within_reach(super().format_value(value))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        sent = forms.HiddenInput.value_from_datadict(self, data, files, name)
        return None if sent is None else self.converter.to_database_format(within_reach(sent))


def within_reach(contentstate: str) -> str:
    """The same text, as Draftail's JSON, without the links to what the one who asks may not choose."""
    text = json.loads(contentstate)
    if not text:
        return contentstate
    strange = {key for key, entity in text["entityMap"].items() if not _may_be_named(entity)}
    if not strange:
        return contentstate
    for block in text["blocks"]:
        block["entityRanges"] = [part for part in block["entityRanges"] if str(part["key"]) not in strange]
    text["entityMap"] = {key: entity for key, entity in text["entityMap"].items() if key not in strange}
    return json.dumps(text)


def _may_be_named(entity: dict[str, Any]) -> bool:
    number, model = entity["data"].get("id"), KINDS.get(entity["type"])
    return number is None or model is None or is_within_reach(model, number)
