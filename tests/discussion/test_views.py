from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.discussion import actions
from participation.discussion.models import Appreciation, Comment
from participation.discussion.own_data import export
from participation.discussion.thread import held_key
from participation.topics.models import Topic
from tests.factories import DepartmentFactory, TopicFactory, UserFactory

NOW = timezone.now()
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def topic(sundsvall, author):
    return TopicFactory(municipality=sundsvall, author=author, path="/ideer/2281-2026-0001/")


@pytest.fixture
def entry(topic):
    return actions.post(topic=topic, author=UserFactory(display_name="Kim"), text="Kims ord", now=timezone.now())


def test_writing_leads_to_the_new_entry(client, citizen, topic):
    client.force_login(citizen)

    response = client.post(f"/samtal/skriv/{topic.pk}/", {"comment": "Bra\r\nidé"})

    entry = Comment.objects.get()
    assert response["Location"] == f"{topic.path}#inlagg-{entry.pk}"
    assert (entry.comment, entry.author, entry.department) == ("Bra\nidé", citizen, None)


def test_a_sender_cannot_say_who_they_are(client, citizen, author, sundsvall, topic):
    office = DepartmentFactory(municipality=sundsvall)
    client.force_login(citizen)
    spoof = {"name": "Sundsvalls kommun", "email": "kommun@example.com", "url": "http://example.com", "followup": "1"}

    client.post(
        f"/samtal/skriv/{topic.pk}/",
        {"comment": "Hej", **spoof, "department": office.pk, "user": author.pk, "author": author.pk, "level": 0},
    )

    entry = Comment.objects.get()
    assert (entry.author, entry.department, entry.user_name, entry.user_email) == (citizen, None, "", "")
    assert (entry.user_url, entry.followup) == ("", False)


def test_staff_write_as_their_municipality_and_not_as_another(client, case_officer, sundsvall, timra, topic):
    ours, theirs = DepartmentFactory(municipality=sundsvall), DepartmentFactory(municipality=timra)
    client.force_login(case_officer)

    client.post(f"/samtal/skriv/{topic.pk}/", {"comment": "Vi svarar", "department": ours.pk})
    refused = client.post(f"/samtal/skriv/{topic.pk}/", {"comment": "De svarar", "department": theirs.pk})

    assert refused.status_code == 422
    assert Comment.objects.get().department == ours


def test_staff_of_another_municipality_are_citizens_here(client, outsider, sundsvall, timra, topic):
    client.force_login(outsider)

    for office in (DepartmentFactory(municipality=sundsvall), DepartmentFactory(municipality=timra)):
        client.post(f"/samtal/skriv/{topic.pk}/", {"comment": f"Hej {office.pk}", "department": office.pk})

    assert set(Comment.objects.values_list("department", flat=True)) == {None}


def test_what_was_written_before_signing_in_waits_on_the_topics_page(client, citizen, rf, topic):
    from participation.discussion.thread import thread_for

    response = client.post(f"/samtal/skriv/{topic.pk}/", {"comment": "Halv mening"})

    assert response["Location"].endswith("?next=/ideer/2281-2026-0001/%23trad")
    assert not Comment.objects.exists()
    client.force_login(citizen)
    request = rf.get(topic.path)
    request.user, request.session = citizen, client.session
    shown = thread_for(request, topic)["thread"]
    assert shown["kept"]
    assert "Halv mening" in str(shown["form"])

    client.post(f"/samtal/skriv/{topic.pk}/", {"comment": "Hel mening"})
    assert held_key(topic) not in client.session["held"]


def test_an_answer_begun_before_signing_in_waits_on_its_page(client, citizen, entry):
    address = f"/samtal/inlagg/{entry.pk}/svara/"
    client.post(address, {"comment": "Halvt svar"})
    client.force_login(citizen)

    page = client.get(address).content.decode()

    assert "Halvt svar" in page
    assert "Din text finns kvar" in page
    client.post(address, {"comment": "Helt svar"})
    assert "Halvt svar" not in client.get(address).content.decode()


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001, "nul\x00"], ids=["nothing", "blanks", "too long", "nul"])
def test_what_cannot_be_stored_is_shown_again_with_the_reason(client, citizen, topic, text):
    client.force_login(citizen)

    response = client.post(f"/samtal/skriv/{topic.pk}/", {"comment": text})

    assert response.status_code == 422
    assert "Det här behöver rättas" in response.content.decode()
    assert not Comment.objects.exists()


