from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from participation.accounts.permissions import is_administrator, municipalities_of
from participation.core.words import WordsField
from participation.places.atlas import BadPosition
from participation.places.models import Department, Municipality
from participation.places.positions import read_position

from .actions import Place
from .grid import Frame, inside
from .locating import Region, looks_swapped, outside_for_staff, swapped_for_staff
from .models import FaultCategory, FaultReport, Priority, Publicity, ResponseTemplate
from .permissions import READERS
from .picture import drawn
from .response_words import filled_in
from .states import CHOSEN_BY_STAFF, NEEDS_REASON, can_go

if TYPE_CHECKING:
    from participation.accounts.models import User

    from .locating import Position
    from .querysets import FaultReportQuerySet


def message_field(**kwargs: Any) -> forms.CharField:
    return WordsField(
        label=_("Meddelande till den som anmälde"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        **kwargs,
    )


def day_field(label: Any) -> forms.DateField:
    """A day that a report can have come on: the first and last days of all would be beyond the clock."""
    limits = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31))]
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, validators=limits)


def states() -> list[tuple[str, str]]:
    return [("", gettext("Alla")), *FaultReport.Status.choices_for_staff()]


class ReportFilter(forms.Form):
    """What the list shows of a queue. Only these fields can be asked for."""

    state = forms.ChoiceField(label=_("Läge"), choices=states, required=False)
    q = WordsField(label=_("Sök i nummer, text och plats"), max_length=100, required=False)
    since = day_field(_("Från och med"))
    until = day_field(_("Till och med"))
    municipality = forms.ModelChoiceField(
        label=_("Kommun"), queryset=Municipality.objects.none(), required=False, empty_label=_("Alla dina kommuner")
    )

    category = forms.ModelChoiceField(
        label=_("Kategori"), queryset=FaultCategory.objects.none(), required=False, empty_label=_("Alla")
    )
    priority = forms.ChoiceField(label=_("Prioritet"), choices=[("", _("Alla")), *Priority.choices], required=False)
    rutor = forms.RegexField(r"^\d{1,7}(?:-\d{1,7}){3}\Z", max_length=40, required=False, widget=forms.HiddenInput)
    ruta = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
    roles: ClassVar[tuple[str, ...]] = READERS

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        places, categories = Municipality.objects.all(), FaultCategory.objects.all()
        if not is_administrator(user):
            own = municipalities_of(user, *self.roles)
            places, categories = places.filter(pk__in=own), categories.filter(municipality__in=own)
            if len(own) == 1:
                del fields["municipality"]
        if "municipality" in fields:
            fields["municipality"].queryset = places
        fields["category"].queryset = categories
        self.places = places

    @property
    def is_narrow(self) -> bool:
        """Whether something was chosen besides the queue. Of a form that was asked what it chose."""
        return self.is_bound and any(self.cleaned_data.values())

    def chosen(self, reports: FaultReportQuerySet) -> FaultReportQuerySet:
        """A wish that cannot be read is left out; the form says which."""
        self.is_valid()
        wishes: dict[str, Any] = self.cleaned_data if self.is_bound else {}
        for name, field in (
            ("state", "status"),
            ("category", "category"),
            ("priority", "priority"),
            ("municipality", "municipality"),
        ):
            if wishes.get(name):
                reports = reports.filter(**{field: wishes[name]})
        if words := wishes.get("q"):
            reports = reports.filter(Q(number__icontains=words) | Q(text__icontains=words) | Q(place__icontains=words))
        if wishes.get("rutor"):
            west, north, east, south = (int(side) for side in wishes["rutor"].split("-"))
            reports = inside(reports, (west, north, east, south))
        if frame := Frame.read(wishes.get("ruta", "")):
            reports = inside(reports, drawn(frame).squares)
        if wishes.get("since"):
            reports = reports.filter(created_at__gte=_moment(wishes["since"], time.min))
        if wishes.get("until"):
            reports = reports.filter(created_at__lte=_moment(wishes["until"], time.max))
        return reports


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


