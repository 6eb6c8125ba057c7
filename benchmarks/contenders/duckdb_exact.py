"""DuckDB with exact distinct counts: as people write it, and tuned by hand."""

from collections.abc import Mapping

from benchmarks.contenders import Ask, Check, Contender
from benchmarks.contenders.duckdb_table import (
    Connection,
    Counted,
    asks,
    measures,
    statements,
    totals,
    two_levels,
)
from benchmarks.contenders.sql import EXPOSURE, MEMBERS, passing
from benchmarks.questions import Question


def contenders(connection: Connection, profiles: int) -> list[Contender]:
    """Return the two contenders; profiles are numbered 0 … `profiles` − 1."""

    def plain(question: Question) -> Mapping[str, Ask]:
        return asks(connection, statements(question, _distinct))

    def tuned(question: Question) -> Mapping[str, Ask]:
        roads = statements(question, _distinct) | {"two levels": two_levels(question)}
        if question.by == ("asset",):
            bits = statements(question, _bitstring(profiles))
            roads |= {f"bitstrings, {name}": sql for name, sql in bits.items()}
        if question.by == ("asset", "audience"):
            roads["bitstrings"] = _bits_of_audiences(question, profiles)
        return asks(connection, roads)

    return [
        Contender("DuckDB, count(DISTINCT)", Check.EQUAL, plain),
        Contender("DuckDB, exact, tuned by hand", Check.EQUAL, tuned),
    ]


def _distinct(condition: str) -> str:
    return f"count(DISTINCT profile){condition}"


def _bitstring(profiles: int) -> Counted:
    bits = _bits(profiles)
    return lambda condition: f"coalesce(bit_count({bits}{condition}), 0)"


def _bits(profiles: int) -> str:
    return f"bitstring_agg(profile, 0::UINTEGER, {profiles}::UINTEGER)"


def _bits_of_audiences(question: Question, profiles: int) -> list[str]:
    """Return statements that join for the sums only and count profiles by intersecting bits."""
    bits, where = _bits(profiles), f"WHERE {passing(question)}"
    watched = f"coalesce({bits} FILTER (WHERE qualified_plays > 0), bitstring('0', {profiles + 1}))"
    counts = measures("bit_count(any_value(r & m))", "bit_count(any_value(v & m))")
    grouped = (
        f"WITH shown AS MATERIALIZED (SELECT asset, {bits} AS r, {watched} AS v"
        f" FROM {EXPOSURE} {where} GROUP BY asset),"
        f" listed AS MATERIALIZED (SELECT audience, {bits} AS m FROM {MEMBERS} GROUP BY audience),"
        " groups AS (FROM listed UNION ALL BY NAME SELECT ~bit_or(m) AS m FROM listed),"
        " sums AS (SELECT asset, audience, sum(impressions) AS impressions,"
        f" sum(qualified_plays) AS qualified_plays FROM {EXPOSURE}"
        f" LEFT JOIN {MEMBERS} USING (profile) {where} GROUP BY ALL)"
        f" SELECT asset, sums.audience, {counts} FROM sums JOIN shown USING (asset)"
        " JOIN groups ON groups.audience IS NOT DISTINCT FROM sums.audience GROUP BY ALL"
    )
    return [grouped, totals(question, _bitstring(profiles))]
