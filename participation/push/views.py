"""The devices on which a person gets their news at once: which they are, one more, and one less."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from . import actions
from .forms import DeviceForm
from .keys import is_on, public_key
from .leaving import remember, this_one
from .models import Device
from .sending import Gone, NotNow, push_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from participation.accounts.person_request import PersonRequest


@never_cache
@login_required
@require_safe
def devices(request: PersonRequest) -> HttpResponse:
    if not is_on():
        raise Http404
    rows = Device.objects.filter(person=request.user)
    context = {"municipality": None, "devices": rows, "public_key": public_key()}
    return render(request, "push/devices.html", context)


@never_cache
@login_required
@require_POST
def add(request: PersonRequest) -> HttpResponse:
    if not is_on():
        raise Http404
    form = DeviceForm(request.POST)
    try:
        if not form.is_valid():
            raise actions.NoDevice
        said = form.cleaned_data
        device = actions.add_device(
            person=request.user,
            name=said["name"] or _("En webbläsare"),
            endpoint=said["endpoint"],
            public_key=said["p256dh"],
            secret=said["auth"],
            now=timezone.now(),
        )
    except actions.NoDevice:
        messages.error(request, _("Det gick inte: webbläsaren gav oss ingen adress som vi kan skicka till."))
        return redirect("push:devices")
    Device.objects.filter(pk=this_one(request)).exclude(pk=device.pk).delete()  # what the browser was before
    _greet(request, device)
    response = redirect("push:devices")
    remember(response, device)
    return response


def _greet(request: PersonRequest, device: Device) -> None:
    """The first message shows at once whether they arrive."""
    said = {"title": _("Här får du nyheter från Samskapa"), "path": reverse("push:devices"), "tag": "hello"}
    try:
        push_to(device, json.dumps(said, ensure_ascii=False).encode())
    except (Gone, NotNow):
        messages.warning(
            request,
            _("Enheten är tillagd, men första meddelandet kom inte fram. Vi provar igen med nästa nyhet."),
        )
    else:
        messages.success(request, _("Klart. Ett första meddelande är på väg hit."))


@never_cache
@login_required
@require_POST
def remove(request: PersonRequest, pk: int) -> HttpResponse:
    actions.remove_device(device=get_object_or_404(Device, person=request.user, pk=pk))
    messages.success(request, _("Enheten får inga fler nyheter."))
    return redirect("push:devices" if is_on() else "notifications:inbox")
