from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from participation.attachments import actions as attachments
from participation.attachments.intake import receive_document, receive_photo

from ..models import Idea, IdeaAttachment
from ..states import InvalidTransition, Status
from .steps import locked

if TYPE_CHECKING:
    from participation.attachments.intake import Upload

Kind = IdeaAttachment.Kind
MOST_FILES = 5  # of each kind


class TooManyFiles(Exception):
    """The draft holds as many of this kind as an idea may have."""


def add_photo(*, idea: Idea, upload: Upload) -> IdeaAttachment:
    """Raises PhotoRefused or TooManyFiles. The photo is developed before anything is locked: it takes seconds."""
    photo = receive_photo(upload)
    with transaction.atomic():
        idea = _with_room(idea, Kind.PHOTO)
        return attachments.store_photo(model=IdeaAttachment, upload=photo, idea=idea)


def add_document(*, idea: Idea, upload: Upload) -> IdeaAttachment:
    """Raises DocumentRefused or TooManyFiles."""
    document = receive_document(upload)
    with transaction.atomic():
        idea = _with_room(idea, Kind.DOCUMENT)
        return attachments.store_document(model=IdeaAttachment, upload=document, idea=idea)


@transaction.atomic
def describe_photos(*, idea: Idea, words: dict[str, str]) -> None:
    """`words` by the id of the photo, as text."""
    idea = _draft(idea)
    for photo in idea.attachments.filter(kind=Kind.PHOTO):
        said = words.get(str(photo.pk))
        if said is not None and said != photo.alt:
            photo.alt = said
            photo.save(update_fields=["alt"])


@transaction.atomic
def remove_file(*, idea: Idea, attachment: IdeaAttachment) -> None:
    _draft(idea)
    attachments.delete(attachment=attachment)


def _with_room(idea: Idea, kind: str) -> Idea:
    idea = _draft(idea)
    if idea.attachments.filter(kind=kind).count() >= MOST_FILES:
        raise TooManyFiles
    return idea


def _draft(idea: Idea) -> Idea:
    idea = locked(idea)
    if idea.status != Status.DRAFT:
        raise InvalidTransition(idea.status, Status.DRAFT)
    return idea
