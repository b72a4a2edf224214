"""What the scenes with case systems ask of the portal and of the doubles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.faults.case_systems.support_double import SupportDouble

    from .running import Running

LEFT = "SELECT count(*) FROM faults_dispatch WHERE state <> 'done'"
PAST = "'2000-01-01 00:00:00'"


def all_is_done(portal: Running) -> bool:
    """Nobody waits for a dead worker's lease, nor for the next attempt."""
    portal.worker()
    portal.store.execute(f"UPDATE faults_dispatch SET next_attempt_at = {PAST} WHERE state = 'waiting'")
    portal.store.execute("UPDATE faults_casesystem SET paused_until = NULL")
    if dead_workers(portal):
        portal.store.execute(f"UPDATE faults_dispatch SET leased_until = {PAST} WHERE state = 'sending'")
    return portal.store.execute(LEFT) == [(0,)]


def dead_workers(portal: Running) -> bool:
    """Whether one died since the last look."""
    dead = [process for process in portal.processes if process.poll() is not None]
    portal.processes[:] = [process for process in portal.processes if process not in dead]
    return bool(dead)


def assert_each_once(portal: Running, support: SupportDouble, number: int) -> None:
    tags = [errand["externalTags"][0]["value"] for errand in support.errands.values()]
    assert len(tags) == len(set(tags)) == number
    there = portal.store.execute("SELECT external_id FROM faults_dispatch")
    assert {row[0] for row in there} == set(support.errands)
    told: dict[str, Any] = portal.do("check", acknowledged=[])
    assert told["integrity"], json.dumps(told)


def count(portal: Running, where: str) -> int:
    """Of hand-overs, with the name of their system as `name`."""
    rows = "faults_dispatch d JOIN faults_casesystem s ON s.id = d.system_id"
    return int(portal.store.execute(f"SELECT count(*) FROM {rows} WHERE {where}")[0][0])
