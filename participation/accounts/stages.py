from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.stages import EmailVerificationStage

if TYPE_CHECKING:
    from django.http import HttpRequest


class ProofOfAddress(EmailVerificationStage):
    """Waits for a code, but holds nobody: the doors to sign in and sign up stay open beside it.

    Whoever mistyped an address signs up anew, and whoever had an account already, and so gets no code, follows the
    link in the mail. For everybody alike, or it would tell which addresses have an account.
    """

    def is_resumable(self, request: HttpRequest) -> bool:
        return False
