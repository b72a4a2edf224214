from django.db import migrations, models
from django.db.models import F


def freeze_the_supported(apps, schema_editor):
    Idea, Topic = apps.get_model("ideas", "Idea"), apps.get_model("topics", "Topic")
    supported = Topic.objects.filter(supports__gt=0).values("pk")
    Idea.objects.filter(topic__in=supported).update(frozen_at=F("status_since"))


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0003_merging'),
    ]

    operations = [
        migrations.AddField(
            model_name='idea',
            name='frozen_at',
            field=models.DateTimeField(blank=True, help_text='When somebody first supported these words', null=True),
        ),
        migrations.RunPython(freeze_the_supported, migrations.RunPython.noop),
    ]
