"""Choosing ideas and e-services in the editor, only those of the editor's own municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenMultipleView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from participation.accounts.permissions import is_administrator, municipalities_of
from participation.core.words import WordsField
from participation.topics.models import Topic
from participation.topics.stems import stems

from .models import EService

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.urls import URLPattern

    from participation.accounts.models import User
    from participation.accounts.person_request import PersonRequest


def own_ideas(user: User) -> QuerySet[Topic]:
    ideas = Topic.objects.public().of_kind(Topic.Kind.IDEA)
    return ideas if is_administrator(user) else ideas.filter(municipality__in=municipalities_of(user))


def own_eservices(user: User) -> QuerySet[EService]:
    """With those that are gone from the source: a proposal about one goes on."""
    services = EService.objects.all()
    return services if is_administrator(user) else services.filter(municipality__in=municipalities_of(user))


class WordsFilter(BaseFilterForm):
    """A search field that compares `field` with what was typed, or with its stems."""

    q = WordsField(label=_("Sök"), required=False, max_length=100)
    field = "name__icontains"

    def filter(self, objects: Any) -> Any:
        words = self.wanted(self.cleaned_data.get("q", "").replace("\0", ""))
        if not words:
            return objects
        self.is_searching, self.search_query = True, self.cleaned_data["q"]
        return objects.filter(**{self.field: words})

    def wanted(self, words: str) -> str:
        return words


class StemsFilter(WordsFilter):
    field = "title_stems__contains"

    def wanted(self, words: str) -> str:
        return stems(words)


class OwnIdeas:
    request: PersonRequest

    filter_form_class = StemsFilter

    def get_object_list(self) -> QuerySet[Topic]:
        return own_ideas(self.request.user)

    def get_object(self, pk: Any) -> Topic:
        return own_ideas(self.request.user).get(pk=pk)

    def get_objects(self, pks: Any) -> QuerySet[Topic]:
        return own_ideas(self.request.user).filter(pk__in=pks)


class OwnEServices:
    request: PersonRequest

    filter_form_class = WordsFilter

    def get_object_list(self) -> QuerySet[EService]:
        return own_eservices(self.request.user).filter(gone_at__isnull=True)

    def get_object(self, pk: Any) -> EService:
        return own_eservices(self.request.user).get(pk=pk)

    def get_objects(self, pks: Any) -> QuerySet[EService]:
        return own_eservices(self.request.user).filter(pk__in=pks)


def views_of(mixin: type) -> dict[str, type]:
    """The four views of a chooser, each starting from what its user may choose."""
    bases = {
        "choose_view_class": ChooseView,
        "choose_results_view_class": ChooseResultsView,
        "chosen_view_class": ChosenView,
        "chosen_multiple_view_class": ChosenMultipleView,
    }
    return {name: type(f"{mixin.__name__}{base.__name__}", (mixin, base), {}) for name, base in bases.items()}


class PlainChooserViewSet(ChooserViewSet):
    """Chooses among what is there; nothing is made in a chooser."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


idea_chooser = PlainChooserViewSet(
    "idea_chooser",
    model=Topic,
    url_prefix="choose-idea",
    icon="openquote",
    choose_one_text=_("Välj en idé"),
    choose_another_text=_("Välj en annan idé"),
    **views_of(OwnIdeas),
)
eservice_chooser = PlainChooserViewSet(
    "eservice_chooser",
    model=EService,
    url_prefix="choose-eservice",
    icon="desktop",
    choose_one_text=_("Välj en e-tjänst"),
    choose_another_text=_("Välj en annan e-tjänst"),
    **views_of(OwnEServices),
)
