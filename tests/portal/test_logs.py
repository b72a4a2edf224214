from __future__ import annotations

import json
import logging
import sys
from typing import Any

import pytest
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from portal import logs, tracing

SECRET = "anna.andersson@example.com"


def record(name: str, message: str, *args: Any, error: BaseException | None = None) -> logging.LogRecord:
    exc_info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, "/srv/x/views.py", 7, message, args, exc_info, func="show")


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        try:
            if cause:
                raise cause
        finally:
            raise error
    except BaseException as caught:
        return caught


def test_a_line_is_json_with_the_named_fields() -> None:
    line = json.loads(logs.JsonFormatter().format(record("portal.health", "said %s", "yes")))

    assert line["message"] == "said yes"
    assert (line["level"], line["logger"]) == ("ERROR", "portal.health")
    assert line["time"].endswith("+00:00")


@pytest.mark.parametrize(
    ("message", "args", "kept"),
    [
        ("%s: %s", ("Not Found", f"/konto/{SECRET}/"), "…: …"),
        (f"Invalid HTTP_HOST header: '{SECRET}'.", (), "views.show:7"),
        ("Worker (pid:%s) was sent %s!", (12, "SIGKILL"), "Worker (pid:12) was sent SIGKILL!"),
        ("%(who)s came", ({"who": SECRET},), "… came"),
        ("%d came", (SECRET,), "%d came"),
    ],
)
def test_of_a_librarys_words_only_those_in_its_source_are_kept(message: str, args: tuple[Any, ...], kept: str) -> None:
    assert logs.words_of(record("django.request", message, *args)) == kept


@pytest.mark.parametrize("formatter", [logs.JsonFormatter(), logs.LineFormatter()])
def test_of_an_error_the_kind_and_the_place_are_kept_and_never_the_words(formatter: logging.Formatter) -> None:
    error = raised(RuntimeError(SECRET), cause=IntegrityError(f"Key (email)=({SECRET}) already exists."))
    error.add_note(SECRET)

    line = formatter.format(record("django.request", "%s: %s", "Internal Server Error", SECRET, error=error))

    assert SECRET not in line
    assert "builtins.RuntimeError" in line
    assert "django.db.utils.IntegrityError" in line
    assert "tests.portal.test_logs" in line


def test_a_command_that_crashes_in_production_tells_no_words(capsys: Any, monkeypatch: Any) -> None:
    told: list[logging.LogRecord] = []
    handler = logging.Handler()
    monkeypatch.setattr(handler, "emit", told.append)
    monkeypatch.setattr(logging.getLogger("portal.crash"), "handlers", [handler])
    error = raised(IntegrityError(SECRET))

    logs.crashed(type(error), error, error.__traceback__)

    assert len(told) == 1
    assert SECRET not in logs.JsonFormatter().format(told[0])
    assert SECRET not in capsys.readouterr().err


def test_only_forms_that_there_are_can_be_chosen() -> None:
    assert {logs.logging_settings(form=form, level="INFO")["version"] for form in logs.FORMATTERS} == {1}
    with pytest.raises(KeyError):
        logs.logging_settings(form="xml", level="INFO")


@pytest.mark.parametrize("given", ["a" * 32, "0123456789abcdef", "6f1ed002-ab5b-4a3a-9e1f-0242ac120002"])
def test_a_proxys_number_is_taken(given: str, client: Client) -> None:
    assert client.get("/livez", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", [SECRET, "anna-andersson", "a" * 65, "abc", "<script>", "0123456789abcdeg", ""])
def test_any_other_number_is_replaced(given: str, client: Client) -> None:
    number = client.get("/livez", headers={"X-Request-ID": given}).headers["X-Request-ID"]

    assert number != given
    assert len(number) == 14


def test_no_two_requests_have_the_same_number(client: Client) -> None:
    assert len({client.get("/livez").headers["X-Request-ID"] for _time in range(50)}) == 50


def written(caplog: pytest.LogCaptureFixture, logger: str = "portal.tracing") -> list[dict[str, Any]]:
    return [found.line for found in caplog.records if found.name == logger]  # type: ignore[attr-defined]


class Formatted(logging.Filter):
    """The line as it is at the moment when it is written: later, there is no request any more."""

    def filter(self, found: logging.LogRecord) -> bool:
        found.line = logs.fields_of(found)
        return True


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO)
    caplog.handler.addFilter(Formatted())
    return caplog


@pytest.mark.django_db
@pytest.mark.usefixtures("sundsvall")
def test_an_answer_is_one_line_with_its_route_and_without_its_address(
    client: Client, lines: pytest.LogCaptureFixture
) -> None:
    response = client.get(f"/felanmalan/ny/2281/?namn={SECRET}")

    (line,) = written(lines)
    assert line["route"] == "faults:new_in"
    assert (line["method"], line["status"], line["municipality"]) == ("GET", response.status_code, "2281")
    assert line["request_id"] == response.headers["X-Request-ID"]
    assert line["duration_ms"] > 0
    assert SECRET not in json.dumps(line)


@pytest.mark.django_db
def test_a_token_in_an_address_is_not_in_the_log(client: Client, lines: pytest.LogCaptureFixture) -> None:
    client.get("/felanmalan/arende/hemlig-nyckel-som-ingen-far-se/")

    (line,) = written(lines)
    assert (line["route"], line["status"]) == ("faults:status", 404)
    assert "hemlig" not in json.dumps([found.line for found in lines.records])  # type: ignore[attr-defined]


def test_a_probe_that_is_well_is_not_worth_a_line(client: Client, lines: pytest.LogCaptureFixture) -> None:
    client.get("/livez")

    assert written(lines) == []


@pytest.mark.django_db
def test_an_unknown_method_is_not_written_down(client: Client, lines: pytest.LogCaptureFixture) -> None:
    client.generic("ANNA", "/sok/")

    assert written(lines)[0]["method"] == "OTHER"


def test_nothing_is_left_for_the_next_request() -> None:
    tracing.TraceMiddleware(lambda request: HttpResponse())(RequestFactory().get("/"))

    assert tracing.current.get() is None


def test_settings_send_no_mail_about_errors(settings: Any) -> None:
    assert settings.LOGGING["loggers"]["django"]["handlers"] == []
    assert "AdminEmailHandler" not in str([type(handler) for handler in logging.getLogger("django").handlers])
    assert sys.excepthook is not None
