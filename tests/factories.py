"""Rows for the tests. An app's own factories stand here too, below the lower ones they use."""

from __future__ import annotations

from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from participation.accounts.models import StaffGroup, User
from participation.places.models import Department, Municipality
from participation.topics.models import Category, Topic


class MunicipalityFactory(factory.django.DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"{n + 100:04d}")
    name = factory.Sequence(lambda n: f"Kommun {n}")
    full_name = factory.LazyAttribute(lambda m: f"{m.name} kommun")
    slug = factory.Sequence(lambda n: f"kommun-{n}")
    county_code = "22"
    contact_email = "kontakt@example.com"


class DepartmentFactory(factory.django.DjangoModelFactory[Department]):
    class Meta:
        model = Department

    municipality = factory.SubFactory(MunicipalityFactory)
    name = factory.Sequence(lambda n: f"Förvaltning {n}")


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    is_active = True

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        password = kwargs.pop("password", "en lång fras att minnas")
        user = model_class.objects.create_user(password=password, **kwargs)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


class CategoryFactory(factory.django.DjangoModelFactory[Category]):
    class Meta:
        model = Category

    municipality = factory.SubFactory(MunicipalityFactory)
    name = factory.Sequence(lambda n: f"Kategori {n}")
    slug = factory.Sequence(lambda n: f"kategori-{n}")


class TopicFactory(factory.django.DjangoModelFactory[Topic]):
    """A public topic without an owner, open for support and discussion; enough for the lower floors."""

    class Meta:
        model = Topic

    class Params:
        hidden = factory.Trait(visibility="staff", published_at=None, can_support=False, can_discuss=False)
        draft = factory.Trait(visibility="author", published_at=None, can_support=False, can_discuss=False)

    municipality = factory.SubFactory(MunicipalityFactory)
    kind = "idea"
    title = factory.Sequence(lambda n: f"Ämne {n}")
    path = factory.Sequence(lambda n: f"/ideer/0000-2026-{n:04d}/")
    visibility = "public"
    published_at = factory.LazyFunction(timezone.now)
    last_activity_at = factory.LazyFunction(timezone.now)
    can_support = True
    can_discuss = True
    author = factory.SubFactory(UserFactory)


def staff(municipality: Municipality, *roles: str, **kwargs: Any) -> User:
    """A member of staff who holds `roles` in `municipality`, with access to the admin."""
    name = "-".join(roles)[:40]
    user = UserFactory(email=f"{name}-{municipality.code}@example.com", **kwargs)
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for role in roles:
        held = StaffGroup.objects.filter(municipality=municipality, role=role).select_related("group").first()
        group = held.group if held else Group.objects.create(name=f"{municipality.name}: {role}")
        if held is None:
            StaffGroup.objects.create(group=group, municipality=municipality, role=role)
        group.permissions.add(access)
        user.groups.add(group)
    return user
