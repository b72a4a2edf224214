"""A page's form that came without all of its blocks, which no browser of Wagtail's sends: Wagtail breaks on it.

It is shown anew, and nothing is stored: a page whose blocks did not arrive would lose them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.preview import PreviewOnEdit
from wagtail.blocks.base import BlockField

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def narrow() -> None:
    for view in (CreateView, EditView):
        view.post = _only_whole(view.post)
    preview = PreviewOnEdit.post

    def preview_of_whole(self: PreviewOnEdit, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_whole(self.object.get_edit_handler().get_form_class(), request):
            return preview(self, request, *args, **kwargs)
        return JsonResponse({"is_valid": False, "is_available": False}, status=400)

    PreviewOnEdit.post = preview_of_whole


def _only_whole(post: Any) -> Any:
    def whole(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_whole(self.form_class, request):
            response: HttpResponse = post(self, request, *args, **kwargs)
            return response
        said = _("Allt i formuläret kom inte fram. Inget är sparat: gör om det här.")
        if self.expects_json_response:
            answer: HttpResponse = self.json_error_response("validation_error", said)
            return answer
        messages.error(request, said)
        return redirect(request.path)

    return whole


def is_whole(form_class: Any, request: HttpRequest) -> bool:
    fields = [(name, field) for name, field in form_class.base_fields.items() if isinstance(field, BlockField)]
    try:
        for name, field in fields:
            field.widget.value_from_datadict(request.POST, request.FILES, name)
    except (KeyError, ValueError):  # a count that is missing or no number, a block without its kind
        return False
    return True
