"""The comparison that the other tests of strings rest on sees what it should."""

from __future__ import annotations

import pytest

from .strings import assert_harmless

BENIGN = '<p class="a">Ett ord</p><input name="q" value="Ett ord"><a href="/">Hem</a>'


@pytest.mark.parametrize(
    "hostile",
    [
        BENIGN.replace(">Ett ord", "><script>alert(1)</script>"),
        BENIGN.replace(">Ett ord", "><b>fet</b>"),
        BENIGN.replace('value="Ett ord"', 'value="" onfocus="alert(1)"'),
        BENIGN.replace('href="/"', 'href="javascript:alert(1)"'),
        BENIGN.replace('href="/"', "href=/ onclick=alert(1)"),
        BENIGN.replace(">Ett ord", "><!-- -->"),
        BENIGN.replace("</p>", ""),
    ],
)
def test_what_acts_is_seen(hostile):
    with pytest.raises(AssertionError):
        assert_harmless(hostile, BENIGN, [])


def test_words_that_went_missing_are_seen():
    with pytest.raises(AssertionError):
        assert_harmless(BENIGN, BENIGN, ["Ett annat ord"])


def test_words_are_words():
    written = BENIGN.replace("Ett ord", "&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt; &#x27;&quot;")

    assert_harmless(written, BENIGN, ["<script>alert(1)</script> &lt; '\""])
