"""Catalogues whose titles have equal assets, shown unequally; and a few titles with a better one.

All assets of a title are equally good at every moment, while what people take drifts: some join
late, some ramp up, some pause, some are shown two or three times as often to the same people, some
are drawn anew at each impression. Whatever is found in these titles is false.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

import keyart

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

START = datetime(2026, 3, 2, tzinfo=UTC)
DAY = 86_400.0
MANNERS = ("even", "joins", "ramps", "pauses", "often", "redrawn", "joins", "often")
"""How the assets of a title are shown, title after title."""
BETTER = 12
"""Each so many titles one has an asset that is taken twice as often as its others."""
MEAN_TIMES = 2.2
"""How often people are shown a title."""


@dataclass(frozen=True)
class Size:
    """Of a catalogue; `people` are those who are shown a title, on average."""

    titles: int = 240
    profiles: int = 20_000
    people: int = 2_400
    days: int = 28


@dataclass(frozen=True)
class Catalogue:
    """The tables of a catalogue, and the assets that are truly better than their title's others."""

    tables: dict[str, Any]
    better: frozenset[str]
    manner: dict[str, str]
    """Of each title."""


def catalogue(size: Size, seed: int) -> Catalogue:
    """Return a catalogue, the same for the same seed."""
    rng = np.random.default_rng(seed)
    shown: list[pa.Table] = []
    plays: list[pa.Table] = []
    assets: list[dict[str, Any]] = []
    better: set[str] = set()
    manner: dict[str, str] = {}
    for number in range(size.titles):
        title = _Title.of(rng, number, size)
        manner[title.id] = title.manner
        if title.better:
            better.add(title.assets[title.special])
        assets += [
            {"asset_id": a, "title_id": title.id, "asset_type": "artwork"} for a in title.assets
        ]
        events = title.events(rng)
        shown.append(events[0])
        plays.append(events[1])
    titles = [
        {"title_id": f"t{n:03}", "name": f"Title {n}", "content_type": "film", "launched_at": START}
        for n in range(size.titles)
    ]
    tables: dict[str, Any] = {
        "impressions": pa.concat_tables(shown),
        "plays": pa.concat_tables(plays),
        "titles": pa.Table.from_pylist(titles),
        "assets": pa.Table.from_pylist(assets),
    }
    return Catalogue(tables, frozenset(better), manner)


@contextmanager
def catalogue_store(size: Size, seed: int) -> Generator[tuple[keyart.Store, Catalogue]]:
    """Give the store of a catalogue, and remove it."""
    made = catalogue(size, seed)
    with (
        TemporaryDirectory(prefix="keyart-truth-") as folder,
        keyart.create(Path(folder) / "catalogue.keyart") as store,
    ):
        store.ingest(**made.tables)
        yield store, made


@dataclass(frozen=True)
class _Title:
    """One title: its assets, of which the `special` one is shown in some manner."""

    id: str
    manner: str
    assets: list[str]
    special: int
    better: bool
    rate: float
    drift: float
    """What is taken on the last day, of what is on the first."""
    size: Size

    @classmethod
    def of(cls, rng: np.random.Generator, number: int, size: Size) -> "_Title":
        count = int(rng.integers(3, 7))
        return cls(
            id=f"t{number:03}",
            manner=MANNERS[number % len(MANNERS)],
            assets=[f"t{number:03}a{n}" for n in range(count)],
            special=int(rng.integers(0, count)),
            better=number % BETTER == BETTER - 1,
            rate=float(rng.uniform(0.05, 0.14)),
            drift=float(np.exp(rng.choice([-1, 1]) * rng.uniform(0.3, 0.9))),
            size=size,
        )

    def events(self, rng: np.random.Generator) -> tuple[pa.Table, pa.Table]:
        """Return its impressions and plays."""
        people = rng.choice(self.size.profiles, self._people(rng), replace=False)
        day = rng.uniform(0, self.size.days - 1, people.size)
        asset = self._drawn(rng, day)
        # Everybody's further impressions; of the special asset, two or three times as many.
        more = rng.poisson(MEAN_TIMES - 1, people.size)
        if self.manner == "often":
            often = asset == self.special
            more[often] = rng.poisson(MEAN_TIMES * int(rng.integers(2, 4)) - 1, int(often.sum()))
        row = np.repeat(np.arange(people.size), more)
        later = day[row] + rng.exponential(4, row.size)
        kept = later < self.size.days - 1
        row, later = row[kept], later[kept]
        again = self._drawn(rng, later) if self.manner in {"redrawn", "ramps"} else asset[row]
        who = np.concatenate([people, people[row]])
        when = np.concatenate([day, later])
        what = np.concatenate([asset, again])
        took = rng.random(who.size) < self._chance(when, what)
        return self._shown(who, when, what), self._plays(rng, who[took], when[took])

    def _people(self, rng: np.random.Generator) -> int:
        most = 0.9 * self.size.profiles
        return int(min(self.size.people * rng.lognormal(-0.1, 0.45), most))

    def _drawn(self, rng: np.random.Generator, day: Floats) -> Ints:
        """Return which asset is drawn at each time."""
        share = self._share(day)
        others = np.array([n for n in range(len(self.assets)) if n != self.special])
        own = rng.random(day.size) < share
        return np.where(own, self.special, others[rng.integers(0, others.size, day.size)])

    def _share(self, day: Floats) -> Floats:
        """Return how probable the special asset is at each time."""
        even, days = 1 / len(self.assets), self.size.days
        if self.manner == "joins":
            return np.where(day < days * 0.35, 0.0, max(even, 0.4))
        if self.manner == "ramps":
            return np.clip(0.02 + 0.8 * day / days, 0, 0.8)
        if self.manner == "pauses":
            return np.where((day > days * 0.25) & (day < days * 0.65), 0.0, even)
        return np.full(day.shape, even)

    def _chance(self, day: Floats, asset: Ints) -> Floats:
        chance = self.rate * self.drift ** (day / self.size.days)
        return np.where(self.better & (asset == self.special), 2.0, 1.0) * chance

    def _shown(self, who: Ints, when: Floats, what: Ints) -> pa.Table:
        return pa.table(
            {
                "ts": _times(when),
                "profile_id": pa.array([f"p{n}" for n in who.tolist()]),
                "asset_id": pa.array(self.assets).take(pa.array(what)),
                "title_id": [self.id] * who.size,
                "country": pa.array(["DE", "US"]).take(pa.array(who % 2)),
                "placement": pa.array(["home", "search"]).take(pa.array(who // 2 % 2)),
            }
        )

    def _plays(self, rng: np.random.Generator, who: Ints, when: Floats) -> pa.Table:
        """Return plays: a third are short, and half of the others are seen to their end."""
        short = rng.random(who.size) < 0.3
        seconds = np.where(short, 60.0, rng.uniform(600, 6_000, who.size))
        return pa.table(
            {
                "ts": _times(when + rng.uniform(5, 240, who.size) / DAY),
                "profile_id": pa.array([f"p{n}" for n in who.tolist()]),
                "title_id": [self.id] * who.size,
                "seconds": seconds,
                "fraction": np.where(short, 0.01, np.where(rng.random(who.size) < 0.5, 1.0, 0.4)),
            }
        )


def _times(day: Floats) -> pa.Array:
    start = np.datetime64(START.replace(tzinfo=None), "us")
    return pa.array(start + (day * DAY * 1e6).astype("timedelta64[us]"), pa.timestamp("us", "UTC"))
