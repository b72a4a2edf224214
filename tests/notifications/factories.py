from __future__ import annotations

import factory
from django.utils import timezone

from participation.notifications.mail import new_message_id
from participation.notifications.models import Notification, OutgoingMail


class MailFactory(factory.django.DjangoModelFactory[OutgoingMail]):
    class Meta:
        model = OutgoingMail

    to = factory.Sequence(lambda n: f"mottagare{n}@example.com")
    sender = "Samskapa <samskapa@example.se>"
    subject = "Något har hänt"
    text = "Åtgärdat"
    message_id = factory.LazyFunction(new_message_id)
    next_attempt_at = factory.LazyFunction(timezone.now)


class NotificationFactory(factory.django.DjangoModelFactory[Notification]):
    class Meta:
        model = Notification

    kind = "test"
    sentence = factory.Sequence(lambda n: f"Nyhet {n}")
    path = "/ideer/"
