"""Reference numbers: every one is given once, and the later one is the higher one of its municipality and year."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as some

from participation.core.integrity import checks
from participation.places.models import ReferenceSeries
from tests.examples import examples, undone
from tests.faults.factories import reported
from tests.ideas.factories import published

pytestmark = pytest.mark.django_db

series = some.tuples(some.integers(0, 1), some.sampled_from([2025, 2026]), some.sampled_from(["", "F"]))
ends = some.sampled_from(["stored", "stored", "broke off", "numbers were left out"])


class BrokeOff(Exception):
    pass


@pytest.mark.parametrize("kind", ["", "F"])
def test_integrity_finds_a_series_that_would_give_a_number_twice(sundsvall, kind):
    row = published(sundsvall) if not kind else reported(sundsvall)
    given = row.reference if not kind else row.number
    assert complaints() == []
    ReferenceSeries.objects.filter(kind=kind).update(last=0)

    start, _dash, last = given.rpartition("-")
    assert complaints() == [f"{start} stands at 0, but number {int(last)} is given"]
    mended = [check.repair() for check in checks() if check.name.startswith("places.series_of")]
    assert (sum(mended), complaints()) == (1, [])


def complaints() -> list[str]:
    return [said for check in checks() if check.name.startswith("places.series_of") for said in check.find()]


@examples(25)
@given(asked=some.lists(some.tuples(series, ends), max_size=14), first=some.sampled_from([0, 0, 9_997]))
def test_a_number_is_given_once_and_they_rise_in_each_series(sundsvall, timra, asked, first):
    given_out = defaultdict(list)
    with undone():
        for (place, year, kind), end in asked:
            municipality = (sundsvall, timra)[place]
            row, _new = ReferenceSeries.objects.get_or_create(
                municipality=municipality, year=year, kind=kind, defaults={"last": first}
            )
            if end == "numbers were left out":
                ReferenceSeries.objects.filter(pk=row.pk).update(last=F("last") + 7)
            with suppress(BrokeOff), transaction.atomic():
                reference = ReferenceSeries.take(municipality=municipality, year=year, kind=kind)
                if end == "broke off":
                    raise BrokeOff
                given_out[f"{kind}-"[: 2 * len(kind)] + f"{municipality.code}-{year}"].append(reference)

    everything = [reference for references in given_out.values() for reference in references]
    assert len(everything) == len(set(everything))
    for start, references in given_out.items():
        assert all(reference.startswith(f"{start}-") for reference in references)
        numbers = [reference.removeprefix(f"{start}-") for reference in references]
        assert all(len(number) >= 4 for number in numbers)
        assert [int(number) for number in numbers] == sorted({int(number) for number in numbers})
