"""What an audience watches more than everybody, in worlds where that is known."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import keyart
from keyart import Store
from keyart.curation import Index

pytestmark = pytest.mark.kernels

GENRES = ("romance", "drama", "action", "comedy")
WOMEN, MEN = 300, 300


def world(folder: Path, seed: int, lift: float, plays: int) -> Store:
    """Return a store in which women's plays are of romance `lift` times as often as men's.

    How much people watch differs a lot: their numbers of plays are geometric, `plays` on average.
    """
    random = np.random.default_rng(seed)
    usual = np.full(len(GENRES), 0.25)
    hers = np.array([0.25 * lift, *[(1 - 0.25 * lift) / 3] * 3])
    people = WOMEN + MEN
    counts = random.geometric(1 / plays, people)
    who = np.repeat(np.arange(people), counts)
    draws = random.random(who.size)
    bounds = np.where((who < WOMEN)[:, np.newaxis], hers.cumsum(), usual.cumsum())
    genre = np.minimum((draws[:, np.newaxis] > bounds).sum(axis=1), len(GENRES) - 1)
    start = np.datetime64("2026-03-01T00:00")
    times = start + (np.arange(who.size) % 40_000).astype("timedelta64[m]")
    store = keyart.create(folder)
    store.ingest(
        titles=pa.table(
            {"title_id": GENRES, "name": GENRES, "genres": [[genre] for genre in GENRES]}
        ),
        plays=pa.table(
            {
                "ts": pa.array(times.astype("datetime64[us]")),
                "profile_id": [f"p{profile}" for profile in who],
                "title_id": [GENRES[place] for place in genre],
                "seconds": random.integers(300, 6000, who.size).astype(np.float64),
            }
        ),
    )
    store.audiences.put("list:women", [f"p{profile}" for profile in range(WOMEN)])
    return store


def romance(store: Store, of: str = "plays") -> Index:
    found = store.audiences.explore("list:women", of=of).indexes["genre"]
    return next(one for one in found if one.value == "romance")


def test_those_who_watch_a_lot_do_not_saturate_the_index(tmp_path: Path) -> None:
    """Nearly everybody watched some romance; women's plays are of it 1.4 times as often."""
    found = romance(world(tmp_path / "a.keyart", 1, lift=1.4, plays=150))
    assert found.watched > 0.97
    assert 100 * found.watched / found.watched_base == pytest.approx(100, abs=2)
    # 0.35 of hers, 0.25 of his: 0.30 of all.
    assert found.index == pytest.approx(100 * 0.35 / 0.30, abs=3)
    assert found.low > 108
    assert (found.share, found.base) == pytest.approx((0.35, 0.30), abs=0.02)


@pytest.mark.full
@pytest.mark.parametrize("of", ["plays", "hours"])
def test_intervals_hold_par_as_often_as_they_promise(tmp_path: Path, of: str) -> None:
    """Without any difference, 95% of them hold 100, however unequally people watch."""
    held = 0
    for seed in range(60):
        found = romance(world(tmp_path / f"{of}-{seed}.keyart", seed, lift=1.0, plays=20), of)
        held += found.low <= 100 <= found.high
    assert held >= 52


def test_audiences_share_what_everybody_watched_and_change_with_their_list(tmp_path: Path) -> None:
    store = world(tmp_path / "a.keyart", 1, lift=1.4, plays=20)
    store.audiences.put("list:men", [f"p{profile}" for profile in range(WOMEN, WOMEN + MEN)])
    women, men = (
        {one.value: one for one in store.audiences.explore(name).indexes["genre"]}
        for name in ("list:women", "list:men")
    )
    assert women["romance"].index > 100 > men["romance"].index
    for genre in GENRES:
        assert women[genre].base == men[genre].base
        assert women[genre].profiles + men[genre].profiles == round(
            women[genre].watched_base * (WOMEN + MEN)
        )
    store.audiences.put("list:women", [f"p{profile}" for profile in range(WOMEN, WOMEN + MEN)])
    assert romance(store) == men["romance"]
