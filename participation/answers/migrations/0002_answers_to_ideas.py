"""What was answered in `ideas` is an answer to the idea's topic; its address and its words are the same."""

from django.db import migrations

WORDS = (
    "outcome",
    "sentence",
    "text",
    "department_id",
    "registry_number",
    "next_step",
    "next_step_on",
    "answered_at",
    "answered_by_id",
    "done_on",
    "done_sentence",
)


def forwards(apps, schema_editor):
    Answer = apps.get_model("answers", "Answer")
    old = apps.get_model("ideas", "IdeaAnswer").objects.select_related("idea").order_by("answered_at", "pk")
    rows = (Answer(topic_id=row.idea.topic_id, **{name: getattr(row, name) for name in WORDS}) for row in old.iterator())
    Answer.objects.bulk_create(rows, batch_size=500)


def backwards(apps, schema_editor):
    IdeaAnswer = apps.get_model("ideas", "IdeaAnswer")
    ideas = dict(apps.get_model("ideas", "Idea").objects.values_list("topic_id", "pk"))
    new = apps.get_model("answers", "Answer").objects.filter(topic_id__in=ideas).order_by("pk")
    rows = (IdeaAnswer(idea_id=ideas[row.topic_id], **{name: getattr(row, name) for name in WORDS}) for row in new)
    IdeaAnswer.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("answers", "0001_initial"), ("ideas", "0007_handed_in")]

    operations = [migrations.RunPython(forwards, backwards)]
