"""What should never have been public is taken away: everybody reads when and why, and nobody what it was."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from participation.answers import actions
from participation.answers.models import Answer, AnswerDraft, AnswerFile, EarlierAnswer
from participation.attachments.actions import store_document
from participation.core.between import CameBetween
from participation.notifications.models import Follow, Notification
from tests.factories import UserFactory
from tests.ideas.factories import published

from .factories import a_way, decided, drafted, sent, words

pytestmark = pytest.mark.django_db
SECRET = "Grannen Bo Ek har klagat"
WHY = "Handlingen innehöll en persons hälsouppgifter."


def a_file(topic, name="protokoll.txt"):
    upload = SimpleUploadedFile(name, b"Bo Ek bor i huset.", content_type="text/plain")
    return store_document(model=AnswerFile, upload=upload, topic=topic)


@pytest.fixture
def answered(idea, citizen, case_officer, department, django_capture_on_commit_callbacks):
    Follow.objects.create(topic=idea.topic, person=citizen)
    said = words(department, file=a_file(idea.topic), sentence=f"{SECRET}.", text=f"{SECRET} två gånger.")
    actions.answer(topic=idea.topic, by=case_officer, now=timezone.now(), **said)
    return idea


@pytest.fixture
def changed(answered, case_officer, department):
    """The same file goes with nothing any more."""
    actions.answer(topic=answered.topic, by=case_officer, now=timezone.now(), **words(department))
    return answered


def file_page(idea):
    return reverse("answers_admin:take_file_away", args=[idea.topic_id, AnswerFile.objects.get().pk])


def text_page(idea):
    return reverse("answers_admin:take_answer_away", args=[idea.topic_id, EarlierAnswer.objects.get().pk])


def of(client, path):
    return client.get(path).content.decode()


def kept_in(words):
    """Where these words stand, in all that is stored."""
    everything = StringIO()
    call_command("dumpdata", stdout=everything)
    return {row["model"] for row in json.loads(everything.getvalue()) if words in json.dumps(row, ensure_ascii=False)}


def status(client, path):
    response = client.get(path)
    b"".join(response)  # to the end, so that the file is closed
    return response.status_code


def test_a_decision_that_was_published_is_taken_away_and_the_page_says_so(client, answered, case_officer):
    file = AnswerFile.objects.get()
    assert status(client, file.get_absolute_url()) == 200
    client.force_login(case_officer)
    assert file_page(answered) in of(client, reverse("answers_admin:answer", args=[answered.topic_id]))

    client.post(file_page(answered), {"because": WHY})

    assert status(client, file.get_absolute_url()) == 200  # who works with it
    client.logout()
    assert status(client, file.get_absolute_url()) == 404
    page = of(client, answered.get_absolute_url())
    assert file.get_absolute_url() not in page
    assert "Beslutet som dokument togs bort" in page
    assert WHY in page


def test_so_is_one_under_an_earlier_answer(client, changed, case_officer):
    file = AnswerFile.objects.get()
    assert status(client, file.get_absolute_url()) == 200
    actions.take_away(what=file, by=case_officer, because=WHY, for_good=False, now=timezone.now())

    assert status(client, file.get_absolute_url()) == 404
    page = of(client, changed.get_absolute_url())
    assert "Tidigare svar, " in page
    assert SECRET in page
    assert file.get_absolute_url() not in page
    assert WHY in page


def test_the_text_of_an_earlier_answer_is_taken_away(client, changed, case_officer, citizen):
    feed = reverse("ideas:feed_of", args=[changed.reference])
    assert SECRET in of(client, changed.get_absolute_url())
    assert SECRET in of(client, feed)
    client.force_login(case_officer)

    client.post(text_page(changed), {"because": WHY})

    assert SECRET in of(client, reverse("answers_admin:answer", args=[changed.topic_id]))
    client.logout()
    page = of(client, changed.get_absolute_url())
    assert SECRET not in page
    assert "Kommunen tog bort det" in page
    assert WHY in page
    assert "Ja, till halva sträckan." in page
    assert SECRET not in of(client, feed)
    assert not Notification.objects.filter(body__contains=SECRET).exists()
    client.force_login(citizen)
    assert SECRET not in of(client, "/nyheter/")


def test_its_file_goes_with_it(client, changed, case_officer):
    file = AnswerFile.objects.get()

    actions.take_away(
        what=EarlierAnswer.objects.get(), by=case_officer, because=WHY, for_good=False, now=timezone.now()
    )

    assert status(client, file.get_absolute_url()) == 404


def test_a_sentence_that_still_stands_in_the_answer_stays_in_the_news_of_it(client, answered, case_officer, department):
    said = words(department, sentence=f"{SECRET}.", text="Utan namn.")
    actions.answer(topic=answered.topic, by=case_officer, now=timezone.now(), **said)

    actions.take_away(
        what=EarlierAnswer.objects.get(), by=case_officer, because=WHY, for_good=False, now=timezone.now()
    )

    assert SECRET in of(client, reverse("ideas:feed_of", args=[answered.reference]))


def test_what_it_is_unlawful_to_keep_is_deleted_for_good(
    client, changed, publisher, django_capture_on_commit_callbacks
):
    stored = Path(AnswerFile.objects.get().file.path)
    client.force_login(publisher)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(text_page(changed), {"because": WHY, "for_good": "on"})
        client.post(file_page(changed), {"because": WHY, "for_good": "on"})

    assert kept_in("Sidsjön")
    assert kept_in(SECRET) == kept_in("protokoll") == set()
    assert not stored.exists()
    assert status(client, AnswerFile.objects.get().get_absolute_url()) == 404
    page = of(client, changed.get_absolute_url())
    assert WHY in page
    assert "Ja, till halva sträckan." in page
    assert AnswerDraft.objects.get().get_latest_revision_as_object().text.startswith("Vi vill lysa upp")


def test_it_can_be_deleted_after_it_was_taken_away_and_the_reason_stays(client, changed, case_officer, publisher):
    file = AnswerFile.objects.get()
    actions.take_away(what=file, by=case_officer, because=WHY, for_good=False, now=timezone.now())
    client.force_login(publisher)

    client.post(file_page(changed), {"for_good": "on"})

    file.refresh_from_db()
    assert (file.is_deleted, file.taken_away_because, file.taken_away_by) == (True, WHY, case_officer)


def test_it_is_logged_with_who_and_why(client, changed, case_officer):
    actions.take_away(what=AnswerFile.objects.get(), by=case_officer, because=WHY, for_good=False, now=timezone.now())

    entry = ModelLogEntry.objects.get(action="answers.taken_away")
    assert (entry.user, entry.data["because"]) == (case_officer, WHY)
    client.force_login(case_officer)
    history = of(client, reverse("answers_admin:answer", args=[changed.topic_id]))
    assert "Beslutshandlingen togs bort" in history


def test_a_reason_is_needed(client, changed, case_officer):
    client.force_login(case_officer)

    response = client.post(text_page(changed), {"because": " "})

    assert "because" in response.context["form"].errors
    assert EarlierAnswer.objects.get().taken_away_at is None


def test_twice_is_once(changed, case_officer, publisher):
    file = AnswerFile.objects.get()
    actions.take_away(what=file, by=case_officer, because=WHY, for_good=False, now=timezone.now())

    with pytest.raises(CameBetween):
        actions.take_away(what=file, by=publisher, because="Annat.", for_good=False, now=timezone.now())

    file.refresh_from_db()
    assert file.taken_away_because == WHY


@pytest.mark.parametrize("who", ["moderator", "editor", "outsider", "citizen", "author"])
def test_nobody_else_takes_anything_away(request, client, changed, who):
    client.force_login(request.getfixturevalue(who))

    for address in (file_page(changed), text_page(changed)):
        assert client.get(address).status_code in (302, 403, 404)
        assert client.post(address, {"because": WHY}).status_code in (302, 403, 404)

    assert AnswerFile.objects.get().taken_away_at is None
    assert EarlierAnswer.objects.get().taken_away_at is None


def test_a_lawyer_on_the_way_reads_it_and_takes_nothing_away(client, sundsvall, changed, case_officer, department):
    lawyer = UserFactory()
    a_way(sundsvall, Jurist=[lawyer])
    sent(drafted(changed, case_officer, department, text="Nya ord."), case_officer)
    client.force_login(lawyer)

    assert client.post(file_page(changed), {"because": WHY}).status_code in (302, 403)

    assert AnswerFile.objects.get().taken_away_at is None


def test_a_case_officer_deletes_nothing_for_good(client, changed, case_officer):
    client.force_login(case_officer)

    client.post(file_page(changed), {"because": WHY, "for_good": "on"})

    assert not AnswerFile.objects.get().is_deleted


def test_nobody_takes_away_an_answer_to_what_they_wrote_themselves(client, sundsvall, case_officer, department):
    own = published(sundsvall, case_officer)
    other = UserFactory()
    actions.answer(topic=own.topic, by=other, now=timezone.now(), **words(department, file=a_file(own.topic)))
    client.force_login(case_officer)

    assert client.post(file_page(own), {"because": WHY}).status_code == 404


def test_an_answer_that_waited_while_its_file_was_taken_away_publishes_no_file(
    client, sundsvall, answered, case_officer, department
):
    lawyer = UserFactory()
    a_way(sundsvall, Jurist=[lawyer])
    draft = sent(drafted(answered, case_officer, department, file=AnswerFile.objects.get()), case_officer)
    actions.take_away(what=AnswerFile.objects.get(), by=case_officer, because=WHY, for_good=False, now=timezone.now())

    decided(draft, lawyer)

    assert Answer.objects.get().sentence == "Ja, till halva sträckan."
    assert status(client, AnswerFile.objects.get().get_absolute_url()) == 404
    assert WHY in of(client, answered.get_absolute_url())


def test_the_next_answer_does_not_carry_it_along(client, answered, case_officer):
    actions.take_away(what=AnswerFile.objects.get(), by=case_officer, because=WHY, for_good=False, now=timezone.now())
    client.force_login(case_officer)

    page = client.get(reverse("answers_admin:write", args=[answered.topic_id]))

    assert page.context["form"].file is None
