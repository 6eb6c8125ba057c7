"""A batch is worked off in parts that fit in memory, whatever it brings back of older batches."""

from typing import Any

import pyarrow as pa
import pytest

import keyart
from keyart.ingest import parts
from tests.pipeline.plain import impression, play, table

PROFILES = [f"p{number}" for number in range(64)]
SHOWN = table([impression(profile) for profile in PROFILES])
PLAYED = table([play(profile) for profile in PROFILES])
OTHER = table([impression(profile, asset_id="b", title_id="u") for profile in PROFILES[:8]])


class Parts:
    """Hears into how many parts a batch was split."""

    def __init__(self) -> None:
        self.total = 0

    def begin(self, step: str, total: int | None) -> None:
        if step == "attribute":
            self.total = total or 0

    def advance(self, amount: int) -> None:
        pass


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    monkeypatch.setattr(parts, "ROWS_PER_PART", 16)


@pytest.fixture
def filled(store: keyart.Store) -> keyart.Store:
    """A store of 136 events, 128 of them of title t."""
    store.ingest(impressions=SHOWN, plays=PLAYED)
    store.ingest(impressions=OTHER)
    return store


def consent(value: str, *profiles: str) -> pa.Table:
    return table([{"profile_id": profile, "consent": value} for profile in profiles])


@pytest.mark.parametrize(
    ("given", "most", "least"),
    [
        ({"titles": table([{"title_id": "t", "name": "T", "runtime_seconds": 600}])}, 16, 8),
        ({"titles": table([{"title_id": "u", "name": "U", "runtime_seconds": 600}])}, 1, 1),
        ({"titles": table([{"title_id": "t", "name": "only a name"}])}, 1, 1),
        ({"profiles": consent("none", *PROFILES)}, 16, 8),
        ({"profiles": consent("full", *PROFILES)}, 1, 1),
        ({"plays": table([play(profile, seconds=700.0) for profile in PROFILES])}, 16, 8),
    ],
    ids=["runtime", "runtime of a small title", "name", "consent", "no consent", "events"],
)
def test_parts_follow_what_is_looked_at_again(
    filled: keyart.Store, given: dict[str, Any], most: int, least: int
) -> None:
    heard = Parts()
    filled.ingest(**given, progress=heard)
    assert least <= heard.total <= most
    assert filled.check() == []


def test_metadata_alone_is_applied_in_parts(filled: keyart.Store) -> None:
    asked: dict[str, Any] = {
        "measures": ["qualified_plays", "completions"],
        "where": {"title": "t"},
    }
    assert filled.query(**asked).totals == {"qualified_plays": 64, "completions": None}
    filled.ingest(titles=table([{"title_id": "t", "name": "T", "runtime_seconds": 600}]))
    assert filled.query(**asked).totals == {"qualified_plays": 64, "completions": 64}
