"""What the service says of itself in OpenAPI beside what its routes say: questions and errors."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field

Schema = dict[str, Any]

_NAMES: Schema = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
_BOUND: Schema = {"type": ["string", "number", "null"]}
_FLAG: Schema = {"type": "boolean", "default": False}
_TEXT: Schema = {"type": ["string", "null"]}
_CONDITIONS: Schema = {
    "type": "object",
    "additionalProperties": True,
    "description": "By name: a value, a list of values (null is the missing one), "
    '{"not": value or list}, or {"from": low, "to": high}, half-open.',
}


def _said(schema: Schema, text: str) -> Schema:
    return {**schema, "description": text}


QUESTION: Schema = {
    "type": "object",
    "title": "Question",
    "required": ["measures"],
    "additionalProperties": False,
    "properties": {
        "measures": {**_said(_NAMES, "What is counted."), "minItems": 1},
        "by": _said(_NAMES, "Dimensions whose values make the rows."),
        "where": _CONDITIONS,
        "audience": _said(_TEXT, "An audience expression: only rows of its members count."),
        "audiences": {
            "type": ["array", "null"],
            "items": {"type": "string"},
            "description": 'Which audiences are groups, where by names "audience".',
        },
        "audiences_version": {"type": ["integer", "null"], "minimum": 1},
        "since": _said(_BOUND, "The first instant that counts; ISO text or epoch number."),
        "until": _said(_BOUND, "The first instant that counts no more."),
        "grain": _said(_TEXT, "hour, day, week, month, quarter or year."),
        "tz": {"type": "string", "default": "UTC", "description": "An IANA time zone."},
        "having": _said(_CONDITIONS, "Conditions on measures, which rows must meet."),
        "order": _said(_NAMES, "Columns to sort by; with a minus before, downwards."),
        "limit": {"type": ["integer", "null"], "minimum": 0},
        "intervals": {
            "type": ["boolean", "number"],
            "default": False,
            "description": "true for 95%, or a confidence between 0 and 1.",
        },
        "labels": _said(_FLAG, "Names beside ids."),
        "include_empty": _said(_FLAG, "Rows for what the catalogue has and no event."),
        "fill": _said(_FLAG, "Rows for buckets of time without events."),
        "co_values": _said(_FLAG, "The other values of a multi-valued dimension, too."),
        "engine": _said(_TEXT, "native, duckdb or druid; null lets the service choose."),
    },
}

EXAMPLES: Mapping[str, Any] = {
    "assets": {
        "summary": "Which artwork of a title works?",
        "value": {
            "measures": ["reach", "viewers", "take_rate"],
            "by": ["asset"],
            "where": {"title": "t1", "country": ["DE", "LU"]},
            "order": ["-take_rate"],
            "intervals": True,
            "labels": True,
        },
    },
    "weeks": {
        "summary": "Hours viewed by week",
        "value": {"measures": ["hours_viewed"], "grain": "week", "tz": "Europe/Berlin"},
    },
}

QUESTION_BODY: Schema = {
    "required": True,
    "content": {"application/json": {"schema": QUESTION, "examples": dict(EXAMPLES)}},
}

META: Schema = {
    "type": "object",
    "description": "Where the answer comes from and what it is worth.",
    "required": ["answered_by", "reason", "exact", "rows_scanned", "ms", "version", "notes"],
    "properties": {
        "answered_by": {"type": "string"},
        "reason": {"type": "string"},
        "exact": {"type": "boolean"},
        "error_bound": {"type": "number"},
        "confidence": {"type": "number"},
        "rows_scanned": {"type": "integer"},
        "ms": {"type": "number"},
        "as_of": {"type": ["string", "null"], "format": "date-time"},
        "complete_until": {"type": ["string", "null"], "format": "date-time"},
        "version": {"type": "integer"},
        "audiences_version": {"type": "integer"},
        "notes": {"type": "array", "items": {"type": "string"}},
    },
}

ANSWER: Schema = {
    "description": "Rows in the order asked for, times as ISO text; totals over all of them.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["rows", "totals", "meta"],
                "properties": {
                    "rows": {"type": "array", "items": {"type": "object"}},
                    "totals": {"type": "object"},
                    "meta": META,
                },
            },
            "example": {
                "rows": [{"asset": "blue", "reach": 1200, "viewers": 90, "take_rate": 0.075}],
                "totals": {"reach": 1900, "viewers": 121, "take_rate": 0.0637},
                "meta": {
                    "answered_by": "native",
                    "reason": "default",
                    "exact": True,
                    "error_bound": 0.0,
                    "confidence": 1.0,
                    "rows_scanned": 2310,
                    "ms": 1.9,
                    "as_of": "2026-03-02T21:30:00+00:00",
                    "complete_until": "2026-03-01T21:30:00+00:00",
                    "version": 3,
                    "audiences_version": 0,
                    "notes": [],
                },
            },
        },
        "application/vnd.apache.arrow.stream": {"schema": {"type": "string", "format": "binary"}},
    },
}


class ErrorDetail(BaseModel):
    """What is wrong, and what to do about it."""

    code: str = Field(description="Which error it is; it does not change.")
    message: str = Field(description="What is wrong.")
    hint: str = Field(description="What to do about it.")


class Error(BaseModel):
    """The one shape of errors."""

    error: ErrorDetail


_MEANING: Mapping[int, tuple[str, str]] = {
    400: ("The request cannot be answered as it is.", "unknown_name"),
    401: ("No token, or none that is known.", "no_token"),
    403: ("The token does not allow it, or the page that asks is a stranger's.", "bad_origin"),
    404: ("There is no such thing.", "not_found"),
    408: ("The body came too slowly.", "body_timeout"),
    409: ("What is there already does not allow it.", "audience_in_use"),
    413: ("The body is too large.", "body_too_large"),
    415: ("The body is of no kind that is read here.", "unsupported_media_type"),
    416: ("The file has no such range; Content-Range says its size.", "range_not_satisfiable"),
    429: ("Too many requests: wait as Retry-After says.", "too_busy"),
    503: ("The store cannot be used now.", "store_busy"),
    504: ("The question took longer than it may.", "query_timeout"),
}


def answer(text: str, example: Any) -> dict[int | str, Schema]:
    """Return what OpenAPI says of an answer, beside the types that its route gives."""
    return {200: {"description": text, "content": {"application/json": {"example": example}}}}


def errors(*statuses: int) -> dict[int | str, Schema]:
    """Return what OpenAPI says of some error statuses."""
    return {status: _error(*_MEANING[status]) for status in statuses}


def _error(meaning: str, code: str) -> Schema:
    example = {"error": {"code": code, "message": meaning, "hint": "What to do about it."}}
    return {
        "description": meaning,
        "model": Error,
        "content": {"application/json": {"example": example}},
    }


def _parameter(name: str, schema: Schema, text: str, example: Any = None) -> Schema:
    found: Schema = {"name": name, "in": "query", "description": text, "schema": schema}
    return found if example is None else {**found, "example": example}


_IN_ADDRESS: Mapping[str, str] = {
    "measures": "Names with commas between them.",
    "by": "Names with commas between them.",
    "order": "Names with commas between them.",
    "where": "A JSON object.",
    "having": "A JSON object.",
    "audiences": "Once for each audience.",
}


_PART_EXAMPLES: Mapping[str, str] = {
    "measures": "reach,take_rate",
    "by": "asset,country",
    "where": '{"title": "t1"}',
    "audience": "not segment:heavy",
    "audiences": "segment:heavy",
    "audiences_version": "1",
    "since": "2026-03-01",
    "until": "2026-04-01",
    "grain": "day",
    "tz": "Europe/Berlin",
    "having": '{"reach": {"from": 1000}}',
    "order": "-take_rate",
    "limit": "100",
    "intervals": "true",
    "labels": "true",
    "include_empty": "false",
    "fill": "true",
    "co_values": "false",
    "engine": "native",
}


def _part(name: str, schema: Schema) -> Schema:
    said = " ".join(filter(None, (schema.get("description"), _IN_ADDRESS.get(name))))
    text = said or f"As {name} of a question."
    return _parameter(name, {"type": "string"}, text, _PART_EXAMPLES[name])


EXPORT_PARAMETERS: list[Schema] = [
    _parameter(
        "format",
        {"type": "string", "enum": ["csv", "jsonl", "parquet", "arrow"], "default": "csv"},
        "How rows are written.",
        "parquet",
    ),
    _parameter(
        "raw",
        {"type": "string", "enum": ["exposure", "viewing", "quarantine"]},
        "What is stored, instead of an answer: a family of facts, or rejected rows.",
        "exposure",
    ),
    _parameter(
        "query",
        {"type": "string"},
        "A whole question as a JSON object, instead of its parts.",
        '{"measures": ["reach", "take_rate"], "by": ["asset"]}',
    ),
    *(_part(name, schema) for name, schema in QUESTION["properties"].items()),
]

EXPORTED: Schema = {
    "description": "The rows, streamed.",
    "content": {
        "text/csv": {"schema": {"type": "string"}, "example": "asset,reach\nblue,1200\n"},
        "application/x-ndjson": {
            "schema": {"type": "string"},
            "example": '{"asset":"blue","reach":1200}\n',
        },
        "application/vnd.apache.parquet": {"schema": {"type": "string", "format": "binary"}},
        "application/vnd.apache.arrow.stream": {"schema": {"type": "string", "format": "binary"}},
    },
}
