from __future__ import annotations

from participation.places.pages import MunicipalPage


class RegionHomePage(MunicipalPage):
    subpage_types = ["home.MunicipalityHomePage"]


class MunicipalityHomePage(MunicipalPage):
    pass
