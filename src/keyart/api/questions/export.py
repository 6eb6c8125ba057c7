"""`GET /v1/export`: any answer, facts and rejected rows, whole, as they are read."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, get_args

import pyarrow as pa
from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import StreamingResponse

from keyart.api.logs import note, note_answer
from keyart.api.openapi import Schema, errors
from keyart.api.security.guard import access_of, require_raw
from keyart.api.service import Service, service_of
from keyart.core.errors import BadQuestion, UnknownName
from keyart.core.facts import Family
from keyart.core.json_object import json_object
from keyart.core.ranges import out_of_range
from keyart.core.request import Argument, arguments_of
from keyart.core.settings import read_flag, read_number, read_whole_number
from keyart.query import Query
from keyart.query.exports import facts_schema, read_facts, read_rejected
from keyart.query.output.encoding import RowFormat, encode
from keyart.store import QUARANTINE_SCHEMA, Snapshot

router = APIRouter(tags=["export"])

ROWS = 1 << 16
"""Rows of an answer that are written at once."""

QUARANTINE = "quarantine"

RAW = (*Family, QUARANTINE)
"""Raw rows that can be exported."""

_NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,10})?")

EXPORT_PARAMETERS = ("format", "query", "raw")


_EXAMPLES: Mapping[str, str] = {
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


def _parameter(name: str, schema: Schema, text: str, example: str) -> Schema:
    return {"name": name, "in": "query", "description": text, "schema": schema, "example": example}


def _part(argument: Argument) -> Schema:
    """Return the OpenAPI schema of a part of a question in the address."""
    text = argument.doc
    if argument.name == "audiences":
        text += " Once for each audience."
    elif argument.is_list:
        text += " Names separated by commas."
    elif argument.is_mapping:
        text += " A JSON object."
    return _parameter(argument.name, {"type": "string"}, text, _EXAMPLES[argument.name])


PARAMETERS = [
    _parameter(
        "format",
        {"type": "string", "enum": [*RowFormat], "default": RowFormat.CSV},
        "How rows are written.",
        "parquet",
    ),
    _parameter(
        "raw",
        {"type": "string", "enum": [*RAW]},
        "Export raw rows instead of an answer: a family of facts, or rejected rows.",
        "exposure",
    ),
    _parameter(
        "query",
        {"type": "string"},
        "A whole question as a JSON object, instead of its parts.",
        '{"measures": ["reach", "take_rate"], "by": ["asset"]}',
    ),
    *map(_part, arguments_of(Query)),
]


@router.get(
    "/v1/export",
    summary="Export an answer, facts or rejected rows as a file",
    response_class=StreamingResponse,
    responses={200: EXPORTED, **errors(400, 401, 403, 429, 504)},
    openapi_extra={"parameters": PARAMETERS},
)
async def export(request: Request) -> StreamingResponse:
    """Stream all rows of a question, of a family of facts, or of quarantine: there is no cap.

    The question stands in the parameters, or as one JSON object in `query`.
    """
    parameters = request.query_params
    form = _form(parameters.get("format", RowFormat.CSV))
    raw = parameters.get("raw")
    if raw is None:
        return await _answer(request, question_of(parameters), form)
    if raw not in RAW:
        raise UnknownName("kind of raw rows", raw, RAW)
    if set(parameters) - {"format", "raw", "token"}:
        raise BadQuestion("Raw rows are exported whole.", hint="Omit the question, or raw.")
    require_raw(request)
    note(request, export=raw)
    return _file(_raw(service_of(request), raw, form), raw, form)


async def _answer(request: Request, question: Query, form: RowFormat) -> StreamingResponse:
    service, access = service_of(request), access_of(request)
    result = await service.scans.run(request, lambda: service.ask(access, question))
    note_answer(request, question, result)
    table = result.table
    return _file(encode(table.schema, table.to_batches(ROWS), form), "answer", form)


def _raw(service: Service, raw: str, form: RowFormat) -> Iterator[bytes]:
    with service.snapshots.newest() as snapshot:
        schema, batches = _rows(snapshot, raw)
        yield from encode(schema, batches, form)


def _rows(snapshot: Snapshot, raw: str) -> tuple[pa.Schema, Iterable[pa.RecordBatch]]:
    if raw == QUARANTINE:
        return QUARANTINE_SCHEMA, read_rejected(snapshot)
    family = Family(raw)
    return facts_schema(snapshot, family), read_facts(snapshot, family)


def _file(content: Iterator[bytes], name: str, form: RowFormat) -> StreamingResponse:
    disposition = f'attachment; filename="keyart-{name}.{form}"'
    headers = {"content-disposition": disposition}
    return StreamingResponse(content, headers=headers, media_type=form.media_type)


def _form(text: str) -> RowFormat:
    if text not in tuple(RowFormat):
        raise UnknownName("format", text, RowFormat)
    return RowFormat(text)


def question_of(parameters: QueryParams) -> Query:
    """Return the question in the parameters of an address; raises `BadQuestion`, `UnknownName`."""
    named = {
        name: parameters.getlist(name)
        for name in parameters
        if name not in {*EXPORT_PARAMETERS, "token"}
    }
    if "query" in parameters:
        if named:
            raise BadQuestion(
                f"query holds the whole question; {', '.join(named)} cannot be given with it.",
                hint="Put that into the object.",
            )
        return Query.from_dict(json_object(parameters["query"]))
    for name in named:
        if name not in _READ:
            raise UnknownName("parameter", name, (*_READ, *EXPORT_PARAMETERS))
    return Query.from_dict({name: _read(name, entries) for name, entries in named.items()})


def _read(name: str, entries: list[str]) -> Any:
    read = _READ[name]
    if read is not _names and name != "audiences" and len(entries) > 1:
        raise BadQuestion(f"{name} is given twice.", hint="Once is enough.")
    try:
        return read(entries)
    except ValueError as error:
        raise out_of_range(name, entries[0], str(error)) from None


def _names(entries: list[str]) -> list[str]:
    return [name for text in entries for name in text.split(",") if name]


def _object(entries: list[str]) -> Mapping[str, Any]:
    return json_object(entries[0])


def _intervals(entries: list[str]) -> bool | float:
    try:
        return read_flag(entries[0])
    except ValueError:
        return read_number(entries[0])


def _bound(entries: list[str]) -> str | float:
    """Return a bound: an epoch number, or text."""
    return float(entries[0]) if _NUMBER.fullmatch(entries[0]) else entries[0]


def _reader(argument: Argument) -> Callable[[list[str]], Any]:
    """Return the function that reads a part of a question from the address."""
    if argument.is_list:  # audiences are expressions, which have commas of their own
        return list if argument.name == "audiences" else _names
    if argument.is_mapping:
        return _object
    if argument.name == "intervals":
        return _intervals
    if argument.type is int:
        return lambda entries: read_whole_number(entries[0])
    if argument.type is bool:
        return lambda entries: read_flag(entries[0])
    return _bound if float in get_args(argument.type) else lambda entries: entries[0]


ARGUMENTS = {argument.name: argument for argument in arguments_of(Query)}
_READ = {name: _reader(argument) for name, argument in ARGUMENTS.items()}
"""How each part of a question is read from the address."""
