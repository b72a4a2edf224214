from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from participation.attachments.actions import store_photo
from participation.faults.models import FaultPhoto, FaultReport

if TYPE_CHECKING:
    from participation.attachments.intake import ReceivedPhoto

log = logging.getLogger(__name__)


def stored(report: FaultReport, photo: ReceivedPhoto, **said: Any) -> bool:
    """A full disk costs a photo, never the report."""
    try:
        store_photo(model=FaultPhoto, upload=photo, report=report, **said)
    except OSError:
        log.exception("a photo of %s could not be stored", report.number)
        return False
    return True
