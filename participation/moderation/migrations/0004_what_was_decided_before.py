from datetime import timedelta

from django.db import migrations


def fill(apps, schema_editor):
    """Old decisions named no rule: the first flag that was answered says it, or "something else"."""
    Decision = apps.get_model("moderation", "Decision")
    decisions = Decision.objects.select_related("topic", "entry").prefetch_related("flags")
    for decision in decisions.order_by("pk").iterator(chunk_size=500):
        flags = sorted(decision.flags.all(), key=lambda flag: flag.pk)
        decision.municipality_id = decision.topic.municipality_id
        decision.concerns_id = (decision.entry or decision.topic).author_id
        if decision.outcome == "hidden":
            decision.rule = flags[0].reason if flags else "other"
            decision.ground = "law" if decision.rule in ("personal", "illegal") else "rules"
        decision.found = "flag" if flags else "staff"
        decision.save()
    wait(apps)


def wait(apps):
    Flag, Item = apps.get_model("moderation", "Flag"), apps.get_model("moderation", "Item")
    items = {}
    flags = Flag.objects.filter(decision__isnull=True).select_related("topic__municipality", "entry")
    for flag in flags.order_by("created_at", "pk"):
        due = flag.created_at + timedelta(hours=flag.topic.municipality.review_within_hours)
        item = items.setdefault(
            (flag.topic_id, flag.entry_id),
            Item(
                municipality_id=flag.topic.municipality_id,
                kind="entry" if flag.entry_id else "topic",
                topic_id=flag.topic_id,
                entry_id=flag.entry_id,
                writer_id=(flag.entry or flag.topic).author_id,
                reason=flag.reason,
                since=flag.created_at,
                due_at=due,
                turn_at=due,
            ),
        )
        item.flags += 1
        item.turn_at = item.due_at - timedelta(hours=6) * (item.flags - 1)
    Item.objects.bulk_create(items.values(), batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0003_queue_and_statements'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
