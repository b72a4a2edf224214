from __future__ import annotations

import json
import re
from contextlib import suppress
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.eservices.open_eplatform import MalformedAnswer, decode, is_web_address, parse

from .conftest import answer, flow


def test_all_161_services_of_sundsvall_are_read(real_answer):
    flows = parse(real_answer)

    assert len(flows) == 161
    assert len({read.external_id for read in flows}) == 161
    assert sum(read.requires_authentication for read in flows) == 95
    assert sum(read.requires_signing for read in flows) == 59
    assert sum(read.payment for read in flows) == 2
    assert len({read.category for read in flows}) == 8


def test_swedish_letters_arrive_as_they_were_written(real_answer):
    flows = parse(real_answer)
    words = " ".join(f"{read.name} {read.summary} {read.description} {read.category}" for read in flows)

    assert "Anmäl misstänkt matförgiftning" in words
    assert "Räddningstjänsten" in words
    assert not re.search(r"Ã|â€|\ufffd|\xa0|\u200b|&[a-zA-Z]+uml;|&aring;|&nbsp;|&#\d", words)


def test_nothing_a_citizen_should_read_is_lost(real_answer):
    """Every word of the source's description is in ours, in the same order."""
    raw = json.loads(real_answer.decode("latin-1"))["Flows"]

    for source, read in zip(raw, parse(real_answer), strict=True):
        theirs = re.sub(r"<[^>]*>", " ", source["LongDescription"] or "")
        ours = re.sub(r"<[^>]*>", " ", read.description)
        assert words_of(ours) == words_of(theirs), read.name


def words_of(html: str) -> str:
    return "".join(re.findall(r"[^\W_]+", unescape(unescape(html))))


def test_every_service_says_something_more_than_its_name(real_answer):
    flows = parse(real_answer)

    assert all(read.summary for read in flows)
    assert sum(read.summary.casefold() == read.name.casefold() for read in flows) <= 3


def test_every_link_in_a_description_leads_somewhere(real_answer):
    links = [link for read in parse(real_answer) for link in re.findall(r'href="([^"]*)"', read.description)]

    assert len(links) > 150
    assert all(link.startswith(("https://", "http://", "mailto:", "tel:")) for link in links)
    assert "https://e-tjanster.sundsvall.se/bygglovguiden" in links
    assert not any("RELATIVE_FROM" in link or "http://mailto" in link for link in links)


def test_the_family_is_the_service_and_the_id_only_its_version():
    (read,) = parse(answer(flow(7)))

    assert (read.external_id, read.version) == ("7", "1007")
    assert read.url == "https://e.example.se/overview/7"


def test_a_platform_without_families_is_read_by_its_ids():
    (read,) = parse(answer(flow(7, FlowFamilyID=None, FlowFamilyURL=None)))

    assert read.external_id == "flow-1007"
    assert read.url == "https://e.example.se/flowoverview/1007"


def test_utf_8_is_read_too_with_and_without_a_mark():
    body = json.dumps({"Flows": [flow(Name="Åtgärd för öar")]}, ensure_ascii=False).encode()

    assert parse(body)[0].name == "Åtgärd för öar"
    assert parse(b"\xef\xbb\xbf" + body)[0].name == "Åtgärd för öar"


def test_windows_typography_is_read():
    assert decode(b"\x93Hej\x94 \x96 \xe5") == "“Hej” – å"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "rad 1, tecken 1"),
        (b'{"Flows": [\n {"ID" 1}]}', "rad 2, tecken 8"),
        (b"<html><body>Logga in</body></html>", "webbsida"),
        (b"[]", "Flows"),
        (b'{"Services": []}', "Flows"),
        (b'{"Flows": {}}', "inte en lista"),
        (b'{"Flows": [NaN]}', "inte rimlig JSON"),
        (b"[" * 200_000, "inte rimlig JSON"),
        (b'{"Flows": [{"ID": ' + b"9" * 5000 + b"}]}", "inte rimlig JSON"),
        (answer(flow(1), "text"), "nummer 2"),
        (answer(flow(1), flow(2, ID=None)), "nummer 2 i filen, fältet ID"),
        (answer(flow(ID="ett")), "fältet ID"),
        (answer(flow(ID=True)), "fältet ID"),
        (answer(flow(ID=1.5)), "fältet ID"),
        (answer(flow(FlowFamilyID=[1])), "fältet FlowFamilyID"),
        (answer(flow(Name="  &nbsp; ")), "fältet Name"),
        (answer(flow(Name=None)), "fältet Name"),
        (answer(flow(Name=12)), "fältet Name"),
        (answer(flow(URL="")), "fältet URL"),
        (answer(flow(URL="javascript:alert(1)")), "fältet URL"),
        (answer(flow(FlowFamilyURL="//e.example.se/1")), "fältet FlowFamilyURL"),
        (answer(flow(Category=3)), "fältet Category"),
        (answer(flow(LongDescription={})), "fältet LongDescription"),
        (answer(flow(LongDescription="a" * 100_001)), "orimligt lång"),
        (answer(flow(RequiresAuthentication="false")), "fältet RequiresAuthentication"),
        (answer(flow(Enabled=1)), "fältet Enabled"),
        (answer(flow(Aliases="https://e.example.se/x")), "fältet Aliases"),
        (answer(flow(Aliases=[1])), "fältet Aliases"),
        (answer(flow(1), flow(2), flow(1)), "nummer 1 och 3"),
        (answer(flow(1), flow(2, ID=1001)), "nummer 1 och 2"),
    ],
)
def test_a_malformed_answer_says_where_it_broke(body, says):
    with pytest.raises(MalformedAnswer, match=re.escape(says)):
        parse(body)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_sentence(body):
    with suppress(MalformedAnswer):
        assert isinstance(parse(body), list)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(flow())), json_values)
def test_any_value_in_any_field_is_read_or_refused(field, value):
    try:
        (read,) = parse(json.dumps({"Flows": [flow(**{field: value})]}).encode())
    except MalformedAnswer:
        return

    (read.name + read.summary + read.description).encode()  # nothing that a database could not store
    assert "\x00" not in read.name + read.summary + read.description


def test_a_name_is_one_line_of_text():
    (read,) = parse(answer(flow(Name=" Bygga\n&amp;&nbsp;bo\x07 ")))

    assert read.name == "Bygga & bo"


def test_a_short_text_that_repeats_the_name_gives_way_to_the_description():
    (read,) = parse(answer(flow(Name="Sök plats", ShortDescription="<p>S&ouml;k plats.</p>")))

    assert read.summary == "Mer om saken."


def test_the_hash_changes_with_any_field_and_with_nothing_else():
    first, again = parse(answer(flow(1)))[0], parse(answer(flow(1, Icon="https://e.example.se/icon")))[0]
    other = parse(answer(flow(1, PaymentSupportEnabled=True)))[0]

    assert first.content_hash() == again.content_hash() != other.content_hash()


@pytest.mark.parametrize(
    "address",
    [
        "ftp://e.example.se/",
        "https://",
        "https://user@evil.example/",
        "https://e.example.se/<x>",
        "https://e.example.se/a b",
        "https://e.example.se:99999/",
        "https://[::1/",
        "https://e.example.se/" + "a" * 500,
        "HTTPS:e.example.se",
        "https://e.example.se\\@evil.example/",
    ],
)
def test_what_is_not_a_plain_web_address_is_refused(address):
    assert not is_web_address(address)
