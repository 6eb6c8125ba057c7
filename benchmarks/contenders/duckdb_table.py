"""The facts as DuckDB keeps them best: a table on disk, sorted by (title, profile), ENUM text."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb

from benchmarks.contenders import Ask
from benchmarks.contenders.sql import EXPOSURE, MEMBERS, fact_groups, groups, passing
from benchmarks.facts import DIMENSIONS, Facts
from benchmarks.questions import SLOTS_PER_DAY, Question

Connection = duckdb.DuckDBPyConnection


def load(facts: Facts, folder: Path, threads: int) -> Connection:
    """Return a connection to a new database in `folder` with the tables of `facts`."""
    connection = duckdb.connect(str(folder / "facts.duckdb"), config={"threads": threads})
    connection.register("arrow_exposure", facts.exposure)
    connection.register("arrow_members", facts.members)
    text = ", ".join(_enum(connection, "arrow_exposure", name) for name in DIMENSIONS)
    connection.execute(
        f"CREATE TABLE {EXPOSURE} AS SELECT * REPLACE ({text}),"
        f" (slot // {SLOTS_PER_DAY})::USMALLINT AS day FROM arrow_exposure"
    )
    audience = _enum(connection, "arrow_members", "audience")
    connection.execute(
        f"CREATE TABLE {MEMBERS} AS SELECT * REPLACE ({audience})"
        " FROM arrow_members ORDER BY audience, profile"
    )
    connection.execute("CHECKPOINT")
    return connection


def _enum(connection: Connection, table: str, column: str) -> str:
    """Make a type of a text column's values; return the cast of the column to it."""
    name = f"{column}_values"
    values = f"SELECT DISTINCT {column}::VARCHAR FROM {table} WHERE {column} IS NOT NULL"
    connection.execute(f"CREATE TYPE {name} AS ENUM ({values})")
    return f"{column}::VARCHAR::{name} AS {column}"


def asks(connection: Connection, roads: Mapping[str, Sequence[str]]) -> dict[str, Ask]:
    """Return what runs the statements of each road."""
    return {name: _ask(connection, sql) for name, sql in roads.items()}


def _ask(connection: Connection, sql: Sequence[str]) -> Ask:
    return lambda: [connection.sql(statement).to_arrow_table() for statement in sql]


def measures(reach: str, viewers: str) -> str:
    """Return the measures as select items, given the two distinct counts."""
    return (
        f"sum(impressions)::BIGINT AS impressions, {reach} AS reach, {viewers} AS viewers,"
        " sum(qualified_plays)::BIGINT AS qualified_plays,"
        f" {viewers} / nullif({reach}, 0) AS take_rate"
    )


Counted = Callable[[str], str]
"""Returns the expression that counts profiles distinctly, given a FILTER clause or nothing."""


def counting(counted: Counted) -> str:
    """Return the measures, profiles counted by `counted`."""
    return measures(counted(""), counted(" FILTER (WHERE qualified_plays > 0)"))


def _one_statement(question: Question, counted: Counted) -> list[str]:
    """Return groups and totals in one statement with grouping sets."""
    by = groups(question)
    return [
        (
            f"SELECT {by}, grouping({question.by[0]}) = 1 AS is_total, {counting(counted)}"
            f" FROM {EXPOSURE} WHERE {passing(question)} GROUP BY GROUPING SETS (({by}), ())"
        )
    ]


def _two_statements(question: Question, counted: Counted) -> list[str]:
    """Return a statement for the groups and one for the totals."""
    where = f"WHERE {passing(question)}"
    source = EXPOSURE
    if "audience" in question.by:
        source = f"{EXPOSURE} LEFT JOIN {MEMBERS} USING (profile)"
    return [
        f"SELECT {groups(question)}, {counting(counted)} FROM {source} {where} GROUP BY ALL",
        totals(question, counted),
    ]


def totals(question: Question, counted: Counted) -> str:
    """Return the statement for the totals."""
    return f"SELECT {counting(counted)} FROM {EXPOSURE} WHERE {passing(question)}"


def statements(question: Question, counted: Counted) -> dict[str, list[str]]:
    """Return the ways to get groups and totals, by name."""
    roads = {"two statements": _two_statements(question, counted)}
    if "audience" not in question.by:
        roads["grouping sets"] = _one_statement(question, counted)
    return roads


def two_levels(question: Question) -> list[str]:
    """Return one statement that first makes a row for each group and profile, then counts."""
    by, fact_by = groups(question), fact_groups(question)
    sums = "sum(impressions) AS impressions, sum(qualified_plays) AS qualified_plays"
    counts = measures("count(*)", "count(*) FILTER (WHERE qualified_plays > 0)")
    joined = f" LEFT JOIN {MEMBERS} USING (profile)" if "audience" in question.by else ""
    return [
        (
            f"WITH pairs AS MATERIALIZED (SELECT {fact_by}, profile, {sums}"
            f" FROM {EXPOSURE} WHERE {passing(question)} GROUP BY ALL),"
            f" people AS (SELECT profile, {sums} FROM pairs GROUP BY profile)"
            f" SELECT {by}, false AS is_total, {counts} FROM pairs{joined} GROUP BY ALL"
            f" UNION ALL BY NAME SELECT true AS is_total, {counts} FROM people"
        )
    ]
