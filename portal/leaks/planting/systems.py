"""Another system with all that hangs on it, here and next door, and the addresses that stand in mails alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from wagtail.contrib.redirects.models import Redirect

from participation.faults.models import (
    AreaWatch,
    CaseLink,
    CaseSystem,
    CategoryInSystem,
    Dispatch,
    FaultCategory,
    FollowRequest,
    IncomingUpdate,
    StatusMapping,
)

if TYPE_CHECKING:
    from participation.places.models import Municipality

    from ..planted import Planted


def plant(planted: Planted) -> None:
    """None is in use, so that the worker of a portal that runs sends nothing."""
    rows = planted.rows
    rows["case system"] = system_of(planted, planted.here, "case system", rows["fault category"])
    rows["mapping"] = rows["case system"].mappings.get()
    category = FaultCategory.objects.create(municipality=planted.next_door, code="granne", name="Läckageprov")
    rows["system next door"] = system_of(planted, planted.next_door, "case system next door", category)
    _handed_over(planted)
    _asked_by_mail(planted)
    rows["redirect"] = Redirect.objects.create(
        old_path=f"/lackageprov-{planted.marks.run}", redirect_page=rows["home"], is_permanent=False
    )


def system_of(planted: Planted, place: Municipality, name: str, category: FaultCategory) -> CaseSystem:
    to = planted.marks.address(f"address of the {name}")
    system: CaseSystem = CaseSystem.objects.create(name=planted.words(name), kind="email", settings={"to": to})
    system.municipalities.add(place)
    CategoryInSystem.objects.create(category=category, system=system)
    StatusMapping.objects.create(system=system, theirs="klart", words=planted.words(f"words of the {name}"))
    return system


def _handed_over(planted: Planted) -> None:
    rows, now = planted.rows, planted.now
    rows["dispatch"] = dispatch = Dispatch.objects.create(
        report=rows["report"],
        system=rows["case system"],
        state=Dispatch.State.DEAD,
        error=planted.words("why it was not handed over"),
        next_attempt_at=now,
        created_at=now,
    )
    IncomingUpdate.objects.create(
        system=rows["case system"],
        dispatch=dispatch,
        update_id="1",
        external_id="1",
        words=planted.words("what another system said"),
        at=now,
        received_at=now,
        outcome=IncomingUpdate.Outcome.NOTED,
    )
    rows["link"] = CaseLink.new_token()
    CaseLink.objects.create(
        dispatch=dispatch, token_hash=CaseLink.hashed(rows["link"]), expires_at=now + timedelta(days=1)
    )


def _asked_by_mail(planted: Planted) -> None:
    """No answer has come to these, so nothing is mailed."""
    rows, now = planted.rows, planted.now
    asks, watches = (planted.marks.address(name) for name in ("address that asks to follow", "watcher's e-mail"))
    rows["asks"] = FollowRequest.objects.create(report=rows["public report"], email=asks, created_at=now, asked_at=now)
    rows["watch"] = AreaWatch.objects.create(
        municipality=planted.here, email=watches, created_at=now, asked_at=now, told_until=now
    )
