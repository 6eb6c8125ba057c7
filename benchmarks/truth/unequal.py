"""Equal assets shown unequally: how many findings are false, at one look and at every look.

Titles of `catalogue_worlds` whose assets are equal join late, ramp up, pause, are shown more often
or drawn anew; a finding in one of them is false. Looks are taken day after day, as notices do:
what was told at any of them counts once.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.truth.catalogue_worlds import START, Catalogue, Size, catalogue_store
from keyart.insights import authenticity, outliers
from keyart.insights.catalogue import Context
from keyart.query import owner
from keyart.session import Store

SEEDS = range(1, 4)
SIZE = Size()
LOOKS = range(6, SIZE.days, 2)
"""Days on which one looks, from the first."""


def run(_out: Path) -> dict[str, Any]:
    """Judge all worlds."""
    worlds = [world(seed) for seed in SEEDS]
    return {"worlds": worlds, **{way: _share(worlds, way) for way in ("one", "often", "every")}}


def world(seed: int, size: Size = SIZE, looks: range = LOOKS) -> dict[str, Any]:
    """Return what is found in one world: at one look, at all looks, and sure at every look."""
    with catalogue_store(size, seed) as (store, made):
        last = looks[-1] + 1
        found = {
            "one": set(_found(store, last, every_look=False)),
            "often": {a for day in looks for a in _found(store, day, every_look=False)},
            "every": {a for day in looks for a in _found(store, day, every_look=True)},
        }
        promises = authenticity.authenticity(store.snapshot(), owner(), authenticity.Asked())
    told = {way: _counted(made, assets) for way, assets in found.items()}
    print("  ", seed, told, flush=True)
    return {"seed": seed, "better": len(made.better), "promises": len(promises.found), **told}


def _found(store: Store, day: int, *, every_look: bool) -> Iterator[str]:
    asked = outliers.Asked(
        context=Context(until=(START + timedelta(days=day)).isoformat()),
        against="title",
        rules=outliers.Rules(every_look=every_look),
    )
    yield from (one.id for one in outliers.outliers(store.snapshot(), owner(), asked).findings)


def _counted(made: Catalogue, assets: set[str]) -> dict[str, int]:
    titles = {asset[:4] for asset in made.better}
    return {
        "found": len(assets),
        "false": sum(asset[:4] not in titles for asset in assets),
        "better_found": len(assets & made.better),
    }


def _share(worlds: list[dict[str, Any]], way: str) -> dict[str, float]:
    found, false = (sum(one[way][part] for one in worlds) for part in ("found", "false"))
    better = sum(one[way]["better_found"] for one in worlds)
    all_better = sum(one["better"] for one in worlds)
    return {
        "found": found,
        "false": false,
        "false_share": false / max(found, 1),
        "better": all_better,
        "better_found": better,
    }
