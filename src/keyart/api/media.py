"""`GET /v1/media/…`: the picture or clip of an asset, and small pictures of it.

Only files that the assets table names, within the allowed folders, and only as what they truly
are. The service fetches no address.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated, Literal

from fastapi import APIRouter, FastAPI, Path, Query, Request
from starlette.responses import Response

from keyart.api.media_openapi import FILE_ANSWERS, THUMBNAIL_ANSWERS
from keyart.api.ranges import not_modified, send_file
from keyart.api.showing import Showing
from keyart.media import placeholder

CACHED = {"cache-control": "private, max-age=300, stale-while-revalidate=86400"}
"""How long browsers show what they have without asking, and then while they ask."""

WEBP = "image/webp"

AssetId = Annotated[str, Path(examples=["blue"])]
Width = Annotated[Literal["160", "320", "640", "1280"], Query(examples=["640"])]


@asynccontextmanager
async def _showing(app: FastAPI) -> AsyncGenerator[None]:
    app.state.showing = Showing(app.state.service)
    yield


router = APIRouter(tags=["media"], lifespan=_showing)


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
    showing: Showing = request.app.state.showing
    found = await showing.find(asset_id, still=True)
    headers = {**CACHED, **found.headers(int(width))}
    same = not_modified(request, Response(headers=headers).headers)
    if same is not None:
        return same
    made = await showing.thumbnail(found, int(width))
    if made is None:
        return Response(placeholder(int(width)), media_type=WEBP)
    return Response(made, headers=headers, media_type=WEBP)


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
    showing: Showing = request.app.state.showing
    found = await showing.find(asset_id)
    headers = {**CACHED, **found.headers()}
    return send_file(request, found.path, found.state, found.kind, headers)
