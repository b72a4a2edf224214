"""The calls of GeoReport v2. Each gives rows; what wraps them writes the format, and every no, in that format."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from . import services as written
from .actions import receive
from .asking import asked_for, is_true
from .creating import form_of, read
from .errors import Refused
from .jurisdictions import Jurisdiction, jurisdiction_of
from .keys import client_of, required
from .requests import rows, visible
from .updates import read_update, take, update_rows
from .writing import DEFINITION, DISCOVERY, ERRORS, REQUESTS, SERVICES, UPDATES, answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from .models import ApiClient

LANGUAGES = ("sv", "en")


def open311(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Finds the municipality, keeps to the methods, and answers what was refused."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def called(request: HttpRequest, fmt: str, place: str = "", **kwargs: Any) -> HttpResponse:
            language = request.GET.get("locale", "")
            with translation.override(language if language in LANGUAGES else "sv"):
                try:
                    return _with_headers(request, _called(view, methods, request, fmt, place, kwargs))
                except Refused as refused:
                    return _refusal(request, fmt, refused)

        return called

    return wrap


def _called(
    view: Callable[..., HttpResponse],
    methods: tuple[str, ...],
    request: HttpRequest,
    fmt: str,
    place: str,
    kwargs: dict[str, Any],
) -> HttpResponse:
    if request.method not in (*methods, *(("HEAD",) if "GET" in methods else ())):
        raise Refused(405, _("Adressen tar bara emot %(methods)s.") % {"methods": ", ".join(methods)})
    asked = request.GET.get("jurisdiction_id", "")
    if request.method == "POST":
        asked = request.POST.get("jurisdiction_id", "") or asked
    return view(request, fmt, jurisdiction_of(place, asked.strip()), **kwargs)


def _refusal(request: HttpRequest, fmt: str, refused: Refused) -> HttpResponse:
    response = answer(fmt, ERRORS, refused.rows, status=refused.status)
    if wait := getattr(refused, "wait", 0):
        response.headers["Retry-After"] = str(wait)
    return _with_headers(request, response)


def _with_headers(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Any page may read it, with no cookie of ours; no cache keeps what may be hidden a moment later."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "no-store"
    return response


@open311("GET")
def discovery(request: HttpRequest, fmt: str, jurisdiction: Jurisdiction) -> HttpResponse:
    place = jurisdiction.municipality.code if jurisdiction.municipality else ""
    return answer(fmt, DISCOVERY, written.discovery(jurisdiction, place))


@open311("GET")
def services(request: HttpRequest, fmt: str, jurisdiction: Jurisdiction) -> HttpResponse:
    return answer(fmt, SERVICES, written.service_list(jurisdiction))


@open311("GET")
def definition(request: HttpRequest, fmt: str, jurisdiction: Jurisdiction, code: str) -> HttpResponse:
    return answer(fmt, DEFINITION, written.definition(jurisdiction.category(code), jurisdiction))


@csrf_exempt  # it has its key and nothing else
@open311("GET", "POST")
def requests(request: HttpRequest, fmt: str, jurisdiction: Jurisdiction) -> HttpResponse:
    client = client_of(request)
    if request.method == "POST":
        form_of(request)  # who sends JSON is told so, rather than that the key is missing in it
        return _create(request, fmt, jurisdiction, required(client))
    found = asked_for(visible(client), request.GET, jurisdiction, now=timezone.now())
    return answer(fmt, REQUESTS, rows(found, jurisdiction, extensions=is_true(request.GET, "extensions")))


@open311("GET")
def one(request: HttpRequest, fmt: str, jurisdiction: Jurisdiction, number: str) -> HttpResponse:
    asked = {"service_request_id": number}
    found = asked_for(visible(client_of(request)), asked, jurisdiction, now=timezone.now())
    written_rows = rows(found, jurisdiction, extensions=is_true(request.GET, "extensions"))
    if not written_rows:
        raise Refused(404, _("Det finns ingen anmälan med service_request_id ”%(id)s” här.") % {"id": number[:60]})
    return answer(fmt, REQUESTS, written_rows)


@open311("GET")
def token(request: HttpRequest, fmt: str, jurisdiction: Jurisdiction, token: str) -> HttpResponse:
    """A report has its number at once. What can be asked for is the id that the client gave it, with its key."""
    client = client_of(request)
    found = client.submissions.filter(own_id=token).select_related("report").first() if client else None
    if found is None:
        raise Refused(404, _("Det finns ingen token ”%(token)s” här.") % {"token": token[:60]})
    return answer(fmt, REQUESTS, [{"service_request_id": found.report.number, "token": token}])


@csrf_exempt  # it has its key and nothing else
@open311("GET", "POST")
def updates(request: HttpRequest, fmt: str, jurisdiction: Jurisdiction) -> HttpResponse:
    client, now = client_of(request), timezone.now()
    if request.method != "POST":
        return answer(fmt, UPDATES, update_rows(request.GET, jurisdiction, client, now=now))
    posted = form_of(request)
    update = take(client=required(client), told=read_update(posted, now=now), now=now)
    return answer(fmt, UPDATES, [{"update_id": update.update_id}])


def _create(request: HttpRequest, fmt: str, jurisdiction: Jurisdiction, client: ApiClient) -> HttpResponse:
    if not client.may_create:
        raise Refused(403, _("Nyckeln får inte skicka felanmälningar."))
    sent = read(request, jurisdiction)
    if sent.category.municipality != client.municipality:
        raise Refused(403, _("Nyckeln gäller %(name)s.") % {"name": client.municipality.full_name})
    report, is_new = receive(client=client, sent=sent, now=timezone.now())
    notices = [] if is_new else [_("Anmälan kom in redan tidigare. Här är samma nummer.")]
    notices += [_("Bilder hämtas inte från media_url. Skicka dem som filer.")] if sent.links else []
    content = {"service_request_id": report.number} | ({"service_notice": " ".join(notices)} if notices else {})
    return answer(fmt, REQUESTS, [content], status=201 if is_new else 200)
