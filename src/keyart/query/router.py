"""The choice of the engine that answers, with the reason."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Protocol

from keyart.core.errors import UnknownName
from keyart.query.access import Access
from keyart.query.engine import AnswerSource, Engine
from keyart.query.planning.plan import Plan
from keyart.query.request import Query
from keyart.store import Snapshot

ENGINES = {
    "native": ("keyart.query.native", "NativeEngine"),
    "duckdb": ("keyart.query.duckdb_engine", "DuckDBEngine"),
    "druid": ("keyart.query.druid_engine", "DruidEngine"),
}
"""The module and class of each engine, by name; the first is the default.

An engine is imported when it first answers: DuckDB's needs sqlglot, which takes longer to import
than the default engine takes to answer.
"""


class RouteReason(StrEnum):
    """Why an engine or the feed was chosen: `meta.reason`."""

    DEFAULT = "default"
    """Default engine."""
    ASKED = "asked"
    """The query names it."""
    FEW = "too_few_people"
    """The answer is about too few people, so the engine is not told."""
    FEED = "feed"
    """The feed has the answer ready."""
    NO_FEED = "no_feed"
    """There is no feed yet."""
    FEED_VERSION = "feed_of_other_version"
    """The feed is for another version than the query."""
    FEED_ROWS = "access_restricts_rows"
    """The reader may not see all rows, and the feed counts all."""
    FEED_TIME = "feed_has_no_time"
    """The feed has figures of all time; the query is by time or for a range."""
    FEED_AUDIENCE = "feed_has_no_audience"
    """The feed counts everybody; the query is about an audience."""
    FEED_DIMENSION = "feed_lacks_dimension"
    """The feed has figures by title, asset and phase; the query needs another dimension."""
    FEED_MEASURE = "feed_lacks_measure"
    """The feed was made before one of the measures was declared."""
    FEED_GROUPS = "feed_lacks_groups"
    """People in several of the feed's groups would have to be counted together."""


@dataclass(frozen=True)
class Route:
    """Who answers, and why."""

    engine: AnswerSource
    reason: RouteReason


FEED_INDEPENDENT = (
    RouteReason.DEFAULT,
    RouteReason.ASKED,
    RouteReason.FEED_ROWS,
    RouteReason.FEED_TIME,
    RouteReason.FEED_AUDIENCE,
    RouteReason.FEED_DIMENSION,
)
"""Reasons that do not depend on which feed there is."""


class ReadyAnswers(Protocol):
    """Answers computed in advance: the feed."""

    @property
    def file(self) -> str:
        """The file that identifies this feed."""
        ...

    def prepare(self, snapshot: Snapshot, plan: Plan, /) -> Route:
        """Return the route to the ready answer, or to the default engine with the reason."""
        ...

    def is_quick(self, query: Query, /) -> bool:
        """Return whether a ready answer would need few rows."""
        ...


class NoFeed:
    """Stands for the feed while there is none."""

    file = "none"

    def prepare(self, _snapshot: Snapshot, _plan: Plan, /) -> Route:
        """Return the default engine."""
        return default_route(RouteReason.NO_FEED)

    def is_quick(self, _query: Query, /) -> bool:
        """Return False: no answer is ready."""
        return False


def route(query: Query) -> Route:
    """Return the engine for `query`; raises `UnknownName` for an unknown engine."""
    if query.engine is None:
        return default_route(RouteReason.DEFAULT)
    if query.engine not in ENGINES:
        raise UnknownName("engine", query.engine, ENGINES)
    return Route(engine(query.engine), RouteReason.ASKED)


def choose_route(
    snapshot: Snapshot, access: Access, plan: Plan, feed: ReadyAnswers | None
) -> Route:
    """Return who answers `plan`: the engine that it names, else the feed if it can.

    Raises `UnknownName` for an unknown engine.
    """
    if feed is None or plan.query.engine is not None:
        return route(plan.query)
    if access.where:
        return default_route(RouteReason.FEED_ROWS)
    return feed.prepare(snapshot, plan)


def default_route(reason: RouteReason) -> Route:
    """Return the default engine, with a reason."""
    return Route(engine(next(iter(ENGINES))), reason)


@cache
def engine(name: str) -> Engine:
    """Return the engine called `name`, one of `ENGINES`."""
    module, class_name = ENGINES[name]
    instance: Engine = getattr(import_module(module), class_name)()
    return instance
