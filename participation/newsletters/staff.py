"""Newsletters in the desk: the list and the editor, each person's own municipalities only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import BasePermissionPolicy

from participation.core.between import CameBetween
from participation.topics.models import Category

from . import sending, staff_views
from .models import Letter
from .permissions import can_write, can_write_somewhere, letters_of, written_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.accounts.models import User


# Wagtail's generic views take PUT and DELETE for a form as well.
page_and_post = require_http_methods(["GET", "HEAD", "POST"])


class ByMunicipality(BasePermissionPolicy):
    """Whoever writes for a municipality sees its letters; a draft is changed and deleted, and nothing else."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return can_write_somewhere(user)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Model) -> bool:
        if not isinstance(instance, Letter) or not can_write(user, instance.municipality_id):
            return False
        return action == "view" or instance.is_draft

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> QuerySet[Letter]:
        return letters_of(user)


class LetterForm(WagtailAdminModelForm):
    """Only one's own municipalities, and only their categories. `seen` is which words it was opened with."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Letter
        fields = ("municipality", "language", "subject", "preview_text", "body", "categories")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.words
        places = written_for(self.for_user)
        self.fields["municipality"].queryset = places
        categories = Category.objects.filter(municipality__in=places).select_related("municipality")
        several = places.count() > 1
        self.fields["categories"].queryset = categories.order_by("municipality__name", "order", "name")
        self.fields["categories"].label_from_instance = lambda row: _named(row, several)
        if not several and places:
            self.fields["municipality"].initial = places[0]
            self.fields["municipality"].empty_label = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        place, categories = cleaned.get("municipality"), cleaned.get("categories")
        if place and categories and any(category.municipality_id != place.pk for category in categories):
            self.add_error("categories", ValidationError(_("Välj bara ämnen i kommunen som skickar brevet.")))
        return cleaned


def _named(category: Category, with_place: bool) -> str:
    return f"{category.municipality.name}: {category.label}" if with_place else category.label


class OwnLetters:
    """A letter of the neighbours is not there."""

    request: Any
    kwargs: Any

    def get_object(self, queryset: Any = None) -> Letter:
        letter = get_object_or_404(letters_of(self.request.user), pk=self.kwargs["pk"])
        if not letter.is_draft:
            raise PermissionDenied
        return letter


class LetterIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Letter]:
        return letters_of(self.request.user).select_related("municipality").defer("body", "cards")

    def get_edit_url(self, instance: Letter) -> str:
        return sending.path_of(instance)

    def get_list_buttons(self, instance: Letter) -> list[Any]:
        return []


class WholeForm:
    """Wagtail breaks on a form without its blocks, which no browser of theirs sends: it is shown anew."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "body-count" not in request.POST:
            return redirect(request.path)
        return super().post(request, *args, **kwargs)  # type: ignore[misc]  # mixed into a view


def saved(letter: Letter) -> str:
    return _("Nyhetsbrevet ”%(subject)s” är sparat.") % {"subject": letter.subject}


class Write(WholeForm, generic.CreateView):
    def get_success_url(self) -> str:
        return sending.path_of(self.object)

    def get_success_message(self, instance: Letter) -> str:
        return saved(instance)

    def save_instance(self) -> Letter:
        self.form.instance.written_at = timezone.now()
        letter: Letter = super().save_instance()
        sending.written(letter=letter, by=self.request.user, now=timezone.now())
        return letter

    def get_success_buttons(self) -> list[Any]:
        return []


