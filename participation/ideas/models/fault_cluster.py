from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.topics.models import Topic

from .idea import Idea


class FaultCluster(models.Model):
    """The fault reports that an idea or a proposal (by its topic) is about: of one category, round one place,
    since a day.

    `reports` are those that were known when it was begun; new ones that lie there are counted too. Names faults by
    strings: only `faults_link` reads more of them.
    """

    idea = models.OneToOneField(Idea, on_delete=models.CASCADE, null=True, blank=True, related_name="fault_cluster")
    topic = models.OneToOneField(
        Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="fault_cluster", help_text="Of a proposal"
    )
    key = models.UUIDField(
        null=True, blank=True, unique=True, help_text="Of the form that made it: one press, one draft"
    )
    category = models.ForeignKey(
        "faults.FaultCategory", verbose_name=_("kategori"), on_delete=models.PROTECT, related_name="+"
    )
    lon = models.FloatField()
    lat = models.FloatField()
    radius = models.PositiveIntegerField(_("meter"))
    since = models.DateTimeField(_("sedan"))
    reports = models.ManyToManyField("faults.FaultReport", related_name="clusters")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    told_of = models.CharField(max_length=20, blank=True, help_text="The decision that the reporters know of")

    class Meta:
        verbose_name = _("felanmälningar om samma sak")
        verbose_name_plural = _("felanmälningar om samma sak")
        constraints = [
            models.CheckConstraint(
                condition=Q(idea__isnull=False, topic__isnull=True) | Q(idea__isnull=True, topic__isnull=False),
                name="ideas_fault_cluster_of_one_of_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id or self.topic_id}: {self.category_id}"
