"""What OpenAPI says of the routes that take events."""

from keyart.api.event_bodies import ARROW_TYPE, LINES_TYPE
from keyart.api.openapi import Schema, errors

EXAMPLE = (
    '{"ts": "2026-03-01T18:00:00Z", "profile_id": "ann", "title_id": "heist",'
    ' "asset_id": "blue", "event_id": "i-1"}\n'
)

EVENTS_BODY: Schema = {
    "required": True,
    "content": {
        LINES_TYPE: {
            "schema": {"type": "string"},
            "example": EXAMPLE,
        },
        ARROW_TYPE: {"schema": {"type": "string", "format": "binary"}},
    },
}

_ACCOUNT: Schema = {
    "description": "What became of the rows, as far as it is known before they are published.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["rows", "accepted", "duplicate", "quarantined", "reasons"],
                "properties": {
                    **{
                        name: {"type": "integer", "minimum": 0}
                        for name in ("rows accepted duplicate updated conflict quarantined".split())
                    },
                    "reasons": {"type": "object", "additionalProperties": {"type": "integer"}},
                    "provisional": {"type": "boolean"},
                },
            },
            "example": {
                "rows": 3,
                "accepted": 2,
                "duplicate": 0,
                "updated": 0,
                "conflict": 0,
                "quarantined": 1,
                "reasons": {"bad_timestamp": 1},
                "provisional": True,
            },
        }
    },
}

EVENTS_ANSWERS: dict[int | str, Schema] = {
    200: _ACCOUNT,
    **errors(400, 401, 403, 408, 409, 413, 415, 429, 503),
}
