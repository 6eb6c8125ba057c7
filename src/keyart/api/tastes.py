"""`/v1/audiences`, what is known of tastes: affinities, their model card, audiences explored."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from keyart.api import few_people
from keyart.api.arguments import body_of, read_as
from keyart.api.audiences import Named, answer, answered
from keyart.api.security import access_of, require_change
from keyart.api.service import service_of
from keyart.core.errors import TooFewPeople
from keyart.curation import Audiences

router = APIRouter(tags=["audiences"])


@dataclass(frozen=True, kw_only=True)
class Explored:
    """An audience expression, the zone of the hours of its week, and what indexes count.

    Indexes compare shares of `of`: `plays` or `hours`.
    """

    expression: str
    tz: str = "UTC"
    of: str = "plays"


@dataclass(frozen=True, kw_only=True)
class OfFit:
    """The number of a fit, the newest by default."""

    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class Renamed(Named):
    """An affinity that is to be called otherwise, and who says so."""

    new: str
    owner: str | None = None


INDEX = {
    "value": "heist", "label": "heist", "profiles": 800, "watched": 0.4, "watched_base": 0.2,
    "share": 0.24, "base": 0.06,
}  # fmt: skip
EXPLORED = {
    "name": "affinity:heist-thrillers", "label": "Heist Thrillers", "profiles": 2000,
    "share": 0.2, "growth": [{"fit": 1, "profiles": 2000}],
    "indexes": {"tag": [{**INDEX, "index": 400.0, "low": 380.0, "high": 421.0}]},
    "top_titles": [{"title": "t1", "name": "The Heist", "profiles": 1500}], "nearest": [],
    "returns": [{"days": 7, "active": 9000, "rate": 0.31}],
    "returns_of_all": [{"days": 7, "active": 60000, "rate": 0.22}],
}  # fmt: skip


@router.post(
    "/v1/audiences/explore",
    summary="See an audience from all sides",
    response_class=JSONResponse,
    responses=answered("What there is to know about it.", EXPLORED),
    openapi_extra=body_of(Explored, {"expression": "segment:binge", "tz": "Europe/Berlin"}),
)
async def explore(request: Request) -> JSONResponse:
    """Return what over-indexes, growth, neighbours, and how many come back."""
    said, access = await read_as(Explored, request), access_of(request)

    def found(audiences: Audiences) -> dict[str, Any]:
        whole = audiences.explore(said.expression, tz=said.tz, of=said.of, access=access)
        shown = few_people.exploration_shown(access, whole)
        if shown is None:
            raise TooFewPeople(hint="Explore a larger audience.")
        return shown.to_dict()

    return await answer(request, found)


@router.post(
    "/v1/audiences/affinities",
    summary="List the affinities of a fit",
    response_class=JSONResponse,
    responses=answered(
        "They, the largest first; those that too few people have are left out.",
        {"affinities": [{"id": "affinity:heist-thrillers", "name": "Heist Thrillers"}]},
    ),
    openapi_extra=body_of(OfFit, {"version": None}),
)
async def affinities(request: Request) -> JSONResponse:
    """Return the affinities of a fit with all that marks and defines them."""
    said, access = await read_as(OfFit, request), access_of(request)

    def found(audiences: Audiences) -> dict[str, Any]:
        whole = audiences.affinities(said.version)
        shown = [one.to_dict() for one in whole if one.members >= access.min_cell]
        return {"affinities": shown}

    return await answer(request, found)


@router.post(
    "/v1/audiences/card",
    summary="Return the model card of a fit",
    response_class=JSONResponse,
    responses=answered(
        "What it learnt from, how good it is, what it must not be used for; numbers of too few"
        " people are null.",
        {"fit": 1, "method": "…", "affinities": [], "must_not_be_used": []},
    ),
    openapi_extra=body_of(OfFit, {"version": None}),
)
async def card(request: Request) -> JSONResponse:
    """Return the model card of the affinities."""
    said, access = await read_as(OfFit, request), access_of(request)
    return await answer(
        request,
        lambda audiences: few_people.card_shown(access, audiences.card(said.version)).to_dict(),
    )


@router.post(
    "/v1/audiences/rename",
    summary="Call an affinity otherwise",
    response_class=JSONResponse,
    responses=answered("Its id, which stays.", {"name": "affinity:heist-thrillers"}),
    openapi_extra=body_of(Renamed, {"name": "affinity:heist-thrillers", "new": "Capers"}),
)
async def rename(request: Request) -> JSONResponse:
    """Give an affinity a name of people's own, which later fits keep."""
    require_change(request)
    said, wait = await read_as(Renamed, request), service_of(request).settings.query_timeout

    def found(audiences: Audiences) -> dict[str, Any]:
        audiences.rename(said.name, said.new, owner=said.owner, wait=wait)
        return {"name": said.name}

    return await answer(request, found)
