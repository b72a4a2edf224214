from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MailWish(models.Model):
    """How a moderator wants to be mailed of what waits. Without a row: of the first that waits. News stand on the
    site either way, and what the law obliges to remove is always mailed at once."""

    class When(models.TextChoices):
        FIRST = "first", _("När något börjar vänta, och inget annat väntade")
        EACH = "each", _("Varje gång något nytt väntar")
        DAILY = "daily", _("En gång om dagen, på morgonen, om något väntar")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="moderation_wish", verbose_name=_("person")
    )
    when = models.CharField(_("när"), max_length=5, choices=When.choices, default=When.FIRST)
    told_on = models.DateField(null=True, blank=True, help_text="The last day a digest was written")

    class Meta:
        verbose_name = _("önskemål om mejl")
        verbose_name_plural = _("önskemål om mejl")

    def __str__(self) -> str:
        return f"{self.person_id}: {self.when}"
