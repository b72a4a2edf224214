"""Which steps the municipality's answers go through, and who decides at each: for those who run the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from home.actions import answer_ways
from home.actions.roles import NobodyToAdd
from participation.accounts.models import User
from participation.answers.deserted import waiting
from participation.answers.models import AnswerTask
from participation.core.words import WordsField

from .place import own_place, who_runs

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.log_actions import LogActionRegistry

    from participation.places.models import Municipality

MOST_DIGITS = 18


def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(answer_ways.WAY, gettext_lazy("Ändra svarens väg"), gettext_lazy("Vägen för svar ändrades"))


class StepForm(forms.Form):
    name = WordsField(
        label=gettext_lazy("Stegets namn"), max_length=60, help_text=gettext_lazy("Till exempel Jurist eller Nämnd.")
    )
    working_days = forms.IntegerField(
        label=gettext_lazy("Arbetsdagar att besluta på"), min_value=1, max_value=90, initial=5
    )


class MemberForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-postadress"), help_text=gettext_lazy("Personen måste redan ha ett konto här.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def answer_way(request: HttpRequest, code: str) -> HttpResponse:
    municipality = own_place(request, code)
    form = StepForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer_ways.add_step(municipality=municipality, by=who_runs(request), now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Steget är tillagt. Lägg till dem som ska besluta."))
        return redirect("place_admin:answer_way", code=code)
    return _page(request, municipality, form=form)


@require_POST
def step(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One thing with one step: someone joins or leaves it, it moves up, or goes."""
    municipality = own_place(request, code)
    task = get_object_or_404(_tasks(municipality), pk=pk)
    what: dict[str, Any] = {"municipality": municipality, "task": task, "by": who_runs(request), "now": timezone.now()}
    wants = request.POST.get("gor")
    if wants == "lagg-till":
        return _add_member(request, municipality, task, what)
    if wants == "ta-bort-person":
        answer_ways.remove_member(**what, person=_member(task, request.POST.get("person", "")))
        messages.success(request, _("Personen är borttagen ur steget."))
        if waiting().filter(task=task, nobody_told_at__isnull=False).exists():
            messages.warning(
                request, _("Nu kan ingen besluta om det svar som väntar där. De som skrev det har fått veta det.")
            )
    elif wants == "upp":
        answer_ways.move_up(**what)
    elif wants == "ta-bort":
        _remove(request, what)
    return redirect("place_admin:answer_way", code=code)


def _remove(request: HttpRequest, what: dict[str, Any]) -> None:
    try:
        answer_ways.remove_step(**what)
    except answer_ways.SomethingWaits:
        messages.error(request, _("Ett svar väntar på det steget. Låt någon besluta först, eller ta tillbaka svaret."))
    else:
        messages.success(request, _("Steget är borttaget."))


def _add_member(
    request: HttpRequest, municipality: Municipality, task: AnswerTask, what: dict[str, Any]
) -> HttpResponse:
    form = MemberForm(request.POST)
    if form.is_valid():
        try:
            answer_ways.add_member(**what, email=form.cleaned_data["email"])
        except NobodyToAdd:
            form.add_error("email", _("Det finns inget konto med den adressen som kan läggas till."))
        else:
            messages.success(request, _("Personen är med i steget och får veta det."))
            return redirect("place_admin:answer_way", code=municipality.code)
    return _page(request, municipality, form=StepForm(), member=form, of=task.pk)


def _page(
    request: HttpRequest, municipality: Municipality, *, form: StepForm, member: MemberForm | None = None, of: int = 0
) -> HttpResponse:
    steps = [
        {
            "task": task,
            "people": [person for group in task.groups.all() for person in group.user_set.all()],
            "form": member if member is not None and task.pk == of else MemberForm(auto_id=f"id_{task.pk}_%s"),
        }
        for task in _tasks(municipality)
    ]
    context = {"municipality": municipality, "form": form, "steps": steps}
    return render(request, "home/staff/answer_way.html", context)


def _tasks(municipality: Municipality) -> Any:
    tasks = AnswerTask.objects.filter(
        active=True, workflow_tasks__workflow__answer_way__municipality=municipality
    ).order_by("workflow_tasks__sort_order", "pk")
    return tasks.prefetch_related("groups__user_set")


def _member(task: AnswerTask, number: str) -> User:
    if not number.isdecimal() or len(number) > MOST_DIGITS:
        raise Http404
    return get_object_or_404(User.objects.filter(groups__in=task.groups.all()), pk=number)
