"""HTML from another system, made safe, plain and even.

Three passes. nh3 reads the text as a browser would and takes away all that could act. `Rewriter` turns what
is left (nested <div>, tables, typed bullets, rows of &nbsp;) into paragraphs, lists and headings. nh3 then
checks the result against the short list of what a page may hold, so that a mistake in the second pass cannot
let anything through.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import nh3

from participation.eservices.rewriting import Rewriter, without_unseen

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
INLINE = {"a", "strong", "b", "em", "i", "br"}
BLOCKS = {"p", "div", "ul", "ol", "li", "table", "tr", "td", "th", "blockquote", "section", "article"}
SCHEMES = {"http", "https", "mailto", "tel"}
SILENT = {"script", "style", "template", "title", "noscript", "iframe", "object", "textarea", "xmp", "svg", "math"}
KEPT = {"p", "br", "ul", "ol", "li", "strong", "em", "a", "h3", "h4", "h5", "h6"}

# Open ePlatform writes this where it means its own address, and forgets to replace it.
CONTEXT_PATH = "??RELATIVE_FROM_CONTEXTPATH??"
SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """One line of text: entities read, every kind of space made one."""
    return SPACES.sub(" ", without_unseen(unescape(text))).strip()


def clean_html(html: str, *, base_url: str = "") -> str:
    """Safe HTML of paragraphs, lists and headings from h3 down. Relative links are resolved against base_url."""
    readable = nh3.clean(
        without_unseen(html),
        tags=HEADINGS | INLINE | BLOCKS,
        clean_content_tags=SILENT,
        attributes={"a": {"href"}},
        attribute_filter=lambda tag, name, value: repaired_link(value, base_url),
        url_schemes=SCHEMES,
        link_rel=None,
    )
    rewriter = Rewriter(levels=sorted({int(n) for n in re.findall(r"<h([1-6])>", readable)}))
    rewriter.feed(readable)
    return nh3.clean(
        rewriter.result(),
        tags=KEPT,
        clean_content_tags=SILENT,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel="noopener",
    )


def as_text(clean: str) -> str:
    """The words of HTML that `clean_html` has made, with a space where a block ended."""
    spaced = re.sub(r"<br>|</(?:p|li|h[3-6])>", " ", clean)
    return plain(re.sub(r"<[^>]*>", "", spaced))


def repaired_link(value: str, base_url: str) -> str | None:
    """The address that the link meant, or None if it is not one a citizen can be sent to."""
    link = value.strip().replace(CONTEXT_PATH, "")
    if link.lower().startswith(("http://mailto:", "https://mailto:")):
        link = link.split("//", 1)[1]
    try:
        link = urljoin(base_url, link)
        parts = urlsplit(link)
        host, user = parts.hostname, parts.username
    except ValueError:
        return None
    if user and parts.path in {"", "/"} and not parts.query and not parts.password:
        return f"mailto:{user}@{host}"  # an e-mail address that the editor's tool took for a web address
    if parts.scheme not in SCHEMES or user or (parts.scheme.startswith("http") and not host):
        return None
    return link
