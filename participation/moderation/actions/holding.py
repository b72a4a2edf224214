from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from participation.places.models import Municipality

from ..models import HeldSignal

if TYPE_CHECKING:
    from collections.abc import Iterable


@transaction.atomic
def hold_for(*, municipality: Municipality, kinds: Iterable[str]) -> tuple[set[str], set[str]]:
    """From now on what these signals notice waits unseen, and nothing else does. Returns what was added and removed.

    What is held already goes on waiting.
    """
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    wanted = set(kinds)
    before = set(HeldSignal.objects.filter(municipality=municipality).values_list("kind", flat=True))
    HeldSignal.objects.filter(municipality=municipality, kind__in=before - wanted).delete()
    HeldSignal.objects.bulk_create(HeldSignal(municipality=municipality, kind=kind) for kind in sorted(wanted - before))
    return wanted - before, before - wanted
