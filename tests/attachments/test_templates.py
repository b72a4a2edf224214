from __future__ import annotations

from django.template.loader import render_to_string

from participation.attachments.models import HeldUpload


class Shown(HeldUpload):
    """As an attachment of another app: with an address and a thumbnail of its own."""

    class Meta:
        proxy = True
        app_label = "attachments"

    def get_absolute_url(self) -> str:
        return f"/ideer/2281-2026-0042/bilagor/{self.name}/"

    @property
    def thumbnail_url(self) -> str:
        return f"{self.get_absolute_url()}?variant=thumbnail"


def photo(**fields) -> Shown:
    return Shown(
        **{"kind": "photo", "content_type": "image/jpeg", "name": "foto-1.jpg", "width": 2048, "height": 1024} | fields
    )


def document(**fields) -> Shown:
    return Shown(**{"kind": "document", "content_type": "application/pdf", "name": "a.pdf", "size": 1234567} | fields)


def listed(*attachments: Shown) -> str:
    return render_to_string("attachments/_list.html", {"attachments": list(attachments)})


def test_photos_come_first_and_documents_below():
    page = listed(document(), photo(alt="En trasig gunga"))

    assert page.index('alt="En trasig gunga"') < page.index("a.pdf")


def test_a_photo_links_to_itself_and_shows_the_size_that_fits():
    page = listed(photo())

    assert 'href="/ideer/2281-2026-0042/bilagor/foto-1.jpg/"' in page
    assert "?variant=thumbnail 480w, /ideer/2281-2026-0042/bilagor/foto-1.jpg/ 2048w" in page
    assert "Foto 1, utan beskrivning" in page


def test_a_document_says_its_type_and_size():
    page = listed(document(alt="Ritning över parken"))

    assert "PDF, 1,2" in page
    assert "Ritning över parken" in page


def test_nothing_is_shown_of_nothing():
    assert listed().strip() == ""


def test_words_of_people_are_escaped():
    page = listed(photo(alt='"><script>alert(1)</script>'), document(name="<b>.pdf", alt="<i>"))

    assert "<script>" not in page
    assert "<b>" not in page
    assert "<i>" not in page
