from __future__ import annotations

from .accessibility import AccessibilityStatementPage
from .how_we_work import HowWeWork
from .municipality_home import MunicipalityHomePage
from .news import NewsIndexPage, NewsPage
from .page_words import PageWords
from .region_home import RegionHomePage
from .standard import StandardPage
from .translation import Translation

__all__ = [
    "AccessibilityStatementPage",
    "HowWeWork",
    "MunicipalityHomePage",
    "NewsIndexPage",
    "NewsPage",
    "PageWords",
    "RegionHomePage",
    "StandardPage",
    "Translation",
]
