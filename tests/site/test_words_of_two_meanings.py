"""One Swedish word for two things, of which English has two."""

from __future__ import annotations

import pytest
from django.utils import translation

from participation.answers.forms import ManyForm as ManyAnswers
from participation.faults.desk.placing_forms import ManyForm as ManyReports
from participation.faults.desk.split_forms import SplitForm
from participation.faults.staff_forms import StatusForm
from participation.moderation.models import Item
from participation.topics.models import Topic

NONE_OF_THEM = [(ManyAnswers, "template"), (ManyReports, "template"), (SplitForm, "category"), (StatusForm, "template")]


@pytest.mark.parametrize(("form", "field"), NONE_OF_THEM)
def test_no_template_and_no_category_are_nobody(form, field):
    with translation.override("en"):
        assert str(form.base_fields[field].empty_label) == "None"
        assert str(Topic.Visibility.NOBODY.label) == "No one"


def test_one_entry_in_the_queue_is_one():
    with translation.override("en"):
        assert str(Item.Kind.ENTRY.label) == "Comment"
