"""`POST /v1/query`: one question, its rows, totals, and where they come from.

Its body is derived from `Query`. The route is written by hand, because an answer is a table of any
columns, as JSON or as an Arrow stream.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from keyart.api.context import read_object
from keyart.api.logs import note_answer
from keyart.api.openapi import Schema, errors
from keyart.api.questions.models import arguments_schema
from keyart.api.security.guard import access_of
from keyart.api.service import service_of
from keyart.query import Query, Result
from keyart.query.output.encoding import RowFormat, answer_arrow, answer_json

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

BODY: Schema = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"title": "Question", **arguments_schema(Query)},
            "examples": dict(EXAMPLES),
        }
    },
}

META: Schema = {
    "type": "object",
    "description": "Where the answer comes from, and how exact it is.",
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
    "description": "Rows in the requested order, times as ISO 8601 text; totals over all of them.",
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

router = APIRouter(tags=["questions"])


@router.post(
    "/v1/query",
    summary="Answer a question",
    response_class=Response,
    responses={200: ANSWER, **errors(400, 401, 403, 408, 413, 429, 504)},
    openapi_extra={"requestBody": BODY},
)
async def query(request: Request) -> Response:
    """Answer one question about the store.

    The body is what `Query.to_dict()` gives in Python: the same names, values and defaults. With
    `Accept: application/vnd.apache.arrow.stream` the rows come as an Arrow stream, whose schema's
    metadata have totals and meta as a JSON object under `keyart`.
    """
    service, access = service_of(request), access_of(request)
    in_arrow = RowFormat.ARROW.media_type in request.headers.get("accept", "")
    question = Query.from_dict(await read_object(request))

    def encode(result: Result) -> bytes:
        note_answer(request, question, result)
        return answer_arrow(result) if in_arrow else answer_json(result)

    media_type = RowFormat.ARROW.media_type if in_arrow else "application/json"
    ready = service.at_hand(access, question)
    if ready is not None:
        return Response(encode(ready), media_type=media_type)
    content = await service.scans.run(request, lambda: encode(service.ask(access, question)))
    return Response(content, media_type=media_type)
