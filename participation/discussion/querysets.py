from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Value, Window
from django.db.models.functions import RowNumber

from participation.topics.models import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User

    from .models import Comment


class EntryQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User | AnonymousUser) -> EntryQuerySet:
        """Entries in the threads of topics that `user` may see; the words of removed ones are shown to nobody."""
        return self.filter(topic__in=Topic.objects.visible_to(user))

    def shown(self) -> EntryQuerySet:
        return self.filter(removed_at__isnull=True)

    def roots(self) -> EntryQuerySet:
        return self.filter(root__isnull=True)

    def with_people(self) -> EntryQuerySet:
        """With all that `byline` reads."""
        return self.select_related("author__home", "department")

    def for_thread(self) -> EntryQuerySet:
        """With what a thread shows, and no more: of sixty entries it would be some six thousand values."""
        return self.with_people().only(
            *("topic_id", "root_id", "answers_id", "parent_id", "nested_count", "comment", "user_name"),
            *("posted_at", "edited_at", "removed_at", "removal", "removal_reason", "appreciations"),
            *("author__display_name", "author__home__name", "department__name"),
        )

    def as_read_by(self, user: User | AnonymousUser) -> EntryQuerySet:
        """With `is_appreciated`: whether `user` appreciates the entry."""
        if not user.is_authenticated:
            return self.annotate(is_appreciated=Value(False))
        appreciations = apps.get_model("discussion", "Appreciation").objects
        return self.annotate(is_appreciated=Exists(appreciations.filter(entry=OuterRef("pk"), person=user)))

    def first_replies(self, roots: Iterable[Comment], *, most: int) -> EntryQuerySet:
        """The `most` oldest replies of each of `roots`, oldest first.

        What is answered is older than its answer, so nobody's parent is left out.
        """
        roots = list(roots)
        replies = self.filter(root__in=[root.pk for root in roots])
        if all(root.nested_count <= most for root in roots):
            return replies.order_by("base_id")  # all of them, as in most threads
        place = Window(RowNumber(), partition_by=F("root_id"), order_by=F("base_id").asc())
        return replies.annotate(place=place).filter(place__lte=most).order_by("base_id")
