from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.feedgenerator import Atom1Feed

if TYPE_CHECKING:
    from django.utils.xmlutils import SimplerXMLGenerator


class PlainAtom(Atom1Feed):
    """What an entry says is text. Django calls it HTML: a reader would run what a resident wrote as markup."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"], {"type": "text"})
