"""Take away all that was planted, whoever else wrote something that hangs on it, and look that no mark is left."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction
from django.db.models import F, ManyToOneRel, Q
from wagtail.models import Collection, GroupCollectionPermission, Page, Task, Workflow

from participation.accounts.models import User
from participation.faults.models import CaseSystem
from participation.notifications.models import OutgoingMail
from participation.places.models import Municipality

from .marks import HOST

if TYPE_CHECKING:
    from collections.abc import Iterable

Doomed = dict[type[models.Model], set[Any]]
MARKED = "Läckageprov "
GENERIC = (
    ("content_type", "object_id"),
    ("base_content_type", "object_id"),
    ("to_content_type", "to_object_id"),
    ("content_type", "object_pk"),
)
LET_GO = (models.SET_NULL, models.SET_DEFAULT)
AT_ONCE = 400  # most databases bind no more than a thousand values


def runs_left() -> list[str]:
    """Runs that were killed before they could take their things away."""
    ends = User.objects.filter(email__startswith="zq", email__endswith=f".{HOST}").values_list("email", flat=True)
    return sorted({email.split("@")[1].removesuffix(f".{HOST}") for email in ends})


def remove(run: str) -> list[str]:
    """All of a run, files too. Returns where a mark still stands, which is nowhere unless there is a fault here."""
    with transaction.atomic():
        doomed = everything_of(run)
        files = [file for model, keys in doomed.items() for file in files_of(model, keys)]
        parents = _parents(doomed)
        _let_go(doomed)
        for model, keys in doomed.items():
            for some in _portions(keys):
                model._base_manager.filter(pk__in=some)._raw_delete(connection.alias)  # type: ignore[attr-defined]
        for model, number, children in parents:
            model._base_manager.filter(pk=number).update(numchild=F("numchild") - children)
        left = traces(run)
    for storage, name in files:
        storage.delete(name)
    return left


def everything_of(run: str) -> Doomed:
    """From what bears the mark, along every key that points at it, until nothing new is found."""
    doomed: Doomed = defaultdict(set)
    fresh = roots(run)
    while fresh:
        newer: Doomed = defaultdict(set)
        for model, keys in fresh.items():
            doomed[model] |= keys
        for model, keys in fresh.items():
            for other, found in pointing_at(model, keys):
                newer[other] |= found
        fresh = {model: keys - doomed[model] for model, keys in newer.items() if keys - doomed[model]}
    return doomed


def roots(run: str) -> Doomed:
    mail = f"@{run}.{HOST}"
    here = Municipality.objects.filter(name__startswith=MARKED, name__endswith=run)
    groups = Group.objects.filter(staff_group__municipality__in=here)
    allowed = GroupCollectionPermission.objects.filter(group__in=groups)
    workflows = Workflow.objects.filter(name__endswith=run)
    people = _keys(User.objects.filter(email__endswith=mail))
    sessions = {row.pk for row in Session.objects.iterator() if _is_of(row.get_decoded(), run, people)}
    return {
        Municipality: _keys(here),
        User: people,
        EmailAddress: _keys(EmailAddress.objects.filter(email__endswith=mail)),
        Group: _keys(groups),
        Collection: _keys(Collection.objects.filter(pk__in=allowed.values("collection"))),
        Workflow: _keys(workflows),
        Task: _keys(Task.objects.filter(name__endswith=run)),
        OutgoingMail: _keys(OutgoingMail.objects.filter(to__endswith=mail)),
        CaseSystem: _keys(CaseSystem.objects.filter(name__contains=run)),
        Session: sessions,
    }


def _is_of(session: dict[str, Any], run: str, people: set[Any]) -> bool:
    return run in str(session) or session.get(SESSION_KEY) in {str(person) for person in people}


def pointing_at(model: type[models.Model], keys: set[Any]) -> Iterable[tuple[type[models.Model], set[Any]]]:
    """Rows that cannot live without these: not those that only lose an optional key."""
    for relation in _keys_to(model):
        if relation.on_delete in LET_GO:
            continue
        found = _found(relation.related_model, {f"{relation.field.name}__in": keys})
        yield relation.related_model, found
    for parent in model._meta.parents:  # the other half of a row in two tables
        yield parent, keys
    yield from _generic(model, keys)


def _keys_to(model: type[models.Model]) -> list[Any]:
    """Every foreign key of another row that points at `model`, hidden ones too."""
    fields = model._meta.get_fields(include_hidden=True)
    return [field for field in fields if isinstance(field, ManyToOneRel) and field.related_model]


def _generic(model: type[models.Model], keys: set[Any]) -> Iterable[tuple[type[models.Model], set[Any]]]:
    kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
    for other in apps.get_models():
        fields = {field.name: field for field in other._meta.concrete_fields}
        for type_name, key_name in GENERIC:
            if {type_name, key_name} <= set(fields):
                asked = _as_held(fields[key_name], keys)
                yield other, _found(other, {type_name: kind, f"{key_name}__in": asked})


def _as_held(field: models.Field[Any, Any], keys: set[Any]) -> set[Any]:
    """Keys as a generic relation writes them: in words, or as a number where the column holds nothing else."""
    words = {str(key) for key in keys}
    if isinstance(field, models.IntegerField):
        return {int(word) for word in words if word.isdecimal()}
    return words


def _found(model: type[models.Model], asked: dict[str, Any]) -> set[Any]:
    found: set[Any] = set()
    name, keys = next((name, value) for name, value in asked.items() if name.endswith("__in"))
    for some in _portions(keys):
        found |= set(model._base_manager.filter(**{**asked, name: some}).values_list("pk", flat=True))
    return found


def _let_go(doomed: Doomed) -> None:
    """Of rows that stay, though somebody wrote them with a key to what goes."""
    for model, keys in doomed.items():
        for relation in _keys_to(model):
            if relation.on_delete not in LET_GO:
                continue
            for some in _portions(keys):
                rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": some})
                rows.update(**{relation.field.name: None})


def files_of(model: type[models.Model], keys: set[Any]) -> list[tuple[Any, str]]:
    fields = [field for field in model._meta.local_fields if isinstance(field, models.FileField)]
    rows = [row for some in _portions(keys) for row in model._base_manager.filter(pk__in=some)] if fields else []
    held = [getattr(row, field.name) for row in rows for field in fields]
    return [(file.storage, file.name) for file in held if file]


def _parents(doomed: Doomed) -> list[tuple[type[models.Model], Any, int]]:
    """Treebeard counts the children of each row: those that stay lose some."""
    found = []
    for model in (Page, Collection):
        lost: dict[str, int] = defaultdict(int)
        gone = model.objects.filter(pk__in=doomed.get(model, set()))
        for path in gone.values_list("path", flat=True):
            lost[path[: -model.steplen]] += 1
        for row in model.objects.filter(path__in=lost).exclude(pk__in=doomed.get(model, set())):
            found.append((model, row.pk, lost[row.path]))
    return found


def traces(run: str) -> list[str]:
    """Every column of words in the database, searched for the mark."""
    left = []
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        words = [field for field in model._meta.local_fields if _holds_words(field)]
        if not words:
            continue
        rows = model._base_manager.annotate(
            **{f"as_text_{field.name}": models.functions.Cast(field.name, models.TextField()) for field in words}
        )
        asked = Q()
        for field in words:
            asked |= Q(**{f"as_text_{field.name}__contains": run})
        left += [f"{model._meta.label} {pk}" for pk in rows.filter(asked).values_list("pk", flat=True)]
    return left


def _holds_words(field: models.Field[Any, Any]) -> bool:
    kinds = models.CharField | models.TextField | models.JSONField | models.FileField
    return isinstance(field, kinds) or field.get_internal_type() == "JSONField"  # a StreamField


def _keys(rows: models.QuerySet[Any]) -> set[Any]:
    return set(rows.values_list("pk", flat=True))


def _portions(keys: Iterable[Any]) -> Iterable[list[Any]]:
    listed = list(keys)
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]
