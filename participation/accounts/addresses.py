"""How an e-mail address is written wherever it is stored or looked for."""

from __future__ import annotations

from django.utils.encoding import punycode


def same_address(address: str) -> str:
    """One mailbox, one way to write it: small letters, and the domain as mail is sent to it (räksmörgås.se is
    xn--rksmrgs-5wao1o.se). What is no address comes back in small letters."""
    name, at, domain = address.strip().lower().rpartition("@")
    try:
        return f"{name}{at}{punycode(domain)}"
    except UnicodeError:
        return f"{name}{at}{domain}"
