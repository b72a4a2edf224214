"""Who on the staff may do what with the pages, pictures and documents of their municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from participation.accounts.models import Role, StaffGroup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wagtail.models import Page

    from participation.places.models import Municipality

PUBLISHING = ("add", "change", "publish", "lock", "unlock")
# Approving a page publishes it, in the name of the one who approved.
PAGE_PERMISSIONS = {
    Role.EDITOR: ("add", "change"),
    Role.PUBLISHER: PUBLISHING,
    Role.ADMINISTRATOR: PUBLISHING,
}
# Which pages one may translate follows from which one may change.
TRANSLATORS = tuple(PAGE_PERMISSIONS)
FILE_PERMISSIONS = ("add", "change", "choose")


def ensure_groups(municipality: Municipality) -> dict[str, Group]:
    """One group for each role, all with access to the admin."""
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    groups = {}
    for role in Role:
        held = StaffGroup.objects.select_related("group").filter(municipality=municipality, role=role).first()
        group = held.group if held else _new_group(municipality, role)
        group.permissions.add(access)
        groups[role.value] = group
    return groups


def _new_group(municipality: Municipality, role: Role) -> Group:
    group, _created = Group.objects.get_or_create(name=f"{municipality.name}: {role.label}")
    StaffGroup.objects.create(group=group, municipality=municipality, role=role)
    return group


def permit_pages(groups: dict[str, Group], homes: Iterable[Page]) -> None:
    permissions = Permission.objects.filter(content_type__app_label="wagtailcore", content_type__model="page")
    by_codename = {permission.codename: permission for permission in permissions}
    for home in homes:
        for role, kinds in PAGE_PERMISSIONS.items():
            for kind in kinds:
                GroupPagePermission.objects.get_or_create(
                    group=groups[role], page_id=home.pk, permission=by_codename[f"{kind}_page"]
                )


def permit_translation(groups: dict[str, Group]) -> None:
    """To make the English page of a Swedish one: its draft shares the topic, which a copy would not."""
    permission = Permission.objects.get(content_type__app_label="simple_translation", codename="submit_translation")
    for role in TRANSLATORS:
        groups[role].permissions.add(permission)


def ensure_collection(municipality: Municipality, groups: dict[str, Group]) -> Collection:
    """The municipality's own pictures and documents. Found again by whom it belongs to: it may be renamed."""
    held = GroupCollectionPermission.objects.filter(group=groups[Role.EDITOR]).select_related("collection").first()
    collection = held.collection if held else Collection.get_first_root_node().add_child(name=municipality.name)
    for role in PAGE_PERMISSIONS:
        if not GroupCollectionPermission.objects.filter(group=groups[role]).exists():
            _permit_files(groups[role], collection)
    return collection


def _permit_files(group: Group, collection: Collection) -> None:
    for model in (get_image_model(), get_document_model()):
        codenames = [f"{kind}_{model._meta.model_name}" for kind in FILE_PERMISSIONS]
        permissions = Permission.objects.filter(content_type__app_label=model._meta.app_label, codename__in=codenames)
        GroupCollectionPermission.objects.bulk_create(
            GroupCollectionPermission(group=group, collection=collection, permission=permission)
            for permission in permissions
        )
