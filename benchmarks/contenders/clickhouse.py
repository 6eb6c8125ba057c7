"""ClickHouse through chDB: MergeTree tables in its own format, sorted by (title, profile)."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
from chdb.session import Session

from benchmarks.contenders import Ask, Check, Contender
from benchmarks.contenders.sql import EXPOSURE, MEMBERS, groups, passing
from benchmarks.facts import DIMENSIONS, Facts
from benchmarks.questions import SLOTS_PER_DAY, Question

HLL = "uniqCombined64(17)"
REACH_ONLY = (("asset",), ("asset", "day"))
"""The questions that are also asked for reach alone, without totals."""

RULES = "join_use_nulls = 1, prefer_column_name_to_alias = 1"
"""Standard SQL's rules, so that the statements mean what they mean in DuckDB."""

SUM_COLUMNS = "impressions UInt32, plays UInt32, qualified_plays UInt32, watch_ms UInt64"


class ClickHouse:
    """A ClickHouse inside this process with the facts in a database `b`; one at a time."""

    def __init__(self, facts: Facts, folder: Path, threads: int) -> None:
        self._session: Any = Session(str(folder / "clickhouse"))
        self._settings = f" SETTINGS max_threads = {threads}, {RULES}"
        self._run("CREATE DATABASE b")
        self._run("USE b")
        self._load_exposure(facts)
        self._load_members(facts)

    def close(self) -> None:
        """Stop the engine."""
        self._session.close()

    def _run(self, statement: str) -> Any:
        return self._session.query(statement, "ArrowTable")

    def _load_exposure(self, facts: Facts) -> None:
        text = ", ".join(f"{name} LowCardinality(String)" for name in DIMENSIONS)
        self._run(
            f"CREATE TABLE {EXPOSURE} ({text}, profile UInt32, slot UInt32, {SUM_COLUMNS},"
            f" day UInt16 MATERIALIZED intDiv(slot, {SLOTS_PER_DAY}))"
            " ENGINE = MergeTree ORDER BY (title, profile)"
        )
        self._insert(EXPOSURE, facts.exposure)

    def _load_members(self, facts: Facts) -> None:
        self._run(
            f"CREATE TABLE {MEMBERS} (audience LowCardinality(String), profile UInt32)"
            " ENGINE = MergeTree ORDER BY (audience, profile)"
        )
        self._insert(MEMBERS, facts.members)

    def _insert(self, table: str, rows: pa.Table) -> None:
        """Fill a table; `Python(rows)` is the variable of that name here."""
        names = ", ".join(rows.column_names)
        self._run(f"INSERT INTO {table} ({names}) SELECT {names} FROM Python(rows)")
        self._run(f"OPTIMIZE TABLE {table} FINAL")

    def asks(self, roads: Mapping[str, list[str]]) -> dict[str, Ask]:
        """Return what runs the statements of each road."""
        return {name: self._ask(statements) for name, statements in roads.items()}

    def _ask(self, statements: list[str]) -> Ask:
        return lambda: [self._run(statement + self._settings) for statement in statements]

    def contenders(self) -> list[Contender]:
        """Return ClickHouse with each of its ways to count distinctly."""
        return [
            Contender("ClickHouse, uniqExact", Check.EQUAL, self._all("uniqExact")),
            Contender("ClickHouse, groupBitmap", Check.EQUAL, self._all("groupBitmap")),
            Contender(f"ClickHouse, {HLL}", Check.CLOSE, self._all(HLL)),
            Contender("ClickHouse, uniqExact, reach only", Check.EQUAL, self._reach("uniqExact")),
            Contender(f"ClickHouse, {HLL}, reach only", Check.CLOSE, self._reach(HLL)),
        ]

    def _all(self, distinct: str) -> Callable[[Question], Mapping[str, Ask]]:
        return lambda question: self.asks(_statements(question, distinct))

    def _reach(self, distinct: str) -> Callable[[Question], Mapping[str, Ask]]:
        def roads(question: Question) -> Mapping[str, Ask]:
            if question.by not in REACH_ONLY or question.audience or question.where:
                return {}
            by = groups(question)
            sql = (
                f"SELECT {by}, {distinct}(profile) AS reach FROM {EXPOSURE}"
                f" WHERE {passing(question)} GROUP BY {by}"
            )
            return self.asks({"one statement": [sql]})

        return roads


def _statements(question: Question, distinct: str) -> dict[str, list[str]]:
    by, where = groups(question), f"WHERE {passing(question)}"
    counts = _measures(distinct)
    source = EXPOSURE
    if "audience" in question.by:
        source = f"{EXPOSURE} LEFT JOIN {MEMBERS} USING profile"
    two = [
        f"SELECT {by}, {counts} FROM {source} {where} GROUP BY {by}",
        f"SELECT {counts} FROM {EXPOSURE} {where}",
    ]
    if "audience" in question.by:
        return {"two statements": two}
    one = (
        f"SELECT {by}, grouping({question.by[0]}) = 1 AS is_total, {counts}"
        f" FROM {EXPOSURE} {where} GROUP BY GROUPING SETS (({by}), ())"
    )
    return {"two statements": two, "grouping sets": [one]}


def _measures(distinct: str) -> str:
    """Return the measures as select items; totals of nothing have no rate."""
    name, _, parameters = distinct.partition("(")
    when = f"{name}If({parameters}" if parameters else f"{name}If"
    return (
        f"toInt64(sum(impressions)) AS impressions, toInt64({distinct}(profile)) AS reach,"
        f" toInt64({when}(profile, qualified_plays > 0)) AS viewers,"
        " toInt64(sum(qualified_plays)) AS qualified_plays,"
        " if(reach > 0, viewers / reach, NULL) AS take_rate"
    )
