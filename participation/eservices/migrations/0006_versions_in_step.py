"""Bring the versions of each proposal into step with the one that leads, as `versions.py` keeps them from now on."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import migrations

from participation.topics.stems import stems

SHARED = ("stage", "department_id", "eservice_id", "ask_until")
OF_MILESTONES = ("promised_on", "moved_to", "done_on", "stage")


def bring_in_step(apps: Any, schema_editor: Any) -> None:
    page_model = apps.get_model("eservices", "ServiceProposalPage")
    topics = page_model.objects.exclude(topic=None).order_by().values_list("topic", flat=True).distinct()
    for topic in list(topics):
        pages = list(page_model.objects.filter(topic=topic).select_related("locale", "eservice"))
        pages.sort(key=lambda page: (not page.live, page.locale.language_code != settings.LANGUAGE_CODE, page.pk))
        leader, *others = pages
        name_milestones(apps, leader)
        for other in others:
            pair_milestones(apps, other, leader)
            if leader.live:
                follow(apps, other, leader)
        if leader.live and others:
            straighten_the_way(apps, leader)
            make_true(apps, leader)
            keep_notes(apps, leader, others)
        for page in pages:
            keys_into_revisions(apps, page)


def name_milestones(apps: Any, page: Any) -> None:
    for milestone in apps.get_model("eservices", "Milestone").objects.filter(page=page):
        milestone.key = secrets.token_hex(8)
        milestone.save(update_fields=["key"])


def pair_milestones(apps: Any, page: Any, leader: Any) -> None:
    """A translation began as a copy: its rows are the leader's, in their order, unless their dates say otherwise."""
    rows = apps.get_model("eservices", "Milestone").objects.order_by("sort_order", "pk")
    led, own = list(rows.filter(page=leader)), list(rows.filter(page=page))
    for milestone in own:
        same = [row for row in led if row.promised_on == milestone.promised_on] or led[:1]
        key = secrets.token_hex(8)
        if same:
            key = same[0].key
            led.remove(same[0])
        milestone.key = key
        milestone.save(update_fields=["key"])


def follow(apps: Any, page: Any, leader: Any) -> None:
    if page.stage != leader.stage:
        page.stage_note = page.stopped_reason = ""
    for name in SHARED:
        setattr(page, name, getattr(leader, name))
    if page.stage == "stopped":
        page.stopped_reason = page.stopped_reason or leader.stopped_reason
    told = {name: getattr(page, name) for name in (*SHARED, "stage_note", "stopped_reason")}
    type(page).objects.filter(pk=page.pk).update(**told)
    milestones = apps.get_model("eservices", "Milestone").objects
    own = {row.key: row for row in milestones.filter(page=page)}
    for position, leading in enumerate(milestones.filter(page=leader).order_by("sort_order", "pk")):
        row = own.pop(leading.key, None) or milestones.model(page_id=page.pk, key=leading.key)
        row.title, row.who = row.title or leading.title, row.who or leading.who
        if row.moved_to != leading.moved_to or not row.reason:
            row.reason = leading.reason
        for name in OF_MILESTONES:
            setattr(row, name, getattr(leading, name))
        row.sort_order = position
        row.save()
    milestones.filter(page=page, key__in=own).delete()
    sources = apps.get_model("eservices", "ProposalSource").objects
    led = list(sources.filter(page=leader).order_by("sort_order", "pk").values_list("idea", flat=True))
    sources.filter(page=page).exclude(idea__in=led).delete()
    for position, idea in enumerate(led):
        sources.update_or_create(page_id=page.pk, idea_id=idea, defaults={"sort_order": position})


def straighten_the_way(apps: Any, leader: Any) -> None:
    """What another version logged after the leader came to its stage never happened."""
    entries = apps.get_model("eservices", "StageEntry").objects.filter(topic=leader.topic_id).order_by("at", "pk")
    at_stage = [entry for entry in entries if entry.stage == leader.stage]
    if at_stage:
        later = [entry.pk for entry in entries if (entry.at, entry.pk) > (at_stage[-1].at, at_stage[-1].pk)]
        entries.filter(pk__in=later).delete()
    else:
        note = leader.stopped_reason if leader.stage == "stopped" else leader.stage_note
        entries.create(
            topic_id=leader.topic_id,
            stage=leader.stage,
            at=leader.last_published_at,
            note=note,
            language=leader.locale.language_code,
        )


def make_true(apps: Any, leader: Any) -> None:
    topics, language = apps.get_model("topics", "Topic").objects, leader.locale.language_code
    told = {
        "can_support": leader.stage not in ("stopped", "in_use"),
        "about": leader.eservice.topic_id if leader.eservice_id else None,
    }
    if language != settings.LANGUAGE_CODE:  # the page whose words the topic has is down
        text = f"{leader.need} {leader.audience}"
        told |= {
            "title": leader.title,
            "summary": leader.summary,
            "search_text": text,
            "path": f"/{language}/" + leader.url_path.lstrip("/").partition("/")[2],
            "title_stems": stems(leader.title),
            "stems": stems(f"{leader.title} {leader.summary} {text}"),
        }
        apps.get_model("topics", "TopicWords").objects.filter(topic=leader.topic_id).update(stems=told["stems"])
    topics.filter(pk=leader.topic_id).update(**told)


def keep_notes(apps: Any, leader: Any, others: list[Any]) -> None:
    entries = apps.get_model("eservices", "StageEntry").objects.filter(topic=leader.topic_id)
    entry = entries.order_by("-at", "-pk").first()
    for page in others:
        note = page.stopped_reason if page.stage == "stopped" else page.stage_note
        if page.live and note not in ("", entry.note):
            entry.translations[page.locale.language_code] = note
            entry.save(update_fields=["translations"])


def keys_into_revisions(apps: Any, page: Any) -> None:
    """What is kept of the page, to be edited or published: its rows get the keys of those in the database."""
    keys = dict(apps.get_model("eservices", "Milestone").objects.filter(page=page).values_list("pk", "key"))
    revisions = apps.get_model("wagtailcore", "Revision").objects
    for revision in revisions.filter(pk__in={page.live_revision_id, page.latest_revision_id} - {None}):
        rows = revision.content.get("milestones", [])
        if len(rows) == len(keys):  # numbered anew or not, they are the same
            keyed = list(apps.get_model("eservices", "Milestone").objects.filter(page=page).order_by("sort_order", "pk"))
            for row, milestone in zip(rows, keyed, strict=True):
                row["key"] = keys.get(row.get("pk"), milestone.key)
        else:
            for row in rows:
                row["key"] = keys.get(row.get("pk"), "")
        revisions.filter(pk=revision.pk).update(content=revision.content)


class Migration(migrations.Migration):
    dependencies = [
        ("eservices", "0005_versions"),
        ("topics", "0002_topicwords"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(bring_in_step, migrations.RunPython.noop)]
