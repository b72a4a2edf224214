from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def sign_what_was_written(apps: Any, schema_editor: Any) -> None:
    """What is known of the revisions from before: who wrote them, and whether another has approved them."""
    content_type, revision, signature, task_state = (
        apps.get_model(*name.split("."))
        for name in ("contenttypes.ContentType", "wagtailcore.Revision", "eservices.Signature", "wagtailcore.TaskState")
    )
    proposals = content_type.objects.filter(app_label="eservices", model="serviceproposalpage").first()
    if proposals is None:
        return
    for written in revision.objects.filter(content_type=proposals, user__isnull=False).iterator(chunk_size=500):
        approvals = task_state.objects.filter(
            revision=written, status="approved", finished_by__isnull=False, finished_at__gte=F("revision__created_at")
        )
        approval = approvals.exclude(finished_by=written.user_id).order_by("-finished_at").first()
        signature.objects.create(revision=written, approved_at=approval.finished_at if approval else None)


class Migration(migrations.Migration):
    dependencies = [
        ("eservices", "0002_proposals"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signature",
                        to="wagtailcore.revision",
                    ),
                ),
            ],
            options={"verbose_name": "underskrift", "verbose_name_plural": "underskrifter"},
        ),
        migrations.RunPython(sign_what_was_written, migrations.RunPython.noop),
    ]
