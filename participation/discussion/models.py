from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import MaxThreadLevelExceededException, XtdComment

from participation.places.models import Department
from participation.topics.models import Topic
from participation.topics.stems import stems
from participation.topics.words import Words

from .querysets import EntryQuerySet


class Comment(XtdComment):
    """An entry in the thread of a topic.

    django-comments-xtd keeps a generic key and a tree of numbers of its own; `topic` and `root` are the
    real keys beside them, and what a page of a thread is found by. An entry is made once by `save()`;
    every later change is an `update()` in actions.py, because the library's handlers of a saved entry
    count its replies once more.
    """

    class Removal(models.TextChoices):
        AUTHOR = "author", _("Borttaget av den som skrev")
        MODERATOR = "moderator", _("Dolt av granskare")
        HELD = "held", _("Väntar på granskning")

    # Named by hand: the default would clash with the library's own field.
    base = models.OneToOneField(XtdComment, on_delete=models.CASCADE, parent_link=True, related_name="entry")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="entries")
    root = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="branch",
        db_index=False,
        help_text="The entry that began this branch of the thread; none on that entry itself",
    )
    answers = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The entry that this one answers, when it lies deeper than the thread shows",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="entries"
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        help_text="Set on the municipality's own words",
    )
    posted_at = models.DateTimeField(default=timezone.now)
    appreciations = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removal = models.CharField(max_length=10, choices=Removal.choices, blank=True)
    removal_reason = models.CharField(_("skäl"), max_length=300, blank=True)

    objects: ClassVar[models.Manager[Comment]] = EntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("inlägg")
        verbose_name_plural = _("inlägg")
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removal="") | Q(removed_at__isnull=False) & ~Q(removal=""),
                name="discussion_removal_says_by_whom",
            )
        ]
        indexes = [
            models.Index(
                fields=["topic", "-posted_at", "-base"], condition=Q(root__isnull=True), name="discussion_newest"
            ),
            models.Index(
                fields=["topic", "-appreciations", "-base"],
                condition=Q(root__isnull=True),
                name="discussion_appreciated",
            ),
            models.Index(fields=["root", "base"], name="discussion_branch"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {self.topic_id}"

    @property
    def is_shown(self) -> bool:
        """Whether its words are shown; a removed one stays as a tombstone."""
        return self.removed_at is None

    @property
    def is_held(self) -> bool:
        """Whether it waits for a moderator; its writer goes on seeing it."""
        return self.removal == self.Removal.HELD

    @property
    def is_official(self) -> bool:
        return self.department_id is not None

    @property
    def byline(self) -> str:
        """Who speaks, as others see it. Reads `author.home`: select `with_people()`."""
        if self.is_official:
            return gettext("Svar från kommunen")
        if self.author_id and self.author:
            return self.author.public_name
        return self.user_name or gettext("Avslutat konto")

    @property
    def addressee(self) -> str:
        """Who is spoken to, after "till" and "svara". Nobody's name where the words are gone or wait."""
        if not self.is_shown:
            return gettext("ett borttaget inlägg")
        return gettext("kommunen") if self.is_official else self.byline

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new entry and its place in the tree, or neither.

        The library saves twice and renumbers siblings, which deadlocks, loses rows and touches the whole
        thread. The primary key is the order here: a thread is read by parent, and nothing is renumbered.
        """
        if not self._state.adding:
            raise TypeError("An entry is saved once; change it with update()")
        with transaction.atomic():
            self._place()
            models.Model.save(self, *args, **kwargs)
            self._settle()
            EntryWords.objects.bulk_create([EntryWords.of(self)])

    def _place(self) -> None:
        self.content_type, self.object_pk = ContentType.objects.get_for_model(Topic), str(self.topic_id)
        self.site_id, self.submit_date = settings.SITE_ID, self.posted_at
        if not self.parent_id:
            self.root, self.level = None, 0
            return
        parent = Comment.objects.get(pk=self.parent_id)
        if parent.topic_id != self.topic_id:
            raise ValueError("A reply belongs to the topic of what it answers")
        if parent.level >= settings.COMMENTS_XTD_MAX_THREAD_LEVEL:
            raise MaxThreadLevelExceededException(self)
        self.root_id, self.level = parent.root_id or parent.pk, parent.level + 1

    def _settle(self) -> None:
        self.parent_id, self.thread_id, self.order = self.parent_id or self.pk, self.root_id or self.pk, self.pk
        XtdComment.norel_objects.filter(pk=self.pk).update(
            parent_id=self.parent_id, thread_id=self.thread_id, order=self.order
        )
        if self.root_id:
            XtdComment.norel_objects.filter(pk=self.root_id).update(nested_count=F("nested_count") + 1)


class Appreciation(models.Model):
    """One person's appreciation of an entry; `Comment.appreciations` counts them."""

    entry = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="appreciated")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="appreciations"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="discussion_appreciate_once")]

    def __str__(self) -> str:
        return f"{self.person_id} ♥ {self.entry_id}"


class EntryWords(Words):
    """What an entry says. Hidden ones keep theirs: whether an entry is found is asked of the entry and its topic."""

    entry = models.OneToOneField(Comment, on_delete=models.CASCADE, primary_key=True, related_name="words")

    class Meta(Words.Meta):
        pass

    @classmethod
    def of(cls, entry: Comment) -> Self:
        place = entry.topic.municipality_id
        return cls(entry=entry, municipality_id=place, at=entry.posted_at, stems=stems(entry.comment))
