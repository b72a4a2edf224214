"""The first page for somebody new: what waits, how things are done here, and the three things that a role does most."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.users.models import UserProfile

from home.models import HowWeWork, NewsIndexPage
from participation.accounts.models import Role, StaffGroup
from participation.answers.reach import steps_held_by
from participation.answers.staff.listing import waiting_for
from participation.core.desk import queues_for
from participation.eservices.models import EServiceIndexPage
from participation.places.models import Municipality
from participation.places.pages import MunicipalPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise

    from participation.accounts.models import User
    from participation.answers.models import AnswerTask

SEEN = "samskapa-first-day"


@dataclass(frozen=True)
class Thing:
    """`url` gets the municipality; without an answer the thing cannot be done there, and is left out."""

    label: Promise
    why: Promise
    url: Callable[[Municipality], str]


def _page(model: type[MunicipalPage], municipality: Municipality) -> Any:
    return model.objects.filter(municipality=municipality, locale__language_code="sv").first()  # type: ignore[attr-defined]


def _below(model: type[MunicipalPage], app: str, kind: str) -> Callable[[Municipality], str]:
    def url(municipality: Municipality) -> str:
        index = _page(model, municipality)
        return reverse("wagtailadmin_pages:add", args=[app, kind, index.pk]) if index else ""

    return url


def _pages(municipality: Municipality) -> str:
    index = _page(NewsIndexPage, municipality)
    return reverse("wagtailadmin_explore", args=[index.get_parent().pk]) if index else ""


def _news(municipality: Municipality) -> str:
    index = _page(NewsIndexPage, municipality)
    return reverse("wagtailadmin_explore", args=[index.pk]) if index else ""


def _at(name: str, query: str = "") -> Callable[[Municipality], str]:
    return lambda municipality: reverse(name) + query


def _of_place(name: str) -> Callable[[Municipality], str]:
    return lambda municipality: reverse(name, args=[municipality.code])


THINGS: dict[str, tuple[Thing, ...]] = {
    Role.MODERATOR: (
        Thing(
            _("Granska idéer"), _("Läs, och publicera eller skicka tillbaka med ett skäl."), _at("ideas_admin:index")
        ),
        Thing(
            _("Ta ställning till det som har anmälts"),
            _("Den som skrev och den som anmälde får veta vad du beslutar, och varför."),
            _at("flags:index"),
        ),
        Thing(
            _("Läsa nya felanmälningar"),
            _("Du ser dem, så att ingen blir liggande. En handläggare tar hand om dem."),
            _at("fault_reports:index"),
        ),
    ),
    Role.EDITOR: (
        Thing(
            _("Skriva en nyhet"),
            _("Spara utkast så ofta du vill. Den syns när en publicist har publicerat den."),
            _below(NewsIndexPage, "home", "newspage"),
        ),
        Thing(_("Ändra en sida"), _("Välj sidan i listan. Det som syns ändras först när det publiceras."), _pages),
        Thing(
            _("Skriva ett e-tjänsteförslag"),
            _("Skicka det till godkännande när det är klart: en annan person läser det innan det syns."),
            _below(EServiceIndexPage, "eservices", "serviceproposalpage"),
        ),
    ),
    Role.PUBLISHER: (
        Thing(
            _("Godkänna det som väntar"),
            _("Läs texten som den kommer att se ut. Du godkänner aldrig det du själv har skrivit."),
            _at("wagtailadmin_home", "#granska"),
        ),
        Thing(_("Publicera en sida"), _("Öppna sidan, förhandsgranska och publicera."), _pages),
        Thing(
            _("Bestämma när en nyhet ska synas"),
            _("Välj dag och tid för publicering och för när den ska tas bort."),
            _news,
        ),
    ),
    Role.CASE_OFFICER: (
        Thing(
            _("Besvara en idé"),
            _("Svara med vad som händer nu, och när. Alla som har stött idén får veta det."),
            _at("ideas_admin:index"),
        ),
        Thing(
            _("Handlägga en felanmälan"),
            _("Ändra läget när något händer. Anmälaren får veta det varje gång."),
            _at("fault_reports:index"),
        ),
        Thing(
            _("Se var felen är flest"),
            _("Planeringen visar antal och tider efter kategori, månad och område."),
            _at("fault_reports:planning"),
        ),
    ),
    Role.EVALUATOR: (
        Thing(_("Läsa idéerna"), _("Här finns de idéer som du kan bli ombedd att bedöma."), _at("ideas_admin:index")),
        Thing(_("Se kommunens e-tjänster"), _("Alla, också de som har tagits bort."), _at("eservice:index")),
    ),
    Role.ANALYST: (
        Thing(
            _("Se felanmälningar i siffror"),
            _("Antal och tider efter kategori, månad och område. Hämta dem som fil."),
            _at("fault_reports:planning"),
        ),
        Thing(
            _("Se det som alla ser i siffror"),
            _("Den öppna sidan, som du kan länka till."),
            _of_place("faults:figures"),
        ),
    ),
    Role.ADMINISTRATOR: (
        Thing(
            _("Ge kolleger roller"),
            _("En roll i taget. Den som får en roll får veta det."),
            _of_place("place_admin:staff"),
        ),
        Thing(
            _("Ändra kontakt, färg och regler"),
            _("Hur man når kommunen, och hur länge en idé samlar stöd."),
            _of_place("place_admin:settings"),
        ),
        Thing(
            _("Skriva hur ni arbetar"),
            _("Det som en ny kollega behöver veta, med era ord. Det står på den här sidan."),
            _of_place("place_admin:how_we_work"),
        ),
    ),
}


def is_new(user: User) -> bool:
    """Whether the desk still points here. Reads alone: Wagtail's own way would make the profile, on a GET."""
    profile = getattr(user, "wagtail_userprofile", None)
    return profile is None or not profile.dismissibles.get(SEEN)


