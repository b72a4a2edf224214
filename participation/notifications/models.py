from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participation.places.models import Municipality
from participation.places.squares import frame_written
from participation.topics.models import Category, Topic

from .querysets import NotificationQuerySet


class Follow(models.Model):
    """A person who wants to hear what happens with a topic."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="follows")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "person"], name="notifications_follow_once")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.topic_id}"


class Interest(models.Model):
    """A person who wants to hear what is new in a municipality, of a subject there, or in an area of it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="interests")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # Squares of the finest grid (places.squares), all four or none, the last ones included.
    west = models.PositiveIntegerField(null=True, blank=True)
    north = models.PositiveIntegerField(null=True, blank=True)
    east = models.PositiveIntegerField(null=True, blank=True)
    south = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "municipality"],
                condition=Q(category__isnull=True, west__isnull=True),
                name="notifications_municipality_once",
            ),
            models.UniqueConstraint(
                fields=["person", "category"],
                condition=Q(category__isnull=False),
                name="notifications_category_once",
            ),
            models.UniqueConstraint(
                fields=["person", "municipality", "west", "north", "east", "south"],
                condition=Q(west__isnull=False),
                name="notifications_area_once",
            ),
            models.CheckConstraint(
                condition=Q(west__isnull=True, north__isnull=True, east__isnull=True, south__isnull=True)
                | Q(west__isnull=False, north__isnull=False, east__isnull=False, south__isnull=False)
                & Q(category__isnull=True),
                name="notifications_interest_is_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "west", "east"], name="notifications_interested")]

    def __str__(self) -> str:
        """Reads municipality and category: select them with it."""
        name = self.municipality.name
        if self.category is not None:
            return gettext("{subject} i {name}").format(subject=self.category.label, name=name)
        return (
            gettext("Ett område i {name}").format(name=name) if self.area else gettext("Hela {name}").format(name=name)
        )

    @property
    def area(self) -> tuple[int, int, int, int] | None:
        """West, north, east, south in squares."""
        if self.west is None or self.north is None or self.east is None or self.south is None:
            return None
        return self.west, self.north, self.east, self.south

    @property
    def frame(self) -> str:
        """The area as an address names it, or nothing."""
        return frame_written(*self.area) if self.area else ""


class AutomaticFollow(models.Model):
    """Whether what a person does makes them follow it. Without a row it does."""

    class Deed(models.TextChoices):
        SUPPORT = "support", _("stöder eller säger nej till")
        COMMENT = "comment", _("skriver inlägg om")
        WRITE = "write", _("har föreslagit")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="automatic_follows")
    deed = models.CharField(max_length=10, choices=Deed.choices)
    is_on = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "deed"], name="notifications_one_wish_a_deed")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.deed}"


class Reason(models.TextChoices):
    """Why a person is told, which is also what they choose by: how often such news are mailed."""

    OWN = "own", _("Det du har skrivit")
    REPLIES = "replies", _("Svar på dina inlägg")
    FOLLOWED = "followed", _("Det du följer")
    SUPPORTED = "supported", _("Det du har stött")
    INTERESTS = "interests", _("Nytt i kommuner, områden och ämnen som du följer")
    STAFF = "staff", _("Ditt uppdrag i kommunen")
    OTHER = "other", _("Annat som rör dig")


class Cadence(models.TextChoices):
    AT_ONCE = "at_once", _("Genast")
    DAILY = "daily", _("En gång om dagen")
    WEEKLY = "weekly", _("En gång i veckan")
    NEVER = "never", _("Aldrig")


