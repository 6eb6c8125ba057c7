"""A small store in which one artwork misleads everybody, one VIPs only, and one is overlooked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from keyart import session

START = datetime(2026, 3, 1, tzinfo=UTC)
PROFILES = 6_400
"""A quarter of them is shown each asset; every second one is a VIP."""
VIPS = "list:vip"


@dataclass(frozen=True)
class Chances:
    """That it is taken, that a play is short, that a longer one is finished."""

    take: float
    short: float
    finish: float


PLAIN = Chances(0.2, 0.1, 0.5)
BAIT = Chances(0.5, 0.45, 0.15)
GEM = Chances(0.1, 0.02, 0.9)
REFUSED = Chances(0.1, 0.1, 0.5)


@dataclass(frozen=True)
class Poster:
    """An artwork, its title, and what VIPs and all others make of it."""

    asset: str
    title: str
    others: Chances = PLAIN
    vips: Chances = PLAIN


POSTERS = (
    Poster("bait", "heist", BAIT, BAIT),
    *(Poster(f"heist{n}", "heist") for n in range(3)),
    Poster("gem", "quiet", GEM, GEM),
    *(Poster(f"quiet{n}", "quiet") for n in range(3)),
    Poster("vip-bait", "gala", REFUSED, BAIT),
    *(Poster(f"gala{n}", "gala") for n in range(3)),
)

Rows = list[dict[str, Any]]


def store(folder: Path, *, exploited: bool = False) -> session.Store:
    """Return the store, in which chance alone decides who sees what.

    With `exploited` a model has shown as much again, the gem to people who leave everything, so
    that it seems to mislead.
    """
    rng = np.random.default_rng(4)
    phase = "explore" if exploited else None
    events = [_seen(rng, profile, poster, phase) for profile, poster in _shown(POSTERS)]
    if exploited:
        misled = (Poster("gem", "quiet", BAIT, BAIT), *POSTERS[5:8])
        events += [_seen(rng, profile, poster, "exploit") for profile, poster in _shown(misled)]
    made = session.create(folder / "promises.keyart")
    made.ingest(
        impressions=pa.Table.from_pylist([shown for shown, _ in events]),
        plays=pa.Table.from_pylist([play for _, play in events if play]),
        assets=pa.Table.from_pylist([_asset(poster) for poster in POSTERS]),
        titles=pa.Table.from_pylist([{"title_id": "heist", "name": "The Heist & Co"}]),
    )
    made.audiences.put(VIPS, [f"p{number}" for number in range(0, PROFILES, 2)])
    return made


def _asset(poster: Poster) -> dict[str, Any]:
    return {
        "asset_id": poster.asset,
        "title_id": poster.title,
        "asset_type": "artwork",
        "name": f"<{poster.asset}>",
    }


def _shown(posters: Sequence[Poster]) -> Iterator[tuple[int, Poster]]:
    """Yield each profile with one poster of each title, VIPs as often as the others."""
    for at, poster in enumerate(posters):
        yield from ((number, poster) for number in range(PROFILES) if number // 2 % 4 == at % 4)


def _seen(
    rng: np.random.Generator, number: int, poster: Poster, phase: str | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return an impression, and the play that it led to; an empty one if to none."""
    chances = poster.others if number % 2 else poster.vips
    take, short, finish = rng.random(3) < (chances.take, chances.short, chances.finish)
    ts = START + timedelta(minutes=number, days=40 * (phase == "exploit"))
    row = {"profile_id": f"p{number}", "title_id": poster.title}
    shown = {**row, "ts": ts, "asset_id": poster.asset, "phase": phase}
    fraction = 0.01 if short else 0.97 if finish else 0.4
    play = {**row, "ts": ts + timedelta(minutes=5), "seconds": 6_000 * fraction}
    return shown, {**play, "fraction": fraction} if take else {}
