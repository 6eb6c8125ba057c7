"""A world goes on: with the people who stayed, under what was decided."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from keyart_demo.behaviour.decided import Sent, write_decided
from keyart_demo.people.tables import profile_ids
from keyart_demo.world import SIZES, World
from keyart_demo.writing import write_chapter
from tests.cli.commands import fail
from tests.demo.world.conftest import UNTIL, Small
from tests.demo.world.counting import one_row

DAYS = 14


@pytest.fixture(scope="module")
def decided(small: Small) -> dict[str, str]:
    """Return a title with an asset for everyone, and an asset to be shown no longer."""
    winner = next(effect for effect in small.of("winner") if effect["taste"] is None)
    return {
        "title": winner["title"],
        "asset": winner["asset"],
        "stopped": small.of("clickbait")[0]["asset"],
    }


def test_a_world_goes_on_under_what_was_decided(
    sql: duckdb.DuckDBPyConnection, decided: dict[str, str], tmp_path: Path
) -> None:
    world = replace(World(SIZES["small"], 1, UNTIL), went_on=0, days=DAYS)
    people = world.size.profiles
    choices = pa.table(
        {
            "id": profile_ids(pa.array(range(people)).to_numpy()),
            "title": [decided["title"]] * people,
            "asset": [decided["asset"]] * people,
            "propensity": [0.9] * people,
        }
    )
    half = choices.slice(0, people // 2).select(["id", "asset"])
    sent = Sent(decided["title"], half, (2, 5))
    write_decided(tmp_path / "decided", choices, [decided["stopped"]], [sent])
    written = write_chapter(world, tmp_path / "more", tmp_path / "decided", processes=2)
    files = [str(file) for file in written.paths["impressions"]]
    sql.execute("CREATE OR REPLACE TEMP TABLE more AS FROM read_parquet($files)", {"files": files})
    # 1. Its days follow, each as busy as the last ones before.
    first, last = one_row(sql, "SELECT min(ts)::DATE, max(ts)::DATE FROM more")
    assert (last - first).days == DAYS - 1
    assert first == UNTIL
    (before,) = one_row(sql, "SELECT count(*) FROM impressions WHERE ts >= DATE '2026-05-18'")
    (after,) = one_row(sql, "SELECT count(*) FROM more")
    assert after == pytest.approx(before, rel=0.15)
    # 2. Nobody comes back who left, and no event has another's number.
    (strangers,) = one_row(
        sql, "SELECT count(*) FROM more JOIN profiles USING (profile_id) WHERE left_on IS NOT NULL"
    )
    (known,) = one_row(sql, "SELECT count(*) FROM more JOIN impressions USING (event_id)")
    assert (strangers, known) == (0, 0)
    # 3. What was decided is done, and chance no longer is.
    shown = """
        SELECT count(*) FILTER (concept = (SELECT concept FROM assets WHERE asset_id = $asset)),
          count(*), count(*) FILTER (propensity <> 0.9)
        FROM more JOIN assets USING (asset_id)
        WHERE more.title_id = $title AND asset_type = 'artwork'
          AND placement NOT IN ('continue_watching', 'message')
    """
    chosen, of, otherwise = one_row(sql, shown, title=decided["title"], asset=decided["asset"])
    assert of > 100
    assert (chosen, otherwise) == (of, 0)
    # Tests without a decision go on, as often as before.
    tried = """
        SELECT count(*) FROM {} JOIN tests USING (title_id)
        WHERE phase = 'explore' AND title_id <> $title AND ts >= $since AND ts < $until
    """
    running = UNTIL - timedelta(days=2 * DAYS)
    (before,), (after,) = (
        one_row(
            sql,
            tried.format(table),
            title=decided["title"],
            since=since,
            until=since + timedelta(days=DAYS),
        )
        for table, since in (("impressions", running), ("more", UNTIL))
    )
    assert after == pytest.approx(before, rel=0.2)
    (stopped,) = one_row(
        sql, "SELECT count(*) FROM more WHERE asset_id = $asset", asset=decided["stopped"]
    )
    assert stopped == 0
    # 4. Who gets a message opens it at most once, on its days, and nobody else does.
    messages, readers, most, first, last = one_row(
        sql,
        """
        SELECT count(*), count(DISTINCT profile_id), max(profile_id), min(ts)::DATE, max(ts)::DATE
        FROM (SELECT DISTINCT event_id, profile_id, ts FROM more WHERE placement = 'message')
        """,
    )
    assert 0 < readers < people // 2
    assert messages == pytest.approx(readers, rel=0.01)
    assert most < choices["id"][people // 2].as_py()
    assert (first - UNTIL).days == 2
    assert (last - UNTIL).days == 4


def test_only_a_demo_goes_on(tmp_path: Path) -> None:
    said = fail(1, "demo", "--store", tmp_path / "none.keyart", "--continue", "28")
    assert "is no demo store" in said
    assert "keyart demo --store" in said
