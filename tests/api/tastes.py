"""A store of four plain tastes, fitted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

import keyart

TASTES = (("thriller", "heist"), ("comedy", "office"), ("romance", "letters"), ("horror", "ghost"))
"""Genre and tag; everybody has the taste of their number, and watches eight titles of ten of it."""
EACH, PROFILES, PLAYS = 8, 800, 14
FIRST = datetime(2026, 1, 5, tzinfo=UTC)


def fitted(path: Path, people: int = PROFILES) -> Path:
    """Make a store with four tastes, of which nobody young has the first; return its path."""
    profiles = pa.Table.from_pylist(
        [
            {"profile_id": f"p{n}", "band": "old" if n % 4 == 0 else "young", "town": f"t{n}"}
            for n in range(people)
        ]
    )
    store = keyart.create(path)
    store.ingest(titles=_titles(), plays=_plays(people), profiles=profiles)
    store.audiences.fit()
    store.close()
    return path


def _titles() -> pa.Table:
    return pa.Table.from_pylist(
        [
            {"title_id": f"{tag}{n}", "name": f"{tag} {n}", "genres": [genre], "tags": [tag]}
            for genre, tag in TASTES
            for n in range(EACH)
        ]
    )


def _plays(people: int) -> pa.Table:
    rng = np.random.default_rng(1)
    rows: list[dict[str, object]] = []
    for profile in range(people):
        for play in range(PLAYS):
            taste = profile % 4 if rng.random() < 0.8 else int(rng.integers(4))
            minutes = 15 * int(rng.integers(4 * 24 * 40)) + play
            rows.append(
                {
                    "ts": FIRST + timedelta(minutes=minutes),
                    "profile_id": f"p{profile}",
                    "title_id": f"{TASTES[taste][1]}{rng.integers(EACH)}",
                    "seconds": 3000.0,
                }
            )
    return pa.Table.from_pylist(rows)
