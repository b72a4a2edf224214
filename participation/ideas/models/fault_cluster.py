from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .idea import Idea


class FaultCluster(models.Model):
    """The fault reports that an idea is about: of one category, round one place, since a day.

    `reports` are those that were known when it was begun; new ones that lie there are counted too. Names faults by
    strings: only `faults_link` reads more of them.
    """

    idea = models.OneToOneField(Idea, on_delete=models.CASCADE, related_name="fault_cluster")
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
    told_of = models.CharField(
        max_length=20, choices=Idea.Status.choices, blank=True, help_text="The decision that the reporters know of"
    )

    class Meta:
        verbose_name = _("felanmälningar om samma sak")
        verbose_name_plural = _("felanmälningar om samma sak")

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.category_id}"
