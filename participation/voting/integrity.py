from __future__ import annotations

from django.db.models import Q

from participation.core.integrity import register_counter
from participation.topics.models import Topic

register_counter(Topic.objects.all(), "supports", "stances", Q(stances__stance="for"))
register_counter(Topic.objects.all(), "objections", "stances", Q(stances__stance="against"))
