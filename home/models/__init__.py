from __future__ import annotations

from .accessibility import AccessibilityStatementPage
from .municipality_home import MunicipalityHomePage
from .news import NewsIndexPage, NewsPage
from .page_words import PageWords
from .region_home import RegionHomePage
from .standard import StandardPage

__all__ = [
    "AccessibilityStatementPage",
    "MunicipalityHomePage",
    "NewsIndexPage",
    "NewsPage",
    "PageWords",
    "RegionHomePage",
    "StandardPage",
]