class WriteAnew(Write):
    """A letter was sent or thrown away while somebody wrote in it: what was typed stands in a new one, not stored."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = None
        self.form = self.get_form()
        is_there = letters_of(request.user).filter(pk=kwargs["pk"]).exists()
        words = (
            _("Någon skickade brevet medan du skrev. Det du skrev finns kvar här: spara det som ett nytt brev.")
            if is_there
            else _("Brevet finns inte längre. Det du skrev finns kvar här: spara det som ett nytt brev.")
        )
        self.form.add_error(None, words)
        self.produced_error_message = words
        response: HttpResponse = self.form_invalid(self.form)
        response.status_code = 409 if is_there else 404
        return response


class Rewrite(OwnLetters, WholeForm, generic.EditView):
    anew: Any = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        is_whole = request.method == "POST" and "body-count" in request.POST
        drafts = letters_of(request.user).filter(status=Letter.Status.DRAFT)
        if is_whole and can_write_somewhere(request.user) and not drafts.filter(pk=kwargs["pk"]).exists():
            return self.anew(request, *args, **kwargs)  # type: ignore[no-any-return]  # a view
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]  # Wagtail's is loose

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.get_object()  # the neighbours' is not there, whole form or not
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return sending.path_of(self.object)

    def get_success_message(self) -> str:
        return saved(self.object)

    def form_valid(self, form: LetterForm) -> HttpResponse:
        """When somebody came between, what was typed stays, and can be saved over theirs once that is read."""
        try:
            return super().form_valid(form)  # type: ignore[no-any-return]
        except CameBetween as came:
            form.data = form.data.copy()
            form.data["seen"] = letters_of(self.request.user).values_list("words", flat=True).get(pk=self.object.pk)
            form.add_error(None, str(came))
            self.produced_error_message = format_html(
                '{} <a href="{}">{}</a>',
                _(
                    "Inget ändrades, och det du skrev finns kvar. Läs det som är sparat. "
                    "Sparar du igen skriver du över det."
                ),
                sending.path_of(self.object),
                _("Läs det som är sparat"),
            )
            response: HttpResponse = self.form_invalid(form)
            response.status_code = 409
            return response

    def save_instance(self) -> Letter:
        """Locked: what somebody sends at this moment is not changed after they read it."""
        stored = Letter.objects.select_for_update(no_key=True, of=("self",)).get(pk=self.object.pk)
        if not stored.is_draft:
            raise PermissionDenied
        sending.check_seen(stored, self.form.cleaned_data["seen"], reader=self.request.user)
        letter: Letter = super().save_instance()
        letter.words, letter.written_by_id = stored.words, stored.written_by_id
        sending.written(letter=letter, by=self.request.user, now=timezone.now())
        return letter

    def get_success_buttons(self) -> list[Any]:
        return []


class Throw(OwnLetters, generic.DeleteView):
    def get_success_url(self) -> str:
        return reverse("newsletter:index")


class LetterViewSet(ModelViewSet):
    name = "newsletter"
    model = Letter
    url_prefix = "nyhetsbrev"
    url_namespace = "newsletter"
    icon = "mail"
    menu_label = gettext_lazy("Nyhetsbrev")
    menu_order = 260
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = LetterIndex
    add_view_class = Write
    edit_view_class = Rewrite
    delete_view_class = Throw
    permission_policy = ByMunicipality(Letter)
    list_display = [
        TitleColumn("subject", label=gettext_lazy("Ämnesrad"), get_url=lambda letter: sending.path_of(letter)),
        Column("municipality", label=gettext_lazy("Kommun")),
        Column("get_status_display", label=gettext_lazy("Läge")),
        Column("written_at", label=gettext_lazy("Ändrat"), sort_key="written_at"),
    ]
    list_filter = ["status"]
    search_fields = ["subject"]
    search_backend_name = None
    ordering = ["-written_at"]
    edit_handler = ObjectList(
        [
            FieldPanel("municipality"),
            FieldPanel("language"),
            FieldPanel("subject"),
            FieldPanel("preview_text"),
            FieldPanel("body"),
            FieldPanel("categories"),
        ],
        base_form_class=LetterForm,
    )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """What happened stands on the letter's own page; nothing refers to a letter."""
        return super().get_common_view_kwargs(**{"history_url_name": None, "usage_url_name": None, **kwargs})  # type: ignore[no-any-return]

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        anew = self.construct_view(WriteAnew, **self.get_add_view_kwargs())
        return super().get_edit_view_kwargs(**{"anew": staticmethod(anew), **kwargs})  # type: ignore[no-any-return]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", require_safe(self.index_view), name="index"),
            path("results/", require_safe(self.index_results_view), name="index_results"),
            path("nytt/", page_and_post(self.add_view), name="add"),
            path("<int:pk>/", staff_views.letter, name="letter"),
            path("<int:pk>/andra/", page_and_post(self.edit_view), name="edit"),
            path("<int:pk>/ta-bort/", page_and_post(self.delete_view), name="delete"),
            path("<int:pk>/se/", staff_views.preview, name="preview"),
            path("<int:pk>/se/text/", staff_views.preview_text, name="preview_text"),
            path("<int:pk>/gor/", staff_views.act, name="act"),
        ]
