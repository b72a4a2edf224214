import django.db.models.deletion
from django.db import migrations, models

import participation.topics.words
from participation.topics.stems import stems
from participation.topics.words import drop_index, make_index

TABLE = "discussion_entrywords"


def make(apps, editor):
    make_index(editor, TABLE, "entry_id")


def drop(apps, editor):
    drop_index(editor, TABLE)


def fill(apps, editor):
    Comment, EntryWords = apps.get_model("discussion", "Comment"), apps.get_model("discussion", "EntryWords")
    batch = []
    rows = Comment.objects.order_by("pk").values_list("pk", "topic__municipality", "posted_at", "comment")
    for pk, place, at, text in rows.iterator(chunk_size=1_000):
        batch.append(EntryWords(entry_id=pk, municipality_id=place, at=at, stems=stems(text)))
        if len(batch) == 1_000:
            EntryWords.objects.bulk_create(batch)
            batch = []
    EntryWords.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [("discussion", "0002_roots_by_key"), ("topics", "0002_topicwords")]

    operations = [
        migrations.CreateModel(
            name="EntryWords",
            fields=[
                (
                    "municipality",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.municipality",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("stems", participation.topics.words.StemsField(blank=True)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="discussion.comment",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["-at"], name="discussion_entrywords_new"),
                    models.Index(fields=["municipality", "-at"], name="discussion_entrywords_of"),
                ],
            },
        ),
        migrations.RunPython(make, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
