from __future__ import annotations

from typing import Any

from django.db import migrations


def same_address(address: str) -> str:
    name, at, domain = address.rpartition("@")
    try:
        return f"{name}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address


def write_one_way(apps: Any, schema_editor: Any) -> None:
    """Where the mailbox has an account of its own already, the other stays as it is: nobody can tell which to keep."""
    for model in (apps.get_model("accounts", "User"), apps.get_model("account", "EmailAddress")):
        for row in model.objects.filter(email__regex="[^ -~]").only("pk", "email"):
            same = same_address(row.email)
            if same != row.email and not model.objects.filter(email=same).exists():
                model.objects.filter(pk=row.pk).update(email=same)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_display_name_rules"), ("account", "0009_emailaddress_unique_primary_email")]

    operations = [migrations.RunPython(write_one_way, migrations.RunPython.noop)]
