"""A browser never fills in a file field again, so photos of a form that came back are kept here meanwhile."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

from . import actions
from .intake import ReceivedPhoto
from .models import Attachment, HeldUpload, HeldUploadQuerySet

SESSION_KEY = "held_photos"
MOST = 5
MOST_FORMS = 20  # that one session holds photos of; the first of more is let go, and swept within a day


def token_hashes(session: SessionBase) -> list[str]:
    """Whoever reads the database alone cannot make a session that owns the photos."""
    return [_hash(token) for token in session.get(SESSION_KEY, {}).values()]


class HeldPhotos:
    """The photos that one session has sent with one form, named by `purpose` ("ideas", or "faults-<key of the draft>").

    Two drafts of one person are two purposes: a photo of the one never comes with the other.
    The token lies in the session, not the session's key, so that the photos follow a person who signs in midway.
    """

    def __init__(self, session: SessionBase, purpose: str, *, now: datetime, most: int = MOST) -> None:
        self.session, self.purpose, self.now, self.most = session, purpose, now, most

    def rows(self) -> list[HeldUpload]:
        return list(self._query())

    def keep(self, photos: Iterable[ReceivedPhoto]) -> None:
        """As many as there is room for, each picture once."""
        there = {row.sha256 for row in self.rows()}
        for photo in photos:
            if photo.sha256 not in there and len(there) < self.most:
                self._store(photo)
                there.add(photo.sha256)

    def remove(self, ids: Iterable[UUID]) -> None:
        for row in self._query().filter(pk__in=list(ids)):
            actions.delete(attachment=row)

    def release(self) -> None:
        """The form has arrived: its photos are where they belong, and nothing is held any more."""
        for row in self._query():
            actions.delete(attachment=row)
        tokens = self.session.get(SESSION_KEY, {})
        if tokens.pop(self.purpose, None):
            self.session[SESSION_KEY] = tokens

    def _query(self) -> HeldUploadQuerySet:
        token = self.session.get(SESSION_KEY, {}).get(self.purpose)
        return HeldUpload.objects.of([_hash(token)] if token else []).fresh(self.now)

    def _store(self, photo: ReceivedPhoto) -> None:
        longitude, latitude = photo.position or (None, None)
        row = actions.store_photo(model=HeldUpload, upload=photo, token_hash=_hash(self._token()))
        row.longitude, row.latitude, row.taken_at = longitude, latitude, photo.taken_at
        row.save(update_fields=["longitude", "latitude", "taken_at"])

    def _token(self) -> str:
        tokens = self.session.setdefault(SESSION_KEY, {})
        if self.purpose not in tokens:
            newest = list(tokens.items())[1 - MOST_FORMS :]
            self.session[SESSION_KEY] = dict(newest) | {self.purpose: secrets.token_urlsafe(32)}
        return self.session[SESSION_KEY][self.purpose]


def as_received(row: HeldUpload) -> ReceivedPhoto:
    """As if it had just arrived, so that whoever stores it need not know that it waited."""
    return replace(received_again(row), position=row.position, taken_at=row.taken_at)


def received_again(photo: Attachment) -> ReceivedPhoto:
    """A stored photo, to be stored with something else too. Raises OSError where its file is gone."""
    with photo.file.open("rb") as full, photo.thumbnail.open("rb") as small:
        return ReceivedPhoto(
            jpeg=full.read(),
            width=photo.width or 0,
            height=photo.height or 0,
            position=None,
            taken_at=None,
            sha256=photo.sha256,
            thumbnail=small.read(),
        )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
