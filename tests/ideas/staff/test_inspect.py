from __future__ import annotations

import pytest

from participation.ideas import actions
from participation.ideas.models import IdeaEvent
from tests.factories import UserFactory, staff
from tests.ideas.factories import NOW, a_draft, add_supports, in_review

from .conftest import edited, url


def page(client, idea) -> str:
    response = client.get(url("inspect", idea))
    assert response.status_code == 200
    return response.content.decode()


def test_a_moderator_reads_the_whole_idea_before_it_is_published(client, moderator, waiting):
    client.force_login(moderator)

    html = page(client, waiting)

    assert waiting.title in html
    assert "Jag föreslår lyktor" in html
    assert "Invånare i Sundsvall" in html
    assert waiting.reference in html
    assert 'action="' + url("approve", waiting) in html
    assert url("send_back", waiting) in html
    assert url("refuse", waiting) in html
    assert url("answer", waiting) not in html


def test_the_address_of_the_writer_is_never_shown(client, administrator, waiting):
    client.force_login(administrator)

    assert waiting.topic.author.email not in page(client, waiting)


def test_how_it_looks_to_citizens_is_one_link_away(client, moderator, waiting):
    client.force_login(moderator)

    assert f'href="{waiting.get_absolute_url()}"' in page(client, waiting)
    shown = client.get(waiting.get_absolute_url())

    assert shown.status_code == 200
    assert waiting.title in shown.content.decode()


def test_a_case_officer_is_offered_what_is_theirs(client, case_officer, public):
    client.force_login(case_officer)

    html = page(client, public)

    assert url("answer", public) in html
    assert url("assign", public) in html
    assert url("refuse", public) not in html


def test_an_editor_may_make_it_a_proposal_and_decides_nothing(client, editor, public):
    client.force_login(editor)

    html = page(client, public)

    assert f"/cms/forslag/av-ide/{public.topic_id}/" in html
    assert url("answer", public) not in html
    assert url("refuse", public) not in html


def test_ones_own_idea_is_read_and_left_to_a_colleague(client, moderator, sundsvall):
    own = in_review(sundsvall, moderator)
    client.force_login(moderator)

    html = page(client, own)

    assert "Du har skrivit idén själv" in html
    assert url("approve", own) not in html
    assert url("refuse", own) not in html


def test_history_tells_who_when_and_why_also_what_is_not_public(client, moderator, colleague, waiting, author):
    actions.return_for_changes(idea=waiting, by=colleague, reason="Ta bort namnet på grannen.", now=NOW)
    actions.submit(idea=waiting, now=NOW)
    client.force_login(moderator)

    html = page(client, waiting)

    assert "Tillbaka för att ändras" in html
    assert "Anna" in html
    assert "Ta bort namnet på grannen." in html
    assert "syns inte för alla" in html


@pytest.mark.parametrize(("role", "reads"), [("moderator", 1), ("case_officer", 1), ("editor", 0), ("evaluator", 0)])
def test_what_waits_and_why_it_went_back_is_for_those_who_review_and_answer(client, sundsvall, waiting, role, reads):
    idea = actions.return_for_changes(idea=waiting, by=UserFactory(), reason="Ta bort namnet på grannen.", now=NOW)
    idea = actions.approve(idea=actions.submit(idea=idea, now=NOW), by=UserFactory(), now=NOW)
    edited(idea, text="Ny text om lyktor.")
    client.force_login(staff(sundsvall, role))

    html = page(client, idea)

    assert [words in html for words in ("Ta bort namnet på grannen.", "Ett tillägg väntar", "Tidigare")].count(
        True
    ) in ((2, 3) if reads else (0,))
    assert ("om lyktor.</" in html or "<ins>" in html) == bool(reads)


def test_what_the_writer_did_with_the_draft_is_not_history_for_staff(client, moderator, waiting):
    client.force_login(moderator)

    steps = client.get(url("inspect", waiting)).context["steps"]

    assert [step.what for step in steps] == ["Granskas"]


def test_the_writers_record_counts_this_municipality_only(client, moderator, timra, sundsvall, author, waiting):
    actions.refuse(idea=in_review(sundsvall, author), by=moderator, reason="Reklam", now=NOW)
    actions.refuse(idea=in_review(timra, author), by=UserFactory(), reason="Reklam", now=NOW)
    a_draft(sundsvall, author)
    client.force_login(moderator)

    record = client.get(url("inspect", waiting)).context["record"]

    assert (record.ideas, record.refused, record.sent_back, record.hidden) == (1, 1, 0, 0)


def test_a_change_that_waits_stands_word_by_word_beside_the_old(client, moderator, public):
    version = edited(public, text="Ny text om lyktor.")
    client.force_login(moderator)

    html = page(client, public)

    assert "<ins>" in html
    assert "<del>" in html
    assert url("approve_change", version) in html
    assert url("refuse_change", version) in html


def test_a_change_of_a_text_that_somebody_supports_can_only_be_refused(client, moderator, public):
    version = edited(public)
    add_supports(public, 1)
    client.force_login(moderator)

    html = page(client, public)

    assert url("approve_change", version) not in html
    assert url("refuse_change", version) in html


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_what_citizens_write_is_never_run(client, moderator, sundsvall, author, payload):
    author.display_name = payload[:60]
    author.save()
    idea = in_review(sundsvall, author, title=payload, text=payload, place=payload)
    IdeaEvent.objects.filter(idea=idea).update(reason=payload)
    client.force_login(moderator)

    for address in (url("inspect", idea), "/cms/ideer/", "/cms/", url("refuse", idea)):
        assert payload not in client.get(address).content.decode()


def test_the_page_costs_the_same_whatever_has_happened(
    client, moderator, colleague, waiting, author, django_assert_max_num_queries
):
    for number in range(6):
        actions.return_for_changes(idea=waiting, by=colleague, reason=f"Skäl {number}", now=NOW)
        actions.submit(idea=waiting, now=NOW)
    client.force_login(moderator)
    client.get(url("inspect", waiting))

    with django_assert_max_num_queries(21):  # two for the answers: a step that is theirs, and one whose writer has left
        page(client, waiting)
