from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission

from participation.ideas.actions.files import add_document, add_photo, describe_photos

if TYPE_CHECKING:
    from participation.ideas.models import Idea, IdeaAttachment

    from ..planted import Planted


def jpeg() -> bytes:
    written = BytesIO()
    Pixels.new("RGB", (64, 48), "navy").save(written, "JPEG")
    return written.getvalue()


def upload(planted: Planted, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{planted.of(name)}.jpg", jpeg(), content_type="image/jpeg")


def add_files(planted: Planted, idea: Idea, name: str) -> None:
    content = planted.words(f"file of the {name}").encode()
    document = SimpleUploadedFile(f"{planted.of(f'file of the {name}')}.txt", content, content_type="text/plain")
    planted.rows[f"document of the {name}"] = add_document(idea=idea, upload=document)
    planted.rows[f"photo of the {name}"] = add_picture(planted, idea, f"photo of the {name}")


def add_picture(planted: Planted, idea: Idea, name: str) -> IdeaAttachment:
    photo = add_photo(idea=idea, upload=upload(planted, f"name of the {name}"))
    describe_photos(idea=idea, words={str(photo.pk): planted.words(name)})
    return photo


def plant(planted: Planted) -> None:
    """A picture and a document in the municipality's own collection, on no page, and what a session holds."""
    own = collection_of(planted)
    editor = planted.people["editor"]
    whose = {"collection": own, "uploaded_by_user": editor}
    name = f"lackageprov-{planted.marks.run}"
    pixels = ImageFile(BytesIO(jpeg()), name=f"{name}.jpg")
    image = get_image_model().objects.create(title=planted.words("picture"), file=pixels, **whose)
    words = ContentFile(planted.words("words of the document").encode(), name=f"{name}.txt")
    document = get_document_model().objects.create(title=planted.words("document"), file=words, **whose)
    planted.rows |= {"image": image, "wagtail document": document, "collection": own}
    # What somebody typed before signing in, in a browser that nobody else holds.
    session = SessionStore()
    session["lackageprov"] = planted.words("what a session holds")
    session.create()
    planted.rows["session"] = session.session_key


def collection_of(planted: Planted) -> Collection:
    group = planted.here.staff_groups.get(role="editor").group
    return GroupCollectionPermission.objects.filter(group=group).first().collection  # type: ignore[no-any-return]
