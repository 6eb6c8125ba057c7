"""Which engine answers, and why."""

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
"""Where each engine is, by name; the first answers unless another is asked for.

An engine is imported when it first answers: DuckDB's needs sqlglot, which takes longer to import
than the other one takes to answer.
"""


class RouteReason(StrEnum):
    """Why an engine was chosen, or the feed; stands in `meta.reason`."""

    DEFAULT = "default"
    """Nothing spoke for another than the first engine."""
    ASKED = "asked"
    """The question names it."""
    FEW = "too_few_people"
    """The answer is about too few people, so it does not matter who gave it."""
    FEED = "feed"
    """The feed holds the answer ready."""
    NO_FEED = "no_feed"
    """There is no feed yet."""
    FEED_VERSION = "feed_of_other_version"
    """The feed is of another version than the one that is asked."""
    FEED_ROWS = "access_restricts_rows"
    """Whoever asks may not see all rows, and the feed counts all."""
    FEED_TIME = "feed_has_no_time"
    """The feed holds figures of all time, and the question is by time or of a range."""
    FEED_AUDIENCE = "feed_has_no_audience"
    """The feed counts everybody, and the question is of an audience."""
    FEED_DIMENSION = "feed_lacks_dimension"
    """The feed holds figures by title, asset and phase; the question needs another dimension."""
    FEED_MEASURE = "feed_lacks_measure"
    """The feed was made before one of the measures was declared."""
    FEED_GROUPS = "feed_lacks_groups"
    """People of several of the feed's groups would have to be counted together."""


@dataclass(frozen=True)
class Route:
    """Who answers, and the reason why it was chosen."""

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
"""Reasons that hold whichever feed there is."""


class ReadyAnswers(Protocol):
    """Answers that lie ready: the feed."""

    @property
    def file(self) -> str:
        """What tells this feed from others."""
        ...

    def prepare(self, snapshot: Snapshot, plan: Plan, /) -> Route:
        """Return who has the answer to `plan` ready, or the first engine and why nobody has."""
        ...

    def is_quick(self, query: Query, /) -> bool:
        """Return whether the answer, if it is ready, takes a look at few rows."""
        ...


class NoFeed:
    """The feed while there is none."""

    file = "none"

    def prepare(self, _snapshot: Snapshot, _plan: Plan, /) -> Route:
        """Return the first engine."""
        return default_route(RouteReason.NO_FEED)

    def is_quick(self, _query: Query, /) -> bool:
        """Return that it is not: there is no answer."""
        return False


def route(query: Query) -> Route:
    """Return the engine for `query`; raises `UnknownName` if it asks for one that is not."""
    if query.engine is None:
        return default_route(RouteReason.DEFAULT)
    if query.engine not in ENGINES:
        raise UnknownName("engine", query.engine, ENGINES)
    return Route(engine(query.engine), RouteReason.ASKED)


def choose_route(
    snapshot: Snapshot, access: Access, plan: Plan, feed: ReadyAnswers | None
) -> Route:
    """Return who answers `plan`: the engine that it asks for, else the feed where it can.

    Raises `UnknownName` if it asks for an engine that is not.
    """
    if feed is None or plan.query.engine is not None:
        return route(plan.query)
    if access.where:
        return default_route(RouteReason.FEED_ROWS)
    return feed.prepare(snapshot, plan)


def default_route(reason: RouteReason) -> Route:
    """Return the first engine, for a reason."""
    return Route(engine(next(iter(ENGINES))), reason)


@cache
def engine(name: str) -> Engine:
    """Return the engine called `name`, one of `ENGINES`."""
    module, cls = ENGINES[name]
    made: Engine = getattr(import_module(module), cls)()
    return made
