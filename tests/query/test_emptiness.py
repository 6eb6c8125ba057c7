"""Measures that a store's events can't give are named, and no others."""

from pathlib import Path

import pyarrow as pa

import keyart
from keyart.query import owner
from keyart.query.emptiness import empty_measures
from keyart.store import open_snapshot


def empty(folder: Path, seconds: float, fraction: float | None) -> set[str]:
    """Return the empty measures of a store with one play of so many seconds."""
    at = ["2026-03-01T10:00:00", "2026-03-01T10:01:00"]
    play = {"ts": at[1:], "profile_id": ["p"], "title_id": ["t"], "seconds": [seconds]}
    with keyart.create(folder) as store:
        store.ingest(
            impressions=pa.table(
                {"ts": at[:1], "profile_id": ["p"], "asset_id": ["a"], "title_id": ["t"]}
            ),
            plays=pa.table(play if fraction is None else play | {"fraction": [fraction]}),
        )
    with open_snapshot(folder) as snapshot:
        return set(empty_measures(snapshot, owner()))


def test_plays_without_a_known_end_have_no_completion(tmp_path: Path) -> None:
    names = empty(tmp_path / "s.keyart", 600.0, None)
    assert {"completion_rate", "completions", "completion_known", "hook_rate", "holds"} <= names
    assert not names & {"take_rate", "viewers", "reach", "watch_seconds", "hours_viewed", "starts"}


def test_plays_that_are_finished_have_one(tmp_path: Path) -> None:
    assert "completion_rate" not in empty(tmp_path / "s.keyart", 600.0, 1.0)


def test_a_ratio_is_empty_with_its_parts(tmp_path: Path) -> None:
    names = empty(tmp_path / "s.keyart", 10.0, None)
    assert {"viewers", "qualified_plays", "take_rate", "avg_watch_seconds"} <= names
    assert "short_play_rate" not in names
