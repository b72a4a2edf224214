"""Logs without personal data, as JSON lines or as lines for people.

Our own messages are written with care and kept. Those of libraries are not ours to trust: an address of a page may
hold a token, an error of the database the row that it refused. Of them we keep the words that stand in their source,
the numbers, the kind of error and where it happened.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .tracing import current

if TYPE_CHECKING:
    from types import TracebackType

OURS = ("portal", "home", "participation")
EXTRA = ("status", "duration_ms")
HARMLESS = re.compile(r"SIG[A-Z0-9]{2,10}")  # what gunicorn says of its workers
MOST_FRAMES = 40
LEFT_OUT = "…"


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": words_of(record),
    }
    trace = current.get()
    if trace is not None:
        fields |= {"request_id": trace.number, "method": trace.method, "route": trace.route}
        if trace.municipality:
            fields["municipality"] = trace.municipality
    fields |= {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
    if record.exc_info and isinstance(record.exc_info[1], BaseException):
        fields |= told(record.exc_info[1])
    return fields


def words_of(record: logging.LogRecord) -> str:
    if record.name.split(".")[0] in OURS:
        return record.getMessage()
    if not record.args or not isinstance(record.msg, str):
        return f"{record.module}.{record.funcName}:{record.lineno}"  # the words may have been put together already
    try:
        return record.msg % _bare(record.args)
    except (TypeError, ValueError, KeyError):
        return record.msg


def _bare(args: Any) -> Any:
    if isinstance(args, dict):
        return {name: _harmless(value) for name, value in args.items()}
    return tuple(_harmless(value) for value in args)


def _harmless(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    return value if isinstance(value, str) and HARMLESS.fullmatch(value) else LEFT_OUT


def told(error: BaseException) -> dict[str, Any]:
    """The kinds of error, the last first, and where: never their words."""
    kinds, frames = [], []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < 10:
        kinds.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        frames += _frames(cause.__traceback__)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return {"error": kinds, "where": frames[:MOST_FRAMES]}


def _frames(traceback: TracebackType | None) -> list[str]:
    """Innermost first. No line of source and no variable."""
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        module = traceback.tb_frame.f_globals.get("__name__", "?")
        frames.append(f"{module}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return frames[::-1]


class PlainFormatter(logging.Formatter):
    """With all words and tracebacks: for a developer's own machine."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(fields_of(record), ensure_ascii=False, default=str)


class LineFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = fields_of(record)
        where = fields.pop("where", [])
        first = " ".join(str(fields.pop(name)) for name in ("time", "level", "logger", "message"))
        rest = " ".join(f"{name}={value}" for name, value in fields.items())
        return "\n  ".join([f"{first} {rest}".rstrip(), *where])


FORMATTERS = {"json": JsonFormatter, "line": LineFormatter, "plain": PlainFormatter}


def logging_settings(*, form: str, level: str) -> dict[str, Any]:
    """For Django's LOGGING and for gunicorn's `logconfig_dict`. Raises KeyError for a form that there is not."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"chosen": {"()": f"{__name__}.{FORMATTERS[form].__name__}"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "chosen"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Nothing is mailed to administrators: such a mail holds the whole request.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # Our own line tells of 4xx; Django's would tell it twice.
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "gunicorn.error": {"handlers": ["console"], "level": level, "propagate": False},
            "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
            # One line for every row that is indexed tells nobody anything.
            "django_tasks": {"level": "WARNING"},
            "wagtail": {"level": "WARNING"},
            # Each call to a case system, with its address: Open311 has the key in that.
            "httpx": {"level": "WARNING"},
            "httpcore": {"level": "WARNING"},
        },
    }


def crashed(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """`sys.excepthook` of manage.py in production: what the database says of a row holds the row."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, traceback)
        return
    logging.getLogger("portal.crash").critical("the command ended by an error", exc_info=(kind, error, traceback))
