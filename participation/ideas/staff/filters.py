"""What the list shows and in what order. Only what is named here can be asked for."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.accounts.permissions import is_administrator
from participation.casework.permissions import still_assigned
from participation.places.models import Municipality
from participation.topics.models import Category, Topic
from participation.topics.search import search

from ..states import Status
from .reach import places_of, promise_is_late

if TYPE_CHECKING:
    from django.http import QueryDict

    from participation.accounts.models import User

    from ..querysets import IdeaQuerySet

NUMBER = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{1,8}")
WAITING, LATE, PROMISES, CHANGES = "vantar", "sena", "loften", "andringar"
GROUPS = (
    (WAITING, _("Väntar på oss")),
    ("granska", _("Väntar på granskning")),
    (CHANGES, _("Ändringar att granska")),
    ("svara", _("Att besvara")),
    (LATE, _("Försenade svar")),
    (PROMISES, _("Försenade löften")),
    ("samlar", _("Publicerade, samlar stöd")),
    ("besvarade", _("Besvarade")),
    ("forslag", _("Blev e-tjänsteförslag")),
    ("avslutade", _("Avslutade utan svar")),
    ("sammanslagna", _("Sammanslagna")),
    ("alla", _("Alla")),
)
STATUSES: dict[str, tuple[str, ...]] = {
    "granska": (Status.IN_REVIEW,),
    "svara": (Status.TO_BE_ANSWERED,),
    "samlar": (Status.PUBLISHED, Status.GATHERING),
    "besvarade": (Status.ANSWERED,),
    "forslag": (Status.PROPOSAL,),
    "avslutade": (Status.EXPIRED, Status.WITHDRAWN, Status.REFUSED),
    "sammanslagna": (Status.MERGED,),
}
ORDERS = (
    ("vantat", _("Väntat längst")),
    ("nya", _("Inkom senast")),
    ("svar", _("Svar snarast")),
    ("stod", _("Mest stöd")),
)
ORDERINGS: dict[str, tuple[Any, ...]] = {
    "vantat": ("waiting_since", "pk"),
    "nya": ("-sent_at", "-pk"),
    "svar": (F("answer_due_on").asc(nulls_last=True), "pk"),
    "stod": ("-topic__supports", "pk"),
}


# Beyond these a day cannot be turned into a moment in every time zone.
SENSIBLE_DAYS = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2200, 1, 1)))


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class IdeaFilter(forms.Form):
    """Without a choice: what waits, oldest first. A wish that cannot be read is left out, and the form says which."""

    q = forms.CharField(label=_("Sök på ord eller nummer"), max_length=100, required=False)
    visa = forms.ChoiceField(label=_("Läge"), choices=GROUPS, required=False)
    kommun = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Kommun"), required=False, empty_label=_("Alla dina kommuner")
    )
    kategori = forms.ModelChoiceField(
        Category.objects.none(), label=_("Kategori"), required=False, empty_label=_("Alla kategorier")
    )
    handlaggare = forms.ChoiceField(
        label=_("Handläggare"),
        choices=(("", _("Alla")), ("jag", _("Jag")), ("ingen", _("Ingen än"))),
        required=False,
    )
    fran = forms.DateField(label=_("Inkom från"), required=False, widget=day_input(), validators=SENSIBLE_DAYS)
    till = forms.DateField(label=_("Inkom till"), required=False, widget=day_input(), validators=SENSIBLE_DAYS)
    sortera = forms.ChoiceField(label=_("Ordning"), choices=ORDERS, required=False)

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data)
        self.user = user
        places = list(places_of(user))
        self.fields["kommun"].queryset = places_of(user)  # type: ignore[attr-defined]  # a choice of rows
        categories = Category.objects.filter(municipality__in=places)
        self.fields["kategori"].queryset = categories.select_related("municipality")  # type: ignore[attr-defined]
        if len(places) < 2:
            del self.fields["kommun"]
        else:
            self.fields["kategori"].label_from_instance = _with_place  # type: ignore[attr-defined]
        self.is_valid()
        self.wishes: dict[str, Any] = self.cleaned_data

    @property
    def group(self) -> str:
        return self.wishes.get("visa") or WAITING

    @property
    def is_narrow(self) -> bool:
        return any(self.wishes.get(name) for name in ("q", "kommun", "kategori", "handlaggare", "fran", "till"))

    def chosen(self, ideas: IdeaQuerySet, *, today: date) -> IdeaQuerySet:
        """`ideas` must come from `with_waiting`."""
        ideas = ideas.filter(self._of_group(today))
        if place := self.wishes.get("kommun"):
            ideas = ideas.filter(topic__municipality=place)
        if category := self.wishes.get("kategori"):
            ideas = ideas.filter(topic__category=category)
        if whose := self.wishes.get("handlaggare"):
            at_work = still_assigned().filter(topic=OuterRef("topic"))
            mine = Q(topic__assignment__person=self.user)
            ideas = ideas.filter(mine if whose == "jag" else ~Exists(at_work))
        if first := self.wishes.get("fran"):
            ideas = ideas.filter(sent_at__gte=_moment(first, time.min))  # type: ignore[misc]  # annotated
        if last := self.wishes.get("till"):
            ideas = ideas.filter(sent_at__lte=_moment(last, time.max))  # type: ignore[misc]  # annotated
        return self._with_words(ideas).order_by(*ORDERINGS[self.wishes.get("sortera") or "vantat"])

    def _of_group(self, today: date) -> Q:
        group = self.group
        if group == WAITING:
            return Q(status__in=(Status.IN_REVIEW, Status.TO_BE_ANSWERED)) | Q(version_waits=True)
        if group == CHANGES:
            return Q(version_waits=True)
        if group == LATE:
            return Q(status=Status.TO_BE_ANSWERED, answer_due_on__lt=today)
        if group == PROMISES:
            return promise_is_late(today)
        return Q(status__in=STATUSES[group]) if group in STATUSES else Q()

    def _with_words(self, ideas: IdeaQuerySet) -> IdeaQuerySet:
        words = self.wishes.get("q") or ""
        if number := NUMBER.search(words):
            return ideas.filter(reference=number.group())
        if not words:
            return ideas
        topics = Topic.objects.visible_to(self.user).of_kind(Topic.Kind.IDEA)
        if not is_administrator(self.user):
            topics = topics.filter(municipality_id__in=[place.pk for place in places_of(self.user)])
        return ideas.filter(topic__in=[topic.pk for topic in search(topics, words, limit=400)])

    def query(self, **changes: Any) -> str:
        """The address of this choice: only what was understood, so nothing that was sent comes back unread."""
        chosen = {name: _plain(value) for name, value in self.wishes.items() if value} | changes
        return urlencode({name: value for name, value in chosen.items() if value})


def _with_place(category: Category) -> str:
    return f"{category.label}, {category.municipality.name}"


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def _plain(value: Any) -> str:
    return str(value.pk) if hasattr(value, "pk") else str(value)
