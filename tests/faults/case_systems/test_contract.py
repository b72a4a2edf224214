"""SupportManagement's own contract: what we send keeps to it, and so does the double that all the other tests trust."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from participation.faults.actions import add_words, change_status
from participation.faults.case_systems.connecting import try_connection

from .conftest import ask, now, sent_in, work
from .contract import Contract
from .server import CutOff, parsed

if TYPE_CHECKING:
    from pathlib import Path

    from participation.attachments.intake import ReceivedPhoto
    from participation.faults.models import CaseSystem
    from participation.places.models import Municipality

    from .server import Asked, Said
    from .support_double import SupportDouble

pytestmark = pytest.mark.django_db

ERRANDS = "/{municipalityId}/{namespace}/errands"
BELOW = ERRANDS + "/{errandId}"
HERE = "/2281/FELANMALAN/errands"


@pytest.fixture
def contract(data: Path, support: SupportDouble) -> Contract:
    """Fails or skips where the contract is not on this machine, so that nobody thinks that it was asked."""
    assert support.contract is not None
    return support.contract


def test_every_call_of_a_whole_life_is_one_that_the_contract_has(
    contract: Contract,
    s_system: CaseSystem,
    support: SupportDouble,
    sundsvall: Municipality,
    developed: ReceivedPhoto,
    case_officer: Any,
) -> None:
    s_system.settings["reopened_status"] = "REOPENED"
    s_system.shares_contact = True
    s_system.save()
    answers = [{"code": "stolpe", "question": "Vilken?", "values": ["14"], "names": ["14"]}]
    said = {"contact_email": "anna@example.se", "contact_phone": "060-12 34 56", "answers": answers}
    report = sent_in(sundsvall, photos=[developed], **said)
    add_words(report=report, text="Den blinkar.", now=now())
    broken: list[str] = []

    def cut_once_a_call(asked: Asked) -> Said | None:
        if asked.method == "POST" and asked.path not in broken:
            broken.append(asked.path)
            raise CutOff
        return None

    support.after = cut_once_a_call
    for _time in range(5):
        work(s_system)
    change_status(report=report, by=case_officer, status="fixed", message="", now=now())
    change_status(report=report, by=case_officer, status="received", message="Släckt igen.", now=now())
    work(s_system)
    support.set("e-1", status="ONGOING")
    ask(s_system)
    try_connection(s_system)

    assert contract.calls == {
        ("POST", ERRANDS), ("GET", ERRANDS), ("GET", BELOW), ("PATCH", BELOW), ("POST", f"{BELOW}/attachments"),
        ("GET", f"{BELOW}/attachments"), ("POST", f"{BELOW}/notes"), ("GET", f"{BELOW}/notes"),
        ("GET", f"{BELOW}/time-measure"), ("GET", "/{municipalityId}/{namespace}/metadata"),
    }  # fmt: skip
    assert contract.complaints == []
    assert len(support.errands) == len(support.attachments["e-1"]) == 1


@pytest.mark.parametrize(
    ("method", "target", "body", "words"),
    [
        ("GET", "/2281/FELANMALAN/errender", b"", "no such call"),
        ("GET", f"{HERE}?sida=1", b"", "the query sida is not known"),
        ("GET", f"{HERE}?page=-1", b"", "query page"),
        ("GET", f"{HERE}/e-1/notes?limit=5000", b"", "query limit"),
        ("POST", HERE, b'{"priority": "URGENT"}', "URGENT"),
        ("POST", HERE, b'{"id": "e-1"}', "'id' was unexpected"),
        ("POST", HERE, b'{"externalTags": {}}', "externalTags"),
        ("POST", f"{HERE}/e-1/notes", b'{"body": "Hej"}', "'context' is a required property"),
        ("GET", HERE, b"{}", "a body where none is wanted"),
    ],
)
def test_what_the_contract_does_not_have_is_noticed(
    method: str, target: str, body: bytes, words: str, contract: Contract, support: SupportDouble
) -> None:
    asked = parsed(method, target, {"Content-Type": "application/json"}, body)

    contract.judge(asked, support.problem(400, "no"))

    assert words in " ".join(contract.complaints)
    contract.complaints.clear()


def test_an_answer_that_the_contract_does_not_promise_is_noticed(contract: Contract, support: SupportDouble) -> None:
    asked = parsed("GET", HERE, {}, b"")

    for said, words in (
        (support.json([]), "is not of type 'object'"),
        (support.json({"content": [{"priority": "SOON"}]}), "SOON"),
        (support.json({"errands": []}), "unexpected"),
        (support.problem(418, "teapot"), "not promised"),
    ):
        contract.judge(asked, said)

        assert words in " ".join(contract.complaints)
        contract.complaints.clear()
