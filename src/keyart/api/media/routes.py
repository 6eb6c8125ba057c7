"""`GET /v1/media/…`: the image or clip of an asset, and its thumbnails.

Only files that the assets table names, within the allowed folders, are sent, with the type that
their content has. The service fetches no address.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated, Literal

from fastapi import APIRouter, FastAPI, Path, Query, Request
from starlette.responses import Response

from keyart.api.media.files import MediaFinder
from keyart.api.media.ranges import not_modified, send_file
from keyart.api.openapi import Schema, errors
from keyart.media import MediaType, placeholder

CACHED = {"cache-control": "private, max-age=300, stale-while-revalidate=86400"}
"""How long browsers use their copy without asking, and then while they ask."""

WEBP = "image/webp"

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

AssetId = Annotated[str, Path(examples=["blue"])]
Width = Annotated[Literal["160", "320", "640", "1280"], Query(examples=["640"])]


@asynccontextmanager
async def _media_finder(app: FastAPI) -> AsyncGenerator[None]:
    app.state.media_finder = MediaFinder(app.state.service)
    yield


router = APIRouter(tags=["media"], lifespan=_media_finder)


@router.head("/v1/media/{asset_id:path}/thumbnail", include_in_schema=False)
@router.get(
    "/v1/media/{asset_id:path}/thumbnail",
    summary="A small picture of an asset",
    response_class=Response,
    responses=THUMBNAIL_ANSWERS,
)
async def thumbnail(request: Request, asset_id: AssetId, width: Width = "320") -> Response:
    """Answer a WebP picture of that width, its aspect kept, made once; of a clip, a frame of it.

    Where clips cannot be read it is a placeholder, which browsers do not keep.
    """
    finder: MediaFinder = request.app.state.media_finder
    file = await finder.find(asset_id, still=True)
    headers = {**CACHED, **file.headers(int(width))}
    same = not_modified(request, Response(headers=headers).headers)
    if same is not None:
        return same
    picture = await finder.thumbnail(file, int(width))
    if picture is None:
        return Response(placeholder(int(width)), media_type=WEBP)
    return Response(picture, headers=headers, media_type=WEBP)


@router.head("/v1/media/{asset_id:path}", include_in_schema=False)
@router.get(
    "/v1/media/{asset_id:path}",
    summary="The picture or clip of an asset",
    response_class=Response,
    responses=FILE_ANSWERS,
)
async def media(request: Request, asset_id: AssetId) -> Response:
    """Send the file that the asset's `uri` names, or a range of it.

    An asset whose `uri` is an address of the web has no file here: browsers load it from there if
    its origin is among `media_origins`.
    """
    finder: MediaFinder = request.app.state.media_finder
    file = await finder.find(asset_id)
    headers = {**CACHED, **file.headers()}
    return send_file(request, file.path, file.state, file.kind, headers)
