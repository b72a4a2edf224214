from __future__ import annotations

import pytest
from django.utils import timezone
from wagtail import hooks

from participation.core.desk import HOOK, Deed, Job, Key, Queue, queues_for

A_JOB = Job(title="Lykta", url="/", why="Ny", shape="open", word="Ny i dag")


@pytest.mark.django_db
def test_queues_of_one_key_are_one_in_the_order_of_the_desk_and_empty_ones_are_left_out(rf, moderator):
    request = rf.get("/cms/")
    request.user = moderator
    ours = [Queue(Key.ROUTE, 1, [A_JOB]), Queue(Key.LATE, 2, [A_JOB, A_JOB]), Queue(Key.ANSWER, 0)]
    theirs = [Queue(Key.ROUTE, 9, [A_JOB], [Deed("Visa 8 till", "/fel/")])]

    with (
        hooks.register_temporarily(HOOK, lambda request, now: ours),
        hooks.register_temporarily(HOOK, lambda request, now: theirs),
    ):
        queues = queues_for(request, now=timezone.now())

    assert [(queue.key, queue.total, len(queue.jobs)) for queue in queues] == [(Key.LATE, 2, 2), (Key.ROUTE, 10, 2)]
    assert queues[1].more == [Deed("Visa 8 till", "/fel/")]
