"""The compiled loops, the SQL and the slow oracle agree, however rows arrive."""

import random

import duckdb
import pyarrow as pa
import pytest
import sqlglot
from hypothesis import given
from hypothesis import strategies as st

from keyart.attribute import MATCH_SQL, attribute, merge_duplicates
from tests.attribute.match_sql import (
    Matched,
    busy_world,
    match_by_loops,
    match_tables,
    merged,
)
from tests.attribute.parts import Encoder
from tests.attribute.strategies import CATALOGUE, CUSTOM, SETTINGS, World, worlds
from tests.oracles.attribution import Outcome, Row, outcome

pytestmark = pytest.mark.kernels


def expected(world: World) -> Outcome:
    return outcome([(world.impressions, world.plays)], CATALOGUE, SETTINGS, CUSTOM)


def as_set(rows: list[Row]) -> list[tuple[tuple[str, str], ...]]:
    """Return rows in an order of their own."""
    return sorted(tuple((name, str(value)) for name, value in sorted(row.items())) for row in rows)


def events(table: pa.Table) -> list[Row]:
    return table.drop_columns("batch").to_pylist()


@given(worlds())
def test_facts_are_those_of_the_oracle(world: World) -> None:
    encoder = Encoder(CATALOGUE, CUSTOM)
    tables = merged(encoder, world)
    facts = attribute(*tables, encoder.rules(SETTINGS), encoder.vocabularies)
    wanted = expected(world)
    assert as_set(encoder.decode(facts.exposure)) == as_set(wanted.exposure())
    assert as_set(encoder.decode(facts.viewing)) == as_set(wanted.viewing())


@given(worlds(), st.randoms(use_true_random=False))
def test_neither_order_nor_codes_nor_ordinals_matter(world: World, chance: random.Random) -> None:
    encoder = Encoder(CATALOGUE, CUSTOM)
    other = Encoder(CATALOGUE, CUSTOM)
    shuffled = World(
        chance.sample(world.impressions, len(world.impressions)),
        chance.sample(world.plays, len(world.plays)),
    )
    other.impressions(chance.sample(world.impressions, len(world.impressions)))
    for name in ("exposure", "viewing"):
        one, two = (
            as_set(
                e.decode(getattr(attribute(*merged(e, w), e.rules(SETTINGS), e.vocabularies), name))
            )
            for e, w in ((encoder, world), (other, shuffled))
        )
        assert one == two


@given(worlds(), st.integers(0, 12), st.integers(0, 8))
def test_batches_do_not_matter_and_accounts_are_those_of_the_oracle(
    world: World, first_impressions: int, first_plays: int
) -> None:
    encoder = Encoder(CATALOGUE, CUSTOM)
    batches = [
        World(world.impressions[:first_impressions], world.plays[:first_plays]),
        World(world.impressions[first_impressions:], world.plays[first_plays:]),
    ]
    wanted = outcome([(b.impressions, b.plays) for b in batches], CATALOGUE, SETTINGS, CUSTOM)
    kept = encoder.impressions([]), encoder.plays([])
    for number, batch in enumerate(batches):
        new = encoder.impressions(batch.impressions, number), encoder.plays(batch.plays, number)
        results = [
            merge_duplicates(
                pa.concat_tables([k, n]), kind, number, encoder.vocabularies, encoder.profile_text
            )
            for k, n, kind in zip(kept, new, ("impressions", "plays"), strict=True)
        ]
        for result, kind in zip(results, ("impressions", "plays"), strict=True):
            assert vars(result.counts) == vars(wanted.accounts[kind][number])
        kept = results[0].table, results[1].table
    facts = attribute(*kept, encoder.rules(SETTINGS), encoder.vocabularies)
    assert as_set(encoder.decode(facts.exposure)) == as_set(expected(world).exposure())
    assert as_set(encoder.decode(facts.viewing)) == as_set(expected(world).viewing())


def match_by_sql(encoder: Encoder, impressions: pa.Table, plays: pa.Table) -> Matched:
    """Return what `MATCH_SQL` says in DuckDB."""
    with duckdb.connect() as connection:
        for name, table in match_tables(encoder, impressions, plays).items():
            connection.register(name, table)
        return connection.execute(MATCH_SQL).fetchall()


def check_sql(world: World) -> None:
    """Compare what the loops and the SQL make of a world."""
    encoder = Encoder(CATALOGUE, CUSTOM)
    tables = merged(encoder, world)
    assert match_by_sql(encoder, *tables) == match_by_loops(encoder, *tables)


@given(worlds())
def test_sql_matches_as_the_loops_do(world: World) -> None:
    check_sql(world)


def test_sql_matches_as_the_loops_do_on_more_rows() -> None:
    check_sql(busy_world())


def test_sql_is_also_sparks() -> None:
    (spark,) = sqlglot.transpile(MATCH_SQL, read="duckdb", write="spark")
    assert "IGNORE NULLS" in spark
    assert "TRY_CAST" not in spark
