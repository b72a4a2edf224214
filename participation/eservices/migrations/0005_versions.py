from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("eservices", "0004_signature_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="milestone",
            name="key",
            field=models.CharField(blank=True, default="", max_length=32),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="stageentry",
            name="language",
            field=models.CharField(default="sv", help_text="Of the note", max_length=10),
        ),
        migrations.AddField(
            model_name="stageentry",
            name="translations",
            field=models.JSONField(
                blank=True, default=dict, help_text="The note in other languages, by their codes"
            ),
        ),
    ]
