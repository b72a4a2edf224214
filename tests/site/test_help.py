"""Every field that staff write on a page says in Swedish what it is, and what is meant where that is not plain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, ListBlock
from wagtail.fields import StreamField
from wagtail.models import get_page_models

OURS = [model for model in get_page_models() if not model.__module__.startswith("wagtail")]
# Their label says all there is to say.
PLAIN = {"title", "body", "picture", "tested_on", "published_on", "report_email", "report_phone"}
PLAIN |= {"authority", "authority_text", "authority_url", "ask_label", "lede"}
WAGTAILS = {"slug", "seo_title", "search_description", "show_in_menus", "go_live_at", "expire_at"}


def field_panels(panel: Panel) -> Iterator[FieldPanel]:
    if isinstance(panel, FieldPanel):
        yield panel
    for child in getattr(panel, "children", []):
        yield from field_panels(child)


def fields() -> list[Any]:
    return [
        pytest.param(model, panel, id=f"{model.__name__}.{panel.field_name}")
        for model in OURS
        for panel in field_panels(model.get_edit_handler())
        if panel.field_name not in WAGTAILS
    ]


@pytest.mark.parametrize(("model", "panel"), fields())
def test_a_field_has_a_name_and_says_what_is_meant(model: Any, panel: FieldPanel) -> None:
    field = model._meta.get_field(panel.field_name)
    named_by_itself = str(field.verbose_name) == field.name.replace("_", " ")

    assert not named_by_itself or field.name == "title"
    assert field.name in PLAIN or str(panel.help_text or field.help_text)


@pytest.mark.parametrize(("model", "panel"), fields())
def test_it_says_it_in_swedish_and_in_english(model: Any, panel: FieldPanel) -> None:
    words = str(panel.help_text)
    with translation.override("en"):
        assert not words or str(panel.help_text) != words


def blocks_of(block: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(block, (BaseStructBlock, BaseStreamBlock)):
        for name, child in block.child_blocks.items():
            yield f"{path}.{name}", child
            yield from blocks_of(child, f"{path}.{name}")
    elif isinstance(block, ListBlock):
        yield from blocks_of(block.child_block, path)


def test_every_part_of_a_text_has_a_name_of_its_own() -> None:
    unnamed = {
        path
        for model in OURS
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
        for path, block in blocks_of(field.stream_block, f"{model.__name__}.{field.name}")
        if str(block.label) == path.rpartition(".")[2].replace("_", " ").capitalize()
        and str(block.label) not in {"Text"}
    }

    assert unnamed == set()


def test_the_walk_meets_what_staff_write() -> None:
    met = {(param.values[0].__name__, param.values[1].field_name) for param in fields()}

    assert {("NewsPage", "lead"), ("ServiceProposalPage", "need"), ("MunicipalityHomePage", "doors")} <= met
