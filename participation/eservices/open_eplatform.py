"""Reads what an Open ePlatform answers when asked for its services: `{"Flows": [...]}`. No database, no network.

The answer says JSON but comes in Latin-1; texts are HTML with entities, pasted from anywhere; addresses in
them may be relative. Everything that leaves this module is clean and safe to show.
"""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, NoReturn
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from participation.eservices.sanitising import as_text, clean_html, plain

SOURCE = "open_eplatform"
NAME_LENGTH = 200
TEXT_LENGTH = 100_000
ALIAS_LIMIT = 50

Raw = dict[str, Any]


class MalformedAnswer(Exception):
    """The answer cannot be read. The message is a sentence for the person who imported it and says where."""


@dataclass(frozen=True)
class Flow:
    """One service. `summary` is plain text and `description` is safe HTML; both may be empty."""

    external_id: str
    version: str
    name: str
    summary: str
    description: str
    category: str
    url: str
    requires_authentication: bool
    requires_signing: bool
    payment: bool
    is_enabled: bool
    aliases: tuple[str, ...]

    def content_hash(self) -> str:
        """The same for the same content, so that an import can tell at once that nothing changed."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def parse(answer: bytes) -> list[Flow]:
    """Every flow of the answer, in its order. Raises MalformedAnswer; never returns a part of an answer."""
    flows = [_flow(number, raw) for number, raw in enumerate(_raw_flows(decode(answer)), start=1)]
    _refuse_repeats(flows)
    return flows


def decode(answer: bytes) -> str:
    """UTF-8 if it is that, else Windows' Latin-1, else Latin-1 itself, which takes every byte."""
    body = answer.removeprefix(codecs.BOM_UTF8)
    for encoding in ("utf-8", "cp1252"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("latin-1")


def _raw_flows(text: str) -> list[Any]:
    try:
        answer = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        if text.lstrip().startswith("<"):
            raise MalformedAnswer(_("Filen är en webbsida eller XML, inte JSON.")) from error
        raise MalformedAnswer(
            _("Filen är inte hel JSON: det tar stopp på rad %(line)d, tecken %(column)d.") % where
        ) from error
    except (RecursionError, ValueError) as error:
        raise MalformedAnswer(
            _("Filen är inte rimlig JSON: för djupt nästlad, eller ett tal som inte är ett tal.")
        ) from error
    if not isinstance(answer, dict) or "Flows" not in answer:
        raise MalformedAnswer(_("Filen saknar listan ”Flows”. Är det verkligen ett svar från Open ePlatform?"))
    if not isinstance(answer["Flows"], list):
        raise MalformedAnswer(_("”Flows” i filen är inte en lista."))
    return answer["Flows"]


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _flow(number: int, raw: Any) -> Flow:
    if not isinstance(raw, dict):
        raise MalformedAnswer(_("E-tjänst nummer %(number)d i filen är inte ett objekt.") % {"number": number})
    fields = _Fields(number, raw)
    version = fields.identity("ID", required=True)
    family = fields.identity("FlowFamilyID")
    version_url = fields.address("URL", required=True)
    family_url = fields.address("FlowFamilyURL")
    description = clean_html(fields.text("LongDescription"), base_url=version_url)
    return Flow(
        # ID names one version of a service: it is a new number each time the municipality publishes a change,
        # and URL holds it. FlowFamilyID is the service through all its versions (in Sundsvall's answer the two
        # are different for all 161 services), so it is what ideas can hang on, and FlowFamilyURL
        # goes on working. An old platform that does not tell the family gets a name that no family can have.
        external_id=family or f"flow-{version}",
        version=version,
        name=fields.name(),
        summary=fields.summary(description, base_url=version_url),
        description=description,
        category=plain(fields.text("Category"))[:NAME_LENGTH],
        url=family_url or version_url,
        requires_authentication=fields.flag("RequiresAuthentication"),
        requires_signing=fields.flag("RequiresSigning"),
        payment=fields.flag("PaymentSupportEnabled"),
        is_enabled=fields.flag("Enabled", default=True),
        aliases=tuple(fields.aliases()),
    )


class _Fields:
    """The fields of one flow, each read as its type or refused with the number of the flow and the field's name."""

    def __init__(self, number: int, raw: Raw) -> None:
        self.number = number
        self.raw = raw

    def refuse(self, field: str, problem: str) -> NoReturn:
        where = {"number": self.number, "field": field, "problem": problem}
        raise MalformedAnswer(_("E-tjänst nummer %(number)d i filen, fältet %(field)s: %(problem)s.") % where)

    def identity(self, field: str, *, required: bool = False) -> str:
        value = self.raw.get(field)
        if value is None and not required:
            return ""
        if value is None:
            self.refuse(field, _("det saknas"))
        if (
            isinstance(value, bool)
            or not isinstance(value, int | str)
            or not str(value).isascii()
            or not str(value).isdigit()
        ):
            self.refuse(field, _("det ska vara ett heltal"))
        if len(str(value)) > 20:
            self.refuse(field, _("talet är orimligt långt"))
        return str(int(value))

    def text(self, field: str) -> str:
        value = self.raw.get(field)
        if value is not None and not isinstance(value, str):
            self.refuse(field, _("det ska vara text"))
        if value and len(value) > TEXT_LENGTH:
            self.refuse(field, _("texten är orimligt lång"))
        return value or ""

    def name(self) -> str:
        name = plain(self.text("Name"))
        if not name:
            self.refuse("Name", _("det saknas"))
        return name[:NAME_LENGTH]

    def flag(self, field: str, *, default: bool = False) -> bool:
        value = self.raw.get(field)
        if value is not None and not isinstance(value, bool):
            self.refuse(field, _("det ska vara sant eller falskt"))
        return default if value is None else value

    def address(self, field: str, *, required: bool = False) -> str:
        value = self.text(field).strip()
        if not value and required:
            self.refuse(field, _("det saknas"))
        if value and not is_web_address(value):
            self.refuse(field, _("det ska vara en webbadress som börjar med http:// eller https://"))
        return value

    def aliases(self) -> Iterator[str]:
        values = self.raw.get("Aliases") or []
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            self.refuse("Aliases", _("det ska vara en lista med adresser"))
        yield from [value for value in values if is_web_address(value)][:ALIAS_LIMIT]

    def summary(self, description: str, *, base_url: str) -> str:
        """What the source says in short, or the description's first words where it only repeats the name."""
        short = as_text(clean_html(self.text("ShortDescription"), base_url=base_url)).lstrip(" .,;:")
        if short.strip(" .").casefold() in {"", self.name().strip(" .").casefold()}:
            return as_text(description.partition("</p>")[0]) or short
        return short


def is_web_address(value: str) -> bool:
    """An http(s) address with a host and nothing that could mislead: no user part, no spaces or control characters."""
    try:
        parts = urlsplit(value)
        usable = bool(parts.hostname) and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        return False
    clean = value.isprintable() and not any(character in value for character in ' "<>\\')
    return parts.scheme in {"http", "https"} and usable and clean and len(value) <= 500


def _refuse_repeats(flows: list[Flow]) -> None:
    for field in ("external_id", "version"):
        seen: dict[str, int] = {}
        for number, flow in enumerate(flows, start=1):
            first = seen.setdefault(getattr(flow, field), number)
            if first != number:
                where = {"first": first, "second": number, "id": getattr(flow, field)}
                raise MalformedAnswer(
                    _("E-tjänst nummer %(first)d och %(second)d i filen har samma id, %(id)s.") % where
                )
