"""The one way into the catalogue: compare what a source says with what we hold, then make it so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from participation.places.models import Municipality
from participation.topics.models import Topic

from .gone import keep_page_true
from .models import EService, EServiceImport
from .models.run import PREVIEW_LIFE
from .open_eplatform import SOURCE, Flow, parse
from .querysets import swedish_order
from .sanitising import as_text
from .telling import tell_followers

if TYPE_CHECKING:
    from participation.accounts.models import User

FIELDS = [
    "version",
    "name",
    "summary",
    "description",
    "category",
    "url",
    "requires_authentication",
    "requires_signing",
    "payment",
    "is_enabled",
    "aliases",
]
LISTS = ("new", "changed", "returned", "gone")
# A platform that is being restarted can answer with an empty or a half list. Below this many it is believed.
FEW_GONE = 20


class TooManyGone(Exception):
    """More than half of a large catalogue would disappear; nothing was written."""


class PreviewSpent(Exception):
    """The preview was confirmed already, or is older than a day."""


@dataclass(frozen=True)
class Line:
    external_id: str
    name: str
    fields: list[str] = field(default_factory=list)


@dataclass
class Report:
    new: list[Line] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    returned: list[Line] = field(default_factory=list)
    gone: list[Line] = field(default_factory=list)
    unchanged: int = 0

    def counts(self) -> dict[str, int]:
        return {name: len(getattr(self, name)) for name in LISTS} | {"unchanged": self.unchanged}

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def compare(*, municipality: Municipality, flows: Iterable[Flow]) -> Report:
    """What an import of these flows would do. Reads, never writes."""
    held = _held(municipality)
    report = Report()
    for flow in flows:
        service = held.pop(flow.external_id, None)
        if service is None:
            report.new.append(Line(flow.external_id, flow.name))
            continue
        fields = changed_fields(service, flow)
        line = Line(flow.external_id, flow.name, fields)
        if service.is_gone:
            report.returned.append(line)
        elif fields:
            report.changed.append(line)
        else:
            report.unchanged += 1
    report.gone = [Line(service.external_id, service.name) for service in held.values() if not service.is_gone]
    return report


def changed_fields(service: EService, flow: Flow) -> list[str]:
    if service.content_hash == flow.content_hash():
        return []
    values = _values(flow)
    return [name for name in FIELDS if getattr(service, name) != values[name]]


@transaction.atomic
def import_flows(
    *,
    municipality: Municipality,
    flows: list[Flow],
    origin: str,
    now: datetime,
    user: User | None = None,
    accept_many_gone: bool = False,
) -> EServiceImport:
    """Make the catalogue what the flows say and keep a record of it. All or nothing; the second time does nothing."""
    Municipality.objects.select_for_update().get(pk=municipality.pk)  # one import of a municipality at a time
    report = compare(municipality=municipality, flows=flows)
    if not accept_many_gone:
        _refuse_many_gone(report)
    held = _held(municipality)
    touched = {line.external_id for line in [*report.changed, *report.returned]}
    slugs = set(EService.objects.in_municipality(municipality).values_list("slug", flat=True))
    for flow in flows:
        if flow.external_id not in held:
            _create(municipality, flow, slug=_free_slug(flow, slugs), now=now)
        elif flow.external_id in touched:
            _update(held[flow.external_id], flow, now=now)
    for line in report.gone:
        _mark_gone(held[line.external_id], now=now)
    return EServiceImport.objects.create(
        municipality=municipality,
        status=EServiceImport.Status.DONE,
        origin=origin[:500],
        started_by=user,
        created_at=now,
        report=report.as_json(),
        **report.counts(),
    )


@transaction.atomic
def preview_import(
    *, municipality: Municipality, answer: bytes, origin: str, user: User | None, now: datetime
) -> EServiceImport:
    """Keep the file with the report of what it would do, until somebody confirms it. Raises MalformedAnswer."""
    report = compare(municipality=municipality, flows=parse(answer))
    previews = EServiceImport.objects.filter(status=EServiceImport.Status.PREVIEW)
    previews.filter(created_at__lte=now - PREVIEW_LIFE).delete()
    return EServiceImport.objects.create(
        municipality=municipality,
        status=EServiceImport.Status.PREVIEW,
        origin=origin[:500],
        started_by=user,
        created_at=now,
        report=report.as_json(),
        payload=answer,
        **report.counts(),
    )


@transaction.atomic
def confirm_import(*, preview: EServiceImport, user: User | None, now: datetime) -> EServiceImport:
    """Carry out what was previewed. The catalogue may have moved on since: the new record says what was done."""
    Municipality.objects.select_for_update().get(pk=preview.municipality_id)
    waiting = EServiceImport.objects.filter(pk=preview.pk, status=EServiceImport.Status.PREVIEW).first()
    if waiting is None or waiting.payload is None or not waiting.is_fresh(now):
        raise PreviewSpent
    run = import_flows(
        municipality=preview.municipality,
        flows=parse(bytes(waiting.payload)),
        origin=waiting.origin,
        user=user,
        now=now,
        accept_many_gone=True,  # the person has read the report
    )
    waiting.delete()
    return run


def _held(municipality: Municipality) -> dict[str, EService]:
    services = EService.objects.in_municipality(municipality).filter(source=SOURCE).select_related("topic")
    return {service.external_id: service for service in services}


def _values(flow: Flow) -> dict[str, Any]:
    return {name: getattr(flow, name) for name in FIELDS if name != "aliases"} | {"aliases": list(flow.aliases)}


def _refuse_many_gone(report: Report) -> None:
    gone, kept = len(report.gone), len(report.changed) + report.unchanged
    if gone > max(FEW_GONE, kept):
        raise TooManyGone(
            _("Filen saknar %(gone)d av %(all)d e-tjänster. Ingenting ändrades, för filen verkar inte vara hel.")
            % {"gone": gone, "all": gone + kept}
        )


def _free_slug(flow: Flow, taken: set[str]) -> str:
    base = slugify(flow.name)[:100].strip("-") or "e-tjanst"
    slug = base if base not in taken else f"{base}-{flow.external_id}"
    number = 2
    while slug in taken:
        slug, number = f"{base}-{flow.external_id}-{number}", number + 1
    taken.add(slug)
    return slug


def _create(municipality: Municipality, flow: Flow, *, slug: str, now: datetime) -> None:
    service = EService(municipality=municipality, external_id=flow.external_id, slug=slug, first_seen_at=now)
    service.topic = Topic(municipality=municipality, kind=Topic.Kind.ESERVICE, published_at=now)
    _describe(service, flow, now=now)
    service.topic.save()
    service.topic_id = service.topic.pk
    service.save()


def _update(service: EService, flow: Flow, *, now: datetime) -> None:
    could_be_used = service.is_enabled and not service.is_gone
    _describe(service, flow, now=now)
    service.topic.save(update_fields=["title", "summary", "search_text", "visibility", "path"])
    service.save()
    if service.is_enabled != could_be_used:
        tell_followers(service, now=now)


def _describe(service: EService, flow: Flow, *, now: datetime) -> None:
    for name, value in _values(flow).items():
        setattr(service, name, value)
    service.sort_name = swedish_order(flow.name)
    service.category_slug = slugify(flow.category)[:120] or "ovrigt"
    service.content_hash = flow.content_hash()
    service.changed_at = now
    service.gone_at = None
    topic = service.topic
    topic.title, topic.summary = flow.name, shortened(flow.summary)
    topic.search_text = f"{flow.category} {flow.summary} {as_text(flow.description)}"
    topic.path = service.path
    topic.visibility = Topic.Visibility.PUBLIC


def _mark_gone(service: EService, *, now: datetime) -> None:
    service.gone_at = now
    service.save(update_fields=["gone_at"])
    keep_page_true(service)
    tell_followers(service, now=now)


def shortened(text: str, *, limit: int = 300) -> str:
    """As many whole words as there is room for."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rpartition(" ")[0].rstrip(" ,.;:–-") + "…"
