"""A choice of many in which nothing may be touched: Wagtail says "0 pages have been deleted", as if that were done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

if TYPE_CHECKING:
    from django.http import HttpResponse


def narrow() -> None:
    form_valid = BulkAction.form_valid

    def if_any(self: BulkAction, form: Any) -> HttpResponse:
        self.cleaned_form = form
        there, left_out = self.get_actionable_objects()
        if there or not left_out["items_with_no_access"]:
            return form_valid(self, form)
        messages.error(self.request, _("Inget är gjort: du får inte göra det med något av det du valde."))
        return redirect(self.next_url)

    BulkAction.form_valid = if_any
