from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation


@pytest.mark.parametrize(
    ("reader", "written", "expected"),
    [
        ("sv", "", "<p></p>"),
        ("en", "", '<p lang="sv"></p>'),
        ("sv", "es", '<p lang="es"></p>'),
        ("en", "en", "<p></p>"),
        ("en", '"><script>', '<p lang="&quot;&gt;&lt;script&gt;"></p>'),
    ],
)
def test_words_in_another_language_than_the_page_say_so(reader: str, written: str, expected: str) -> None:
    with translation.override(reader):
        made = Template("{% load spoken %}<p{% lang written %}></p>").render(Context({"written": written}))

    assert made == expected
