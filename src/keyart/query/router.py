"""Which engine answers, and why."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module

from keyart.core.errors import UnknownName
from keyart.query.engine import Engine
from keyart.query.question import Query

ENGINES = {
    "native": ("keyart.query.native", "Native"),
    "duckdb": ("keyart.query.duckdb_engine", "DuckDB"),
}
"""Where each engine is, by name; the first answers unless another is asked for.

An engine is imported when it first answers: DuckDB's needs sqlglot, which takes longer to import
than the other one takes to answer.
"""


class Reason(StrEnum):
    """Why an engine was chosen; stands in `meta.reason`."""

    DEFAULT = "default"
    """Nothing spoke for another than the first engine."""
    ASKED = "asked"
    """The question names it."""


@dataclass(frozen=True)
class Route:
    """An engine and the reason why it was chosen."""

    engine: Engine
    reason: Reason


def route(query: Query) -> Route:
    """Return the engine for `query`; raises `UnknownName` if it asks for one that is not."""
    if query.engine is None:
        return Route(engine(next(iter(ENGINES))), Reason.DEFAULT)
    if query.engine not in ENGINES:
        raise UnknownName("engine", query.engine, ENGINES)
    return Route(engine(query.engine), Reason.ASKED)


@cache
def engine(name: str) -> Engine:
    """Return the engine called `name`, one of `ENGINES`."""
    module, cls = ENGINES[name]
    made: Engine = getattr(import_module(module), cls)()
    return made