def test_an_answer_is_written_on_a_page_of_its_own(client, citizen, entry):
    client.force_login(citizen)
    address = f"/samtal/inlagg/{entry.pk}/svara/"
    page = client.get(address).content.decode()

    response = client.post(address, {"comment": "Mitt svar"})

    assert "Svara Kim" in page
    assert "Kims ord" in page
    answer = Comment.objects.get(root=entry)
    assert response["Location"].endswith(f"#inlagg-{answer.pk}")


@pytest.mark.parametrize(
    ("language", "visible", "told"), [("", "Svara", "Svara Kim"), ("/en", "Reply", "Reply to Kim")]
)
def test_the_button_says_whom_one_answers_as_one_sentence(client, citizen, sundsvall, entry, language, visible, told):
    client.force_login(citizen)

    branch = client.get(f"{language}/samtal/{entry.pk}/").content.decode()

    assert f'<span aria-hidden="true">{visible}</span><span class="hide">{told}</span></a>' in branch


def test_a_removed_entry_names_nobody_on_any_page(client, citizen, entry, topic):
    others = actions.post(topic=topic, author=citizen, text="Ett svar", now=timezone.now(), answering=entry)
    ways = [f"/samtal/inlagg/{entry.pk}/svara/", f"/anmal/inlagg/{entry.pk}/", f"/samtal/{entry.pk}/"]
    assert all("Kim" in client.get(way).content.decode() for way in ways)

    actions.hide(entry=entry, reason="Hot", now=NOW)

    for way in [*ways, f"/samtal/inlagg/{others.pk}/svara/"]:
        page = client.get(way).content.decode()
        assert "Kim" not in page, way
    assert "Svaren till ett borttaget inlägg" in client.get(ways[2]).content.decode()


def test_a_removed_entry_shows_its_words_on_no_page(client, citizen, moderator, entry):
    actions.hide(entry=entry, reason="Hot", now=NOW)

    for person in (None, citizen, moderator):
        if person:
            client.force_login(person)
        for way in ("svara/", "uppskatta/"):
            assert "Kims ord" not in client.get(f"/samtal/inlagg/{entry.pk}/{way}").content.decode()
    assert "Kims ord" not in client.get(f"/samtal/{entry.pk}/").content.decode()


def test_answering_what_was_removed_meanwhile_keeps_the_text(client, citizen, entry):
    client.force_login(citizen)
    actions.hide(entry=entry, reason="Hot", now=NOW)

    response = client.post(f"/samtal/inlagg/{entry.pk}/svara/", {"comment": "Mitt svar"})

    assert Comment.objects.count() == 1
    assert "går inte att svara på" in response.content.decode()


WAYS = ["", "svara/", "andra/", "ta-bort/", "uppskatta/", "uppskatta/ta-tillbaka/"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("who", ["nobody", "citizen", "outsider"])
def test_a_thread_one_may_not_see_does_not_exist(client, request, topic, entry, way, who):
    Topic.objects.filter(pk=topic.pk).update(visibility="staff")
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))
    signed_out_form = who == "nobody" and way in ("andra/", "ta-bort/")

    for answer in (
        client.get(f"/samtal/inlagg/{entry.pk}/{way}"),
        client.post(f"/samtal/inlagg/{entry.pk}/{way}", {"comment": "x"}),
    ):
        assert answer.status_code in (404, 405) or (signed_out_form and "/konto/login/" in answer["Location"])
    assert client.get(f"/samtal/{entry.pk}/").status_code == 404
    assert client.post(f"/samtal/skriv/{topic.pk}/", {"comment": "x"}).status_code == 404
    assert Comment.objects.count() == 1


