from __future__ import annotations

from django.db import models


class MailedAddress(models.Model):
    """That a mail went to an address which nobody proved, and when. It outlives the report or the wish that led to it:
    whoever takes those back has not unsent the mail.

    The address itself is not here, only what recognises it again; the row is gone within a day or two.
    """

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="faults_mailed_addresses")]

    def __str__(self) -> str:
        return str(self.pk)
