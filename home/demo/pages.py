"""The invented pages: news, an accessibility statement, a front page with something lifted forward."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Locale

from home.actions.staff import ensure_collection, ensure_groups
from home.actions.translations import begin
from home.actions.tree import add_page, add_translation
from home.models import AccessibilityStatementPage, MunicipalityHomePage, NewsIndexPage, NewsPage

from .picture import lamps_by_the_lake

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import Page

    from participation.ideas.models import Idea
    from participation.places.models import Municipality

NEWS: list[tuple[str, int, dict[str, Any], dict[str, Any]]] = [
    (
        "nu-oppnar-samskapa",
        20,
        {
            "title": "Demo: Nu öppnar Samskapa",
            "lead": "Från i dag kan du skriva idéer, tycka till om e-tjänster och felanmäla på samma plats.",
            "body": [
                (
                    "text",
                    {
                        "heading": "Så börjar du",
                        "text": "<p>Du kan läsa allt utan konto. För att skriva eller stödja en idé behöver du bara en "
                        "e-postadress.</p>",
                    },
                ),
                (
                    "facts",
                    {
                        "heading": "Det här lovar vi",
                        "facts": [
                            {"name": "Granskning", "value": "Vi läser din idé inom två arbetsdagar."},
                            {"name": "Svar", "value": "När 30 stöder en idé svarar vi inom 60 dagar."},
                        ],
                    },
                ),
            ],
        },
        {
            "title": "Demo: Samskapa opens",
            "lead": "From today you can write ideas, help shape e-services and report faults in one place.",
            "body": [
                (
                    "text",
                    {
                        "heading": "How to begin",
                        "text": "<p>You can read everything without an account. To write or support an idea all you "
                        "need is an e-mail address.</p>",
                    },
                )
            ],
        },
    ),
    (
        "rampen-ar-pa-plats",
        6,
        {
            "title": "Demo: Rampen vid Sidsjön är på plats",
            "lead": "En invånares idé har blivit verklighet. Nu når alla bryggan.",
            "body": [
                ("quotation", {"text": "Jag badade för första gången på fyra år.", "by": "Demo Invånare"}),
            ],
        },
        {
            "title": "Demo: The ramp at Sidsjön is ready",
            "lead": "An idea from a resident has come true. Now everybody can reach the jetty.",
            "body": [],
        },
    ),
]


def publish_news(municipality: Municipality, *, today: date) -> None:
    index = NewsIndexPage.objects.get(municipality=municipality, locale__language_code="sv")
    for slug, days_ago, swedish, english in NEWS:
        if NewsPage.objects.child_of(index).filter(slug=slug).exists():
            continue
        page = NewsPage(
            slug=slug,
            locale=index.locale,
            municipality=municipality,
            date=today - timedelta(days=days_ago),
            **swedish,
        )
        add_translation(page=add_page(parent=index, page=page), values=english)


def publish_statement(municipality: Municipality, *, today: date) -> None:
    """The draft that every municipality begins with, filled in as a demonstration would be."""
    common = {
        "compliance": AccessibilityStatementPage.Compliance.PARTIAL,
        "tested": AccessibilityStatementPage.Tested.SELF,
        "tested_on": today - timedelta(days=30),
        "published_on": today - timedelta(days=20),
        "reviewed_on": today - timedelta(days=20),
        "report_email": municipality.contact_email,
        "report_phone": municipality.contact_phone,
    }
    fixed_by = today + timedelta(days=120)
    texts = {
        "sv": {
            "method": "Demo: vi har gått igenom sidorna med tangentbord och ett automatiskt verktyg. "
            "De är inte provade av någon som använder skärmläsare.",
            "shortcomings": _shortcoming(
                "Demo: en del foton som invånare har skickat in saknar beskrivning.",
                "WCAG 2.1, 1.1.1 Icke-textuellt innehåll",
                "Läs texten vid bilden, eller fråga kommunen vad den visar.",
                fixed_by,
            ),
        },
        "en": {
            "method": "Demo: we have gone through the pages with a keyboard and an automatic tool. "
            "Nobody who uses a screen reader has tried them.",
            "shortcomings": _shortcoming(
                "Demo: some photos that residents have sent in have no description.",
                "WCAG 2.1, 1.1.1 Non-text Content",
                "Read the text beside the picture, or ask the municipality what it shows.",
                fixed_by,
            ),
        },
    }
    for page in AccessibilityStatementPage.objects.filter(municipality=municipality, live=False).order_by("pk"):
        for name, value in {**common, **texts[page.locale.language_code]}.items():
            setattr(page, name, value)
        page.save_revision().publish()
        follows_the_swedish(page, now=timezone.now())


def _shortcoming(what: str, clause: str, instead: str, fixed_by: date) -> list[tuple[str, dict[str, Any]]]:
    values = {"ground": "breach", "what": what, "clause": clause, "instead": instead, "fixed_by": fixed_by}
    return [("shortcoming", {**values, "reason": ""})]


FRONT = {
    "sv": {
        "alt": "Teckning: lampor runt en sjö om natten.",
        "heading": "Nästa möte",
        "title": "Demo: Vad ska hända med Stora torget?",
        "text": "Klockan 18–20 i Kulturmagasinet. Det går också att vara med på nätet.",
    },
    "en": {
        "alt": "Drawing: lamps round a lake at night.",
        "heading": "Next meeting",
        "title": "Demo: What should become of Stora torget?",
        "text": "At 6–8 pm in Kulturmagasinet. You can also take part online.",
    },
}


def compose_front(municipality: Municipality, lead: Idea, *, now: datetime) -> None:
    """Lift an idea forward with a picture, and name the next date. Only where nothing is lifted yet."""
    homes = MunicipalityHomePage.objects.filter(municipality=municipality, locale__language_code__in=FRONT)
    for page in homes.select_related("locale").order_by("pk"):  # the Swedish one was made first
        blocks = {block.block_type: block for block in page.body}
        happening = blocks.get("happening")
        if happening is None or happening.value["lead"]["address"] or "date" in blocks:
            continue
        words = FRONT[page.locale.language_code]
        happening.value["lead"] = {"address": lead.topic.path, "picture": _picture(municipality), "alt": words["alt"]}
        day = timezone.localdate(now) + timedelta(days=12)
        date_block = {name: words[name] for name in ("heading", "title", "text")}
        page.body.append(("date", {**date_block, "day": day, "url": "", "url_label": ""}))
        page.save_revision().publish()
        follows_the_swedish(page, now=now)


def _picture(municipality: Municipality) -> Any:
    image_model = get_image_model()
    collection = ensure_collection(municipality, ensure_groups(municipality))
    known = image_model.objects.filter(title="Demo: Lampor runt sjön", collection=collection).first()
    return known or image_model.objects.create(
        title="Demo: Lampor runt sjön",
        collection=collection,
        file=ContentFile(lamps_by_the_lake(), name="demo-lampor.png"),
    )


def follows_the_swedish(page: Page, *, now: datetime) -> None:
    """Both were written at once: the other has not fallen behind."""
    source = page.get_translation_or_none(Locale.objects.get(language_code="sv"))
    if source is not None and source.pk != page.pk:
        begin(swedish=source, page=page, by=None, now=now)
