from __future__ import annotations

import uuid

from django.db import models


class Attachment(models.Model):  # the lead's placeholder: the builder of attachments replaces it
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
