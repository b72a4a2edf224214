"""The list of ideas: which, in what order, from where. Every choice is one of a few; anything else is the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participation.core.paging import keyset
from participation.topics.models import Category, Topic

from .faces import Face, face_of
from .models import Idea

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from participation.core.paging import Page
    from participation.places.models import Municipality

Status = Idea.Status
SIZE = 20


@dataclass(frozen=True)
class Tab:
    key: str
    label: Promise
    statuses: tuple[str, ...]


GATHERING = "samlar"
TABS = (
    Tab("", _("Alla"), ()),
    Tab(GATHERING, _("Samlar stöd"), (Status.PUBLISHED, Status.GATHERING)),
    Tab("hos-kommunen", _("Hos kommunen"), (Status.TO_BE_ANSWERED,)),
    Tab("besvarade", _("Besvarade"), (Status.ANSWERED, Status.PROPOSAL)),
    Tab("avslutade", _("Fick inte stöd"), (Status.EXPIRED,)),
)
ORDERS: dict[str, tuple[Promise, tuple[str, ...]]] = {
    "nya": (_("Nyast först"), ("-published_at", "-id")),
    "stod": (_("Mest stöd"), ("-supports", "-id")),
    "aktiva": (_("Senast aktiva"), ("-last_activity_at", "-id")),
}


@dataclass(frozen=True)
class Row:
    topic: Topic
    face: Face
    kind: str


@dataclass(frozen=True)
class Asked:
    """What the reader chose, checked."""

    tab: Tab
    category: Category | None
    order: str
    service: Topic | None = None  # the e-service that they are about

    @classmethod
    def of(
        cls, query: Mapping[str, str], categories: Iterable[Category], municipality: Municipality | None = None
    ) -> Asked:
        tab = next((tab for tab in TABS if tab.key == query.get("visa", "")), TABS[0])
        category = next((one for one in categories if one.slug == query.get("kategori")), None)
        order = query.get("sortera", "")
        service = service_asked_for(municipality, query.get("om", ""))
        return cls(tab, category, order if order in ORDERS else "nya", service)

    def url(self, **changes: str) -> str:
        chosen = {
            "visa": self.tab.key,
            "kategori": self.category.slug if self.category else "",
            "om": str(self.service.pk) if self.service else "",
            "sortera": "" if self.order == "nya" else self.order,
            **changes,
        }
        return f"?{urlencode({key: value for key, value in chosen.items() if value})}"

    @property
    def everywhere(self) -> str:
        return self.url(om="")

    @property
    def is_narrow(self) -> bool:
        return bool(self.tab.key or self.category or self.service)


def service_asked_for(municipality: Municipality | None, asked: str) -> Topic | None:
    """The e-service of `?om=`, by which its page leads here and to the form of a new idea."""
    if municipality is None or not asked.isdecimal() or len(asked) > 18:
        return None
    services = Topic.objects.public().in_municipality(municipality).of_kind(Topic.Kind.ESERVICE)
    return services.filter(pk=int(asked)).only("title").first()


def listing(municipality: Municipality | None, query: Mapping[str, str]) -> dict[str, Any]:
    """The context of a list: four questions at most, whatever its length."""
    categories = list(Category.objects.filter(municipality=municipality)) if municipality else []
    asked = Asked.of(query, categories, municipality)
    page = _page(municipality, asked, query.get("efter"))
    today = timezone.localdate()
    return {
        "rows": [_row(topic, today) for topic in page.items],
        "asked": asked,
        "tabs": [{"label": tab.label, "url": asked.url(visa=tab.key), "current": tab == asked.tab} for tab in TABS],
        "orders": [{"key": key, "label": label, "current": key == asked.order} for key, (label, _o) in ORDERS.items()],
        "categories": categories,
        "next_url": asked.url(efter=page.next_cursor) if page.next_cursor else "",
        "first_url": "" if page.is_first else asked.url(),
    }


def _page(municipality: Municipality | None, asked: Asked, after: str | None) -> Page[Topic]:
    topics = Topic.objects.public().in_municipality(municipality).of_kind(Topic.Kind.IDEA)
    if asked.tab.statuses:
        topics = topics.filter(idea__status__in=asked.tab.statuses)
        if asked.tab.key == GATHERING:
            topics = topics.filter(can_support=True)  # an idea brought from another site may be closed
    if asked.category:
        topics = topics.filter(category=asked.category)
    if asked.service:
        merged = Idea.objects.filter(merged_ideas__topic__about=asked.service)  # go on as the one that they became
        topics = topics.filter(Q(about=asked.service) | Q(pk__in=merged.values("topic")))
    topics = topics.filter(idea__isnull=False, last_activity_at__isnull=False)
    rows = topics.select_related("idea", "answer", "category").defer(
        "search_text", "stems", "title_stems", "idea__text"
    )
    return keyset(rows, order=ORDERS[asked.order][1], after=after, size=SIZE)


def _row(topic: Topic, today: date) -> Row:
    idea: Idea = topic.idea
    about = [topic.category.label] if topic.category else []
    return Row(topic, face_of(idea, today=today), ", ".join([*about, idea.place] if idea.place else about))
