from __future__ import annotations

from typing import Any

from django.db import migrations


def permit_translation(apps: Any, schema_editor: Any) -> None:
    """The groups from before. In a new database there are none, and no permission yet either."""
    permission = (
        apps.get_model("auth", "Permission")
        .objects.filter(content_type__app_label="simple_translation", codename="submit_translation")
        .first()
    )
    if permission is None:
        return
    translators = apps.get_model("accounts", "StaffGroup").objects.filter(role__in=["editor", "publisher"])
    for held in translators.select_related("group"):
        held.group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_pagewords"),
        ("accounts", "0002_display_name_rules"),
        ("simple_translation", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(permit_translation, migrations.RunPython.noop)]
