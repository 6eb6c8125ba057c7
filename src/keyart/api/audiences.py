"""`/v1/audiences`: what `store.audiences` has in Python, for whoever asks from elsewhere."""

from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from pydantic import StrictInt, StrictStr
from starlette.responses import JSONResponse

from keyart.api import few_people, openapi
from keyart.api.arguments import body_of, read_as
from keyart.api.limits import check_overlapping
from keyart.api.security import access_of, require_change
from keyart.api.service import Service, service_of
from keyart.core.errors import TooFewPeople
from keyart.curation import Audiences, Description
from keyart.query import Access

router = APIRouter(tags=["audiences"])

ERRORS = openapi.errors(400, 401, 403, 408, 413, 429, 503, 504)


@dataclass(frozen=True, kw_only=True)
class Named:
    """An audience that has a name."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Removed(Named):
    """One that is to go, and who says so."""

    owner: str | None = None


@dataclass(frozen=True, kw_only=True)
class Put(Named):
    """A list of profiles, by their ids."""

    profile_ids: tuple[StrictStr | StrictInt, ...]


@dataclass(frozen=True, kw_only=True)
class Saved(Named):
    """An expression that is to be a segment."""

    expression: str
    note: str | None = None
    owner: str | None = None


@dataclass(frozen=True, kw_only=True)
class Expressed:
    """An audience expression."""

    expression: str


@dataclass(frozen=True, kw_only=True)
class Several:
    """Several of them."""

    expressions: tuple[str, ...]


def answered(text: str, example: Any) -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI says of an answer, with an example, and of errors."""
    content = {"application/json": {"schema": {"type": "object"}, "example": example}}
    return {200: {"description": text, "content": content}, **ERRORS}


DESCRIBED = answered(
    "What there is to say about it; `profiles` is null where they are too few to be told.",
    {"name": "segment:binge", "profiles": 5210, "text": "binge()", "note": None},
)


@router.get(
    "/v1/audiences",
    summary="Name the audiences",
    response_class=JSONResponse,
    responses=answered("Their names.", {"audiences": ["list:vip", "segment:binge"]}),
)
async def names(request: Request) -> JSONResponse:
    """Return the names of lists, affinities and saved segments, in byte order."""
    return await answer(request, lambda audiences: {"audiences": audiences.list()})


@router.post(
    "/v1/audiences/show",
    summary="Describe an audience",
    response_class=JSONResponse,
    responses=DESCRIBED,
    openapi_extra=body_of(Named, {"name": "segment:binge"}),
)
async def show(request: Request) -> JSONResponse:
    """Return what there is to say about an audience that has a name."""
    said, access = await read_as(Named, request), access_of(request)
    return await answer(request, lambda audiences: _told(access, audiences.show(said.name)))


@router.post(
    "/v1/audiences/size",
    summary="Count the profiles that an expression means",
    response_class=JSONResponse,
    responses=answered("How many; null where too few to be told.", {"profiles": 5210}),
    openapi_extra=body_of(Expressed, {"expression": "segment:binge and not list:vip"}),
)
async def size(request: Request) -> JSONResponse:
    """Return how many profiles an expression means."""
    said, access = await read_as(Expressed, request), access_of(request)

    def found(audiences: Audiences) -> dict[str, Any]:
        return {"profiles": few_people.told(access, audiences.size(said.expression))}

    return await answer(request, found)


@router.post(
    "/v1/audiences/overlap",
    summary="Count what every two audiences have in common",
    response_class=JSONResponse,
    responses=answered(
        "Profiles in both of two, the size of one on the diagonal; profiles there are in all.",
        {"audiences": ["list:vip", "list:new"], "profiles": 9000, "both": [[80, 60], [60, 200]]},
    ),
    openapi_extra=body_of(Several, {"expressions": ["list:vip", "list:new"]}),
)
async def overlap(request: Request) -> JSONResponse:
    """Return how many profiles every two of several expressions have in common."""
    said, access = await read_as(Several, request), access_of(request)
    check_overlapping(said.expressions)

    def found(audiences: Audiences) -> dict[str, Any]:
        seen = audiences.overlap(said.expressions)
        if not few_people.overlap_shown(access, seen).all():
            raise TooFewPeople(hint="Ask for larger audiences, or for the size of each.")
        both = seen.both.tolist()
        return {"audiences": [*seen.audiences], "profiles": seen.profiles, "both": both}

    return await answer(request, found)


@router.post(
    "/v1/audiences/put",
    summary="Put a list of profiles",
    response_class=JSONResponse,
    responses=answered("How many profiles it has.", {"profiles": 2}),
    openapi_extra=body_of(Put, {"name": "list:vip", "profile_ids": ["ann", "bob"]}),
)
async def put(request: Request) -> JSONResponse:
    """Put a list of profiles in the place of that of the same name."""
    require_change(request)
    said, wait = await read_as(Put, request), service_of(request).settings.query_timeout

    def found(audiences: Audiences) -> dict[str, Any]:
        return {"profiles": audiences.put(said.name, said.profile_ids, wait=wait)}

    return await answer(request, found)


@router.post(
    "/v1/audiences/save",
    summary="Save an expression as a segment",
    response_class=JSONResponse,
    responses=DESCRIBED,
    openapi_extra=body_of(Saved, {"name": "segment:new", "expression": "list:new"}),
)
async def save(request: Request) -> JSONResponse:
    """Save an expression as a segment, in the place of that of the same name."""
    access = require_change(request)
    said, wait = await read_as(Saved, request), service_of(request).settings.query_timeout

    def found(audiences: Audiences) -> dict[str, Any]:
        saved = audiences.save(
            said.name, said.expression, note=said.note, owner=said.owner, wait=wait
        )
        return _told(access, saved)

    return await answer(request, found)


@router.post(
    "/v1/audiences/remove",
    summary="Remove a list or a saved segment",
    response_class=JSONResponse,
    responses={**answered("The name that it had.", {"name": "list:vip"}), **openapi.errors(409)},
    openapi_extra=body_of(Removed, {"name": "list:vip"}),
)
async def remove(request: Request) -> JSONResponse:
    """Remove a list or a saved segment of which no other is made."""
    require_change(request)
    said, wait = await read_as(Removed, request), service_of(request).settings.query_timeout

    def found(audiences: Audiences) -> dict[str, Any]:
        audiences.remove(said.name, owner=said.owner, wait=wait)
        return {"name": said.name}

    return await answer(request, found)


async def answer(request: Request, found: Callable[[Audiences], dict[str, Any]]) -> JSONResponse:
    """Answer by what is found of the audiences of the newest version."""
    service = service_of(request)

    def work() -> dict[str, Any]:
        with _audiences(service) as audiences:
            return found(audiences)

    return JSONResponse(await service.scans.run(request, work))


@contextmanager
def _audiences(service: Service) -> Generator[Audiences]:
    """Yield the audiences of the newest version, after a change those of the one it made."""
    with ExitStack() as held:
        yield Audiences(service.root, lambda: held.enter_context(service.snapshots.newest()))


def _told(access: Access, found: Description) -> dict[str, Any]:
    """Return a description without a number of too few people."""
    return {**found.to_dict(), "profiles": few_people.told(access, found.profiles)}
