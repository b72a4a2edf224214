"""That somebody may not come in is said in the language of the page they are led to, as every page in the admin is."""

from __future__ import annotations

from functools import partial

from wagtail.admin import auth
from wagtail.admin.localization import get_localized_response


def narrow() -> None:
    """Wagtail says it after the view, whose language is left by then, and in that of the address."""
    auth.permission_denied = partial(get_localized_response, auth.permission_denied)
