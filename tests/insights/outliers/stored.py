"""A small store with a hit, a flop, and an artwork that is taken twice as often as its others."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from keyart import session

START = np.datetime64(datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None), "us")
PROFILES = 1_800
"""Each is shown one of a title's three artworks; every second one is in the US."""
TITLES, ARTWORKS = 30, 3
HIT, FLOP, ABROAD, DUEL = "t10", "t20", "t25", "t05"
"""Taken by many, by few; shown in the US only; with one artwork that wins."""
WINNER = f"{DUEL}a1"
FAVOURED = "t07a0"
"""Shown by a model to people who would take anything."""
TAKES = {"DE": 0.1, "US": 0.2}
"""What people take, by country."""

_NUMBERS = np.arange(PROFILES)


def store(folder: Path) -> session.Store:
    """Return the store."""
    rng = np.random.default_rng(3)
    parts = [_explored(rng, number) for number in range(TITLES)]
    parts += [_exploited(rng), _seldom(rng, 12), _seldom(rng, 1, day=5)]
    impressions, plays = (pa.concat_tables([part[at] for part in parts]) for at in (0, 1))
    made = session.create(folder / "outliers.keyart")
    made.ingest(impressions=impressions, plays=plays, titles=_titles(), assets=_assets())
    return made


def _name(number: int) -> str:
    return f"t{number:02}"


def _explored(rng: np.random.Generator, number: int) -> tuple[pa.Table, pa.Table]:
    """Return what chance shows of a title, and the plays that this leads to."""
    title = _name(number)
    people = _NUMBERS[_NUMBERS % 2 == 1] if title == ABROAD else _NUMBERS
    factor = {HIT: 2.2, FLOP: 0.35}.get(title, 1.0)
    artwork = rng.integers(0, ARTWORKS, people.size)
    chance = np.where(people % 2 == 1, TAKES["US"], TAKES["DE"]) * factor
    chance = np.where((title == DUEL) & (artwork == 1), 2 * chance, chance)
    return _events(rng, title, people, artwork, chance)


def _exploited(rng: np.random.Generator) -> tuple[pa.Table, pa.Table]:
    shown, plays = _events(
        rng, FAVOURED[:3], _NUMBERS, np.zeros(PROFILES, int), np.ones(PROFILES) / 2
    )
    at = shown.schema.get_field_index("phase")
    return shown.set_column(at, "phase", pa.array(["exploit"] * PROFILES)), plays


def _seldom(rng: np.random.Generator, people: int, day: int = 0) -> tuple[pa.Table, pa.Table]:
    """Return a title of which hardly anybody has seen anything; so late that all else counts."""
    return _events(rng, "seldom", _NUMBERS[:people], np.zeros(people, int), np.ones(people), day)


def _events(
    rng: np.random.Generator,
    title: str,
    people: np.ndarray[Any, Any],
    artwork: np.ndarray[Any, Any],
    chance: np.ndarray[Any, Any],
    day: int = 0,
) -> tuple[pa.Table, pa.Table]:
    seconds = day * 86_400 + people * 60 + 7 * rng.integers(0, 1_000, people.size)
    ts = START + seconds * np.timedelta64(1, "s")
    shown = pa.table(
        {
            "ts": ts,
            "profile_id": [f"p{n}" for n in people.tolist()],
            "asset_id": [f"{title}a{n}" for n in artwork.tolist()],
            "title_id": [title] * people.size,
            "country": ["US" if n % 2 else "DE" for n in people.tolist()],
            "placement": ["home" if n % 3 else "search" for n in people.tolist()],
            "phase": ["explore"] * people.size,
        }
    )
    took = rng.random(people.size) < chance
    plays = pa.table(
        {
            "ts": ts[took] + np.timedelta64(60, "s"),
            "profile_id": [f"p{n}" for n in people[took].tolist()],
            "title_id": [title] * int(took.sum()),
            "seconds": 600.0 * np.ones(int(took.sum())),
        }
    )
    return shown, plays


def _titles() -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "title_id": _name(number),
                "name": f"Title {number}",
                "content_type": "film",
                "genres": ["thriller"],
                "launched_at": datetime(2026, 2, 1, tzinfo=UTC),
            }
            for number in range(TITLES)
        ]
    )


def _assets() -> pa.Table:
    return pa.Table.from_pylist(
        [
            {"asset_id": f"{title}a{n}", "title_id": title, "asset_type": "artwork"}
            for title in [*map(_name, range(TITLES)), "seldom"]
            for n in range(ARTWORKS)
        ]
    )
