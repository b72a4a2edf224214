"""What search engines may know: public topics and published pages, at the portal's own address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

from participation.topics.models import Topic

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

# News, standard pages and proposals are pages: they stand among the pages, in both languages.
ROWS = (Topic.Kind.IDEA, Topic.Kind.ESERVICE)
A_FILE = 5000


class PortalSitemap(Sitemap[Any]):
    limit = A_FILE

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.BASE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.BASE_URL).scheme


class TopicSitemap(PortalSitemap):
    def items(self) -> QuerySet[Topic]:
        topics = Topic.objects.public().of_kind(*ROWS).exclude(path="").order_by("id")
        return topics.only("path", "last_activity_at", "published_at")

    def location(self, item: Topic) -> str:
        return item.path

    def lastmod(self, item: Topic) -> datetime | None:
        return item.last_activity_at or item.published_at


class PageSitemap(PortalSitemap):
    def items(self) -> QuerySet[Page]:
        return Page.objects.live().filter(depth__gt=1).select_related("locale").order_by("path")

    def location(self, item: Page) -> str:
        return item.get_url() or "/"

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at


SITEMAPS: dict[str, type[PortalSitemap]] = {"amnen": TopicSitemap, "sidor": PageSitemap}
