from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from participation.eservices.management.commands import import_eservices
from participation.eservices.models import EService, EServiceImport

from .conftest import answer, flow


def run(*arguments: object) -> str:
    said = StringIO()
    call_command("import_eservices", *map(str, arguments), stdout=said)
    return said.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "flows.json"
    path.write_bytes(answer(flow(1), flow(2)))
    return path


def test_the_command_imports_and_tells(sundsvall, data):
    said = run(data / "eservices" / "sundsvall_open_eplatform_flows.json", "--municipality", "2281")

    assert "ny       Anmäl misstänkt matförgiftning" in said
    assert "161 e-tjänster i filen: 161 nya, 0 ändrade, 0 tillbaka, 0 oförändrade. 0 borta." in said
    assert EService.objects.count() == 161


def test_the_command_tells_what_changed_and_what_has_gone(sundsvall, file):
    run(file, "--municipality", "2281")
    file.write_bytes(answer(flow(1, Name="Nytt", PaymentSupportEnabled=True)))

    said = run(file, "--municipality", "2281")

    assert "ändrad   Nytt (namn, betalning)" in said
    assert "borta    Ansökan 2" in said
    file.write_bytes(answer(flow(1, Name="Nytt", PaymentSupportEnabled=True), flow(2)))
    assert "tillbaka Ansökan 2" in run(file, "--municipality", "2281")


def test_a_dry_run_tells_the_same_and_changes_nothing(sundsvall, file):
    said = run(file, "--municipality", "2281", "--dry-run")

    assert "Provkörning" in said
    assert "2 nya" in said
    assert not EService.objects.exists()
    assert not EServiceImport.objects.exists()


def test_a_malformed_file_changes_nothing_and_says_where_it_broke(sundsvall, file):
    run(file, "--municipality", "2281")
    before = list(EService.objects.values())
    file.write_bytes(answer(flow(1, Name="Ändrad"), flow(2, URL="")))

    with pytest.raises(CommandError, match=r"Ingenting ändrades\. E-tjänst nummer 2 i filen, fältet URL") as refused:
        run(file, "--municipality", "2281")

    assert refused.value.returncode == 1
    assert list(EService.objects.values()) == before
    assert EServiceImport.objects.count() == 1


def test_an_unknown_municipality_and_a_missing_file_are_told_in_a_sentence(sundsvall, file, tmp_path):
    with pytest.raises(CommandError, match="add_municipality 9999"):
        run(file, "--municipality", "9999")
    with pytest.raises(CommandError, match="går inte att läsa"):
        run(tmp_path / "missing.json", "--municipality", "2281")


def test_a_file_that_is_too_large_is_refused(sundsvall, file, monkeypatch):
    monkeypatch.setattr(import_eservices, "SIZE_LIMIT", 100)

    with pytest.raises(CommandError, match="större"):
        run(file, "--municipality", "2281")


def test_an_address_is_fetched_and_its_secrets_are_not_kept(sundsvall, monkeypatch):
    asked = {}

    def fetch(address: str, *, allow_private: bool) -> bytes:
        asked.update(address=address, allow_private=allow_private)
        return answer(flow(1))

    monkeypatch.setattr(import_eservices, "fetch", fetch)
    run("https://e.example.se/api/flows?key=hemlig", "--municipality", "2281")

    assert asked == {"address": "https://e.example.se/api/flows?key=hemlig", "allow_private": False}
    assert EServiceImport.objects.get().origin == "https://e.example.se/api/flows"


def test_an_internal_address_is_refused_unless_it_is_allowed(sundsvall):
    with pytest.raises(CommandError, match="internt nät"):
        run("http://127.0.0.1:1/flows", "--municipality", "2281")
    with pytest.raises(CommandError, match="helt svar"):
        run("http://127.0.0.1:1/flows", "--municipality", "2281", "--allow-private")


def test_a_shrunken_file_is_believed_only_when_asked_to(sundsvall, file):
    file.write_bytes(answer(*[flow(number) for number in range(30)]))
    run(file, "--municipality", "2281")
    file.write_bytes(answer(flow(1)))

    with pytest.raises(CommandError, match="verkar inte vara hel"):
        run(file, "--municipality", "2281")
    assert "29 borta" in run(file, "--municipality", "2281", "--accept-gone")
