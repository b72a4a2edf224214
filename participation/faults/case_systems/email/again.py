"""A link is good for one answer; whoever gave it and is not done gets a mail with the next."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.faults.case_systems.tickets import ticket_of
from participation.faults.case_systems.trouble import Never

from .adapter import ByEmail

if TYPE_CHECKING:
    from datetime import datetime

    from participation.faults.models import CaseLink, Dispatch

log = logging.getLogger(__name__)


def write_again(dispatch: Dispatch, spent: CaseLink, *, now: datetime) -> None:
    ticket = ticket_of(dispatch)
    words = _("Tack, svaret är mottaget. Använd den nya länken när det händer något mer.")
    sentence = _("Felanmälan %(number)s: länk för nästa svar") % {"number": ticket.number}
    try:
        ByEmail(dispatch.system).write(ticket, f"link-{spent.pk}", sentence, words, [])
    except Never:  # the answer counts all the same
        log.warning("no next link for dispatch %s", dispatch.pk)
