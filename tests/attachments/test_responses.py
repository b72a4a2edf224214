from __future__ import annotations

import pytest
from django.http import Http404
from django.test import RequestFactory

from participation.attachments.actions import store_document, store_photo
from participation.attachments.models import HeldUpload
from participation.attachments.responses import serve, variant_of

from .making import office, upload

OWNER = {"token_hash": "a" * 64}


@pytest.fixture
def photo(db, private, red):
    return store_photo(model=HeldUpload, upload=red, **OWNER)


@pytest.fixture
def document(db, private):
    return store_document(model=HeldUpload, upload=upload(office(), "Förslag <1>.docx"), **OWNER)


def get(**headers):
    return RequestFactory().get("/bilagor/x/", headers=headers)


def body(response) -> bytes:
    content = b"".join(response)
    response.close()
    return content


def test_a_photo_is_shown_in_the_page(photo, red):
    response = serve(get(), photo)

    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Disposition"] == 'inline; filename="foto-1.jpg"'
    assert body(response) == red.jpeg


def test_a_thumbnail_is_the_small_one(photo, red):
    response = serve(get(), photo, variant="thumbnail")

    assert body(response) == red.thumbnail


def test_a_document_is_only_ever_downloaded_under_its_own_name(document):
    response = serve(get(), document)

    assert response.headers["Content-Type"].endswith("wordprocessingml.document")
    assert response.headers["Content-Disposition"] == ("attachment; filename*=utf-8''F%C3%B6rslag%20_1_.docx")
    assert body(response) == office()


@pytest.mark.parametrize("public", [False, True])
def test_nothing_in_a_file_can_act(document, public):
    response = serve(get(), document, public=public)

    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    response.close()


def test_a_private_file_stays_with_its_reader(photo):
    response = serve(get(), photo)

    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Cross-Origin-Resource-Policy" not in response.headers
    response.close()


def test_a_public_file_may_be_kept_for_a_short_while(photo):
    response = serve(get(), photo, public=True)

    assert response.headers["Cache-Control"] == "public, max-age=300"
    response.close()


def test_what_the_reader_has_is_not_sent_again(photo):
    first = serve(get(), photo)
    first.close()

    again = serve(get(**{"If-None-Match": first.headers["ETag"]}), photo)

    assert again.status_code == 304
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "private, no-cache"


def test_the_small_one_is_not_taken_for_the_large_one(photo):
    full = serve(get(), photo)
    full.close()

    small = serve(get(**{"If-None-Match": full.headers["ETag"]}), photo, variant="thumbnail")

    assert small.status_code == 200
    small.close()


def test_a_lost_file_is_not_found(photo, private):
    (private / photo.file.name).unlink()

    with pytest.raises(Http404):
        serve(get(), photo)


def test_a_document_has_no_thumbnail(document):
    with pytest.raises(Http404):
        serve(get(), document, variant="thumbnail")


@pytest.mark.parametrize(("asked", "variant"), [("thumbnail", "thumbnail"), ("", "full"), ("../x", "full")])
def test_the_variant_comes_from_the_address(asked, variant):
    assert variant_of(RequestFactory().get("/x/", {"variant": asked})) == variant
