"""What OpenAPI says of the routes that show media."""

from keyart.api.openapi import Schema, errors
from keyart.media import MediaType

_BYTES: Schema = {"schema": {"type": "string", "format": "binary"}}

_UNCHANGED: Schema = {"description": "What the browser has still holds."}

_FILE: Schema = {kind.value: _BYTES for kind in MediaType}

FILE_ANSWERS: dict[int | str, Schema] = {
    200: {"description": "The file.", "content": _FILE},
    206: {"description": "The range of the file that was asked for.", "content": _FILE},
    304: _UNCHANGED,
    **errors(401, 403, 404, 416, 429, 503),
}

THUMBNAIL_ANSWERS: dict[int | str, Schema] = {
    200: {"description": "The picture.", "content": {MediaType.WEBP.value: _BYTES}},
    304: _UNCHANGED,
    **errors(400, 401, 403, 404, 429, 503),
}
