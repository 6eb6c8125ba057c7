"""The output of an old app: JSON lines with one fault each."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np

from keyart.core.schema import Rejection
from keyart_demo.catalogue.model import Catalogue
from keyart_demo.markets import COUNTRIES
from keyart_demo.world_size import DAYS, Stream, World

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of error in a row: a column, and its value (`None`: missing)."""

    code: Rejection
    column: str
    value: Any
    rows: int


IMPRESSION_FAULTS = (
    Fault(Rejection.MISSING_VALUE, "profile_id", None, 60),
    Fault(Rejection.MISSING_VALUE, "ts", None, 30),
    Fault(Rejection.BAD_TYPE, "position", "first", 45),
    Fault(Rejection.BAD_TYPE, "propensity", "often", 25),
    Fault(Rejection.BAD_TIMESTAMP, "ts", "1970-01-01T00:00:03Z", 80),
    Fault(Rejection.BAD_TIMESTAMP, "ts", "2199-12-31T23:59:59Z", 15),
    Fault(Rejection.BAD_RANGE, "propensity", 1.5, 20),
    Fault(Rejection.BAD_RANGE, "phase", "exploring", 35),
    Fault(Rejection.BAD_RANGE, "visible_ms", -1, 10),
)
PLAY_FAULTS = (
    Fault(Rejection.MISSING_VALUE, "title_id", None, 40),
    Fault(Rejection.MISSING_VALUE, "seconds", None, 30),
    Fault(Rejection.BAD_TYPE, "seconds", "half an hour", 25),
    Fault(Rejection.BAD_TIMESTAMP, "ts", "1970-01-01T00:00:03Z", 50),
    Fault(Rejection.BAD_RANGE, "seconds", -4, 35),
    Fault(Rejection.BAD_RANGE, "fraction", 2.75, 20),
)
UNKNOWN_ASSETS = 120
"""Impressions of an asset that is not in the catalogue, without a title."""
MISMATCHES = 90
"""Impressions with a title other than their asset's."""
BROKEN_LINES = 12
"""Lines cut off in the middle, in each file."""


@dataclass(frozen=True)
class OldApp:
    """The lines of both files, and the number of rows rejected with each code."""

    lines: dict[str, list[str]]
    reasons: dict[str, Counter[str]]


def old_app(world: World, catalogue: Catalogue) -> OldApp:
    """Return the old app's output during a world's days; small, whatever the world's size."""
    rng = world.generator(Stream.OLD_APP)
    rows = {
        "impressions": list(_impressions(world, catalogue, rng)),
        "plays": list(_plays(world, catalogue, rng)),
    }
    lines = {table: [json.dumps(row) for _, row in sent] for table, sent in rows.items()}
    reasons = {table: Counter(str(code) for code, _ in sent) for table, sent in rows.items()}
    for table, sent in lines.items():
        sent += [line[: len(line) // 2] for line in sent[:BROKEN_LINES]]
        reasons[table][str(Rejection.MALFORMED)] = BROKEN_LINES
    return OldApp(lines, reasons)


def _impressions(
    world: World, catalogue: Catalogue, rng: np.random.Generator
) -> Iterator[tuple[Rejection, Row]]:
    assets, titles = catalogue.assets, catalogue.titles

    def good() -> Row:
        asset = assets[int(rng.integers(len(assets)))]
        return _event(world, rng, "i") | {
            "asset_id": asset.asset_id,
            "title_id": titles[asset.title].title_id,
            "placement": "home_row",
            "position": int(rng.integers(40)),
            "phase": "exploit",
        }

    for fault in IMPRESSION_FAULTS:
        for _ in range(fault.rows):
            yield fault.code, good() | {fault.column: fault.value}
    for number in range(UNKNOWN_ASSETS):
        unknown = {"asset_id": f"unreleased-{number % 4}", "title_id": None}
        yield Rejection.UNKNOWN_ASSET, good() | unknown
    for _ in range(MISMATCHES):
        row = good()
        others = [title.title_id for title in titles[:2] if title.title_id != row["title_id"]]
        yield Rejection.TITLE_MISMATCH, row | {"title_id": others[0]}


def _plays(
    world: World, catalogue: Catalogue, rng: np.random.Generator
) -> Iterator[tuple[Rejection, Row]]:
    playable = [title for title in catalogue.titles if title.content_type != "series"]
    for fault in PLAY_FAULTS:
        for _ in range(fault.rows):
            title = playable[int(rng.integers(len(playable)))]
            row = _event(world, rng, "y")
            row |= {"title_id": title.title_id, "seconds": int(rng.integers(120, 3_600))}
            yield fault.code, row | {fault.column: fault.value}


def _event(world: World, rng: np.random.Generator, prefix: str) -> Row:
    instant = world.start + timedelta(seconds=int(rng.integers(DAYS * 86_400)))
    return {
        "ts": instant.isoformat(),
        "profile_id": f"old-{int(rng.integers(10_000)):05d}",
        "event_id": f"{prefix}-old-{int(rng.integers(1 << 60)):015x}",
        "country": COUNTRIES[int(rng.integers(len(COUNTRIES)))],
        "device": "tv",
    }
