"""A store in which people meet several arms again and again, and a plain count of what they did."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from keyart import session
from tests.insights.comparison.trials import START, Rows

CONFIG = """
[settings]
exclude_placements = ["row"]
[settings.content_type.episode]
attribution_window = "36h"
min_play_seconds = 60
[measures.cost]
sum = "cost_usd"
[measures.cost_per_person]
numerator = "cost"
denominator = "reach"
"""

DAY = 86_400
SLOT = 900
PROFILES = 500
DAYS = 14

FILM, SERIES = ("a", "b", "c"), ("s", "t")
VIP = "list:vip"
MEASURES = (
    "take_rate",
    "play_rate",
    "completion_rate",
    "watch_seconds_per_profile",
    "avg_watch_seconds",
    "short_play_rate",
    "cost_per_person",
)
EPISODES = {"e1": "series", "e2": "series"}
WINDOW = {"film": DAY, "series": 36 * 3600}
"""Of the longest plays that may count under a title."""


@dataclass(frozen=True)
class Shown:
    """An impression, seconds since `START`, and the plays that count under it."""

    second: int
    row: dict[str, Any]
    plays: Rows = field(default_factory=list[dict[str, Any]])


@cache
def rows_of(seed: int = 3) -> tuple[Rows, Rows]:
    """Return impressions and plays; no profile is shown a title twice in a quarter of an hour."""
    rng = np.random.default_rng(seed)
    impressions: Rows = []
    plays: Rows = []
    for number in range(PROFILES):
        for title, arms in (("film", FILM), ("series", SERIES)):
            slots = rng.choice(DAYS * DAY // SLOT, rng.integers(0, 6), replace=False)
            for slot in slots.tolist():
                second = slot * SLOT + int(rng.integers(SLOT))
                impressions.append(_impression(rng, f"p{number}", title, arms, second))
                if rng.random() < 0.6:
                    plays.append(_play(rng, f"p{number}", title, second))
    return impressions, plays


def _impression(
    rng: np.random.Generator, profile: str, title: str, arms: Sequence[str], second: int
) -> dict[str, Any]:
    return {
        "ts": START + timedelta(seconds=second),
        "profile_id": profile,
        "title_id": title,
        "asset_id": str(rng.choice(arms)),
        "country": str(rng.choice(["DE", "FR"])),
        "device": str(rng.choice(["tv", "web"])),
        "placement": str(rng.choice(["home", "search", "row"])),
        "propensity": float(rng.choice([0.2, 0.5])),
        "cost_usd": float(rng.integers(-3, 8)),
    }


def _play(rng: np.random.Generator, profile: str, title: str, second: int) -> dict[str, Any]:
    delay = int(rng.choice([60, 7_200, 80_000, 100_000, 140_000]))
    fraction = float(rng.choice([0.005, 0.03, 0.5, 0.95]))
    return {
        "ts": START + timedelta(seconds=second + delay),
        "profile_id": profile,
        "title_id": str(rng.choice(list(EPISODES))) if title == "series" else title,
        "seconds": 3_000 * fraction,
        "fraction": fraction,
    }


def made(folder: Path) -> session.Store:
    """Return the store; a third of the profiles are on a list."""
    folder.mkdir()
    (folder / "keyart.toml").write_text(CONFIG, encoding="utf-8")
    impressions, plays = rows_of()
    titles = [
        {"title_id": "film", "name": "Film", "content_type": "film"},
        {"title_id": "series", "name": "Series", "content_type": "series"},
        *({"title_id": e, "name": e, "content_type": "episode", "parent_title_id": of}
          for e, of in EPISODES.items()),
    ]  # fmt: skip
    assets = [
        {"asset_id": arm, "title_id": title, "asset_type": "artwork"}
        for title, arms in (("film", FILM), ("series", SERIES))
        for arm in arms
    ]
    store = session.create(folder)
    store.ingest(
        impressions=pa.Table.from_pylist(impressions),
        plays=pa.Table.from_pylist(plays),
        titles=pa.Table.from_pylist(titles, _TITLES),
        assets=pa.Table.from_pylist(assets),
    )
    store.audiences.put(VIP, [f"p{number}" for number in range(0, PROFILES, 3)])
    return store


_TITLES = pa.schema(
    [(name, pa.string()) for name in ("title_id", "name", "content_type", "parent_title_id")]
)


@cache
def attributed() -> list[Shown]:
    """Return all impressions with the plays that they led to: the last one shown before, in time.

    Plays are short under a minute for episodes, under two for films.
    """
    impressions, plays = rows_of()
    shown = [Shown(_second(row), row) for row in impressions]
    for play in plays:
        episode = play["title_id"] in EPISODES
        title = EPISODES.get(play["title_id"], play["title_id"])
        window = 36 * 3600 if episode else DAY
        before = [
            one for one in shown
            if (one.row["profile_id"], one.row["title_id"]) == (play["profile_id"], title)
            and one.row["placement"] != "row"
            and 0 <= _second(play) - one.second <= window
        ]  # fmt: skip
        if before:
            least = 60 if episode else 120
            latest = max(before, key=lambda one: one.second)
            latest.plays.append({**play, "short": play["seconds"] < least})
    return shown


def _second(row: dict[str, Any]) -> int:
    return int((row["ts"] - START).total_seconds())


@cache
def data_until() -> int:
    """Return the second of the last event."""
    return max(_second(row) for rows in rows_of() for row in rows)


@dataclass(frozen=True)
class Unit:
    """A profile by its first exposure, with all impressions of its window."""

    arm: str
    closed: bool
    crossed: bool
    weight: float
    shown: Sequence[Shown]

    def takes(self) -> int:
        """Return 1 if it took the title."""
        return int(any(not play["short"] for play in self.plays()))

    def plays(self) -> list[dict[str, Any]]:
        """Return its plays that count."""
        return [play for one in self.shown for play in one.plays]


def units(
    all_shown: Iterable[Shown],
    arms: Sequence[str],
    *,
    passes: Callable[[dict[str, Any]], bool] = lambda row: True,  # noqa: ARG005
    first: int = 0,
    last: int = 1 << 40,
    each_arm: bool = False,
) -> list[Unit]:
    """Return the units of some arms of one title; `first` and `last` are seconds."""
    by_person: dict[tuple[str, ...], list[Shown]] = {}
    for one in sorted(all_shown, key=lambda one: one.second):
        row = one.row
        if row["asset_id"] not in arms or row["placement"] == "row" or not passes(row):
            continue
        if one.second >= first:
            own = (row["asset_id"],) if each_arm else ()
            by_person.setdefault((row["profile_id"], *own), []).append(one)
    found = [_unit(own, last) for own in by_person.values()]
    return [unit for unit in found if unit is not None]


def _unit(shown: Sequence[Shown], last: int) -> Unit | None:
    begin = shown[0]
    if begin.second >= last:
        return None
    window = WINDOW[begin.row["title_id"]]
    start = begin.second // SLOT * SLOT
    inside = [one for one in shown if one.second < start + window]
    return Unit(
        arm=begin.row["asset_id"],
        closed=start + 2 * window <= data_until() // SLOT * SLOT,
        crossed=any(one.row["asset_id"] != begin.row["asset_id"] for one in inside),
        weight=1 / begin.row["propensity"],
        shown=inside,
    )
