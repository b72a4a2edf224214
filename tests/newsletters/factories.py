from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone

from participation.newsletters import sending
from participation.newsletters.models import Letter, Subscription
from participation.newsletters.wording import words_of
from tests.factories import MunicipalityFactory, UserFactory


def text(words: str, heading: str = "") -> dict[str, Any]:
    return {"type": "text", "value": {"heading": heading, "text": words}}


def card(path: str, words: str = "") -> dict[str, Any]:
    return {"type": "card", "value": {"address": path, "words": words}}


class LetterFactory(factory.django.DjangoModelFactory[Letter]):
    """A draft by an editor whom nobody else is."""

    class Meta:
        model = Letter
        skip_postgeneration_save = True

    municipality = factory.SubFactory(MunicipalityFactory)
    subject = factory.Sequence(lambda n: f"Brev {n}")
    body = factory.LazyFunction(lambda: [text("<p>Hej, det här händer.</p>")])
    written_by = factory.SubFactory(UserFactory)
    written_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def signed(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted:
            self.categories.set(extracted)
        Letter.objects.filter(pk=self.pk).update(words=words_of(self))
        self.refresh_from_db()


class SubscriptionFactory(factory.django.DjangoModelFactory[Subscription]):
    class Meta:
        model = Subscription

    municipality = factory.SubFactory(MunicipalityFactory)
    email = factory.Sequence(lambda n: f"prenumerant{n}@example.com")
    created_at = factory.LazyFunction(timezone.now)
    confirmed_at = factory.LazyFunction(timezone.now)


def approved(letter: Letter, publisher: Any, at: Any = None) -> Letter:
    sending.send(letter_id=letter.pk, by=publisher, words=letter.words, at=at, now=timezone.now())
    letter.refresh_from_db()
    return letter
