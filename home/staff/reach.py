"""What the one who asks may point at from a page: what the choosers offer them, and no other number.

Wagtail's choosers list what one may choose, and then take, name and picture whatever number is posted or stored.
Here a number out of reach is no choice: a form says so without a name, and a field that holds one looks empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from wagtail.admin.widgets import AdminPageChooser, BaseChooser
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page

from participation.accounts.permissions import is_administrator
from participation.eservices.choosers import own_eservices, own_ideas
from participation.eservices.models import EService
from participation.topics.models import Topic

from .files import is_published, own_documents, own_images
from .hiding import choosable_pages, reachable_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

REACH: dict[type[Model], Callable[[Any], QuerySet[Any]]] = {
    Page: reachable_pages,
    get_image_model(): own_images,
    get_document_model(): own_documents,
    Topic: own_ideas,
    EService: own_eservices,
}
FILES = (get_image_model(), get_document_model())
NO_CHOICE = "0"  # no row has this number


def is_within_reach(model: type[Model], number: Any) -> bool:
    """For the one who asks the admin; for nobody when nobody does. Other kinds are for administrators."""
    user = get_active_log_context().user
    if user is None:
        return False
    if is_administrator(user):
        return True
    kind = next((kind for kind in REACH if issubclass(model, kind)), None)
    if kind is None:
        return False
    try:
        return _holds(kind, REACH[kind](user), number)
    except (ValueError, OverflowError, ValidationError):
        return False


def _holds(kind: type[Model], own: QuerySet[Any], number: Any) -> bool:
    if own.filter(pk=number).exists():
        return True
    # What an administrator put on the page for them, and everybody sees.
    file = kind._default_manager.filter(pk=number).first() if kind in FILES else None
    return file is not None and is_published(file)


def narrow() -> None:
    """Every chooser of the admin, in fields, rows and blocks."""
    found, taken, named = BaseChooser.get_instance, BaseChooser.value_from_datadict, AdminPageChooser.get_display_title

    def get_instance(self: BaseChooser, value: Any) -> Any:
        number = value.pk if isinstance(value, Model) else value
        return found(self, value) if number is not None and is_within_reach(self.model_class, number) else None

    def value_from_datadict(self: BaseChooser, data: Any, files: Any, name: str) -> Any:
        value = taken(self, data, files, name)
        return value if value is None or is_within_reach(self.model_class, value) else NO_CHOICE

    def get_display_title(self: AdminPageChooser, instance: Page) -> str:
        """A title that the neighbours are changing waits, as in the chooser, until it is published."""
        is_told = choosable_pages(get_active_log_context().user).filter(pk=instance.pk).exists()
        return named(self, instance) if is_told else instance.title  # type: ignore[no-any-return]

    BaseChooser.get_instance, BaseChooser.value_from_datadict = get_instance, value_from_datadict
    AdminPageChooser.get_display_title = get_display_title
