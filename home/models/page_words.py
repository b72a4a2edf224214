from __future__ import annotations

from django.db import models
from wagtail.models import Page

from participation.topics.words import Words


class PageWords(Words):
    """What a page of the region says. The pages of a municipality have a topic, which has the words."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="words_of_the_region")
    text = models.TextField(blank=True)

    class Meta(Words.Meta):
        pass
