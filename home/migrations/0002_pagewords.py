import django.db.models.deletion
from django.db import migrations, models

import participation.topics.words
from participation.topics.words import drop_index, make_index

TABLE = "home_pagewords"


def make(apps, editor):
    make_index(editor, TABLE, "page_id")


def drop(apps, editor):
    drop_index(editor, TABLE)


class Migration(migrations.Migration):
    """Pages that are there already get their words from `verify_integrity --repair`, or when they are published."""

    dependencies = [
        ("home", "0001_initial"),
        ("topics", "0002_topicwords"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageWords",
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
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words_of_the_region",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("text", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["-at"], name="home_pagewords_new"),
                    models.Index(fields=["municipality", "-at"], name="home_pagewords_of"),
                ],
            },
        ),
        migrations.RunPython(make, drop),
    ]
