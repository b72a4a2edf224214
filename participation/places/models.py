from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .palette import DEFAULT_ACCENT, check_accent
from .querysets import AddressQuerySet

municipality_code = RegexValidator(r"^[0-9]{4}\Z", _("Kommunkoden är fyra siffror, till exempel 2281."))


class Municipality(models.Model):
    """A municipality that takes part: one row here, one subtree of pages."""

    class Review(models.TextChoices):
        BEFORE = "before", _("Före publicering")
        AFTER = "after", _("Efter publicering")

    code = models.CharField(_("kommunkod"), max_length=4, unique=True, validators=[municipality_code])
    name = models.CharField(_("namn"), max_length=60, help_text=_("Kort namn, till exempel Sundsvall."))
    full_name = models.CharField(_("fullt namn"), max_length=80, help_text=_("Till exempel Sundsvalls kommun."))
    slug = models.SlugField(_("adress"), max_length=60, unique=True)
    county_code = models.CharField(_("länskod"), max_length=2)
    contact_email = models.EmailField(_("e-post"), blank=True)
    contact_phone = models.CharField(_("telefon"), max_length=40, blank=True)
    contact_hours = models.CharField(_("telefontid"), max_length=80, blank=True)
    accent = models.CharField(
        _("färg"),
        max_length=7,
        default=DEFAULT_ACCENT,
        validators=[check_accent],
        help_text=_("Som #0b4a61. Färgen måste gå att läsa mot bakgrunden."),
    )
    is_open = models.BooleanField(_("öppen för allmänheten"), default=True)

    # The rules that citizens are promised.
    idea_review = models.CharField(
        _("granskning av idéer"), max_length=6, choices=Review.choices, default=Review.BEFORE
    )
    support_threshold = models.PositiveIntegerField(
        _("stöd som krävs"),
        default=100,
        help_text=_("Så många stöd behöver en idé för att kommunen ska svara. 0 betyder att ingen gräns finns."),
    )
    support_window_days = models.PositiveIntegerField(
        _("dagar att samla stöd"), default=90, validators=[MinValueValidator(1), MaxValueValidator(3650)]
    )
    answer_within_days = models.PositiveIntegerField(
        _("dagar till svar"), default=60, validators=[MinValueValidator(1), MaxValueValidator(3650)]
    )
    review_within_hours = models.PositiveIntegerField(
        _("timmar till granskning"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(2160)],
        help_text=_("Det som väntat längre än så på en granskare räknas som försenat, och fler får veta det."),
    )
    board_law_within_hours = models.PositiveIntegerField(
        _("timmar för det som lagen kräver bort"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(336)],
        help_text=_(
            "Gäller det som lagen om elektroniska anslagstavlor räknar upp, till exempel hets mot folkgrupp. "
            "Lagen säger att det ska bort så snart som möjligt."
        ),
    )
    fault_cluster_reports = models.PositiveSmallIntegerField(
        _("felanmälningar för ett utkast"),
        default=5,
        validators=[MinValueValidator(5), MaxValueValidator(100)],
        help_text=_(
            "Så många felanmälningar om samma sak krävs för att ni ska erbjudas att göra ett utkast av dem, till idé "
            "eller e-tjänsteförslag. Minst fem: antalet visas för alla, och ett lägre kunde berätta om enskilda."
        ),
    )
    fault_cluster_metres = models.PositiveSmallIntegerField(
        _("meter till felanmälningar om samma sak"),
        default=100,
        validators=[MinValueValidator(20), MaxValueValidator(400)],
        help_text=_("Så nära den anmälan som någon läser ligger de andra. De har också samma kategori."),
    )
    fault_cluster_days = models.PositiveSmallIntegerField(
        _("dagar för felanmälningar om samma sak"),
        default=183,
        validators=[MinValueValidator(1), MaxValueValidator(1830)],
        help_text=_("Äldre anmälningar än så räknas inte."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("kommun")
        verbose_name_plural = _("kommuner")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(support_window_days__gte=1), name="places_window_at_least_a_day"),
            models.CheckConstraint(condition=Q(answer_within_days__gte=1), name="places_answer_at_least_a_day"),
            models.CheckConstraint(
                condition=Q(review_within_hours__gte=1, board_law_within_hours__gte=1),
                name="places_review_at_least_an_hour",
            ),
            models.CheckConstraint(
                condition=Q(
                    fault_cluster_reports__gte=5, fault_cluster_metres__range=(20, 400), fault_cluster_days__gte=1
                ),
                name="places_fault_clusters_within_bounds",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def path(self) -> str:
        return f"/{self.slug}/"


class Border(models.Model):
    """The border of a municipality, of those that take part and of their neighbours."""

    code = models.CharField(max_length=4, unique=True, validators=[municipality_code])
    geometry = models.JSONField(help_text="GeoJSON Polygon or MultiPolygon, WGS 84, lon before lat")
    source = models.CharField(max_length=200, blank=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("gräns")
        verbose_name_plural = _("gränser")

    def __str__(self) -> str:
        return self.code


class Address(models.Model):
    """A street address that the municipality gave us, so that nobody else is asked where it lies."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="addresses")
    street = models.CharField(_("gata"), max_length=80)
    number = models.CharField(_("nummer"), max_length=16, blank=True)
    postcode = models.CharField(_("postnummer"), max_length=10, blank=True)
    place = models.CharField(_("postort"), max_length=60, blank=True)
    lon = models.FloatField()
    lat = models.FloatField()
    key = models.CharField(max_length=190, help_text="As it is searched: plain letters and digits, see addresses.py")
    order = models.CharField(max_length=220, help_text="Street and number, filled up, so that 2 comes before 12")

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("adress")
        verbose_name_plural = _("adresser")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="places_one_address_of_a_key"),
            models.CheckConstraint(
                condition=Q(lon__range=(-180, 180), lat__range=(-90, 90)), name="places_address_on_earth"
            ),
        ]
        indexes = [
            # PostgreSQL compares a beginning only in an index of bytes; SQLite does not know the word and needs none.
            models.Index(
                fields=["municipality", "key"],
                opclasses=["int8_ops", "varchar_pattern_ops"],
                name="places_address_begins",
            ),
            models.Index(fields=["lat", "lon"], name="places_address_lies"),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (f"{self.street} {self.number}".strip(), self.place) if part)

    @property
    def position(self) -> tuple[float, float]:
        return self.lon, self.lat


class Department(models.Model):
    """A part of the municipality that owns a step and signs an answer."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="departments")
    name = models.CharField(_("namn"), max_length=120)

    class Meta:
        verbose_name = _("förvaltning")
        verbose_name_plural = _("förvaltningar")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="places_one_department_of_a_name")]

    def __str__(self) -> str:
        return self.name


class ReferenceSeries(models.Model):
    """The last number given in a series of reference numbers, such as 2281-2026-0042."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    kind = models.CharField(max_length=1, blank=True, help_text="'' for ideas, 'F' for fault reports")
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind", "year"], name="places_one_series_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.kind}{self.municipality_id}-{self.year}"

    @classmethod
    def take(cls, *, municipality: Municipality, year: int, kind: str = "") -> str:
        """The next reference. Call it inside the transaction that stores it, so that no number is lost.

        The row stays locked to the end of that transaction: two people never get one number.
        """
        with transaction.atomic():
            series, _created = cls.objects.get_or_create(municipality=municipality, kind=kind, year=year)
            cls.objects.filter(pk=series.pk).update(last=F("last") + 1)
            series.refresh_from_db(fields=["last"])
        return f"{series.prefix}-{series.last:04d}"

    @property
    def prefix(self) -> str:
        """What all its numbers begin with. Reads `municipality`."""
        kind = f"{self.kind}-" if self.kind else ""
        return f"{kind}{self.municipality.code}-{self.year}"
