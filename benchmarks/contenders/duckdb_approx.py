"""DuckDB with approx_count_distinct: HyperLogLog of fixed size."""

from collections.abc import Mapping

from benchmarks.contenders import Ask, Check, Contender
from benchmarks.contenders.duckdb_table import Connection, asks, statements
from benchmarks.questions import Question


def contender(connection: Connection) -> Contender:
    """Return the contender."""

    def roads(question: Question) -> Mapping[str, Ask]:
        return asks(connection, statements(question, _approximate))

    return Contender("DuckDB, approx_count_distinct", Check.CLOSE, roads)


def _approximate(condition: str) -> str:
    return f"approx_count_distinct(profile){condition}"
