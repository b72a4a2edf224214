from __future__ import annotations

import pytest
from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from participation.attachments.forms import DocumentsField, PhotosField, PhotosForm
from participation.attachments.held import HeldPhotos
from participation.attachments.models import HeldUpload

from .making import office, picture, upload, written

RED, BLUE = written(picture("red", (64, 48))), written(picture("blue", (64, 48)))


class ReportForm(PhotosForm):
    text = forms.CharField()


class PaperForm(forms.Form):
    papers = DocumentsField(required=True, max_files=2)


@pytest.fixture
def held(session, private):
    return HeldPhotos(session, "faults", now=timezone.now(), most=3)


def report(held, *files, text="Lyktan är trasig", remove=()):
    return ReportForm({"text": text, "held": [str(key) for key in remove]}, photos(*files), held=held)


def photos(*files):
    return MultiValueDict({"photos": list(files)})


def held_once(held, *files):
    """The form has come back once, with its photos held."""
    form = report(held, *files, text="")
    assert not form.is_valid()
    form.hold()
    return held.rows()


def test_a_form_without_photos_is_fine(held):
    form = report(held)

    assert form.is_valid()
    assert form.photos_to_store() == []


def test_several_photos_are_received_in_their_order(held):
    form = report(held, upload(RED), upload(BLUE))

    assert form.is_valid(), form.errors
    assert [photo.width for photo in form.photos_to_store()] == [64, 64]
    assert len({photo.sha256 for photo in form.photos_to_store()}) == 2


def test_each_refused_file_gets_a_sentence_with_its_name(held):
    form = report(held, upload(b"GIF89a", "a.gif"), upload(RED), upload(b"hej", "b.txt"))

    assert not form.is_valid()
    first, second = form.errors["photos"]
    assert first.startswith("a.gif: ")
    assert second.startswith("b.txt: ")


def test_a_hostile_name_is_shown_harmlessly(held):
    form = report(held, upload(b"hej", "<img src=x onerror=alert(1)>\u202e.jpg"))

    shown = str(form["photos"].errors)

    assert "<img" not in shown
    assert "\u202e" not in shown
    assert "onerror" in shown


def test_a_name_with_an_ampersand_is_escaped(held):
    form = report(held, upload(b"hej", "a&amp;b.jpg"))

    assert "a&amp;amp;b.jpg" in str(form["photos"].errors)


def test_what_was_accepted_is_kept_when_another_file_is_refused(held):
    form = report(held, upload(RED), upload(b"hej", "b.txt"))
    assert not form.is_valid()

    form.hold()

    assert len(held.rows()) == 1
    assert "Bilden finns kvar" in str(form["held"])


def test_photos_are_kept_when_another_field_is_wrong(held):
    row = held_once(held, upload(RED))[0]

    form = report(held)

    assert form.is_valid()
    assert [photo.sha256 for photo in form.photos_to_store()] == [row.sha256]


def test_photos_held_and_sent_come_together_each_once(held):
    held_once(held, upload(RED))

    form = report(held, upload(RED, "again.jpg"), upload(BLUE))

    assert form.is_valid()
    assert len(form.photos_to_store()) == 2


def test_a_photo_can_be_taken_away_while_sending(held):
    row = held_once(held, upload(RED))[0]

    form = report(held, remove=[row.pk])

    assert form.is_valid()
    assert form.photos_to_store() == []


def test_a_photo_can_be_taken_away_while_the_form_is_still_wrong(held):
    row = held_once(held, upload(RED))[0]
    form = report(held, text="", remove=[row.pk])
    assert not form.is_valid()

    form.hold()

    assert held.rows() == []
    assert "held" not in form.fields


@pytest.mark.parametrize("nonsense", ["", "x", "3f2a0000-0000-4000-8000-000000000001", "' OR 1=1"])
def test_a_photo_that_is_gone_stops_nobody(held, nonsense):
    held_once(held, upload(RED))

    form = report(held, remove=[nonsense])

    assert form.is_valid(), form.errors
    assert len(form.photos_to_store()) == 1


def test_too_many_in_one_go_are_named(held):
    files = [upload(RED, f"{number}.jpg") for number in range(6)]

    form = report(held, *files)

    assert not form.is_valid()
    assert form.errors["photos"][0] == "5.jpg kom inte med: du kan skicka högst 5 bilder."


def test_far_too_many_are_counted(held):
    form = report(held, *[upload(RED, f"{number}.jpg") for number in range(9)])

    assert not form.is_valid()
    assert form.errors["photos"] == ["4 av bilderna kom inte med: du kan skicka högst 5 bilder."]


def test_too_many_together_with_those_held_are_refused(held):
    colours = ["green", "black", "white"]
    held_once(held, upload(RED), upload(BLUE))

    form = report(held, *[upload(written(picture(colour))) for colour in colours])

    assert not form.is_valid()
    assert form.errors["photos"] == ["Du kan skicka högst 3 bilder."]


def test_a_first_visit_shows_no_empty_list(held):
    page = str(ReportForm(held=held))

    assert 'name="held"' not in page
    assert "multiple" in page
    assert 'accept="image/*,image/heic,image/heif,image/avif"' in page


def test_held_photos_stand_before_the_field_for_more(held):
    held_once(held, upload(RED), upload(BLUE))

    page = ReportForm(held=held).as_div()

    assert page.index('name="held"') < page.index('name="photos"')
    assert page.count("Bilden finns kvar") == 2
    assert "Din bild 2" in page
    assert HeldUpload.objects.first().get_absolute_url() in page
    assert 'for="id_held_1"' in page
    assert "style=" not in page


def test_one_form_does_not_change_another(held):
    held_once(held, upload(RED))
    ReportForm(held=held)

    other = ReportForm(held=HeldPhotos(type(held.session)(), "faults", now=timezone.now()))

    assert "held" not in other.fields


def test_documents_are_received(db):
    form = PaperForm({}, MultiValueDict({"papers": [upload(office(), "a.docx")]}))

    assert form.is_valid(), form.errors
    assert [document.name for document in form.cleaned_data["papers"]] == ["a.docx"]


def test_a_required_file_is_asked_for():
    assert not PaperForm({}, MultiValueDict()).is_valid()
    assert PhotosField(required=False).clean(None) == []
