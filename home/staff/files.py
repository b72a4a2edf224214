"""Pictures and documents of a municipality: in the admin for its own staff, outside it once a page uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.permissions import permission_policy as documents_policy
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.permissions import permission_policy as images_policy
from wagtail.images.views.chooser import ImageSelectFormatView
from wagtail.models import Page, ReferenceIndex

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from wagtail.api.v2.router import WagtailAPIRouter
    from wagtail.documents.models import AbstractDocument

HANDLED = ["add", "change", "delete", "choose"]


class OwnImages(ImagesAdminAPIViewSet):
    def get_queryset(self) -> QuerySet[Any]:
        own = images_policy.instances_user_has_any_permission_for(self.request.user, HANDLED)
        return super().get_queryset().filter(pk__in=own.values("pk"))  # type: ignore[no-any-return]


class OwnDocuments(DocumentsAdminAPIViewSet):
    def get_queryset(self) -> QuerySet[Any]:
        own = documents_policy.instances_user_has_any_permission_for(self.request.user, HANDLED)
        return super().get_queryset().filter(pk__in=own.values("pk"))  # type: ignore[no-any-return]


class OwnFormats(ImageSelectFormatView):
    """Wagtail's hands out any picture, with its title, to whoever asks by number."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        own = images_policy.instances_user_has_any_permission_for(request.user, HANDLED)
        if not own.filter(pk=kwargs["image_id"]).exists():
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


def is_published(document: AbstractDocument) -> bool:
    using = ReferenceIndex.get_references_to(document).values_list("object_id", flat=True)
    pages = [int(number) for number in using if number.isdecimal()]
    return bool(pages) and Page.objects.live().filter(pk__in=pages).exists()


def _handles(user: Any, document: AbstractDocument) -> bool:
    return bool(
        user.is_authenticated and documents_policy.user_has_any_permission_for_instance(user, HANDLED, document)
    )
