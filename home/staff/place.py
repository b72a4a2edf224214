"""The settings of a municipality, for those who run it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from home.actions.new_names import tell_of_new_names
from home.models import HowWeWork
from participation.places.models import Municipality
from participation.topics.models import Category

from .forms import CategoryFormSet, DepartmentFormSet, HowWeWorkForm, SettingsForm
from .permissions import run_by, runs_somewhere

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise
    from wagtail.log_actions import LogActionRegistry

    from participation.accounts.models import User

    from .forms import DistinctNames

SETTINGS, DEPARTMENTS, CATEGORIES = "places.settings", "places.departments", "topics.categories"
HOW_WE_WORK = "home.how_we_work"
LATEST = 15


def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(SETTINGS, gettext_lazy("Ändra inställningar"), gettext_lazy("Inställningar ändrade"))
    actions.register_action(DEPARTMENTS, gettext_lazy("Ändra förvaltningar"), gettext_lazy("Förvaltningar ändrade"))
    actions.register_action(CATEGORIES, gettext_lazy("Ändra kategorier"), gettext_lazy("Kategorier ändrade"))
    actions.register_action(HOW_WE_WORK, gettext_lazy("Ändra så arbetar vi"), gettext_lazy("”Så arbetar vi” ändrat"))


def who_runs(request: HttpRequest) -> User:
    if not runs_somewhere(request.user):
        raise PermissionDenied
    user: Any = request.user  # the admin lets nobody else in
    return user  # type: ignore[no-any-return]


def own_place(request: HttpRequest, code: str) -> Municipality:
    """404 for one that this person does not run: nothing tells that it is there."""
    return get_object_or_404(run_by(who_runs(request)), code=code)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    places = list(run_by(who_runs(request)))
    if len(places) == 1:
        return redirect("place_admin:settings", code=places[0].code)
    return render(request, "home/staff/places.html", {"places": places})


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, code: str) -> HttpResponse:
    municipality = own_place(request, code)
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=municipality)
    if request.method == "POST" and form.is_valid():
        _save_settings(request, form)
        messages.success(request, _("Inställningarna är sparade."))
        return redirect("place_admin:settings", code=code)
    context = {
        "municipality": Municipality.objects.get(pk=municipality.pk),  # an invalid form has written on the other
        "form": form,
        "log": _latest(municipality),
    }
    return render(request, "home/staff/settings.html", context)


@transaction.atomic
def _save_settings(request: HttpRequest, form: SettingsForm) -> None:
    if not form.changed_data:
        return
    before = Municipality.objects.select_for_update().values(*form.changed_data).get(pk=form.instance.pk)
    form.instance.save(update_fields=form.changed_data)
    changed = {name: [before[name], form.cleaned_data[name]] for name in form.changed_data}
    log(instance=form.instance, action=SETTINGS, user=request.user, data={"changed": changed})


@require_http_methods(["GET", "HEAD", "POST"])
def how_we_work(request: HttpRequest, code: str) -> HttpResponse:
    municipality = own_place(request, code)
    words = HowWeWork.objects.filter(municipality=municipality).first() or HowWeWork(municipality=municipality)
    form = HowWeWorkForm(request.POST if request.method == "POST" else None, instance=words)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            HowWeWork.objects.update_or_create(municipality=municipality, defaults=form.cleaned_data)
            log(instance=municipality, action=HOW_WE_WORK, user=request.user)
        messages.success(request, _("Sparat. Dina kolleger läser det på sidan Första dagen."))
        return redirect(request.path)
    return render(request, "home/staff/how_we_work.html", {"municipality": municipality, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def departments(request: HttpRequest, code: str) -> HttpResponse:
    return _rows(
        request,
        own_place(request, code),
        DepartmentFormSet,
        action=DEPARTMENTS,
        title=_("Förvaltningar"),
        used=_("En förvaltning som äger eller har besvarat en idé går inte att ta bort. Byt namn på den i stället."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def categories(request: HttpRequest, code: str) -> HttpResponse:
    return _rows(
        request,
        own_place(request, code),
        CategoryFormSet,
        action=CATEGORIES,
        title=_("Kategorier"),
        used=_("En kategori som någon idé har går inte att ta bort. Byt namn på den i stället."),
    )


def _rows(
    request: HttpRequest, municipality: Municipality, form_set: Any, *, action: str, title: str, used: str
) -> HttpResponse:
    rows = form_set(request.POST if request.method == "POST" else None, municipality=municipality)
    if request.method == "POST" and rows.is_valid():
        strangers = rows.strangers()
        try:
            _save_rows(request, municipality, rows, action)
        except ProtectedError:
            messages.error(request, used)
        except IntegrityError:
            messages.error(request, _("Inget sparades: någon annan ändrade samtidigt. Läs listan och försök igen."))
        else:
            _say_saved(request, strangers)
        return redirect(request.path)
    here = "departments" if action == DEPARTMENTS else "categories"
    context = {"municipality": municipality, "rows": rows, "title": title, "here": here}
    return render(request, "home/staff/rows.html", context)


def _say_saved(request: HttpRequest, strangers: int) -> None:
    if not strangers:
        messages.success(request, _("Listan är sparad."))
        return
    words = ngettext(
        "%(n)d rad är inte sparad: den finns inte i kommunens lista.",
        "%(n)d rader är inte sparade: de finns inte i kommunens lista.",
        strangers,
    )
    messages.warning(request, words % {"n": strangers})


@transaction.atomic
def _save_rows(request: HttpRequest, municipality: Municipality, rows: DistinctNames, action: str) -> None:
    before = {row.pk: row.name for row in type(rows).model.objects.filter(municipality=municipality)}
    changed = rows.save(commit=False)
    renamed = [[before[row.pk], row.name] for row in changed if row.pk and row.name != before[row.pk]]
    for row in changed:
        row.municipality = municipality
        if isinstance(row, Category) and not row.slug:
            row.slug = _free_slug(row)
        row.save()
    for row in rows.deleted_objects:
        row.delete()
    said = {
        "added": [row.name for row in rows.new_objects],
        "changed": [row.name for row, _fields in rows.changed_objects],
        "renamed": renamed,
        "deleted": [row.name for row in rows.deleted_objects],
    }
    if any(said.values()):
        log(instance=municipality, action=action, user=request.user, data=said)
    if renamed:
        tell_of_new_names(municipality=municipality, renamed=renamed, by=who_runs(request), path=request.path)


def _free_slug(category: Category) -> str:
    base = slugify(category.name)[:50] or "kategori"
    taken = set(Category.objects.filter(municipality=category.municipality).values_list("slug", flat=True))
    return next(slug for number in range(1, 1000) if (slug := base if number == 1 else f"{base}-{number}") not in taken)


def _latest(municipality: Municipality) -> list[dict[str, Any]]:
    """Who changed what, newest first."""
    entries = ModelLogEntry.objects.for_instance(municipality).select_related("user").order_by("-timestamp")[:LATEST]
    return [
        {
            "at": entry.timestamp,
            "who": entry.user.display_name if entry.user and entry.user.display_name else _("En kollega"),
            "what": entry.formatter.message if entry.formatter else entry.action,
            "fields": _fields(entry.data.get("changed")),
        }
        for entry in entries
    ]


def _in_words(field: Any, value: Any) -> Any:
    """As people chose it, not as it is stored."""
    return dict(field.flatchoices).get(value, value)


def _fields(changed: Any) -> list[dict[str, Promise | str]]:
    if not isinstance(changed, dict):
        return []
    fields = {field.name: field for field in Municipality._meta.fields}
    return [
        {
            "name": fields[name].verbose_name,
            "before": _in_words(fields[name], before),
            "after": _in_words(fields[name], after),
        }
        for name, (before, after) in changed.items()
        if name in fields
    ]
