from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sites.models import Site as ContribSite
from django.db import transaction
from wagtail.models import Page, Site, Workflow

from home.models import RegionHomePage, StandardPage
from home.starting import words_en, words_sv

from .tree import add_page, add_translation, begin_translations, swedish

WELCOME_SLUG = "home"
WAGTAILS_GROUPS = ("Moderators", "Editors")
WAGTAILS_WORKFLOW = "Moderators approval"


@transaction.atomic
def ensure_region(*, name: str) -> RegionHomePage:
    """The site's root in both languages, at the address in BASE_URL. `name` is used when it is made, never later."""
    region = RegionHomePage.objects.filter(locale=swedish()).first()
    if region is None:
        page = RegionHomePage(slug="region", locale=swedish(), **words_sv.region(name))
        region = add_page(parent=Page.get_first_root_node(), page=page)
    stand_at_the_address(region)
    _clear_away_what_wagtail_ships()
    add_translation(page=region, values=words_en.region(region.title))
    begin_translations(region)
    _add_pages(region)
    return region


def _add_pages(region: RegionHomePage) -> None:
    for slug, in_swedish, in_english in (
        ("tillganglighet", words_sv.region_accessibility, words_en.region_accessibility),
        ("personuppgifter", words_sv.region_privacy, words_en.region_privacy),
    ):
        page = StandardPage.objects.child_of(region).filter(slug=slug).first() or add_page(
            parent=region, page=StandardPage(slug=slug, locale=swedish(), **in_swedish())
        )
        add_translation(page=page, values=in_english())


def stand_at_the_address(region: RegionHomePage) -> None:
    """At each start of a demonstration, and with each municipality: BASE_URL may be another since, and Wagtail's mails
    and the feeds are written with what stands here."""
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname, site.port = address.hostname or "localhost", port
    site.site_name, site.root_page = settings.WAGTAIL_SITE_NAME, region
    site.save()
    ContribSite.objects.update_or_create(
        pk=settings.SITE_ID, defaults={"domain": address.netloc[:100], "name": settings.WAGTAIL_SITE_NAME}
    )
    ContribSite.objects.clear_cache()


def _clear_away_what_wagtail_ships() -> None:
    """The welcome page, and two groups and a workflow that would reach into every municipality."""
    for page in Page.objects.filter(depth=2, slug=WELCOME_SLUG, content_type__model="page"):
        page.delete()
    for workflow in Workflow.objects.filter(name=WAGTAILS_WORKFLOW, active=True):
        workflow.deactivate()
    Group.objects.filter(name__in=WAGTAILS_GROUPS, user__isnull=True).delete()
