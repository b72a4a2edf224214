"""Pictures and documents of a municipality: in the admin for its own staff, outside it once a page uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import Http404
from taggit.models import Tag, TaggedItem
from wagtail.documents import get_document_model
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.permissions import permission_policy as documents_policy
from wagtail.images import get_image_model
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.permissions import permission_policy as images_policy
from wagtail.images.views.chooser import ImageSelectFormatView
from wagtail.models import GroupCollectionPermission, Page, ReferenceIndex

from participation.accounts.models import StaffGroup
from participation.newsletters.pictures import is_in_a_sent_letter
from participation.places.pages import municipality_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from wagtail.api.v2.router import WagtailAPIRouter
    from wagtail.documents.models import AbstractDocument
    from wagtail.models import Collection
    from wagtail.query import PageQuerySet

HANDLED = ["add", "change", "delete", "choose"]


def own_images(user: Any) -> QuerySet[Any]:
    return images_policy.instances_user_has_any_permission_for(user, HANDLED)  # type: ignore[no-any-return]


def own_documents(user: Any) -> QuerySet[Any]:
    return documents_policy.instances_user_has_any_permission_for(user, HANDLED)  # type: ignore[no-any-return]


def tags_of(user: Any) -> QuerySet[Tag]:
    """The keywords of one's own pictures and documents."""
    kinds = ContentType.objects.get_for_models(get_image_model(), get_document_model())
    files = {get_image_model(): own_images(user), get_document_model(): own_documents(user)}
    own = Q()
    for model, kind in kinds.items():
        own |= Q(content_type=kind, object_id__in=files[model].order_by().values("pk"))
    return Tag.objects.filter(pk__in=TaggedItem.objects.filter(own).values("tag"))


class OwnImages(ImagesAdminAPIViewSet):
    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(pk__in=own_images(self.request.user).values("pk"))  # type: ignore[no-any-return]


class OwnDocuments(DocumentsAdminAPIViewSet):
    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(pk__in=own_documents(self.request.user).values("pk"))  # type: ignore[no-any-return]


class OwnFormats(ImageSelectFormatView):
    """Wagtail's hands out any picture, with its title, to whoever asks by number."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not own_images(request.user).filter(pk=kwargs["image_id"]).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)


def only_own_files(router: WagtailAPIRouter) -> None:
    """In place of Wagtail's, which tell everybody with a key to the admin of all files."""
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)


def published_or_own(document: AbstractDocument, request: HttpRequest) -> None:
    """A document that lies ready for a draft is not found, by whoever guesses its number and name."""
    if not is_published(document) and not _handles(request.user, document):
        raise Http404


def picture_in(name: str) -> Any:
    """The picture whose file, or whose copy in another size, has this name below MEDIA_ROOT. None if no picture has."""
    images = get_image_model().objects.select_related("collection")
    return images.filter(file=name).first() or images.filter(renditions__file=name).first()


def is_on_a_page(picture: Any) -> bool:
    """Of the site, or in a newsletter that went out."""
    return pages_with(picture).live().exists() or is_in_a_sent_letter(picture)


def handles_picture(user: Any, picture: Any) -> bool:
    return bool(user.is_authenticated and images_policy.user_has_any_permission_for_instance(user, HANDLED, picture))


def is_published(file: Any) -> bool:
    """Whether a page that everybody can read shows this picture or document, and may: not one of the neighbours'."""
    owners = owners_of(file.collection)
    return any(not owners or _place_of(page) in owners for page in pages_with(file).live())


def pages_with(file: Any) -> PageQuerySet:
    """Those whose row names it, drafts that were never published too."""
    using = ReferenceIndex.get_references_to(file).filter(base_content_type=ContentType.objects.get_for_model(Page))
    return Page.objects.filter(pk__in=[int(number) for number in using.values_list("object_id", flat=True)])


def owners_of(collection: Collection) -> set[int]:
    """The municipalities whose staff put files there. Empty for what belongs to the portal's administrators."""
    above = GroupCollectionPermission.objects.filter(collection__in=collection.get_ancestors(inclusive=True))
    return set(StaffGroup.objects.filter(group__in=above.values("group")).values_list("municipality", flat=True))


def _place_of(page: Page) -> int | None:
    place = municipality_of(page)
    return place.pk if place else None


def _handles(user: Any, document: AbstractDocument) -> bool:
    return bool(
        user.is_authenticated and documents_policy.user_has_any_permission_for_instance(user, HANDLED, document)
    )
