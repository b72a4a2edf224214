from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.attachments.names import clean_name


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Protokoll.pdf", "Protokoll.pdf"),
        ("Förslag till lekplats (2).PDF", "Förslag till lekplats (2).pdf"),
        ("Budget 2.5", "Budget 2.5.pdf"),
        ("faktura.pdf.exe", "faktura.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Anna\\brev.docx", "brev.pdf"),
        ("brev\u202efdp.exe", "brev fdp.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "a b Set-Cookie_ x.pdf"),
        ('<img src=x onerror="alert(1)">.pdf', "_img src=x onerror=_alert(1)__.pdf"),
        ("....", "dokument.pdf"),
        ("", "dokument.pdf"),
        (".pdf", "dokument.pdf"),
        ("\u200b\u2066", "dokument.pdf"),
        ("ritning\u0061\u030a.pdf", "ritningå.pdf"),
    ],
)
def test_a_name_becomes_safe_and_stays_readable(raw, clean):
    assert clean_name(raw, ".pdf") == clean


def test_a_long_name_keeps_its_suffix():
    name = clean_name("å" * 300 + ".pdf", ".pdf")

    assert len(name) == 100
    assert name.endswith("å.pdf")


def test_without_a_suffix_the_senders_own_is_kept():
    assert clean_name("/tmp/IMG_1234.HEIC") == "IMG_1234.HEIC"


@given(st.text(), st.sampled_from(["", ".pdf", ".docx"]))
def test_no_name_can_harm(raw, suffix):
    name = clean_name(raw, suffix)

    assert name.endswith(suffix)
    assert 1 <= len(name) <= 100
    assert not set(name) & set('<>:"|?*/\\')
    assert not any(unicodedata.category(letter)[0] == "C" for letter in name)
    assert name.strip() == name
