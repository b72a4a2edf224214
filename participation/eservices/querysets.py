from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from participation.core.words import composed
from participation.topics.dots import are_typed, with_dots
from participation.topics.kin import kin
from participation.topics.models import Topic
from participation.topics.question import SHORTEST_MEANT
from participation.topics.stems import LONGEST_WORD, letters_in, stem_of, words_in

from .ideas_link import kept_about

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from participation.accounts.models import User
    from participation.places.models import Municipality

    from .models import EService

WORDS_OF_A_SEARCH = 8
SHORT = 3
LETTERS = str.maketrans({"å": "zza", "ä": "zzb", "ö": "zzc", "é": "e", "ü": "y"})


class EServiceQuerySet(models.QuerySet["EService"]):
    def in_municipality(self, municipality: Municipality) -> Self:
        return self.filter(municipality=municipality)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(topic__in=Topic.objects.visible_to(user))

    def present(self) -> Self:
        """Those that the municipality still offers."""
        return self.filter(gone_at__isnull=True)

    def in_category(self, slug: str) -> Self:
        return self.filter(category_slug=slug) if slug else self

    def with_rank(self, search: str, *, dotted: bool = False) -> Self:
        """Those that hold every word of the search; rank 0 has them all in its name, 1 elsewhere.

        With `dotted`, for where few are found, also those that hold them as if rings and dots had been typed: rank 2
        in its name, 3 elsewhere.
        """
        told = [word[:LONGEST_WORD] for word in words_in(search, limit=200)]
        words = [word for word in told if len(stem_of(word)) > 1][:WORDS_OF_A_SEARCH]
        if search.strip() and not words:
            return self.none().annotate(rank=Value(0))
        if not words:
            return self.annotate(rank=Value(0)).order_by("rank", "sort_name", "id")
        held = _all_held(words)
        if dotted and not are_typed(words):
            held += _all_held(words, dotted=True)
        ranks = [When(where, then=rank) for rank, where in enumerate(held)]
        rank = Case(*ranks, output_field=IntegerField())
        return self.filter(held[-1]).annotate(rank=rank).order_by("rank", "sort_name", "id")

    def after(self, last: EService | None) -> Self:
        """What follows `last` in the order of `with_rank`; `last` comes from the same `with_rank`."""
        if last is None:
            return self
        rank = last.rank  # type: ignore[attr-defined]  # annotated by with_rank
        return self.filter(
            Q(rank__gt=rank)
            | Q(rank=rank, sort_name__gt=last.sort_name)
            | Q(rank=rank, sort_name=last.sort_name, id__gt=last.pk)
        )

    def with_voices(self, user: User | AnonymousUser) -> Self:
        """`voices`: how many ideas and proposals that `user` may see concern the service."""
        concerning = (
            Topic.objects.visible_to(user)
            .filter(about=OuterRef("topic"))
            .order_by()
            .values("about")
            .annotate(number=Count("pk"))
            .values("number")
        )
        merged = kept_about(OuterRef("topic"), Topic.objects.visible_to(user))
        return self.annotate(voices=_number(concerning) + _number(merged))


def _number(counted: models.QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _all_held(words: list[str], *, dotted: bool = False) -> list[Q]:
    """That all words are in the name, and that they are anywhere."""
    in_name = everywhere = Q()
    for word in words:
        meant = with_dots(word) if dotted else ()
        in_name &= _holds("topic__title_stems", word, meant)
        everywhere &= _holds("topic__stems", word, meant)
    return [in_name, everywhere]


def _holds(field: str, word: str, meant: tuple[str, ...]) -> Q:
    """Whether a form of the word is there, or one that may be meant by it. Short ones of other forms are left out:
    they begin too much. So do short ones that may be meant: they are looked for as whole words."""
    found = _holds_stem(field, stem_of(word))
    for stem in dict.fromkeys(map(stem_of, meant)):
        whole = letters_in(stem) < SHORTEST_MEANT
        found |= Q(**{f"{field}__regex": rf"(^| ){stem}( |$)"}) if whole else _holds_stem(field, stem)
    for other in kin(word):
        if len(other) > SHORT:
            found |= _holds_stem(field, other)
    return found


def _holds_stem(field: str, stem: str) -> Q:
    """A long one anywhere, so that "avlopp" finds "dagvattenavlopp"; a short one where a word begins."""
    if len(stem) > SHORT:
        # The stemmer leaves "avloppet" as it is.
        return Q(**{f"{field}__contains": stem[:-2] if stem.endswith("et") and len(stem) > SHORT + 2 else stem})
    return Q(**{f"{field}__startswith": stem}) | Q(**{f"{field}__contains": f" {stem}"})


def swedish_order(text: str) -> str:
    """A key that sorts as Swedish does (å, ä, ö last) in any database and collation."""
    spelt = composed(text).lower().translate(LETTERS)
    return " ".join(re.findall(r"[a-z0-9]+", spelt))[:400]
