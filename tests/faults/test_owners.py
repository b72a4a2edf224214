from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from participation.faults.models import FaultReport, ObjectOwner, OwnedThing
from participation.faults.owners import owner_at

from .factories import IN_SUNDSVALL, at
from .test_form import HERE, came_back, sent, value

LON, LAT = IN_SUNDSVALL
FIVE_METRES = 5 / 111_320


def feature(kind: str, coordinates: object, **properties: object) -> dict:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


E4 = feature("LineString", [[LON - 0.01, LAT], [LON + 0.01, LAT]], name="E4")
POLE = feature("Point", [17.4, 62.4])
LAND = feature("Polygon", [[[17.20, 62.30], [17.21, 62.30], [17.21, 62.31], [17.20, 62.31], [17.20, 62.30]]])


def imported(tmp_path, *features: dict, owner: str = "Trafikverket", **said: object) -> str:
    path, out = tmp_path / "lager.geojson", StringIO()
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    call_command("import_owners", str(path), owner=owner, contact="ring 0771-921 921", stdout=out, **said)
    return out.getvalue()


def test_lines_points_and_land_are_found_within_their_metres(db, tmp_path) -> None:
    imported(tmp_path, E4, POLE, LAND)

    assert owner_at((LON, LAT + FIVE_METRES)).thing == "E4"
    assert owner_at((LON, LAT + 10 * FIVE_METRES)) is None
    assert owner_at((17.4, 62.4 + FIVE_METRES)).owner.name == "Trafikverket"
    assert owner_at((17.205, 62.305)) is not None
    assert owner_at(None) is None


def test_the_nearest_of_two_owners_counts(db, tmp_path) -> None:
    imported(tmp_path, E4, owner="Trafikverket", metres=100)
    beside = feature("Point", [LON, LAT + FIVE_METRES], name="hydrant")
    imported(tmp_path, beside, owner="MittSverige Vatten")

    assert owner_at((LON, LAT + FIVE_METRES)).owner.name == "MittSverige Vatten"
    assert owner_at((LON, LAT - FIVE_METRES)).owner.name == "Trafikverket"


def test_the_same_file_again_changes_nothing(db, tmp_path) -> None:
    imported(tmp_path, E4, POLE)
    before = list(OwnedThing.objects.values_list("pk", flat=True))

    assert "Inget har ändrats" in imported(tmp_path, E4, POLE)
    assert list(OwnedThing.objects.values_list("pk", flat=True)) == before


def test_a_newer_file_is_seen_at_once(db, tmp_path) -> None:
    imported(tmp_path, E4)
    assert owner_at(IN_SUNDSVALL) is not None

    imported(tmp_path, POLE)

    assert owner_at(IN_SUNDSVALL) is None


def test_an_owner_that_is_taken_away_is_seen_at_once(db, tmp_path) -> None:
    imported(tmp_path, E4)
    assert owner_at(IN_SUNDSVALL) is not None

    ObjectOwner.objects.all().delete()

    assert owner_at(IN_SUNDSVALL) is None


def test_it_asks_the_database_once(db, tmp_path, django_assert_num_queries) -> None:
    imported(tmp_path, E4)
    owner_at(IN_SUNDSVALL)

    with django_assert_num_queries(1):
        owner_at(IN_SUNDSVALL)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1", b'{"type": "FeatureCollection", "features": []}', b"\xff"])
def test_a_file_that_is_none_changes_nothing(db, tmp_path, content) -> None:
    path = tmp_path / "fel.geojson"
    path.write_bytes(content)

    with pytest.raises(CommandError, match="Inget har ändrats"):
        call_command("import_owners", str(path), owner="X")

    assert not ObjectOwner.objects.exists()


def test_swapped_and_strange_shapes_are_told_and_left_out(db, tmp_path) -> None:
    swapped, strange = feature("Point", [62.4, 17.4]), feature("Cirkel", [17.4, 62.4])

    said = imported(tmp_path, E4, swapped, strange)

    assert "ordningen latitud, longitud" in said
    assert "Ogiltiga: 2" in said
    assert OwnedThing.objects.count() == 1


def test_who_reports_is_told_whose_it_is_once_and_may_send_anyway(client, region, tmp_path) -> None:
    imported(tmp_path, E4)
    fields = at(IN_SUNDSVALL)

    page = came_back(client, fields)
    assert "Trafikverket äger E4" in page
    assert "ring 0771-921 921" in page
    assert "Det här behöver rättas" not in page

    report = sent(client, {**fields, "told": value(page, "told")})
    assert report.owner.name == "Trafikverket"


def test_another_owner_is_told_of_too(client, region, tmp_path) -> None:
    imported(tmp_path, E4)
    page = came_back(client, at(IN_SUNDSVALL))
    pole = feature("Point", [17.32, 62.40])
    imported(tmp_path, pole, owner="MittSverige Vatten")

    assert "MittSverige Vatten" in came_back(client, at((17.32, 62.40), told=value(page, "told")))


def test_a_device_that_sends_by_itself_is_not_stopped(client, region, tmp_path) -> None:
    imported(tmp_path, E4)

    assert sent(client, at(IN_SUNDSVALL, told="allt")).owner is not None


def test_an_owners_name_is_text(client, region, tmp_path) -> None:
    imported(tmp_path, feature("Point", list(IN_SUNDSVALL), name="<b>väg</b>"), owner="<script>alert(1)</script>")

    page = came_back(client, at(IN_SUNDSVALL))

    assert "<script>alert" not in page
    assert "<b>väg" not in page


def test_a_report_stays_when_its_owner_goes(client, region, tmp_path) -> None:
    imported(tmp_path, E4)
    sent(client, at(IN_SUNDSVALL, told="allt"))

    ObjectOwner.objects.all().delete()

    assert FaultReport.objects.get().owner is None
    assert client.get(HERE).status_code == 200
