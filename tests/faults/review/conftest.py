from __future__ import annotations

import pytest

from participation.faults.review.anchors import anchor_of
from participation.moderation import actions as moderation
from participation.notifications.models import Notification, OutgoingMail

from ..factories import NOW, category_of, reported, shown

WHY = {"outcome": "hidden", "rule": "personal", "facts": "En privatperson går att känna igen."}


@pytest.fixture
def public(sundsvall, developed):
    """By somebody without an account, who left an address."""
    report = shown(sundsvall, text="Grannen har byggt på vägen.", contact_email="maja@example.com", photos=[developed])
    Notification.objects.all().delete()
    OutgoingMail.objects.all().delete()
    return report


@pytest.fixture
def waiting(sundsvall):
    """Of a kind that the municipality reads before others do."""
    return reported(sundsvall, category=category_of(sundsvall, publicity="waiting"), contact_email="maja@example.com")


@pytest.fixture
def flagged(public, citizen, moderator, client):
    client.force_login(citizen)
    client.post(flag_address(public), {"reason": "personal", "text": "Det är mitt hus."})
    client.logout()
    return public


def flag_address(report):
    return f"/felanmalan/anmalan/{report.number}/anmal/"


def decide_address(report):
    return f"/cms/anmalt/amne/{anchor_of(report).pk}/"


def hidden(report, moderator):
    topic = anchor_of(report)
    return moderation.hide_topic(topic=topic, moderator=moderator, rule="personal", facts=WHY["facts"], now=NOW)
