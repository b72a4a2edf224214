from __future__ import annotations

from typing import ClassVar

from django.db import models


class Question(models.Model):
    """A mail that asked an address whether it wants newsletters. A keyed hash: recognised again, never read."""

    key = models.CharField(max_length=64)
    subscription = models.BigIntegerField(help_text="Its number, which the mail's way out names; the row may be gone")
    asked_at = models.DateTimeField(db_index=True)
    no_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["key"], name="newsletters_asked"),
            models.Index(fields=["subscription"], name="newsletters_asked_of"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d}"
