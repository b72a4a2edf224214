from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation

from home.actions import add_municipality
from participation.eservices.importing import import_flows
from participation.eservices.models import EService
from participation.eservices.open_eplatform import parse
from participation.notifications.models import OutgoingMail
from participation.places.models import Municipality

from .decisions import decide
from .desk import lay_desk
from .faults import report_faults
from .ideas import tell_stories
from .letters import send_letters
from .pages import compose_front, publish_news, publish_statement
from .people import HOST, make_accounts, make_residents
from .proposal import publish_proposal
from .story import LIT_TRACK, PRESCHOOL

if TYPE_CHECKING:
    from datetime import datetime

REGION = "Sundsvallsregionen (demo)"
CODES = ["2281", "2262", "2260", "2280"]  # Härnösand has just joined and is empty
ESERVICES = Path(__file__).parent / "eservices.json"
A_PHONE = "08-465 004 00"  # one of the numbers that the authority keeps for fiction


@dataclass(frozen=True)
class Seeded:
    municipalities: list[Municipality]


@transaction.atomic
def seed(*, now: datetime) -> Seeded:
    """The demonstration region. What is there already is left alone, so that a visitor's changes stay."""
    with translation.override("sv"):
        last_mail = OutgoingMail.objects.aggregate(last=Max("pk"))["last"] or 0
        places = [_place(code) for code in CODES]
        main, today = places[0], timezone.localdate(now)
        people, residents = make_accounts(main), make_residents(main)
        if not EService.objects.filter(municipality=main).exists():
            import_flows(municipality=main, flows=parse(ESERVICES.read_bytes()), origin=ESERVICES.name, now=now)
        ideas = tell_stories(people=people, residents=residents, now=now)
        publish_proposal(idea=ideas[PRESCHOOL.title], people=people, today=today)
        decide(place=main, ideas=ideas, people=people, residents=residents, now=now)
        lay_desk(place=main, ideas=ideas, people=people, now=now, today=today)
        send_letters(place=main, ideas=ideas, people=people, now=now)
        report_faults(place=main, people=people, now=now)
        publish_news(main, today=today)
        for place in places[:3]:
            publish_statement(place, today=today)
        compose_front(main, ideas[LIT_TRACK.title], now=now)
        # Nobody waits for mail about what never happened; what a visitor caused stays.
        OutgoingMail.objects.filter(pk__gt=last_mail, to__endswith=f"@{HOST}").delete()
    return Seeded(places)


def _place(code: str) -> Municipality:
    added = add_municipality(code=code, region_name=REGION)
    place = added.municipality
    if added.is_new:
        place.full_name = f"{place.full_name} (demo)"
        place.contact_email, place.contact_phone = f"{place.slug}@{HOST}", A_PHONE
        place.support_threshold = 30
        if code != CODES[0]:
            place.idea_review = Municipality.Review.AFTER
        place.save()
    return place
