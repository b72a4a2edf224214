from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from home.actions import stand_at_the_address
from home.actions.tree import swedish
from home.demo.people import ACCOUNTS, PASSWORD
from home.models import RegionHomePage
from participation.places.models import Municipality


class Command(BaseCommand):
    help = "Says where the running demonstration is and who can sign in; links lead there from then on."

    def handle(self, *args: Any, **options: Any) -> None:
        base = settings.BASE_URL
        if region := RegionHomePage.objects.filter(locale=swedish()).first():
            stand_at_the_address(region)
        for address, what in [
            (f"{base}/", _("regionens startsida")),
            *((f"{base}{place.path}", place.full_name) for place in Municipality.objects.all()),
            (f"{base}/cms/", _("personalens plats")),
            (f"{base}/utveckling/mejl/", _("mejl som skickas")),
            (f"{base}/komponenter/", _("sidornas delar")),
        ]:
            self.stdout.write(f"  {address:<42} {what}")
        self.stdout.write(_("Konton, alla med lösenordet %(password)s:") % {"password": PASSWORD})
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:<28} {account.what}")
        self.stdout.write(_("Avsluta med Ctrl-C."))
