from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from participation.accounts.permissions import is_administrator, municipalities_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User
    from participation.places.models import Municipality

    from .models import Topic  # noqa: F401 - named in a base class below


class TopicQuerySet(models.QuerySet["Topic"]):
    def public(self) -> TopicQuerySet:
        return self.filter(visibility="public")

    def visible_to(self, user: User | AnonymousUser) -> TopicQuerySet:
        """The one answer to who sees what: page, list, search, feed, sitemap, export and mail start here."""
        if not user.is_authenticated or not user.is_active:
            return self.public()
        seen = Q(visibility="public") | Q(visibility__in=["author", "staff"], author=user)
        if is_administrator(user):
            seen |= Q(visibility="staff")
        elif staffed := municipalities_of(user, "moderator", "case_officer"):
            seen |= Q(visibility="staff", municipality__in=staffed)
        return self.filter(seen)

    def in_municipality(self, municipality: Municipality | None) -> TopicQuerySet:
        """Those of `municipality`, or of the whole region for None."""
        return self if municipality is None else self.filter(municipality=municipality)

    def of_kind(self, *kinds: str) -> TopicQuerySet:
        return self.filter(kind__in=kinds)