class StatusForm(forms.Form):
    """The step and its words. A response template fills in both, and leaves what somebody wrote already."""

    template = forms.ModelChoiceField(
        label=_("Svarsmall"),
        queryset=ResponseTemplate.objects.none(),
        required=False,
        empty_label=pgettext_lazy("inget valt", "Ingen"),
    )
    status = forms.ChoiceField(label=_("Nytt läge"), widget=forms.RadioSelect)
    message = message_field(
        help_text=_("Syns på anmälans sida och i mejlet, och för alla om anmälan gör det. Nämn ingen vid namn.")
    )

    def __init__(self, *args: Any, report: FaultReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report
        fields: Any = self.fields
        states = [status for status in CHOSEN_BY_STAFF if can_go(report, status)]
        fields["status"].choices = [(status, FaultReport.Status(status).for_others) for status in states]
        fields["template"].queryset = ResponseTemplate.objects.for_all([report]).filter(status__in=states)
        if not fields["template"].queryset.exists():
            del fields["template"]

    def with_template(self, today: date) -> StatusForm:
        """The form again, filled in by the chosen template."""
        self.full_clean()
        said = {name: self.data.get(name, "") for name in ("template", "status", "message")}
        if template := getattr(self, "cleaned_data", {}).get("template"):
            words, before = filled_in(template, self.report, today=today), said["message"].strip()
            said |= {"status": template.status, "message": words if before in ("", words) else f"{before}\n\n{words}"}
        return StatusForm(initial=said, report=self.report)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("status") in NEEDS_REASON and not cleaned.get("message"):
            self.add_error("message", _("Skriv varför, så att den som anmälde förstår."))
        return cleaned


class PublicityForm(forms.Form):
    publicity = forms.ChoiceField(label=_("Vem ser anmälan"), widget=forms.RadioSelect)
    message = WordsField(
        label=_("Varför"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Bara ni som arbetar här ser det."),
    )

    def __init__(self, *args: Any, report: FaultReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(Publicity.SHOWN, Publicity.SHOWN.label), (Publicity.HIDDEN, Publicity.HIDDEN.label)]
        self.fields["publicity"].choices = [choice for choice in choices if choice[0] != report.publicity]  # type: ignore[attr-defined]  # a ChoiceField


class PositionForm(forms.Form):
    place = WordsField(label=_("Plats i ord"), required=False, max_length=200)
    lat = forms.CharField(label=_("Latitud"), required=False, max_length=30)
    lon = forms.CharField(label=_("Longitud"), required=False, max_length=30)
    message = message_field()
    sure = forms.BooleanField(label=_("Platsen stämmer ändå"), required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        lon, lat = cleaned.get("lon", ""), cleaned.get("lat", "")
        self.position: tuple[float, float] | None = None
        if lon or lat:
            try:
                self.position = read_position(lon, lat)
            except BadPosition as problem:
                self.add_error("lat", str(problem))
            else:
                self._ask_about(self.position, Region.now(), is_sure=cleaned.get("sure", False))
        elif not cleaned.get("place"):
            self.add_error("place", _("Skriv platsen i ord, eller klicka på kartan."))
        return cleaned

    def _ask_about(self, position: Position, region: Region, *, is_sure: bool) -> None:
        """Outside every municipality that takes part it may be right, near a border that is drawn otherwise."""
        if looks_swapped(position, region):
            self.add_error("lat", swapped_for_staff())
        elif outside := outside_for_staff(position, region):
            self.fields["sure"].widget = forms.CheckboxInput()
            if not is_sure:
                more = _("Kontrollera den. Stämmer den, kryssa för det och spara igen.")
                self.add_error("sure", f"{outside} {more}")

    def place_of_report(self) -> Place:
        words = self.cleaned_data["place"]
        if self.position is None:
            return Place(words=words)
        lon, lat = self.position
        return Place(words=words, lon=round(lon, 6), lat=round(lat, 6), source=FaultReport.Source.STAFF)


class HandOverForm(forms.Form):
    """Another municipality, and what kind of fault it is there."""

    to = forms.ModelChoiceField(
        label=_("Lämna till"), queryset=Municipality.objects.none(), empty_label=_("Välj kommun")
    )
    category = forms.ModelChoiceField(
        label=_("Kategori hos dem"),
        queryset=FaultCategory.objects.none(),
        required=False,
        empty_label=_("Samma slag som här, om de har det"),
    )
    message = message_field(help_text=_("Den som anmälde får veta vilken kommun som tar över."))

    def __init__(self, *args: Any, report: FaultReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["to"].queryset = Municipality.objects.filter(is_open=True).exclude(pk=report.municipality_id)
        theirs = FaultCategory.objects.filter(is_active=True, municipality__in=fields["to"].queryset)
        fields["category"].queryset = theirs.select_related("municipality").order_by("municipality__name", "order")
        fields["category"].label_from_instance = lambda category: f"{category.municipality.name}: {category.label}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        to, category = cleaned.get("to"), cleaned.get("category")
        if to and category and category.municipality_id != to.pk:
            self.add_error("category", _("Kategorin hör till en annan kommun än den du lämnar till."))
        return cleaned


class UnitForm(forms.Form):
    """Another department of the same municipality."""

    department = forms.ModelChoiceField(
        label=_("Lämna till"), queryset=Department.objects.none(), empty_label=_("Välj förvaltning")
    )
    message = message_field(help_text=_("Skriver du inget ser den som anmälde bara på sidan att en annan tagit över."))

    def __init__(self, *args: Any, report: FaultReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Department.objects.filter(municipality=report.municipality_id).exclude(pk=report.department_id or 0)
        self.fields["department"].queryset = others  # type: ignore[attr-defined]  # a ModelChoiceField
