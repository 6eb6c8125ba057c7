"""A small store with viewers of known tastes, in two countries, some of whom are protected."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

import keyart
from keyart.session import Store

GENRES = ("thriller", "comedy", "romance", "horror")
EACH = 12
"""Titles of each taste; the first one of each is a series of three episodes."""
PROFILES = 1_200
PLAYS = 12
FIRST = datetime(2026, 1, 5, tzinfo=UTC)
DAYS = 60
MINOR, NO_PROFILING = range(1_000, 1_020), range(1_020, 1_040)
ONLY_US = "th11"
"""A thriller that is not offered in Germany."""
ADULT = "ho11"
"""A horror film for adults."""
GONE = "co11"
"""A comedy that was offered until the 30th day."""


def taste_of(profile: int) -> int:
    """Return a profile's only taste."""
    return profile % 4


def country_of(profile: int) -> str:
    """Return a profile's country."""
    return "US" if profile % 3 == 0 else "DE"


def with_taste(taste: int) -> list[str]:
    """Return the profiles with a taste, without those that may not be profiled."""
    return [f"p{p}" for p in range(PROFILES)
            if taste_of(p) == taste and p not in MINOR and p not in NO_PROFILING]  # fmt: skip


def titles() -> pa.Table:
    """Return the catalogue."""
    rows = [
        {"title_id": f"{genre[:2]}{number}", "name": f"{genre.capitalize()} {number}",
         "parent_title_id": None, "genres": [genre], "tags": [f"dark {genre}"],
         "runtime_seconds": 3600.0 if number else None,
         "maturity": "18+" if f"{genre[:2]}{number}" == ADULT else "13+"}
        for genre in GENRES
        for number in range(EACH)
    ]  # fmt: skip
    rows += [
        {"title_id": f"{genre[:2]}0e{e}", "name": f"Episode {e}",
         "parent_title_id": f"{genre[:2]}0", "genres": None, "tags": None,
         "runtime_seconds": 1800.0, "maturity": "13+"}
        for genre in GENRES
        for e in range(3)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def plays(seed: int = 7) -> pa.Table:
    """Return plays: four fifths of a profile's are of its taste, early titles more often."""
    rng = np.random.default_rng(seed)
    chance = 1 / np.arange(2, EACH + 2)
    chance /= chance.sum()
    rows: list[dict[str, object]] = []
    for profile in range(PROFILES):
        for _ in range(PLAYS):
            taste = taste_of(profile) if rng.random() < 0.8 else int(rng.integers(4))
            number = int(rng.choice(EACH, p=chance))
            title = f"{GENRES[taste][:2]}{number}"
            at = FIRST + timedelta(minutes=15 * int(rng.integers(4 * 24 * DAYS)))
            if title == ONLY_US and country_of(profile) == "DE":
                continue
            episode = "" if number else f"e{int(rng.integers(3))}"
            rows.append({"ts": at, "profile_id": f"p{profile}", "title_id": f"{title}{episode}",
                         "seconds": float(rng.integers(600, 3600)),
                         "country": country_of(profile), "device": "tv"})  # fmt: skip
    return pa.Table.from_pylist(rows)


def profiles() -> pa.Table:
    """Return the profiles; the first two watch nothing above 13+."""
    ids = range(PROFILES + 2)
    return pa.table(
        {
            "profile_id": [f"p{p}" for p in ids],
            "country": [country_of(p) for p in ids],
            "consent": ["no_profiling" if p in NO_PROFILING else "full" for p in ids],
            "is_minor": [p in MINOR for p in ids],
            "maturity": ["13+" if p < 8 or p in MINOR else None for p in ids],
        }
    )


def availability() -> pa.Table:
    """Return what is offered where; everything without rows is offered everywhere."""
    end = FIRST + timedelta(days=30)
    return pa.table(
        {
            "title_id": [ONLY_US, GONE, GONE],
            "country": ["US", "US", "DE"],
            "from": pa.array([None, None, None], pa.timestamp("us", "UTC")),
            "until": pa.array([None, end, end], pa.timestamp("us", "UTC")),
        }
    )


def make_store(path: Path) -> Store:
    """Return a store of all this, with affinities."""
    store = keyart.create(path)
    store.ingest(titles=titles(), profiles=profiles(), plays=plays(), availability=availability())
    store.audiences.fit()
    return store
