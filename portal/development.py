"""Pages that exist only in development and in the demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from participation.notifications.models import OutgoingMail

from .samples import samples

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def components(request: HttpRequest) -> HttpResponse:
    return render(request, "components/gallery.html", samples())


def mails(request: HttpRequest) -> HttpResponse:
    newest = OutgoingMail.objects.order_by("-id")[:100]
    return render(request, "development/mails.html", {"mails": newest})