def test_changing_ones_words(client, entry):
    client.force_login(entry.author)

    assert "Kims ord" in client.get(f"/samtal/inlagg/{entry.pk}/andra/").content.decode()
    client.post(f"/samtal/inlagg/{entry.pk}/andra/", {"comment": "Bättre ord"})

    assert Comment.objects.get().comment == "Bättre ord"


def test_a_change_that_comes_too_late_keeps_the_new_text_on_the_page(client, entry):
    Comment.objects.filter(pk=entry.pk).update(posted_at=NOW - timedelta(minutes=11))
    client.force_login(entry.author)

    response = client.post(f"/samtal/inlagg/{entry.pk}/andra/", {"comment": "Bättre ord"})

    assert "Bättre ord" in response.content.decode()
    assert Comment.objects.get().comment == "Kims ord"


@pytest.mark.parametrize("who", ["citizen", "moderator"])
@pytest.mark.parametrize("way", ["andra/", "ta-bort/"])
def test_another_persons_entry_is_neither_changed_nor_deleted(client, request, entry, who, way):
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"/samtal/inlagg/{entry.pk}/{way}").status_code == 404
    assert client.post(f"/samtal/inlagg/{entry.pk}/{way}", {"comment": "Mitt"}).status_code == 404
    assert Comment.objects.get().comment == "Kims ord"


def test_deleting_asks_first(client, entry):
    client.force_login(entry.author)

    assert "Ta bort ditt inlägg?" in client.get(f"/samtal/inlagg/{entry.pk}/ta-bort/").content.decode()
    assert Comment.objects.get().is_shown
    client.post(f"/samtal/inlagg/{entry.pk}/ta-bort/")
    assert not Comment.objects.get().is_shown


def test_who_deletes_reads_that_the_municipality_keeps_the_words_and_so_it_does(client, entry, moderator, outsider):
    client.force_login(entry.author)

    asked = client.get(f"/samtal/inlagg/{entry.pk}/ta-bort/").content.decode()

    assert "försvinner" not in asked
    assert "Kommunens granskare kan läsa den, och du själv när du hämtar dina uppgifter." in asked
    client.post(f"/samtal/inlagg/{entry.pk}/ta-bort/")
    assert [row["text"] for row in export(entry.author)] == ["Kims ord"]
    desk = reverse("flags:entry", args=[entry.pk])
    client.force_login(moderator)
    assert "Kims ord" in client.get(desk).content.decode()
    assert "Kims ord" not in client.get(f"/samtal/inlagg/{entry.pk}/", follow=True).content.decode()
    client.force_login(outsider)
    assert "Kims ord" not in client.get(desk).content.decode()


def test_appreciating_by_a_press_not_by_a_link(client, citizen, entry):
    client.force_login(citizen)
    address = f"/samtal/inlagg/{entry.pk}/uppskatta/"

    assert "Uppskatta inlägget?" in client.get(address).content.decode()
    assert not Appreciation.objects.exists()
    pressed = client.post(address, **HTMX)
    assert 'aria-pressed="true"' in pressed.content.decode()
    assert "HX-Request" in pressed["Vary"]
    client.post(f"{address}ta-tillbaka/")
    assert not Appreciation.objects.exists()


def test_nobody_appreciates_their_own(client, entry):
    client.force_login(entry.author)

    client.post(f"/samtal/inlagg/{entry.pk}/uppskatta/")

    assert not Appreciation.objects.exists()


def test_appreciating_without_an_account_leads_to_the_door_and_back(client, entry):
    response = client.post(f"/samtal/inlagg/{entry.pk}/uppskatta/")

    assert response["Location"].endswith(f"?next=/samtal/inlagg/{entry.pk}/uppskatta/")


def test_the_library_has_no_address_here(client, entry):
    for path in ("/comments/post/", f"/comments/reply/{entry.pk}/", f"/comments/cr/1/{entry.pk}/", "/samtal/post/"):
        assert client.get(path).status_code == 404


def test_a_permalink_leads_to_the_entry(client, entry, topic):
    response = client.get(f"/samtal/inlagg/{entry.pk}/")

    assert response["Location"] == f"{topic.path}#inlagg-{entry.pk}"
    assert client.get("/samtal/inlagg/99999999999999999999/").status_code == 404
