"""All that `keyart.toml` says, from input to answer."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import keyart
from tests.pipeline.plain import table
from tests.pipeline.stories import new_store

OWN = """
[settings]
min_play_seconds = 120
attribution_window = "1h"
[settings.content_type.live]
min_play_seconds = 10
attribution_window = "2d"
exclude_placements = ["sport"]
[map.impressions]
profile_id = "uid"
ts = "seen_at"
tz = "America/New_York"
[map.plays]
seconds = "watched"
[dimensions]
experiment = "impressions"
[measures.cost]
sum = "cost_usd"
[measures.cost_per_viewer]
numerator = "cost"
denominator = "viewers"
[regions]
HERE = ["DE", "lu"]
"""


@pytest.fixture
def own(tmp_path: Path) -> keyart.Store:
    """A store whose `keyart.toml` says all that it can."""
    store = new_store(tmp_path / "own.keyart", OWN)
    shown = [
        # 07:00 in New York in winter is 12:00 UTC.
        ("p", "film", "row", "x", 0.25, "DE"),
        ("q", "film", "row", "y", 1.5, "LU"),
        ("p", "match", "row", "x", None, "US"),
        ("q", "match", "sport", None, -0.5, None),
    ]
    store.ingest(
        impressions=table(
            [
                {
                    "seen_at": "2026-01-05 07:00:00", "uid": profile, "asset_id": f"{title}-poster",
                    "title_id": title, "placement": placement, "experiment": experiment,
                    "cost_usd": cost, "country": country,
                }
                for profile, title, placement, experiment, cost, country in shown
            ]
        ),
        plays=table(
            [
                {"ts": ts, "profile_id": profile, "title_id": title, "watched": seconds}
                for ts, profile, title, seconds in (
                    ("2026-01-05T12:30:00Z", "p", "film", 119.9),
                    ("2026-01-05T13:00:00Z", "q", "film", 120.0),
                    ("2026-01-05T13:00:01Z", "q", "film", 500.0),
                    ("2026-01-06T12:00:00Z", "p", "match", 10.0),
                    ("2026-01-06T12:00:00Z", "q", "match", 10.0),
                )
            ]
        ),
        titles=table(
            [
                {"title_id": "film", "name": "Film", "content_type": "film"},
                {"title_id": "match", "name": "Match", "content_type": "live"},
            ]
        ),
    )  # fmt: skip
    return store


@pytest.mark.parametrize("engine", ["native", "duckdb"])
def test_settings_hold_by_content_type(own: keyart.Store, engine: str) -> None:
    measures = ["plays", "qualified_plays", "short_plays", "viewers"]
    rows = own.query(measures=measures, by=["title"], engine=engine).to_dicts()
    film = {"title": "film", "plays": 2, "qualified_plays": 1, "short_plays": 1, "viewers": 1}
    match = {"title": "match", "plays": 1, "qualified_plays": 1, "short_plays": 0, "viewers": 1}
    assert rows == [film, match]
    rows = own.query(measures=["starts"], by=["title", "reason"], engine=engine).to_dicts()
    assert [tuple(row.values()) for row in rows] == [
        ("film", "outside_window", 1), ("film", "too_short", 1), ("film", None, 1),
        ("match", "outside_window", 1), ("match", None, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("engine", ["native", "duckdb"])
def test_own_dimensions_measures_regions_and_columns(own: keyart.Store, engine: str) -> None:
    measures = ["impressions", "cost", "cost_per_viewer"]
    rows = own.query(measures=measures, by=["experiment"], engine=engine).to_dicts()
    assert [tuple(row.values()) for row in rows] == [
        ("x", 2, 0.25, 0.25), ("y", 1, 1.5, 1.5), (None, 1, -0.5, None)
    ]  # fmt: skip
    rows = own.query(
        measures=["impressions"], by=["region"], grain="hour", engine=engine
    ).to_dicts()
    noon = datetime(2026, 1, 5, 12, tzinfo=UTC)
    assert [(row["region"], row["time"], row["impressions"]) for row in rows] == [
        ("HERE", noon, 2), (None, noon, 2)
    ]  # fmt: skip
    found = own.query(measures=["cost"], where={"experiment": ["x"]}, engine=engine)
    assert found.totals == {"cost": 0.25}


def test_refresh_attributes_anew_after_a_change_of_settings(own: keyart.Store) -> None:
    changed = OWN.replace('"1h"', '"2h"').replace("min_play_seconds = 120", "min_play_seconds = 60")
    (own.root / "keyart.toml").write_text(changed, encoding="utf-8")
    question: dict[str, Any] = {
        "measures": ["plays", "qualified_plays"],
        "where": {"title": "film"},
    }
    assert own.query(**question).totals == {"plays": 2, "qualified_plays": 1}
    report = own.refresh()
    assert own.query(**question).totals == {"plays": 3, "qualified_plays": 3}
    assert report.plays_by_reason["qualified"] == 4
    assert own.check() == []


def test_settings_that_make_no_sense_stop_the_start(own: keyart.Store) -> None:
    for text, error in (
        ("[settings]\nmin_play_second = 1", keyart.UnknownName),
        ("[settings]\ncompletion_fraction = 2", keyart.BadSettings),
        ("[settings", keyart.BadSettings),
    ):
        (own.root / "keyart.toml").write_text(text, encoding="utf-8")
        with pytest.raises(error):
            keyart.open(own.root)
