from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable

from participation.eservices.blocks import ProposalBody
from participation.eservices.four_eyes import FourEyesTester, NotApproved, is_approved, sign
from participation.eservices.panels import LeadingVersionPanel, MilestonesPanel, SharedRowsPanel
from participation.eservices.proposal_form import ProposalForm
from participation.eservices.versions import follow, leader_of, name_milestones
from participation.places.models import Department
from participation.places.pages import MunicipalPage
from participation.topics.models import Topic

from .eservice import EService
from .stage import Stage

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest
    from wagtail.models import Revision


class ServiceProposalPage(MunicipalPage):
    """An e-service in the making, written by staff and published only after a second person approved it.

    The Swedish and the English page share one topic: one thread, one count. What the proposal is stands on the page
    that leads; the other follows it in all but its words: see `versions`.
    """

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, editable=False, related_name="proposal_pages")
    summary = models.CharField(
        _("i korthet"), max_length=300, help_text=_("Vad är fel i dag, och vad vill ni? Två korta meningar.")
    )
    need = models.TextField(_("behov"), max_length=1000, help_text=_("Vad ska bli lättare, och för vem?"))
    audience = models.CharField(_("vem det är för"), max_length=200)
    body = StreamField(ProposalBody(), verbose_name=_("innehåll"), blank=True)
    eservice = models.ForeignKey(
        EService,
        verbose_name=_("e-tjänsten det gäller"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposal_pages",
        help_text=_("Lämna tomt om det blir en ny e-tjänst."),
    )
    department = models.ForeignKey(  # type: ignore[misc]  # a draft may lack it, a page that is up may not
        Department, verbose_name=_("ansvarig förvaltning"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    stage = models.CharField(_("steg"), max_length=12, choices=Stage.choices, default=Stage.NEED)
    stage_note = models.CharField(
        _("vad som hänt"), max_length=300, blank=True, help_text=_("En mening som visas vid bytet av steg.")
    )
    stopped_reason = models.CharField(_("varför det stoppades"), max_length=300, blank=True)
    answer_due_on = models.DateField(
        _("svar senast"),
        null=True,
        blank=True,
        help_text=_("Dagen då ni har lovat invånarna ett svar. Den visas, och blir den försenad står det också."),
    )

    ask_title = models.CharField(_("rubrik"), max_length=120, blank=True)
    ask_text = models.TextField(_("vad invånarna kan göra"), max_length=500, blank=True)
    ask_url = models.URLField(_("adress"), blank=True, help_text=_("Lämna tomt för att fråga i samtalet."))
    ask_label = models.CharField(_("vad knappen säger"), max_length=40, blank=True)
    ask_until = models.DateField(_("till och med"), null=True, blank=True)

    base_form_class = ProposalForm
    content_panels: ClassVar[list[Panel]] = [
        *MunicipalPage.content_panels,
        HelpPanel(template="eservices/admin/four_eyes.html", heading=_("Två personer står bakom det som publiceras")),
        LeadingVersionPanel(heading=_("Det här ändras på en annan språkversion")),
        FieldPanel("summary"),
        FieldPanel("need"),
        FieldPanel("audience", help_text=_("Till exempel: vårdnadshavare med barn i förskolan.")),
        FieldPanel("eservice"),
        FieldPanel("department", help_text=_("Den som svarar för förslaget, och som invånarna ser.")),
        MultiFieldPanel(
            [
                FieldPanel("stage", help_text=_("Hur långt ni har kommit. Alla ser bytet.")),
                FieldPanel("stage_note"),
                FieldPanel("stopped_reason", help_text=_("Behövs när steget är stoppat. Visas för alla.")),
            ],
            heading=_("Steg"),
        ),
        FieldPanel("answer_due_on"),
        SharedRowsPanel("sources", heading=_("Idéer som det kommer från"), label=_("idé")),
        MultiFieldPanel(
            [
                FieldPanel(
                    "ask_title", help_text=_("Till exempel: Prova prototypen. Lämna tomt om ni inte ber om något.")
                ),
                FieldPanel("ask_text", help_text=_("Vad ni vill veta, och vad ni gör med svaren.")),
                FieldPanel("ask_url"),
                FieldPanel("ask_label", heading=_("knappens text")),
                FieldPanel("ask_until", help_text=_("Sista dagen. Därefter försvinner frågan av sig själv.")),
            ],
            heading=_("Det här ber vi om just nu"),
        ),
        FieldPanel("body"),
        MilestonesPanel("milestones", heading=_("Milstolpar"), label=_("milstolpe")),
        InlinePanel("updates", heading=_("Nytt från er som bygger"), label=_("nyhet")),
    ]
    template = "eservices/proposal.html"
    served_with: ClassVar[list[str]] = [
        "municipality",
        "topic__municipality",
        "topic__answer__department",
        "topic__answer__file",
        "topic__evaluation",
        "topic__fault_cluster__category",
        "department",
        "eservice__municipality",
    ]
    parent_page_types: ClassVar[list[str]] = ["eservices.EServiceIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("e-tjänsteförslag")
        verbose_name_plural = _("e-tjänsteförslag")
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage="stopped") | ~Q(stopped_reason=""), name="eservices_stopped_says_why"
            ),
        ]

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.stage == Stage.STOPPED and not self.stopped_reason:
            errors["stopped_reason"] = _("Säg varför förslaget stoppades.")
        if self.ask_title and not self.ask_until and leader_of(self) is None:
            errors["ask_until"] = _("Säg hur länge ni vill ha hjälp.")
        if self.ask_url and not self.ask_label:
            errors["ask_label"] = _("Säg vad knappen leder till.")
        if self.eservice is not None and self.municipality_id not in (None, self.eservice.municipality_id):
            errors["eservice"] = _("E-tjänsten hör till en annan kommun.")
        if self.department_id and self.municipality_id not in (None, self.department.municipality_id):
            errors["department"] = _("Förvaltningen hör till en annan kommun.")
        if errors:
            raise ValidationError(errors)

    # --- A second person approves, whatever the route: see four_eyes.py -------------------

    def permissions_for_user(self, user: Any) -> FourEyesTester:
        return FourEyesTester(user, self)

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Says no before Wagtail takes dates away; the wall itself is `four_eyes.check_publication`."""
        if not is_approved(revision):
            raise NotApproved
        return super().publish(revision, *args, **kwargs)

    def save_revision(self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any) -> Revision:
        if overwrite_revision is not None and overwrite_revision.task_states.exists():
            overwrite_revision = None  # what a person is reading, or has approved, stays as it is
        if leader := leader_of(self):
            follow(self, leader)
        name_milestones(self)
        revision: Revision = super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)
        sign(revision)
        return revision

    def with_content_json(self, content: dict[str, Any]) -> ServiceProposalPage:
        """An older revision brings back its words, never another topic, nor what the leading page has since left."""
        page: ServiceProposalPage = super().with_content_json(content)  # type: ignore[assignment]  # Wagtail's is loose
        page.topic_id = self.topic_id
        if leader := leader_of(page):
            follow(page, leader)
        return page

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from participation.eservices.proposal_page import context_of

        return {**super().get_context(request, *args, **kwargs), **context_of(self, request)}


class Milestone(Orderable):
    """What was promised, and when it came. Late ones are shown as late."""

    page = ParentalKey(ServiceProposalPage, on_delete=models.CASCADE, related_name="milestones")
    # The same on the pages of every language, given when a person saves the page: see `versions`.
    key = models.CharField(max_length=32, blank=True)
    title = models.CharField(_("vad"), max_length=120)
    who = models.CharField(_("vem"), max_length=120)
    promised_on = models.DateField(_("lovat datum"))
    moved_to = models.DateField(_("nytt datum"), null=True, blank=True)
    reason = models.CharField(_("varför det flyttades"), max_length=200, blank=True)
    done_on = models.DateField(_("klart"), null=True, blank=True)
    stage = models.CharField(
        _("leder till steget"),
        max_length=12,
        choices=[(stage.value, stage.label) for stage in Stage if stage != Stage.STOPPED],
        blank=True,
        help_text=_("Datumet visas då vid steget på förslagets väg."),
    )

    panels: ClassVar[list[Panel]] = [
        FieldPanel("title"),
        FieldPanel("who"),
        FieldPanel("promised_on"),
        FieldPanel("moved_to"),
        FieldPanel("reason"),
        FieldPanel("done_on"),
        FieldPanel("stage"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("milstolpe")
        verbose_name_plural = _("milstolpar")
        constraints = [
            models.CheckConstraint(
                condition=Q(moved_to__isnull=True) | ~Q(reason=""), name="eservices_moved_milestone_says_why"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.moved_to and not self.reason:
            raise ValidationError({"reason": _("Säg varför datumet flyttades.")})

    @property
    def expected_on(self) -> date:
        return self.moved_to or self.promised_on

    def days_late(self, today: date) -> int:
        """Days behind what was promised: of an open milestone until today, of a finished one until it was done."""
        return max(((self.done_on or today) - self.promised_on).days, 0)


class ProposalUpdate(Orderable):
    """News from those who build."""

    page = ParentalKey(ServiceProposalPage, on_delete=models.CASCADE, related_name="updates")
    on = models.DateField(_("datum"))
    heading = models.CharField(_("rubrik"), max_length=120)
    text = RichTextField(_("text"), features=["bold", "italic", "link", "ul", "ol"])

    panels: ClassVar[list[Panel]] = [FieldPanel("on"), FieldPanel("heading"), FieldPanel("text")]

    class Meta:
        ordering = ["-on", "-id"]
        verbose_name = _("nyhet")
        verbose_name_plural = _("nyheter")

    def __str__(self) -> str:
        return self.heading


class ProposalSource(Orderable):
    """An idea that the proposal comes from, by its topic: this floor knows no ideas, but for ideas_link.py."""

    page = ParentalKey(ServiceProposalPage, on_delete=models.CASCADE, related_name="sources")
    idea = models.ForeignKey(Topic, verbose_name=_("idé"), on_delete=models.PROTECT, related_name="became")

    panels: ClassVar[list[Panel]] = [FieldPanel("idea")]

    class Meta(Orderable.Meta):
        verbose_name = _("idé bakom förslaget")
        verbose_name_plural = _("idéer bakom förslaget")
        constraints = [models.UniqueConstraint(fields=["page", "idea"], name="eservices_an_idea_once_a_proposal")]

    def __str__(self) -> str:
        return str(self.idea_id)

    def clean(self) -> None:
        super().clean()
        if self.idea_id and not (self.idea.kind == Topic.Kind.IDEA and self.idea.is_public):
            raise ValidationError({"idea": _("Välj en publicerad idé.")})
        if self.idea_id and self.page_id and self.idea.municipality_id != self.page.municipality_id:
            raise ValidationError({"idea": _("Idén hör till en annan kommun.")})
