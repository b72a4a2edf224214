from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager, Group
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participation.places.models import Department, Municipality

from .addresses import same_address
from .names import check_display_name


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        if not email:
            raise ValueError("An account needs an e-mail address")
        user = self.model(email=same_address(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person. The e-mail address is the name they sign in with, and is never shown."""

    username = None  # type: ignore[assignment]  # AbstractUser has one, we sign in by e-mail
    email = models.EmailField(_("e-post"), unique=True)
    display_name = models.CharField(
        _("namn som andra ser"),
        max_length=60,
        blank=True,
        validators=[check_display_name],
        help_text=_("Lämna tomt om du vill stå som ”Invånare”."),
    )
    home = models.ForeignKey(
        Municipality,
        verbose_name=_("kommun där du bor"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="residents",
    )
    department = models.ForeignKey(
        Department,
        verbose_name=_("förvaltning"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="staff",
    )
    language = models.CharField(_("språk"), max_length=5, default="sv")
    paused_until = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="The last end of their pauses, so that nobody else is asked for any",
    )
    is_demo = models.BooleanField(default=False, editable=False)

    # Not a field. False on the person of a request whose session has not shown the second factor that staff need; the
    # people of a worker, and those who are told something, never come from a session (`permissions.in_session`).
    duties_count = True

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # narrower than AbstractUser's

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("personer")
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_one_person_an_address")]

    def __str__(self) -> str:
        return self.public_name

    def get_full_name(self) -> str:
        """Wagtail shows the address where this is empty: in its menu, and in the filters of every page list."""
        return self.display_name or gettext("Utan namn")

    get_short_name = get_full_name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.duties_count and super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return self.duties_count and super().has_module_perms(app_label)

    @property
    def public_name(self) -> str:
        """The name that others see. Reads `home`: select it with the person."""
        if self.display_name:
            return self.display_name
        if self.home_id and self.home:
            return gettext("Invånare i %(place)s") % {"place": self.home.name}
        return gettext("Invånare")


class Role(models.TextChoices):
    MODERATOR = "moderator", _("Granskare")
    EDITOR = "editor", _("Redaktör")
    PUBLISHER = "publisher", _("Publicist")
    CASE_OFFICER = "case_officer", _("Handläggare")
    EVALUATOR = "evaluator", _("Utvärderare")
    ANALYST = "analyst", _("Analytiker")
    ADMINISTRATOR = "local_administrator", _("Kommunens administratör")


class StaffGroup(models.Model):
    """What a group of staff may do, and in which municipality. A person's roles are their groups."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="staff_group")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="staff_groups")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "role"], name="accounts_one_group_a_role"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.get_role_display()}"


class MailedAddress(models.Model):
    """That a mail went to an address which nobody proved, and when. It outlives the report or the wish that led to it:
    whoever takes those back has not unsent the mail.

    The address itself is not here, only what recognises it again; the row is gone within a day or two.
    """

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="accounts_mailed_addresses")]

    def __str__(self) -> str:
        return str(self.pk)


class Pause(models.Model):
    """A person may not write in a municipality until a time. They still read, support, export and close the account.

    Why stands in the moderator's decision, which keeps this row. Ask `pausing.why_paused`.
    """

    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="pauses")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="pauses")
    why = models.CharField(_("skäl"), max_length=300)
    since = models.DateTimeField(_("från"))
    until = models.DateTimeField(_("till"))
    lifted_at = models.DateTimeField(_("hävd"), null=True, blank=True)

    class Meta:
        verbose_name = _("paus")
        verbose_name_plural = _("pauser")
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="accounts_pause_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.until:%Y-%m-%d}"

    def is_on(self, now: datetime) -> bool:
        return self.lifted_at is None and self.since <= now < self.until
