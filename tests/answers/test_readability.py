from __future__ import annotations

import pytest

from participation.answers.readability import read

EASY = "Vi bygger en bro. Den blir klar i maj. Du kan gå på den då. Den är av trä. Vi har råd med den."


def test_lix_is_words_a_sentence_and_the_share_of_long_words():
    """Twenty words in four sentences, three of them longer than six letters: 20/4 + 100 * 3/20 = 20."""
    reading = read(
        " ".join(["Kommunen bygger fler goda hus."] * 2 + ["Det kan ta en stund."] * 2).replace("stund", "veckodag", 1)
    )

    assert (reading.words, reading.lix) == (20, 20 // 4 + 100 * 3 // 20)


def test_a_short_text_says_nothing():
    assert read("Ja. Det gör vi.").lix is None
    assert read("").words == 0


def test_easy_is_called_easy_and_heavy_is_heavy():
    heavy = " ".join(["Kommunstyrelseförvaltningens verksamhetsutvecklingsplanering"] * 15) + "."

    assert not read(EASY).is_heavy
    assert "lätt" in read(EASY).verdict.lower()
    assert read(heavy).is_heavy
    assert "Svår" in read(heavy).verdict


@pytest.mark.parametrize("short", ["t.ex. en bro", "bl.a. en bro", "kl. 10", "ca. 3.5 km"])
def test_what_is_shortened_ends_no_sentence(short):
    words = " ".join(["ord"] * 24)

    assert len(read(f"{words} {short} och mer.").long_sentences) == 1


def test_a_long_sentence_is_shown_by_its_opening():
    sentence = "Det här är " + " ".join(["ord"] * 30) + ". Kort."

    assert read(sentence).long_sentences == ("Det här är ord ord ord ord ord ord …",)


def test_twenty_five_words_are_not_too_many():
    assert read(" ".join(["ord"] * 25) + ".").long_sentences == ()
    assert len(read(" ".join(["ord"] * 26) + ".").long_sentences) == 1
