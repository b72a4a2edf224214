from datetime import timedelta

from django.db import migrations


def wait(apps, schema_editor):
    Item = apps.get_model("moderation", "Item")
    Idea, IdeaVersion = apps.get_model("ideas", "Idea"), apps.get_model("ideas", "IdeaVersion")
    ideas = Idea.objects.filter(status="in_review").select_related("topic__municipality")
    Item.objects.bulk_create([item(Item, "idea", idea, idea.status_since) for idea in ideas], batch_size=500)
    versions = IdeaVersion.objects.filter(review="waiting").select_related("idea__topic__municipality")
    Item.objects.bulk_create([item(Item, "change", row.idea, row.created_at) for row in versions], batch_size=500)


def item(Item, kind, idea, since):
    due = since + timedelta(hours=idea.topic.municipality.review_within_hours)
    return Item(
        municipality_id=idea.topic.municipality_id,
        kind=kind,
        topic_id=idea.topic_id,
        writer_id=idea.topic.author_id,
        since=since,
        due_at=due,
        turn_at=due,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0008_delete_ideaanswer'),
        ('moderation', '0005_statements_are_whole'),
        ('places', '0004_review_hours'),
    ]

    operations = [
        migrations.RunPython(wait, migrations.RunPython.noop),
    ]
