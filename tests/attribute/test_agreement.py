"""The compiled loops, the SQL and the slow oracle agree, however rows arrive."""

import random

import duckdb
import pyarrow as pa
import pytest
import sqlglot
from hypothesis import given
from hypothesis import strategies as st

from keyart.attribute import MATCH_SQL, attribute, match, merge_duplicates, rule_tables, sorted_part
from keyart.attribute.canonical import canonical_columns, row_ranks
from keyart.core.facts import MISSING, REASONS
from tests.attribute.parts import Encoder
from tests.attribute.strategies import CATALOGUE, CUSTOM, SETTINGS, START, World, worlds
from tests.oracles.attribution import SECOND, Outcome, Row, outcome

pytestmark = pytest.mark.kernels


def expected(world: World) -> Outcome:
    return outcome([(world.impressions, world.plays)], CATALOGUE, SETTINGS, CUSTOM)


def merged(encoder: Encoder, world: World, batch: int = 1) -> tuple[pa.Table, pa.Table]:
    """Return both tables of one batch, encoded, without duplicates."""
    impressions = encoder.impressions(world.impressions, batch)
    plays = encoder.plays(world.plays, batch)
    more = (batch, encoder.vocabularies, encoder.profile_text)
    return (
        merge_duplicates(impressions, "impressions", *more).table,
        merge_duplicates(plays, "plays", *more).table,
    )


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


def match_by_sql(
    encoder: Encoder, impressions: pa.Table, plays: pa.Table
) -> list[tuple[int, int | None, str | None]]:
    """Return what `MATCH_SQL` says in DuckDB."""
    rules = encoder.rules(SETTINGS)

    def text(table: pa.Table, name: str) -> pa.Array:
        codes = table[name].to_numpy()
        values = encoder.vocabularies[name].array()
        return values.take(pa.array(codes, pa.int32(), mask=codes == MISSING))

    ranks = row_ranks(impressions, canonical_columns(impressions), encoder.vocabularies)
    tables = {
        "impressions": pa.table(
            {
                "row": range(impressions.num_rows),
                "row_text": ranks,
                **{name: text(impressions, name) for name in ("title", "asset", "placement")},
                **{name: impressions[name] for name in ("profile", "ts", "event_id")},
            }
        ),
        "plays": pa.table(
            {
                "row": range(plays.num_rows),
                "title": text(plays, "title"),
                **{name: plays[name] for name in ("profile", "ts", "watch_ms", "impression_id")},
            }
        ),
        **rule_tables(rules, encoder.vocabularies),
    }
    with duckdb.connect() as connection:
        for name, table in tables.items():
            connection.register(name, table)
        return connection.execute(MATCH_SQL).fetchall()


def check_sql(world: World) -> None:
    """Compare what the loops and the SQL make of a world."""
    encoder = Encoder(CATALOGUE, CUSTOM)
    impressions, plays = merged(encoder, world)
    rules = encoder.rules(SETTINGS)
    matches = match(sorted_part(impressions, plays, rules, encoder.vocabularies))
    found = [
        (play, None if row < 0 else row, None if reason == MISSING else REASONS[reason])
        for play, row, reason in zip(
            range(plays.num_rows),
            map(int, matches.impression),
            map(int, matches.reason),
            strict=True,
        )
    ]
    assert match_by_sql(encoder, impressions, plays) == found


@given(worlds())
def test_sql_matches_as_the_loops_do(world: World) -> None:
    check_sql(world)


def test_sql_matches_as_the_loops_do_on_more_rows() -> None:
    chance = random.Random(3)
    titles = [row["title_id"] for row in CATALOGUE]

    def event(more: Row) -> Row:
        ts = START + chance.randrange(0, 40 * 96) * 900 * SECOND
        profile = f"p{chance.randrange(12)}"
        return {"ts": ts, "profile_id": profile, "title_id": chance.choice(titles), **more}

    impressions = [
        event(
            {
                "asset_id": chance.choice("abc"),
                "event_id": chance.choice([None, f"e{number}"]),
                "placement": chance.choice([None, "row", "hero", "continue_watching"]),
                "device": chance.choice([None, "tv", "web"]),
            }
        )
        for number in range(4000)
    ]
    plays = [
        event(
            {
                "seconds": chance.choice([30.0, 100.0, 600.0]),
                "event_id": f"v{number}",
                "impression_id": chance.choice([None, None, f"e{chance.randrange(4000)}"]),
            }
        )
        for number in range(1500)
    ]
    check_sql(World(impressions, plays))


def test_sql_is_also_sparks() -> None:
    (spark,) = sqlglot.transpile(MATCH_SQL, read="duckdb", write="spark")
    assert "IGNORE NULLS" in spark
    assert "TRY_CAST" not in spark
