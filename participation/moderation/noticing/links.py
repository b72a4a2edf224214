from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings

ENDS = "com|net|org|info|biz|io|co|tv|me|ru|cn|xyz|top|club|online|site|shop|store|live|link|click|se|eu|de|uk|ly"
# With or without its beginning, in small letters: "Bra.Se till att" is a full stop without a space. Not an address of
# somebody's mail.
LINK = re.compile(
    rf"(?:https?://|\bwww\.)(?P<whole>[^\s<>\"'()]+)|(?<![@\w.-])(?P<bare>(?:[a-z0-9-]+\.)+(?:{ENDS})(?:/[^\s<>\"'()]*)?)(?![\w@-])"
)
SHORT_HOSTS = """
    bit.ly tinyurl.com t.co goo.gl ow.ly is.gd buff.ly rebrand.ly cutt.ly rb.gy shorturl.at tiny.cc adf.ly t.ly
    v.gd s.id bl.ink lnkd.in adfoc.us linktr.ee soo.gd bc.vc shorte.st
"""
SHORTENERS = frozenset(SHORT_HOSTS.split())
# Where people find what they speak of. A link there says nothing of who wrote.
KNOWN_HOSTS = """
    riksdagen.se regeringen.se skr.se scb.se trafikverket.se naturvardsverket.se boverket.se lantmateriet.se
    1177.se polisen.se lansstyrelsen.se folkhalsomyndigheten.se europa.eu sv.wikipedia.org openstreetmap.org
    sverigesradio.se svt.se
"""
KNOWN = frozenset(KNOWN_HOSTS.split())


def hosts_in(text: str, *, own: str = "") -> list[str]:
    """Where the links of a text lead, in order, each as often as it stands. Not those to the portal, to the
    municipality (`own`: its domain) and to authorities."""
    found = []
    for match in LINK.finditer(text):
        host = _host(match.group("whole") or match.group("bare"))
        if host and not any(host == one or host.endswith(f".{one}") for one in (*KNOWN, _portal(), own) if one):
            found.append(host)
    return found


def is_shortener(host: str) -> bool:
    return host in SHORTENERS


def without_links(text: str) -> str:
    return LINK.sub(" ", text)


def _host(address: str) -> str:
    try:
        host = urlsplit(f"//{address}").hostname or ""
    except ValueError:
        return address.split("/")[0][:100]
    return host.removeprefix("www.").rstrip(".,;:!?")[:100]


@cache
def _portal() -> str:
    return urlsplit(settings.BASE_URL).hostname or ""
