from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.core.feeds import PlainAtom
from participation.core.words import without_unseen
from participation.faults.locating import Region
from participation.faults.models import FaultCategory

from .asked import Asked
from .listing import Row, row_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from participation.faults.models import FaultReport
    from participation.places.models import Municipality

NEWEST = 30


class ReportFeed(Feed):
    """The newest public reports of a municipality, or of the region, or of the part of the map in `?ruta=`."""

    feed_type = PlainAtom

    def get_object(self, request: HttpRequest, code: str = "") -> tuple[Municipality | None, Asked]:
        region = Region.now()
        if code and code not in region.by_code:
            raise Http404
        municipality = region.by_code.get(code)
        categories = list(FaultCategory.objects.to_choose(municipality)) if municipality else []
        return municipality, Asked.of({"visa": "alla", **request.GET.dict()}, categories)

    def title(self, chosen: tuple[Municipality | None, Asked]) -> str:
        municipality, asked = chosen
        where = municipality.name if municipality else _("regionen")
        about = asked.category.label if asked.category else _("Felanmälningar")
        return _("{about} i {where}").format(about=about, where=where)

    def link(self, chosen: tuple[Municipality | None, Asked]) -> str:
        municipality, asked = chosen
        path = reverse("faults:reported_in", args=[municipality.code]) if municipality else reverse("faults:reported")
        return f"{path}{asked.url()}"

    def items(self, chosen: tuple[Municipality | None, Asked]) -> list[tuple[FaultReport, Row]]:
        municipality, asked = chosen
        reports = asked.reports(municipality).select_related("category", "municipality")
        today = timezone.localdate()
        return [(report, row_of(report, today=today)) for report in reports.order_by("-created_at", "-id")[:NEWEST]]

    def item_title(self, item: tuple[FaultReport, Row]) -> str:
        return without_unseen(item[1].title)

    def item_description(self, item: tuple[FaultReport, Row]) -> str:
        return without_unseen(f"{item[1].word}. {item[1].excerpt}")

    def item_link(self, item: tuple[FaultReport, Row]) -> str:
        return item[1].url

    def item_pubdate(self, item: tuple[FaultReport, Row]) -> datetime:
        return item[0].created_at

    def item_updateddate(self, item: tuple[FaultReport, Row]) -> datetime:
        return item[0].status_since
