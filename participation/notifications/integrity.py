from __future__ import annotations

from django.db.models import Q

from participation.core.integrity import register_counter
from participation.topics.models import Topic

register_counter(Topic.objects.all(), "followers", "follows", Q())
