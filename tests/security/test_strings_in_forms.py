"""Every string through every form that takes words: taken as it is, or refused with a sentence. 1, 32, 33."""

from __future__ import annotations

import pytest
from django import forms as django_forms
from django.apps import apps
from wagtail.blocks import RawHTMLBlock, StructBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.fields import RichTextField, StreamField

from participation.accounts.forms import DisplayNameField
from participation.accounts.names import tidy
from participation.core.spreadsheet import RUNS, csv_lines
from participation.core.words import composed, shows_nothing, without_unseen
from participation.discussion.forms import CommentForm
from participation.faults.forms import WordsForm as FaultWords
from participation.ideas.forms import AdditionForm, EditForm, PlaceForm, WordsForm
from participation.ideas.models import Idea
from participation.moderation.forms import DecisionForm, FlagForm
from participation.voting.forms import ObjectionForm
from tests.factories import TopicFactory

from .strings import all_strings

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def strings(data):
    found = all_strings(data)
    assert len(found) > 3700
    return found


def forms_of(topic) -> dict[str, tuple[str, object]]:
    """The field, and how to make its form of what was posted."""
    place = {"municipality": topic.municipality}
    return {
        "title": ("title", lambda given: WordsForm({"text": "x", **given}, **place)),
        "text": ("text", lambda given: WordsForm({"title": "x", **given}, **place)),
        "new title": ("title", lambda given: EditForm({"text": "x", **given}, shown=Idea(title="x", text="x"))),
        "addition": ("text", AdditionForm),
        "place": ("place", lambda given: PlaceForm(given, **place)),
        "comment": ("comment", lambda given: CommentForm(given, topic=topic, user=topic.author)),
        "objection": ("reason", ObjectionForm),
        "flag": ("text", lambda given: FlagForm({"reason": "other", **given})),
        "decision": (
            "facts",
            lambda given: DecisionForm({"outcome": "kept", **given}, choices=[("kept", "Kvar")], can_pause=False),
        ),
        "fault": ("text", FaultWords),
    }


@pytest.mark.parametrize(
    "name",
    ["title", "text", "new title", "addition", "place", "comment", "objection", "flag", "decision", "fault"],
)
def test_what_is_typed_is_taken_as_it_is_or_refused_with_a_sentence(sundsvall, strings, name):
    field, form_of = forms_of(TopicFactory(municipality=sundsvall))[name]
    taken = 0
    tried = strings if name == "comment" else strings[::10]
    for text in tried:
        if shows_nothing(without_unseen(text)):
            continue
        form = form_of({field: text})
        if not form.is_valid():
            assert all(str(error).endswith((".", ")")) for error in form.errors[field]), (text, form.errors)
            continue
        taken += 1
        expected = composed(without_unseen(text)).strip()
        assert form.cleaned_data[field] in (expected, " ".join(expected.split())), text

    assert taken > len(tried) * 0.8


def test_a_name_is_taken_as_it_is_or_refused_with_a_sentence(strings):
    """1"""
    field, taken = DisplayNameField(), 0
    for text in strings:
        refused: list[str] = []
        try:
            name = field.clean(text)
        except django_forms.ValidationError as refusal:
            refused = refusal.messages
        else:
            assert name == tidy(text)
            taken += 1
        assert all(message.endswith((".", ")")) for message in refused), text

    assert taken > 500


def test_a_nul_is_refused_with_a_sentence(sundsvall):
    for name, (field, form_of) in forms_of(TopicFactory(municipality=sundsvall)).items():
        form = form_of({field: "ett\0två"})

        assert not form.is_valid(), name
        assert form.errors[field][0].endswith("."), name


def test_no_cell_of_a_table_runs(strings):
    """33"""
    import csv
    import io

    lines = list(csv_lines([[text, f"  {text}"] for text in strings]))
    rows = list(csv.reader(io.StringIO("".join(lines[1:]), newline="")))

    assert len(rows) == len(strings)
    for text, row in zip(strings, rows, strict=True):
        for cell, written in zip(row, (text, f"  {text}"), strict=True):
            assert cell in (written, f"'{written}")
            assert not cell.lstrip(" \u00a0").startswith(RUNS)


def blocks_below(block, seen=None):
    seen = seen if seen is not None else set()
    if id(block) in seen:
        return
    seen.add(id(block))
    yield block
    for child in [*getattr(block, "child_blocks", {}).values(), getattr(block, "child_block", None)]:
        if child is not None:
            yield from blocks_below(child, seen)


def test_no_editor_may_write_raw_html_or_embed_another_site(settings):
    """5, 7"""
    streams = [
        field for model in apps.get_models() for field in model._meta.get_fields() if isinstance(field, StreamField)
    ]
    found = [block for stream in streams for block in blocks_below(stream.stream_block)]

    assert any(isinstance(block, StructBlock) for block in found)
    assert not [block for block in found if isinstance(block, RawHTMLBlock | EmbedBlock)]
    assert settings.WAGTAILEMBEDS_FINDERS == []


ALLOWED = {
    "bold", "italic", "link", "document-link", "h2", "h3", "h4", "ol", "ul", "hr", "blockquote", "strikethrough",
    "superscript", "subscript",
}  # fmt: skip


def rich_texts():
    """The features of every field and block in which an editor writes with a toolbar."""
    from wagtail.blocks import RichTextBlock

    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, RichTextField):
                yield f"{model.__name__}.{field.name}", field.features
            elif isinstance(field, StreamField):
                for block in blocks_below(field.stream_block):
                    if isinstance(block, RichTextBlock):
                        yield f"{model.__name__}.{field.name}.{block.name}", block.features


def test_no_toolbar_offers_what_scripts_or_embeds():
    """5, 7"""
    found = dict(rich_texts())

    for where, features in found.items():
        assert features is not None, where
        assert set(features) <= ALLOWED, where
