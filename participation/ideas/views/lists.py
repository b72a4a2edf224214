from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from participation.core.feeds import PlainAtom
from participation.core.paging import keyset
from participation.core.words import without_unseen
from participation.topics.models import Topic

from ..faces import face_of
from ..models import Idea
from .door import keeps_words
from .finding import open_municipality

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from participation.accounts.person_request import PersonRequest
    from participation.places.models import Municipality
    from participation.topics.models import Category


@never_cache
@keeps_words
@require_safe
def mine(request: PersonRequest) -> HttpResponse:
    """One's own ideas in every state, drafts first among them by date."""
    ideas = Idea.objects.visible_to(request.user).written_by(request.user).for_page()
    page = keyset(ideas, order=("-status_since", "-id"), after=request.GET.get("efter"), size=20)
    today = timezone.localdate()
    context = {
        "municipality": request.user.home,
        "rows": [{"idea": idea, "face": face_of(idea, today=today)} for idea in page.items],
        "next_url": f"?efter={page.next_cursor}" if page.next_cursor else "",
        "first_url": "" if page.is_first else reverse("ideas:mine"),
    }
    return render(request, "ideas/mine.html", context)


class IdeaFeed(Feed):
    """The newest public ideas of a municipality, or of the subject in `?kategori=`."""

    feed_type = PlainAtom

    def get_object(self, request: HttpRequest, code: str) -> tuple[Municipality, Category | None]:
        municipality = open_municipality(code)
        subject = request.GET.get("kategori", "")
        return municipality, get_object_or_404(municipality.categories, slug=subject[:60]) if subject else None

    def title(self, chosen: tuple[Municipality, Category | None]) -> str:
        municipality, category = chosen
        if category is None:
            return _("Idéer i %(name)s") % {"name": municipality.name}
        return _("Idéer om {subject} i {name}").format(subject=category.label, name=municipality.name)

    def link(self, chosen: tuple[Municipality, Category | None]) -> str:
        municipality, category = chosen
        return f"{municipality.path}ideer/" + (f"?kategori={category.slug}" if category else "")

    def items(self, chosen: tuple[Municipality, Category | None]) -> QuerySet[Topic]:
        municipality, category = chosen
        topics = Topic.objects.public().in_municipality(municipality).of_kind(Topic.Kind.IDEA)
        if category is not None:
            topics = topics.filter(category=category)
        return topics.order_by("-published_at", "-id")[:20]

    def item_title(self, item: Topic) -> str:
        return without_unseen(item.title)

    def item_description(self, item: Topic) -> str:
        return without_unseen(item.summary)

    def item_link(self, item: Topic) -> str:
        return item.get_absolute_url()

    def item_pubdate(self, item: Topic) -> datetime | None:
        return item.published_at
