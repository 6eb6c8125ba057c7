"""Counts by plain SQL, and the tests that an oracle would make of them."""

from collections.abc import Sequence
from math import sqrt
from typing import Any, NamedTuple

import duckdb


class Count(NamedTuple):
    """How many profiles, and how many of them took."""

    n: int
    k: int

    @property
    def rate(self) -> float:
        return self.k / self.n


def took(
    con: duckdb.DuckDBPyConnection,
    title: str,
    assets: Sequence[str],
    taste: str | None = None,
    where: str = "true",
) -> Count:
    """Count the first exposures to some assets: of all profiles, or of a taste's audience."""
    of_taste = """
        AND profile_id IN (SELECT profile_id FROM audience WHERE taste = $taste)
    """
    given = {"title": title, "assets": list(assets)} | ({"taste": taste} if taste else {})
    row = con.execute(
        f"""
        SELECT count(*), count_if(took) FROM exposures
        WHERE title_id = $title AND list_contains($assets, asset_id) AND {where}
        {of_taste if taste else ""}
        """,
        given,
    ).fetchone()
    assert row is not None
    return Count(*row)


def z(one: Count, other: Count) -> float:
    """Return the difference of two rates in standard errors."""
    p, q = one.rate, other.rate
    return (p - q) / sqrt(p * (1 - p) / one.n + q * (1 - q) / other.n)


def off(one: Count, other: Count, difference: float) -> float:
    """Return how far a difference is from the planted one, in standard errors."""
    p, q = one.rate, other.rate
    return (p - q - difference) / sqrt(p * (1 - p) / one.n + q * (1 - q) / other.n)


def rows(con: duckdb.DuckDBPyConnection, query: str, **given: object) -> list[tuple[Any, ...]]:
    return con.execute(query, given).fetchall()


def one_row(con: duckdb.DuckDBPyConnection, query: str, **given: object) -> tuple[Any, ...]:
    (row,) = rows(con, query, **given)
    return row