class MailPreference(models.Model):
    """How often news of one sort are mailed. Without a row as in `cadence.USUAL`; on the site they stand either way."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_preferences")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    cadence = models.CharField(max_length=7, choices=Cadence.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "reason"], name="notifications_one_wish_a_reason"),
            models.CheckConstraint(condition=Q(cadence__in=Cadence.values), name="notifications_known_cadence"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.reason}"


class Notification(models.Model):
    """News to one person, shown on the site; mail about it lies in the outbox.

    `matter`, `matter_id`: what they are about beyond the topic (see matters.py).
    `municipality`: of news of duties, where the work is (see duties.py).
    `digest_at`: the news wait for that digest. `digest`: the mail that took them along (see digest.py).
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="notifications")
    kind = models.CharField(max_length=40)
    reason = models.CharField(max_length=10, choices=Reason.choices, default=Reason.OTHER)
    sentence = models.CharField(_("mening"), max_length=300)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=255, blank=True)
    matter = models.CharField(max_length=20, blank=True)
    matter_id = models.BigIntegerField(null=True, blank=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    digest_at = models.DateTimeField(null=True, blank=True)
    digest = models.ForeignKey(
        "OutgoingMail", on_delete=models.SET_NULL, null=True, blank=True, related_name="lines", db_index=False
    )

    objects: ClassVar[models.Manager[Notification]] = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notifications_newest"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notifications_unread"),
            # The digest reads what waits, and nothing of people who have no news.
            models.Index(
                fields=["digest_at", "id"], condition=Q(digest_at__isnull=False), name="notifications_waiting"
            ),
            models.Index(fields=["person"], condition=Q(digest_at__isnull=False), name="notifications_waits_for"),
            models.Index(fields=["digest"], condition=Q(digest__isnull=False), name="notifications_lines"),
            models.Index(fields=["matter", "matter_id"], condition=~Q(matter=""), name="notifications_matters"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(digest_at__isnull=True) | Q(digest__isnull=True), name="notifications_in_one_digest"
            ),
            models.CheckConstraint(
                condition=Q(matter="", matter_id__isnull=True) | ~Q(matter="") & Q(matter_id__isnull=False),
                name="notifications_matter_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence


class Announcement(models.Model):
    """What so many are to hear that the worker tells the rest of them (see spreading.py). Then the row goes."""

    people = models.CharField(max_length=40, help_text="The name of an audience, see audiences.py")
    about = models.JSONField(help_text="The numbers that the audience is asked with")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=40)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    said = models.JSONField(help_text="{language: [sentence, body, path]}")
    matter = models.CharField(max_length=20, blank=True)
    matter_id = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    told_until = models.BigIntegerField(default=0, help_text="The number of the last person who was told")

    def __str__(self) -> str:
        return f"{self.kind}: {self.told_until}"


class OutgoingMail(models.Model):
    """A mail that was promised in the transaction that made it true. The worker sends it (see outbox.py)."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Väntar")
        SENDING = "sending", _("Skickas")
        SENT = "sent", _("Skickat")
        WITHHELD = "withheld", _("Skickades inte: inte längre synligt")
        FAILED = "failed", _("Gick inte att skicka")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="mails"
    )
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="mails")
    news = models.ForeignKey(
        Notification,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mails",
        db_index=False,
        help_text="What a mail at once is about: it goes while its reader may see them",
    )
    kind = models.CharField(max_length=40, blank=True)
    to = models.EmailField()
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=255)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    attachments = models.JSONField(default=list, blank=True, help_text="[{name, type, base64}]")
    message_id = models.CharField(max_length=120, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    once = models.BooleanField(default=False, help_text="Rather lost than sent twice: see outbox.py")
    handed_over_at = models.DateTimeField(null=True, blank=True, help_text="When a worker last began to give it away")
    unanswered = models.PositiveSmallIntegerField(default=0, help_text="How often it may have gone and nobody knows")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("utgående mejl")
        verbose_name_plural = _("utgående mejl")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False) | (~Q(status="sent") & Q(sent_at__isnull=True)),
                name="notifications_sent_has_a_time",
            )
        ]
        indexes = [
            # Whole ones: SQLite finds no use for an index of the few that are due, and would read a month of mail.
            models.Index(fields=["status", "next_attempt_at", "id"], name="notifications_due"),
            models.Index(fields=["status", "kind", "next_attempt_at"], name="notifications_codes"),
            models.Index(fields=["news"], condition=Q(news__isnull=False), name="notifications_mailed"),
        ]

    def __str__(self) -> str:
        return self.subject


class PeriodicRun(models.Model):
    """When a periodic job last started, so that several workers run it once."""

    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """A worker that is at work, and when it last said so. The row goes when the worker ends by itself."""

    worker = models.CharField(max_length=120, unique=True, help_text="host:process")
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.worker


from .stops.models import ReturnedMail, StoppedAddress  # noqa: E402, F401 - rows of this app in a file of their own
