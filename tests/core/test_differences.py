from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from participation.core.differences import Piece, word_difference

words = some.text(alphabet="ab åö.,\n", max_size=60)


@given(words, words)
def test_both_texts_can_be_read_out_of_the_difference(before: str, after: str) -> None:
    pieces = word_difference(before, after)

    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "old") == after


@given(words)
def test_nothing_changed_is_one_piece_at_most(text: str) -> None:
    assert {piece.kind for piece in word_difference(text, text)} <= {"same"}


def test_a_changed_word_stands_beside_what_it_replaced() -> None:
    pieces = word_difference("Fler gröna bänkar", "Fler röda bänkar")

    assert pieces == [Piece("same", "Fler "), Piece("old", "gröna"), Piece("new", "röda"), Piece("same", " bänkar")]


def test_changed_words_in_a_row_read_as_one_change() -> None:
    pieces = word_difference("Vi vill ha två nya bänkar", "Vi vill ha sex gamla bänkar")

    assert [piece for piece in pieces if piece.kind != "same"] == [Piece("old", "två nya"), Piece("new", "sex gamla")]
