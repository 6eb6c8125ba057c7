"""Attribution by `MATCH_SQL` and by the compiled loops, of the same events."""

import random
from collections.abc import Mapping

import pyarrow as pa

from keyart.attribute import match, merge_duplicates, rule_tables, sorted_part
from keyart.attribute.canonical import canonical_columns, row_ranks
from keyart.core.facts import MISSING, REASONS
from tests.attribute.parts import Encoder
from tests.attribute.strategies import CATALOGUE, SETTINGS, START, World
from tests.oracles.attribution import SECOND, Row

Matched = list[tuple[int, int | None, str | None]]
"""Of each play its row, the row of its impression, and why it did not qualify."""


def merged(encoder: Encoder, world: World, batch: int = 1) -> tuple[pa.Table, pa.Table]:
    """Return both tables of one batch, encoded, without duplicates."""
    impressions = encoder.impressions(world.impressions, batch)
    plays = encoder.plays(world.plays, batch)
    more = (batch, encoder.vocabularies, encoder.profile_text)
    return (
        merge_duplicates(impressions, "impressions", *more).table,
        merge_duplicates(plays, "plays", *more).table,
    )


def match_tables(
    encoder: Encoder, impressions: pa.Table, plays: pa.Table
) -> Mapping[str, pa.Table]:
    """Return the tables that `MATCH_SQL` reads."""
    rules = encoder.rules(SETTINGS)

    def text(table: pa.Table, name: str) -> pa.Array:
        codes = table[name].to_numpy()
        values = encoder.vocabularies[name].array()
        return values.take(pa.array(codes, pa.int32(), mask=codes == MISSING))

    ranks = row_ranks(impressions, canonical_columns(impressions), encoder.vocabularies)
    return {
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


def match_by_loops(encoder: Encoder, impressions: pa.Table, plays: pa.Table) -> Matched:
    """Return what the compiled loops say."""
    rules = encoder.rules(SETTINGS)
    matches = match(sorted_part(impressions, plays, rules, encoder.vocabularies))
    return [
        (play, None if row < 0 else row, None if reason == MISSING else REASONS[reason])
        for play, row, reason in zip(
            range(plays.num_rows),
            map(int, matches.impression),
            map(int, matches.reason),
            strict=True,
        )
    ]


def busy_world() -> World:
    """Return some thousand events of a dozen profiles."""
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
    return World(impressions, plays)
