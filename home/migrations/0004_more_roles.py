from __future__ import annotations

from typing import Any

from django.db import migrations

NEW = {"evaluator": "Utvärderare", "analyst": "Analytiker", "local_administrator": "Kommunens administratör"}


def add_groups(apps: Any, schema_editor: Any) -> None:
    """The municipalities from before. Publishers ran them, and still do: as their administrators."""
    held = apps.get_model("accounts", "StaffGroup").objects.select_related("group", "municipality")
    for publishers in held.filter(role="publisher"):
        place = publishers.municipality
        groups = {role: _group(apps, place, role) for role in NEW}
        administrators = groups["local_administrator"]
        administrators.user_set.add(*publishers.group.user_set.all())
        administrators.permissions.add(*publishers.group.permissions.all())
        for model in ("GroupPagePermission", "GroupCollectionPermission"):
            _copy(apps.get_model("wagtailcore", model), publishers.group, administrators)
        for task in apps.get_model("eservices", "SecondPersonTask").objects.filter(groups=publishers.group):
            task.groups.add(administrators)


def _group(apps: Any, place: Any, role: str) -> Any:
    found = place.staff_groups.filter(role=role).first()
    if found is not None:
        return found.group
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=f"{place.name}: {NEW[role]}")
    apps.get_model("accounts", "StaffGroup").objects.create(group=group, municipality=place, role=role)
    access = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    group.permissions.add(*access)
    return group


def _copy(model: Any, one: Any, other: Any) -> None:
    reach = "page_id" if model._meta.model_name == "grouppagepermission" else "collection_id"
    for row in model.objects.filter(group=one):
        model.objects.get_or_create(
            group=other, permission_id=row.permission_id, **{reach: getattr(row, reach)}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_translators"),
        ("accounts", "0004_more_roles"),
        ("eservices", "0004_signature_first"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(add_groups, migrations.RunPython.noop)]
