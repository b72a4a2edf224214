"""GeoReport v2 in JSON Schema, written from the text of the specification and from nothing of ours.

What the text says "may not be returned" is optional here; what is named with options or a type has them. Names that the
specification does not have are allowed where extensions are asked for, and nowhere else.
"""

from __future__ import annotations

from typing import Any

MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}  # W3C, with the zone
WORDS = {"type": "string", "minLength": 1}
MAYBE = {"type": ["string", "null"], "minLength": 1}
ADDRESS = {"type": "string", "pattern": "^https?://[^ ]+$"}
ID = {"type": "string", "pattern": "^(?!0$).+$"}  # FixMyStreet takes 0 for a failure


def thing(needed: dict[str, Any], *, maybe: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**needed, **(maybe or {})},
        "required": list(needed),
        "additionalProperties": False,
    }


def rows(row: dict[str, Any]) -> dict[str, Any]:
    """JSON leaves the outer wrapper out: always an array, of one too."""
    return {"type": "array", "items": row}


SERVICES = rows(
    thing(
        {
            "service_code": WORDS,
            "service_name": WORDS,
            "description": {"type": "string"},
            "metadata": {"type": "boolean"},
            "type": {"enum": ["realtime", "batch", "blackbox"]},
            "keywords": {"type": "string"},
            "group": {"type": "string"},
        }
    )
)

CHOSEN = rows(thing({"key": WORDS, "name": WORDS}))
LISTS = {"properties": {"datatype": {"enum": ["singlevaluelist", "multivaluelist"]}}}
ATTRIBUTE = {
    **thing(
        {
            "variable": {"type": "boolean"},
            "code": WORDS,
            "datatype": {"enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]},
            "required": {"type": "boolean"},
            "datatype_description": MAYBE,
            "order": {"type": "integer", "minimum": 1},
            "description": WORDS,
        },
        maybe={"values": CHOSEN},
    ),
    "if": LISTS,
    "then": {"properties": {"values": {**CHOSEN, "minItems": 1}}, "required": ["values"]},
}
DEFINITION = thing({"service_code": WORDS, "attributes": rows(ATTRIBUTE)})

CREATED = {
    "type": "array",
    "minItems": 1,
    "maxItems": 1,
    "items": {
        **thing({}, maybe={"service_request_id": ID, "token": WORDS, "service_notice": WORDS, "account_id": WORDS}),
        "oneOf": [{"required": ["service_request_id"]}, {"required": ["token"]}],
    },
}
TOKEN = rows(thing({"service_request_id": ID, "token": WORDS}))

REQUEST = thing(
    {
        "service_request_id": ID,
        "status": {"enum": ["open", "closed"]},
        "service_name": MAYBE,
        "service_code": {"type": "string"},
        "description": {"type": ["string", "null"], "maxLength": 4000},
        "requested_datetime": MOMENT,
        "updated_datetime": MOMENT,
        "address": MAYBE,
        "address_id": MAYBE,
        "zipcode": MAYBE,
        "lat": {"type": ["number", "null"], "minimum": -90, "maximum": 90},
        "long": {"type": ["number", "null"], "minimum": -180, "maximum": 180},
        "media_url": {"anyOf": [ADDRESS, {"type": "null"}]},
    },
    maybe={
        "status_notes": MAYBE,
        "agency_responsible": MAYBE,
        "service_notice": MAYBE,
        "expected_datetime": {"anyOf": [MOMENT, {"type": "null"}]},
    },
)
REQUESTS = rows(REQUEST)
EXTENDED = rows({**REQUEST, "additionalProperties": True})

ERRORS = {**rows(thing({"code": {"type": "integer"}, "description": WORDS})), "minItems": 1}

DISCOVERY = thing(
    {
        "changeset": WORDS,
        "contact": WORDS,
        "key_service": WORDS,
        "endpoints": {
            **rows(
                thing(
                    {
                        "specification": {"const": "http://wiki.open311.org/GeoReport_v2"},
                        "url": ADDRESS,
                        "changeset": WORDS,
                        "type": {"enum": ["production", "test"]},
                        "formats": {"type": "array", "items": {"enum": ["text/xml", "application/json"]}},
                    }
                )
            ),
            "minItems": 1,
        },
    }
)

STATUSES = [
    "open", "investigating", "in_progress", "planned", "action_scheduled", "fixed", "closed", "duplicate",
    "not_councils_responsibility", "no_further_action", "internal_referral", "cancelled", "reopen", "unchanged",
]  # fmt: skip
UPDATES = rows(
    thing(
        {
            "update_id": WORDS,
            "service_request_id": ID,
            "status": {"enum": STATUSES},
            "updated_datetime": MOMENT,
            "description": {"type": "string"},
        },
        maybe={"media_url": {"anyOf": [ADDRESS, {"type": "null"}]}},
    )
)
