"""The trees of pages and collections, and the municipality that each page carries with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from wagtail.models import Collection, Page

from participation.core.integrity import register
from participation.places.pages import MunicipalPage

from .models import MunicipalityHomePage

if TYPE_CHECKING:
    from collections.abc import Iterator

# In the order of treebeard's find_problems().
TROUBLES = (
    "has a path with letters that no path has",
    "has a path that is too short or too long",
    "has no parent",
    "has another depth than its path",
    "has another number of children than it says",
)


def find_in(tree: type[Page] | type[Collection]) -> Iterator[str]:
    for trouble, numbers in zip(TROUBLES, tree.find_problems(), strict=True):
        for number in numbers:
            yield f"{tree._meta.model_name} {number} {trouble}"


def mend(tree: type[Page] | type[Collection]) -> int:
    """Depths and numbers of children. A path that is wrong waits for a person."""
    wrong = len(list(find_in(tree)))
    if wrong:
        tree.fix_tree()
    return wrong - len(list(find_in(tree)))


def astray() -> Iterator[tuple[type[MunicipalPage], int, int | None]]:
    """Pages that say another municipality than the one in whose tree they lie, and which that is."""
    homes = dict(MunicipalityHomePage.objects.values_list("path", "municipality_id"))
    for model in _municipal_models():
        rows: Any = model.objects.order_by("path").values_list("pk", "path", "municipality_id")
        for pk, path, held in rows.iterator(chunk_size=1_000):
            own = next((homes[path[:end]] for end in range(len(path), 0, -Page.steplen) if path[:end] in homes), None)
            if own != held:
                yield model, pk, own


def find_astray() -> Iterator[str]:
    for model, pk, own in astray():
        yield f"{model._meta.label_lower} {pk} lies in the tree of municipality {own} but says another"


def bring_home() -> int:
    wrong = list(astray())
    for model, pk, own in wrong:
        model.objects.filter(pk=pk).update(municipality=own)
    return len(wrong)


def _municipal_models() -> list[type[MunicipalPage]]:
    models = [model for model in apps.get_models() if issubclass(model, MunicipalPage)]
    return [model for model in models if model is not MunicipalityHomePage]


def register_trees() -> None:
    register("wagtail.pages", lambda: find_in(Page), repair=lambda: mend(Page))
    register("wagtail.collections", lambda: find_in(Collection), repair=lambda: mend(Collection))
    register("places.page_municipality", find_astray, repair=bring_home)
