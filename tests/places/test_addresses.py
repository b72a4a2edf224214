from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from participation.places.addresses import key_of, known, nearest, search
from participation.places.models import Address

TABLE = """street,number,postcode,place,lon,lat
Storgatan,2,852 30,Sundsvall,17.30100,62.39000
Storgatan,12,852 30,Sundsvall,17.30690,62.39080
Storgatan,12 B,852 30,Sundsvall,17.30700,62.39090
Åkersvägen,1,856 44,Sundsvall,17.35000,62.40000
"""


def imported(tmp_path: Path, table: str = TABLE, code: str = "2281") -> str:
    path, said = tmp_path / "adresser.csv", StringIO()
    path.write_text(table, encoding="utf-8")
    call_command("import_addresses", str(path), municipality=code, stdout=said)
    return said.getvalue()


def test_letters_digits_and_case_are_read_as_people_mean_them() -> None:
    assert key_of("STORGATAN 12b") == key_of("Storgatan  12 B") == "storgatan 12 b"
    assert key_of("Åkersvägen") == "akersvagen"


def test_a_table_is_read_and_read_again_without_change(sundsvall, tmp_path) -> None:
    assert "Nya: 4" in imported(tmp_path)
    pks = set(Address.objects.values_list("pk", flat=True))

    again = imported(tmp_path)

    assert "Oförändrade: 4" in again
    assert set(Address.objects.values_list("pk", flat=True)) == pks


def test_a_newer_table_changes_and_removes(sundsvall, tmp_path) -> None:
    imported(tmp_path)

    newer = f"{TABLE.splitlines()[0]}\nÅkersvägen,1,856 44,Sundsvall,17.36000,62.40000\n"
    said = imported(tmp_path, newer)

    assert ("Ändrade: 1" in said, "Borttagna: 3" in said) == (True, True)
    assert Address.objects.get().lon == 17.36


def test_rows_that_are_wrong_are_told_and_the_rest_is_kept(sundsvall, tmp_path) -> None:
    said = imported(
        tmp_path, TABLE + "Bytgatan,1,1,Sundsvall,62.39,17.30\nIngenting,2,1,Sundsvall,x,62\n,3,1,Y,17,62\n"
    )

    assert "Longitud och latitud har bytt plats." in said
    assert "Ogiltiga: 3" in said
    assert Address.objects.count() == 4


def test_a_table_that_is_none_changes_nothing(sundsvall, tmp_path) -> None:
    imported(tmp_path)

    with pytest.raises(CommandError, match="saknar kolumnen"):
        imported(tmp_path, "gata;nummer\nStorgatan;1\n")

    assert Address.objects.count() == 4


def test_a_municipality_that_is_not_here_is_refused(db, tmp_path) -> None:
    with pytest.raises(CommandError, match="9999"):
        imported(tmp_path, code="9999")


def test_a_beginning_finds_in_the_order_of_the_street(sundsvall, tmp_path) -> None:
    imported(tmp_path)

    assert [str(found) for found in search(sundsvall, "storg")] == [
        "Storgatan 2, Sundsvall",
        "Storgatan 12, Sundsvall",
        "Storgatan 12 B, Sundsvall",
    ]
    assert [found.number for found in search(sundsvall, "Storgatan 12b")] == ["12 B"]
    assert [found.street for found in search(sundsvall, "åkers")] == ["Åkersvägen"]


@pytest.mark.parametrize("text", ["", "s", "%", "__", "gatan", "~", "\0"])
def test_what_begins_nothing_finds_nothing(sundsvall, tmp_path, text) -> None:
    imported(tmp_path)

    assert search(sundsvall, text) == []


def test_another_municipalitys_addresses_are_not_found(sundsvall, timra, tmp_path) -> None:
    imported(tmp_path)

    assert search(timra, "storgatan") == []
    assert (known([timra]), known([timra, sundsvall])) == (False, True)


def test_the_address_next_to_a_position(sundsvall, tmp_path) -> None:
    imported(tmp_path)

    assert nearest(17.30691, 62.39081).number == "12"
    assert nearest(17.5, 62.5) is None


def test_a_search_reads_by_the_index(sundsvall, tmp_path) -> None:
    """With enough rows that a planner has a reason to."""
    rows = "".join(f"Väg{n},{n},1,Sundsvall,17.3,62.3\n" for n in range(3000))
    imported(tmp_path, TABLE.splitlines()[0] + "\n" + rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    plan = Address.objects.filter(municipality=sundsvall).beginning("vag11").explain()

    assert "places_address_begins" in plan or "places_one_address_of_a_key" in plan, plan
