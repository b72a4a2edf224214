from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import quote, urljoin, urlsplit

WHERE = {"href", "src", "data-hx-get", "action", "data-url", "poster", "srcset", "content", "formaction"}

AS_IT_IS = "/?&=%+:;,@!$'()*~#[]"  # a browser quotes the rest, spaces and å


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        method = next((value or "" for name, value in attributes if name == "method"), "")
        if tag == "form" and method.lower() == "post":
            return
        for name, value in attributes:
            if name == "content" and not (value or "").startswith(("/", "http")):
                continue  # a description, not the address of a picture
            if value and (name in WHERE or name.endswith("-url-value") or name.startswith("data-chooser")):
                self.found += (
                    [part.split()[0] for part in value.split(",") if part.split()] if name == "srcset" else [value]
                )


def links_in(body: bytes, *, at: str, host: str = "") -> list[str]:
    """Addresses on this site that a page points to, without host and fragment, in order."""
    parser = _Links()
    parser.feed(body.decode("utf-8", "replace"))
    found: dict[str, None] = {}
    for link in parser.found:
        target = urlsplit(urljoin(f"//{host}{at}", link.strip()))
        if target.scheme in ("", "http", "https") and target.netloc in ("", host) and target.path.startswith("/"):
            link = target.path + (f"?{target.query}" if target.query else "")
            found[quote(link, safe=AS_IT_IS)] = None
    return list(found)
