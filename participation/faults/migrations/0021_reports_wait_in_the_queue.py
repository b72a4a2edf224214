from datetime import timedelta

from django.db import migrations

from participation.topics.stems import stems


def wait(apps, schema_editor):
    """Reports that wait to be shown stand in the moderators' queue from now on."""
    Report, Anchor = apps.get_model("faults", "FaultReport"), apps.get_model("faults", "FaultAnchor")
    Topic, Words = apps.get_model("topics", "Topic"), apps.get_model("topics", "TopicWords")
    Item = apps.get_model("moderation", "Item")
    for report in Report.objects.filter(publicity="waiting").select_related("municipality").iterator(chunk_size=500):
        said = stems(report.number)
        topic = Topic.objects.create(
            municipality_id=report.municipality_id,
            kind="fault",
            title=report.number,
            path=f"/felanmalan/anmalan/{report.number}/",
            visibility="nobody",
            author_id=report.reporter_id,
            title_stems=said,
            stems=said,
        )
        Words.objects.create(topic=topic, municipality_id=report.municipality_id, at=topic.created_at, stems=said)
        Anchor.objects.create(topic=topic, report=report, municipality_id=report.municipality_id)
        due = report.created_at + timedelta(hours=report.municipality.review_within_hours)
        Item.objects.create(
            municipality_id=report.municipality_id,
            kind="fault",
            topic=topic,
            writer_id=report.reporter_id,
            is_held=True,
            since=report.created_at,
            due_at=due,
            turn_at=due,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('faults', '0020_flagged_reports'),
        ('moderation', '0012_who_is_reproached'),
        ('places', '0004_review_hours'),
        ('topics', '0003_anchors_of_faults'),
    ]

    operations = [
        migrations.RunPython(wait, migrations.RunPython.noop),
    ]
