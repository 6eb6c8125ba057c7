"""Campaigns: is a planted lift in its interval, and is nothing found where nothing was done?

Each campaign is planned, approved, started and judged in a store of its own, and looked at on the
days that its path shows.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np

from benchmarks.truth.campaign_worlds import go_on, make_store
from benchmarks.truth.campaign_worlds import run as run_campaign
from benchmarks.truth.rates import coverage

CAMPAIGNS, PEOPLE = 200, 6000
LIFT, HOLDOUT = 0.6, 0.3


class Seen(NamedTuple):
    """One campaign: what its result said."""

    verdict: str
    found: bool
    """At any look."""
    held: bool
    """Whether the last interval holds the truth."""
    variance_reduced: tuple[float, float]
    """Of viewers of the title, and of hours of everything."""


def run(out: Path) -> dict[str, Any]:
    """Return all results."""
    del out
    found = {name: _campaigns(lift) for name, lift in (("lifted", LIFT), ("empty", 0.0))}
    print("  ", found, flush=True)
    return {"people": PEOPLE, "holdout": HOLDOUT, "lift": LIFT, **found}


def _campaigns(lift: float) -> dict[str, Any]:
    seen = [_seen(seed, lift) for seed in range(1, CAMPAIGNS + 1)]
    reduced = np.array([one.variance_reduced for one in seen]).mean(axis=0)
    verdicts = [one.verdict for one in seen]
    return {
        "found": coverage(np.array([one.found for one in seen])),
        "intervals_that_hold": coverage(np.array([one.held for one in seen])),
        "verdicts": {name: verdicts.count(name) for name in sorted(set(verdicts))},
        "variance_reduced": {
            "viewers_of_the_title": round(float(reduced[0]), 3),
            "hours_of_everything": round(float(reduced[1]), 3),
        },
    }


def _seen(seed: int, lift: float) -> Seen:
    with (
        TemporaryDirectory(prefix="keyart-truth-") as folder,
        make_store(Path(folder) / "s.keyart", PEOPLE, seed) as store,
    ):
        run_campaign(store, holdout=HOLDOUT)
        gains = go_on(store, PEOPLE, lift, seed=10_000 + seed, made=seed)
        in_segment = np.arange(PEOPLE) % 2 == 1
        result = store.campaigns.result("spring")
    by_outcome = {(str(one.measure), one.of_title): one for one in result.effects}
    last = by_outcome["viewers", True].difference
    truth = float(gains[in_segment].mean())
    return Seen(
        verdict=str(result.verdict),
        found=any(day.difference.leaves_out_zero for day in result.path),
        held=last.low is None or last.high is None or last.low <= truth <= last.high,
        variance_reduced=(
            by_outcome["viewers", True].variance_reduced or 0.0,
            by_outcome["hours_viewed", False].variance_reduced or 0.0,
        ),
    )