@require_http_methods(["GET", "HEAD", "POST"])
def first_day(request: HttpRequest) -> HttpResponse:
    user: Any = request.user  # the admin lets nobody else in
    if request.method == "POST":
        _remember(user, seen=request.POST.get("gor") != "visa")
        return HttpResponseRedirect(request.path)
    context = {
        "places": _places(user),
        "queues": queues_for(request, now=timezone.now()),
        "is_new": is_new(user),
    }
    return render(request, "home/staff/first_day.html", context)


def _remember(user: User, *, seen: bool) -> None:
    profile = UserProfile.get_for_user(user)
    profile.dismissibles[SEEN] = seen
    profile.save(update_fields=["dismissibles"])


def _places(user: User) -> list[dict[str, Any]]:
    """By municipality: its words, what each of this person's roles does there, and the steps of its answers where they
    decide, which for a lawyer may be all there is."""
    roles: dict[int, set[str]] = {}
    for place, role in StaffGroup.objects.filter(group__user=user).values_list("municipality", "role"):
        roles.setdefault(place, set()).add(role)
    steps: dict[int, list[AnswerTask]] = {}
    for place, step in steps_held_by(user):
        steps.setdefault(place, []).append(step)
    waits: Counter[int] = Counter(waiting_for(user).values_list("task", flat=True) if steps else ())
    words = dict(HowWeWork.objects.filter(municipality__in={*roles, *steps}).values_list("municipality", "words"))
    return [
        {
            "municipality": municipality,
            "words": words.get(municipality.pk, ""),
            "may_write": Role.ADMINISTRATOR in roles.get(municipality.pk, ()),
            "roles": [_role(role, municipality) for role in Role if role in roles.get(municipality.pk, ())],
            "steps": [{"name": step.name, "waits": waits[step.pk]} for step in steps.get(municipality.pk, ())],
        }
        for municipality in Municipality.objects.filter(pk__in={*roles, *steps}).order_by("name")
    ]


def _role(role: Role, municipality: Municipality) -> dict[str, Any]:
    things = [{"label": one.label, "why": one.why, "url": one.url(municipality)} for one in THINGS[role]]
    return {"label": role.label, "things": [one for one in things if one["url"]]}
