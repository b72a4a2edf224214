"""Who may touch the second factor of a staff account: nobody by the password alone.

Otherwise whoever got hold of a password would add an app of their own to an account that has none yet, and be staff.
The first factor asks for a code that was mailed to the account; what is there already, for the factor itself. So does a
further address, for a code would be mailed to it as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.mfa.utils import is_mfa_enabled
from django.urls import reverse
from django.utils.http import urlencode

from .permissions import duties_wait

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import User

# Names of allauth's addresses: those that show or change what opens the account.
GUARDED = frozenset(
    {
        "account_email",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
    }
)


def asked_first(request: HttpRequest) -> str:
    """Where a member of staff must go before this address; empty for whoever may go on."""
    match = request.resolver_match
    if match is None or match.view_name not in GUARDED or not duties_wait(request.user):
        return ""
    if match.view_name == "account_email" and request.method != "POST":
        return ""
    if is_mfa_enabled(request.user):
        return f"{reverse('mfa_reauthenticate')}?{urlencode({'next': _back(request)})}"
    return "" if has_read_mail(request) else reverse("accounts:send_code")


def has_read_mail(request: HttpRequest) -> bool:
    """Whether this session was opened by a code that was mailed."""
    return any(record["method"] == "code" for record in get_authentication_records(request, request.user))


def send_code(request: HttpRequest, person: User) -> str:
    """Sign out, and in again by a mailed code. Returns where to write it."""
    get_adapter(request).logout(request)
    LoginCodeVerificationProcess.initiate(request=request, user=person, email=person.email)
    return f"{reverse('account_confirm_login_code')}?{urlencode({'next': reverse('mfa_index')})}"


def _back(request: HttpRequest) -> str:
    return request.path if request.method == "GET" else reverse("mfa_index")
