"""Two who approve pages have one open at a time: whoever presses second is told, and keeps the words.

Wagtail asks the page's task which buttons it has, and breaks on a page that waits for nobody any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PRESSED = "action-workflow-action"


def narrow() -> None:
    post = EditView.post

    def unless_decided(self: EditView, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if PRESSED not in request.POST or self.page.alias_of_id or self.page.current_workflow_task is not None:
            return post(self, request, *args, **kwargs)
        said = _("Sidan väntar inte längre på ett beslut: någon har beslutat redan. Det du tryckte på är inte gjort.")
        self.form = self.form_class(
            request.POST,
            request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=request.user,
        )
        if self.form.is_valid() and not self.form.has_changed():
            messages.warning(request, said)
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        self.form.add_error(None, said + " " + _("Det du har skrivit finns kvar."))
        # The page asks once more which button was pressed.
        posted = request.POST.copy()
        del posted[PRESSED]
        request.POST = posted  # type: ignore[assignment]  # Django's own takes it
        response: HttpResponse = self.form_invalid(self.form)
        response.status_code = 409
        return response

    EditView.post = unless_decided
