"""`POST /v1/compare` and its like: comparisons, plans and judgements, asked as in Python.

Each body has the keyword arguments of the method of `keyart.Store` that the route is named after.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from keyart.api import few_people
from keyart.api import judging_openapi as examples
from keyart.api.arguments import body_of, read_as
from keyart.api.asked import Asked
from keyart.api.context import context_of
from keyart.api.judging_openapi import answers
from keyart.api.logs import note
from keyart.api.security import access_of
from keyart.api.service import service_of
from keyart.insights import norms as norming
from keyart.insights import outliers as outlying
from keyart.insights.authenticity import Asked as AuthenticityAsked
from keyart.insights.authenticity import Rules, authenticity
from keyart.insights.catalogue import Context
from keyart.insights.comparison import Comparing, compare
from keyart.insights.comparison.result import plain
from keyart.insights.planning import Planning, plan_test
from keyart.query.question import Conditions

router = APIRouter(tags=["judgements"])


@dataclass(frozen=True, kw_only=True)
class Judging:
    """What all judgements may be asked: of which title, in which context."""

    title: str | None = None
    where: Conditions | None = None
    audience: str | None = None
    since: str | float | None = None
    until: str | float | None = None
    tz: str = Context.tz


@dataclass(frozen=True, kw_only=True)
class OfNorms(Judging):
    """The arguments of `Store.norms`."""

    asset: str | None = None
    measure: str = Context.measure


@dataclass(frozen=True, kw_only=True)
class OfOutliers(Judging):
    """The arguments of `Store.outliers`."""

    measure: str = Context.measure
    level: str | None = None
    against: str | None = None
    q: float = outlying.Rules.q
    effect: float = outlying.Rules.effect
    min_people: int = outlying.Least.people
    min_takes: float = outlying.Least.takes

    @property
    def asked(self) -> outlying.Asked:
        """The question."""
        least = outlying.Least(self.min_people, self.min_takes)
        rules = outlying.Rules(self.q, self.effect, least)
        return outlying.Asked(context_of(self), self.title, self.level, self.against, rules)


@dataclass(frozen=True, kw_only=True)
class OfAuthenticity(Judging):
    """The arguments of `Store.authenticity`, whose measures are its own."""

    asset: str | None = None
    audiences: tuple[str, ...] = ()
    by_audience: bool = False
    q: float = Rules.q

    @property
    def asked(self) -> AuthenticityAsked:
        """The question."""
        rules = Rules(q=self.q)
        return AuthenticityAsked(
            context_of(self), self.title, self.asset, self.audiences, self.by_audience, rules
        )


@router.post(
    "/v1/compare",
    summary="Say which asset wins, and whether to trust that",
    response_class=JSONResponse,
    responses=answers(examples.COMPARISON),
    openapi_extra=body_of(Comparing, {"title": "t1"}),
)
async def compared(request: Request) -> JSONResponse:
    """Compare assets. The body has the arguments of `store.compare`."""
    comparing = await read_as(Comparing, request)

    def found(asked: Asked) -> Mapping[str, Any]:
        whole = few_people.unless_few(lambda: asked.judge(compare, comparing))
        shown = few_people.comparison_shown(asked.access, whole)
        if shown is None:
            raise few_people.refusal("Compare assets that more people met, or in a wider context.")
        return shown.noted.to_dict()

    return await _answer(request, found)


@router.post(
    "/v1/plan",
    summary="Say how many people and days a test needs",
    response_class=JSONResponse,
    responses=answers(examples.PLAN),
    openapi_extra=body_of(Planning, {"title": "t1", "arms": 3, "mde": 0.1}),
)
async def planned(request: Request) -> JSONResponse:
    """Plan a test. The body has the arguments of `store.plan_test`."""
    planning = await read_as(Planning, request)

    def found(asked: Asked) -> Mapping[str, Any]:
        test = few_people.unless_few(lambda: asked.judge(plan_test, planning))
        shown = few_people.plan_shown(asked.ask, planning, test)
        if shown is None:
            raise few_people.refusal("Give rate and people_per_day by hand.")
        return shown.to_dict()

    return await _answer(request, found)


@router.post(
    "/v1/outliers",
    summary="Find what gets far more, or far less, than its like",
    response_class=JSONResponse,
    responses=answers(examples.OUTLIERS),
    openapi_extra=body_of(OfOutliers, {"level": "asset", "q": 0.1}),
)
async def outliers(request: Request) -> JSONResponse:
    """Find outliers. The body has the arguments of `store.outliers`, none of which is needed."""
    said = await read_as(OfOutliers, request)

    def found(asked: Asked) -> Mapping[str, Any]:
        whole = asked.judge(outlying.outliers, said.asked)
        return few_people.outliers_shown(asked.access, whole).noted.to_dict()

    return await _answer(request, found)


@router.post(
    "/v1/norms",
    summary="Say what an asset's kind gets, and where the asset stands",
    response_class=JSONResponse,
    responses=answers(examples.NORMS),
    openapi_extra=body_of(OfNorms, {"title": "t1", "measure": "take_rate"}),
)
async def norms(request: Request) -> JSONResponse:
    """Return norms. The body has the arguments of `store.norms`, none of which is needed."""
    said = await read_as(OfNorms, request)

    def found(asked: Asked) -> Mapping[str, Any]:
        context = context_of(said)
        whole = asked.judge(norming.norms, context, asset=said.asset, title=said.title)
        return few_people.norms_shown(asked, whole, said.title, said.asset).noted.to_dict()

    return await _answer(request, found)


@router.post(
    "/v1/authenticity",
    summary="Find clickbait and hidden gems",
    response_class=JSONResponse,
    responses=answers(examples.AUTHENTICITY),
    openapi_extra=body_of(OfAuthenticity, {"title": "t1", "by_audience": False}),
)
async def authentic(request: Request) -> JSONResponse:
    """Say which assets win plays and keep their viewers.

    The body has the arguments of `store.authenticity`, none of which is needed.
    """
    said = await read_as(OfAuthenticity, request)

    def found(asked: Asked) -> Mapping[str, Any]:
        whole = asked.judge(authenticity, said.asked)
        return few_people.authenticity_shown(asked.access, whole).noted.to_dict()

    return await _answer(request, found)


async def _answer(request: Request, found: Callable[[Asked], Mapping[str, Any]]) -> JSONResponse:
    """Answer by what is found in the newest version, with the rights of the request."""
    service, access = service_of(request), access_of(request)

    def work() -> Any:
        with service.snapshots.newest() as snapshot:
            note(request, version=snapshot.version)
            return plain(found(Asked(service, snapshot, access)))

    return JSONResponse(await service.scans.run(request, work))
