"""How allauth behaves here: Swedish words, links from our own record, own hosts only."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode, urlsplit

import qrcode
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from participation.core.visitors import client_address, household

from . import secrets
from .addresses import same_address
from .letterbox import MOST_TO_OPEN_AN_ACCOUNT, may_be_mailed
from .permissions import ENTER_ADMIN, duties_wait, in_session

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import User

ADMIN = "/cms/"
LONGEST_ADDRESS = 254  # RFC 5321, and what `User.email` and allauth's rows hold


def from_own_record(url: str) -> str:
    """`url` at the public address of the portal: the Host header of a request never reaches a mail."""
    parts = urlsplit(url)
    return settings.BASE_URL + parts.path + (f"?{parts.query}" if parts.query else "")


def minutes_left(template_prefix: str) -> int:
    """How long the code in a mail is good for."""
    if "email_confirmation" in template_prefix:
        return app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT // 60
    return app_settings.LOGIN_BY_CODE_TIMEOUT // 60


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Kontot är avstängt."),
        "cannot_remove_primary_email": _("Du kan inte ta bort adressen som du loggar in med."),
        "duplicate_email": _("Adressen finns redan på ditt konto."),
        "email_password_mismatch": _("Adressen och lösenordet hör inte ihop. Försök igen eller få en kod i stället."),
        "email_taken": _("Adressen används redan av ett konto."),
        "enter_current_password": _("Det är inte ditt nuvarande lösenord."),
        "incorrect_code": _("Koden stämmer inte. Titta i mejlet och försök igen."),
        "incorrect_password": _("Lösenordet stämmer inte."),
        "invalid_login": _("Det gick inte att logga in."),
        "invalid_password_reset": _("Länken gäller inte längre. Be om en ny."),
        "max_email_addresses": _("Du kan inte ha fler än %d adresser."),
        "rate_limited": _("Det blev många försök på kort tid. Vänta någon minut och försök igen."),
        "same_as_current": _("Det är samma adress som förut."),
        "too_many_login_attempts": _("Det blev för många försök. Vänta några minuter och försök igen."),
        "unknown_email": _("Vi hittar inget konto med den adressen."),
        "unverified_primary_email": _("Bekräfta adressen först."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Never an error: a header that is shorter than it should be is not believed."""
        return client_address(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords count for an account from one address: nobody can use up another's attempts."""
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account} {household(client_address(request))}"

    def clean_email(self, email: str) -> str:
        """allauth would cut it to what fits, and mail the code to another address. One mailbox, one account."""
        email = same_address(email)
        if len(email) > LONGEST_ADDRESS:
            raise ValidationError(_("Adressen är för lång. Den får ha högst %d tecken.") % LONGEST_ADDRESS)
        return email

    def is_safe_url(self, url: str) -> bool:
        """Own hosts only; and nobody is sent back to an admin that has just turned them away."""
        request = allauth_context.request
        own = {request.get_host(), urlsplit(settings.BASE_URL).netloc}
        if not url_has_allowed_host_and_scheme(url, allowed_hosts=own):
            return False
        user = request.user
        turned_away = user.is_authenticated and not user.has_perm(ENTER_ADMIN) and not duties_wait(user)
        return not (turned_away and urlsplit(url).path.startswith(ADMIN))

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.account.stages.EmailVerificationStage": "participation.accounts.stages.ProofOfAddress"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def login(self, request: HttpRequest, user: User) -> None:
        """The password may have been made void a moment ago (`receivers`): a session holds on to what is stored."""
        user.refresh_from_db(fields=["password"])
        super().login(request, user)
        request.session.set_expiry(None)  # as long as any, also where words were held for somebody unknown
        in_session(user, request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The page says the same whether the mail goes: who has an account here is nobody's business."""
        is_proved = EmailAddress.objects.is_verified(email)
        if not is_proved and not may_be_mailed(email, now=timezone.now(), most=MOST_TO_OPEN_AN_ACCOUNT):
            return
        own = {
            name: from_own_record(value) if name.endswith("_url") and isinstance(value, str) else value
            for name, value in context.items()
        }
        own["login_url"] = self._with_next("account_request_login_code")
        own["signup_url"] = self._with_next("account_signup")
        own["reset_url"] = from_own_record(reverse("account_reset_password"))
        own["minutes"] = minutes_left(template_prefix)
        if template_prefix.endswith("account_already_exists"):
            own["never_proved"] = not is_proved
        super().send_mail(template_prefix, email, own)

    def _with_next(self, name: str) -> str:
        """A link that leads back to what the person was doing."""
        following = get_next_redirect_url(allauth_context.request)
        query = "?" + urlencode({"next": following}) if following else ""
        return from_own_record(reverse(name) + query)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:settings")


class MFAAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _("Stäng av inloggning i två steg innan du lägger till en adress."),
        "cannot_delete_authenticator": _("Inloggning i två steg kan inte stängas av."),
        "cannot_generate_recovery_codes": _("Slå på inloggning i två steg först."),
        "incorrect_code": _("Koden stämmer inte. Vänta på nästa kod i appen och försök igen."),
        "unverified_email": _("Bekräfta dina e-postadresser först. Sedan kan du slå på inloggning i två steg."),
    }

    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """With a ground of its own: on a dark page the library's picture is black on black."""
        picture = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def _get_site_name(self) -> str:
        return "Samskapa"
