"""Small services whose tastes and supply are planted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from keyart import session

START = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 60
COUNTRIES = ("DE", "FR", "US")


@dataclass(frozen=True)
class World:
    """What is planted: how many titles a genre has, and how well each is liked where."""

    titles: Mapping[str, int]
    liked: Mapping[tuple[str, str], float] = field(default_factory=dict[tuple[str, str], float])
    """By (genre, country): a title of the genre is chosen so many times as often as usual."""
    hits: Mapping[tuple[str, str], float] = field(default_factory=dict[tuple[str, str], float])
    """By (title, country), the same for one title."""
    people: int = 400
    """In each country."""
    seed: int = 1
    dealt_anew: bool = False
    """Whether each person lives in a country drawn by lot, whatever they watch."""
    availability: Sequence[Mapping[str, Any]] = ()


def make(folder: Path, world: World) -> session.Store:
    """Return a store of a world."""
    random = np.random.default_rng(world.seed)
    names = [(f"{genre}{n}", genre) for genre, count in world.titles.items() for n in range(count)]
    titles = [
        {"title_id": title, "name": title.title(), "content_type": "film", "genres": [genre],
         "runtime_seconds": 6000.0}
        for title, genre in names
    ]  # fmt: skip
    popularity = random.lognormal(0, 0.3, len(names))
    plays: list[dict[str, Any]] = []
    for number in range(world.people * len(COUNTRIES)):
        likes = COUNTRIES[number % len(COUNTRIES)]
        lives = random.choice(COUNTRIES) if world.dealt_anew else likes
        liking = [
            world.liked.get((genre, likes), 1.0) * world.hits.get((title, likes), 1.0)
            for title, genre in names
        ]
        own = popularity * liking * random.lognormal(0, 0.5, len(names))
        for chosen in random.choice(len(names), 12, p=own / own.sum()):
            when = START + timedelta(minutes=int(random.integers(DAYS * 1440)))
            plays.append(
                {"ts": when, "profile_id": f"p{number}", "title_id": names[chosen][0],
                 "country": str(lives), "seconds": float(random.uniform(1200, 6000))}
            )  # fmt: skip
    profiles = pa.table({"profile_id": [f"p{n}" for n in range(world.people * len(COUNTRIES))]})
    store = session.create(folder / "world.keyart")
    given: dict[str, Any] = {}
    if world.availability:
        given["availability"] = pa.Table.from_pylist([dict(row) for row in world.availability])
    store.ingest(
        plays=pa.Table.from_pylist(plays),
        titles=pa.Table.from_pylist(titles),
        profiles=profiles,
        **given,
    )
    return store
