"""Reference numbers: every one is given once, and the later one is the higher one of its municipality and year."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as some

from participation.places.models import ReferenceSeries
from tests.examples import examples, undone

pytestmark = pytest.mark.django_db

series = some.tuples(some.integers(0, 1), some.sampled_from([2025, 2026]), some.sampled_from(["", "F"]))
ends = some.sampled_from(["stored", "stored", "broke off", "numbers were left out"])


class BrokeOff(Exception):
    pass


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
