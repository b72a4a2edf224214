"""What was pasted along unseen is left out; what a person wrote stays."""

from __future__ import annotations

import unicodedata

import pytest
from django.core.exceptions import ValidationError

from participation.core.words import WordsField, composed, ended, unended, without_unseen
from participation.discussion.forms import CommentForm, EditForm
from participation.faults import forms as faults
from participation.ideas import forms as ideas
from participation.ideas.staff import forms as answers
from participation.moderation.forms import DecisionForm, FlagForm
from participation.voting.forms import ObjectionForm

FIELDS = [
    (ideas.WordsForm, "title"),
    (ideas.WordsForm, "text"),
    (ideas.PlaceForm, "place"),
    (ideas.EditForm, "title"),
    (ideas.EditForm, "text"),
    (ideas.AdditionForm, "text"),
    (answers.ReasonForm, "reason"),
    (CommentForm, "comment"),
    (EditForm, "comment"),
    (faults.FaultForm, "text"),
    (faults.FaultForm, "place"),
    (faults.WordsForm, "text"),
    (FlagForm, "text"),
    (DecisionForm, "facts"),
    (ObjectionForm, "reason"),
]


@pytest.mark.parametrize(("form", "name"), FIELDS, ids=[f"{form.__module__}.{name}" for form, name in FIELDS])
def test_no_form_for_words_takes_what_is_not_seen(form: type, name: str) -> None:
    assert form.base_fields[name].clean("Bel\x01ys\u202e spå\ufffe\u2066ret") == "Belys spåret"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "a\x00b"),  # a form refuses it
        ("a\x01\x08\x1f\x7f\x9fb", "ab"),
        ("a\u202a\u202e\u2066\u2069\u206fb", "ab"),
        ("a\ufdd0\ufeff\uffff\U0001fffe\U0010ffffb", "ab"),
        ("rad\r\nrad\rrad\x0brad\u2028rad\tslut", "rad\nrad\nrad\nrad\nrad\tslut"),
        ("می\u200cخواهم 👩\u200d🔬 שלום\u200f! 🏴\U000e0067", "می\u200cخواهم 👩\u200d🔬 שלום\u200f! 🏴\U000e0067"),
    ],
    ids=["nul", "controls", "turns", "no characters", "line ends", "living languages"],
)
def test_leaves_out_only_what_nobody_reads(typed: str, kept: str) -> None:
    assert without_unseen(typed) == kept


@pytest.mark.parametrize("typed", ["\u200b\u200d", "\x01", " \u2060 \xa0", "\u202e"])
def test_what_shows_nothing_is_nothing(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        WordsField().clean(typed)

    assert refused.value.code == "required"  # type: ignore[attr-defined]


def test_a_line_end_is_one_letter_of_the_allowed_length() -> None:
    assert WordsField(max_length=3).clean("a\r\nb") == "a\nb"


@pytest.mark.parametrize(("form", "name"), FIELDS, ids=[f"{form.__module__}.{name}" for form, name in FIELDS])
def test_every_form_for_words_stores_a_letter_in_one_piece(form: type, name: str) -> None:
    typed = unicodedata.normalize("NFD", "Belys spåret vid Örsjön")

    assert form.base_fields[name].clean(typed) == "Belys spåret vid Örsjön"  # type: ignore[attr-defined]


def test_a_letter_in_parts_is_one_letter_of_the_allowed_length() -> None:
    assert WordsField(max_length=3).clean(unicodedata.normalize("NFD", "åäö")) == "åäö"


def test_what_has_no_other_form_stays_as_it_is() -> None:
    text = "می\u200cخواهم 👩\u200d🔬 שלום ½ ﬁ m² Ŋ \n\t ǧ̌"

    assert composed(text) == text


def test_a_heap_of_marks_is_not_waited_for() -> None:
    """In one go, the time goes with the square of how many there are: hours for as many as a request may hold."""
    heap = "a" + "\u0315\u0300" * 600_000

    assert len(composed(heap)) > 1_000_000


@pytest.mark.parametrize(
    ("written", "without", "whole"),
    [
        ("Vi beställer lyktor.", "Vi beställer lyktor", "Vi beställer lyktor."),
        ("Vi beställer lyktor", "Vi beställer lyktor", "Vi beställer lyktor."),
        ("Lyktor, bänkar m.m.", "Lyktor, bänkar m.m.", "Lyktor, bänkar m.m."),
        ("Vad händer?", "Vad händer?", "Vad händer?"),
        ("Vi återkommer ...", "Vi återkommer ...", "Vi återkommer ..."),
        ("", "", ""),
    ],
)
def test_a_sentence_ends_once_whoever_goes_on_after_it(written, without, whole):
    assert (unended(written), ended(written)) == (without, whole)
