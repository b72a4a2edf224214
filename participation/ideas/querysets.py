from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Value

from participation.casework.models import Evaluation
from participation.notifications.models import Follow
from participation.topics.models import Topic
from participation.voting.models import Support

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User

    from .models.idea import Idea  # noqa: F401 - the base class names it


class IdeaQuerySet(models.QuerySet["Idea"]):
    def visible_to(self, user: User | AnonymousUser) -> IdeaQuerySet:
        """Those whose topic is: there is one rule, and it is the topic's."""
        return self.filter(topic__in=Topic.objects.visible_to(user))

    def readable_by(self, user: User | AnonymousUser) -> IdeaQuerySet:
        """Those, and the merged ones: their words belong to the idea where they go on, and are read by its readers."""
        seen = Topic.objects.visible_to(user)  # asked of each row by itself: "in" would read all that anybody may see
        itself, kept = (Exists(seen.filter(pk=OuterRef(key))) for key in ("topic", "merged_into__topic"))
        return self.filter(itself | kept)

    def written_by(self, user: User) -> IdeaQuerySet:
        return self.filter(topic__author=user)

    def freeze_supported(self, *, now: datetime) -> bool:
        """From the first support of another than the author on: one without a name is another's, too. The caller holds
        the topic, so no edit comes between. Whether that was now."""
        not_its_author = Q(person=None) | Q(topic__author=None) | ~Q(person=F("topic__author"))
        by_others = Support.objects.supporting().filter(not_its_author, topic=OuterRef("topic"))
        return bool(self.filter(Exists(by_others), frozen_at=None).update(frozen_at=now))

    def for_page(self) -> IdeaQuerySet:
        """With all that a row of a list, or the page of staff, reads, in one question."""
        return self.select_related(
            "topic__municipality",
            "topic__category",
            "topic__about",
            "topic__author__home",
            "owner",
            "became",
            "topic__answer__department",
            "topic__answer__file",
            "topic__assignment__person",
        )

    def for_reading(self) -> IdeaQuerySet:
        """With all that the page of one idea reads, in two questions: in one of seventeen tables PostgreSQL took longer
        to plan (14 ms) than to answer all that the page asks."""
        topics = Topic.objects.select_related(
            *("municipality", "category", "about", "author__home", "assignment__person"),
            *("answer__department", "answer__file"),
        )
        return self.select_related("owner", "became").with_faults().prefetch_related(Prefetch("topic", topics))

    def with_faults(self) -> IdeaQuerySet:
        """With the report that it became and the reports that it is about, in the same question."""
        return self.select_related("became_report", "fault_cluster__category")

    def with_mine(self, user: User | AnonymousUser) -> IdeaQuerySet:
        """`followed_by_me`, `version_waits`, `has_merged` and `has_files`, without a question each."""
        from .models import IdeaAttachment, IdeaVersion

        here = OuterRef("pk")
        followed = Exists(Follow.objects.filter(topic=OuterRef("topic"), person=user.pk))
        waiting = IdeaVersion.objects.filter(idea=here, review=IdeaVersion.Review.WAITING)
        return self.annotate(
            followed_by_me=followed if user.is_authenticated else Value(False),
            version_waits=Exists(waiting),
            has_merged=Exists(self.model.objects.filter(merged_into=here)),
            has_files=Exists(IdeaAttachment.objects.filter(idea=here)),
            is_evaluated=Exists(Evaluation.objects.filter(topic=OuterRef("topic"), published_at__isnull=False)),
        )
