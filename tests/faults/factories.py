"""Reports as the form makes them, and photos as phones take them."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from participation.faults.actions import Place, report_fault, set_publicity
from participation.faults.models import FaultCategory, FaultReport

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
IN_SUNDSVALL = (17.3069, 62.3908)
IN_TIMRA = (17.33, 62.56)
AT_THE_BORDER = (17.14, 62.63)  # in Sundsvall, 42 metres from Timrå
BEYOND_THE_BORDER = (17.60, 62.60)  # in Härnösand, which takes no part here, 128 metres from Timrå
IN_HARNOSAND = (17.94, 62.63)
IN_ITALY = (11.885, 43.467)


def reported(municipality: Any, **said: Any) -> FaultReport:
    fields: dict[str, Any] = {
        "client_key": uuid4(),
        "municipality": municipality,
        "text": "Lyktan hänger i kabeln.",
        "place": Place(words="Storgatan 12"),
        "now": NOW,
        **said,
    }
    report, _is_new = report_fault(**fields)
    return report


def shown(municipality: Any, position: tuple[float, float] | None = IN_SUNDSVALL, **said: Any) -> FaultReport:
    """A report that everybody may see."""
    report = reported(municipality, **({"place": placed(position)} if position else {}), **said)
    FaultReport.objects.filter(pk=report.pk).update(publicity="waiting")
    set_publicity(report=report, by=None, publicity="shown", now=said.get("now", NOW))
    report.refresh_from_db()
    return report


def placed(position: tuple[float, float], words: str = "Storgatan 12") -> Place:
    return Place(words=words, lon=position[0], lat=position[1], source="map")


def category_of(municipality: Any, code: str = "gatubelysning", **said: Any) -> FaultCategory:
    fields: dict[str, Any] = {"name": code.capitalize(), **said}
    category: FaultCategory = FaultCategory.objects.create(municipality=municipality, code=code, **fields)
    return category


def filled_in(**fields: Any) -> dict[str, Any]:
    """What a browser posts."""
    return {"client_key": str(uuid4()), "text": "Lyktan hänger i kabeln.", "place": "Storgatan 12", **fields}


def at(position: tuple[float, float], source: str = "device", **fields: Any) -> dict[str, Any]:
    placed = {"lon": f"{position[0]:.6f}", "lat": f"{position[1]:.6f}", "source": source, "place": ""}
    return filled_in(**{**placed, **fields})


def photo(position: tuple[float, float] | None = None, *, colour: str = "navy", name: str = "IMG_1.jpg") -> Any:
    """A photo, with where it was taken in its EXIF if told."""
    image, exif = Image.new("RGB", (64, 48), colour), Image.Exif()
    if position is not None:
        exif[0x8825] = {1: "N", 2: _sexagesimal(position[1]), 3: "E", 4: _sexagesimal(position[0])}
    written = BytesIO()
    image.save(written, "JPEG", exif=exif)
    return SimpleUploadedFile(name, written.getvalue(), content_type="image/jpeg")


def looked_at(client: Any, path: str) -> Any:
    """The answer, with the file it may hold closed; `response.close()` would close the database too."""
    response = client.get(path)
    for close in response._resource_closers:
        close()
    return response


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    whole = int(degrees)
    minutes = int((degrees - whole) * 60)
    return float(whole), float(minutes), round(((degrees - whole) * 60 - minutes) * 60, 4)
