"""Equal assets shown unequally: how many findings are false, at one look and at every look.

Titles of `catalogue_worlds` whose assets are equal join late, ramp up, pause, are shown more often
or drawn anew; a finding in one of them is false. Looks are taken day after day, as notices do:
what was told at any of them counts once.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.truth.catalogue_worlds import START, Catalogue, Size, catalogue_store
from keyart.insights import authenticity, outliers
from keyart.query import owner
from keyart.session import Store

SEEDS = range(1, 21)
SIZE = Size(titles=120)
LOOKS = range(6, SIZE.days, 3)
"""Days on which one looks, from the first."""
WAYS = ("one", "often", "every")
"""At the last look only; at all looks, each judged for itself; at all looks, sure at every look."""


def run(_out: Path) -> dict[str, Any]:
    """Judge all worlds, one on each core at a time."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        worlds = list(pool.map(world, SEEDS))
    return {
        "titles": SIZE.titles,
        "days_of_looks": [day + 1 for day in LOOKS],
        **{way: summary(worlds, way) for way in WAYS},
        "promises": sum(one["promises"] for one in worlds),
        "worlds": worlds,
    }


def world(seed: int, size: Size = SIZE, looks: range = LOOKS) -> dict[str, Any]:
    """Return what is found in one world: at one look, at all looks, and sure at every look.

    `promises` are findings of clickbait and hidden gems at any look: all are false, for what is
    taken is kept alike.
    """
    found: dict[str, set[str]] = {way: set() for way in WAYS}
    promises: set[str] = set()
    with catalogue_store(size, seed) as (store, made):
        for day in looks:
            found["one"] = set(_found(store, day, every_look=False))
            found["often"] |= found["one"]
            found["every"] |= set(_found(store, day, every_look=True))
            promises |= set(_promises(store, day))
    told = {way: _counted(made, assets) for way, assets in found.items()}
    print("  ", seed, told, flush=True)
    return {"seed": seed, "better": len(made.better), "promises": len(promises), **told}


def _promises(store: Store, day: int) -> Iterator[str]:
    request = authenticity.AuthenticityRequest(until=_end(day))
    said = authenticity.authenticity(store.snapshot(), owner(), request, every_look=True)
    yield from (one.standing.asset for one in said.found)


def _end(day: int) -> str:
    return (START + timedelta(days=day + 1)).isoformat()


def _found(store: Store, day: int, *, every_look: bool) -> Iterator[str]:
    request = outliers.OutlierRequest(until=_end(day), against="title")
    found = outliers.outliers(store.snapshot(), owner(), request, every_look=every_look)
    yield from (one.id for one in found.findings)


def _counted(made: Catalogue, assets: set[str]) -> dict[str, int]:
    titles = {asset[:4] for asset in made.better}
    return {
        "found": len(assets),
        "false": sum(asset[:4] not in titles for asset in assets),
        "better_found": len(assets & made.better),
    }


def summary(worlds: list[dict[str, Any]], way: str) -> dict[str, float]:
    """Return how many findings of a way are false in all worlds, and how many assets it found.

    What is promised is `false_share_a_world`, the mean of the worlds' shares.
    """
    found, false = (sum(one[way][part] for one in worlds) for part in ("found", "false"))
    return {
        "found": found,
        "false": false,
        "false_share_a_world": fmean(w[way]["false"] / max(w[way]["found"], 1) for w in worlds),
        "better": sum(one["better"] for one in worlds),
        "better_found": sum(one[way]["better_found"] for one in worlds),
    }
