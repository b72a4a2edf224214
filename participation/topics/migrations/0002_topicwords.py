import django.db.models.deletion
from django.db import migrations, models

import participation.topics.words
from participation.topics.stems import stems
from participation.topics.words import drop_index, make_index

TABLE = "topics_topicwords"


def make(apps, editor):
    """The index itself: see participation.topics.words."""
    make_index(editor, TABLE, "topic_id")


def drop(apps, editor):
    drop_index(editor, TABLE)


def fill(apps, editor):
    """The stems of before knew fewer forms."""
    Topic, TopicWords = apps.get_model("topics", "Topic"), apps.get_model("topics", "TopicWords")
    batch = []
    for topic in Topic.objects.order_by("pk").iterator(chunk_size=1_000):
        topic.title_stems = stems(topic.title)
        topic.stems = stems(f"{topic.title} {topic.summary} {topic.search_text}")
        batch.append(topic)
        if len(batch) == 1_000:
            _store(Topic, TopicWords, batch)
            batch = []
    _store(Topic, TopicWords, batch)


def _store(Topic, TopicWords, batch):
    Topic.objects.bulk_update(batch, ["title_stems", "stems"], batch_size=200)
    TopicWords.objects.bulk_create(
        TopicWords(
            topic_id=t.pk, municipality_id=t.municipality_id, at=t.published_at or t.created_at, stems=t.stems
        )
        for t in batch
    )


class Migration(migrations.Migration):
    dependencies = [("topics", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="TopicWords",
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
                    "topic",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="topics.topic",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["-at"], name="topics_topicwords_new"),
                    models.Index(fields=["municipality", "-at"], name="topics_topicwords_of"),
                ],
            },
        ),
        migrations.RunPython(make, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
