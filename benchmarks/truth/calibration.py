"""Is an arm that is said to be best with a probability of 80% the best in four cases of five?

Every trial of many demo worlds is compared at several times, in several groups of countries, so
that most cases are far from certain. Where arms are alike in truth, each is best in its share.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.truth.demo_worlds import UNTIL
from benchmarks.truth.trial_worlds import Tried, trial_world
from keyart.insights.charts import Bin, Reliability
from keyart.insights.comparison import ComparisonRequest, compare
from keyart.query import owner
from keyart.query.engine import Floats, Ints
from keyart.query.intervals import z_of
from keyart.store import Snapshot
from keyart_demo.markets import COUNTRIES
from keyart_demo.output import in_processes
from keyart_demo.world import SIZES, World

WORLDS, PROCESSES = 10, 2
DAYS = (2, 5, 13, 34, 112)
GROUPS = (COUNTRIES[:1], COUNTRIES[1:4], COUNTRIES[4:8], COUNTRIES[8:])
"""Of about the same size."""
BINS, TOLERANCE, LEAST = 10, 0.03, 100


@dataclass(frozen=True)
class Cases:
    """What was said of each arm, and what is true, [cases].

    `said` is the probability of being best, `true` the share of being best, `trial` a number for
    each trial of each world. `leads` tells the arm of which most was said.
    """

    said: Floats
    true: Floats
    trial: Ints
    leads: Floats

    def of(self, which: Any) -> "Cases":
        """Return some of the cases."""
        return Cases(self.said[which], self.true[which], self.trial[which], self.leads[which])


def cases(snapshot: Snapshot, trials: Iterable[Tried], first: int = 0) -> Iterator[Cases]:
    """Yield the cases of a world's trials, which get the numbers from `first` on."""
    for number, tried in enumerate(trials, first):
        for group in GROUPS:
            for days in DAYS:
                said = _said(snapshot, tried, group, days)
                leads = (said == said.max()).astype(np.float64)
                yield Cases(said, tried.best(), np.full(said.size, number), leads)


def _said(snapshot: Snapshot, tried: Tried, countries: Iterable[str], days: int) -> Floats:
    found = compare(
        snapshot,
        owner(),
        ComparisonRequest(
            assets=tried.assets,
            where={"country": list(countries)},
            until=(tried.start + timedelta(days=days)).timestamp(),
            audiences=(),
        ),
    )
    best = {arm.asset: arm.best for arm in found.arms}
    return np.array([best[asset] for asset in tried.assets], np.float64)


def joined(parts: Iterable[Cases]) -> Cases:
    """Return all cases together, without those of which nothing was said."""
    of = list(parts)
    names = ("said", "true", "trial", "leads")
    every = Cases(*(np.concatenate([getattr(part, name) for part in of]) for name in names))
    return every.of(np.isfinite(every.said))


def reliability(found: Cases) -> list[dict[str, float]]:
    """Return by tenths of what was said: how much, how often it was true, and the 95% error.

    Cases of one trial are no news of each other, so the error is that between trials.
    """
    place = np.minimum((found.said * BINS).astype(np.int64), BINS - 1)
    told: list[dict[str, float]] = []
    for each in np.unique(place).tolist():
        those = found.of(place == each)
        gap = those.true - those.said
        sums = np.bincount(those.trial, gap - gap.mean())
        error = z_of(0.95) * float(np.sqrt((sums**2).sum())) / gap.size
        told.append(
            {
                "said": float(those.said.mean()),
                "true": float(those.true.mean()),
                "error": error,
                "cases": gap.size,
            }
        )
    return told


def off(bins: list[dict[str, float]]) -> dict[str, float]:
    """Return how far bins are from the diagonal: on average, at most, and beyond their error."""
    gaps = np.array([one["true"] - one["said"] for one in bins])
    errors, count = (np.array([one[name] for one in bins]) for name in ("error", "cases"))
    many = count >= LEAST
    return {
        "mean": float((np.abs(gaps) * count).sum() / count.sum()),
        "most": float(np.abs(gaps[many]).max()),
        "most_beyond_error": float(np.maximum(np.abs(gaps) - errors, 0)[many].max()),
    }


def world_cases(seed: int) -> Cases:
    """Return the cases of one small world."""
    with trial_world(World(SIZES["small"], seed, UNTIL)) as (store, trials):
        return joined(cases(store.snapshot(), trials, 1000 * seed))


def run(out: Path) -> dict[str, Any]:
    """Return all results; draws `best-calibration`."""
    worlds: list[Cases] = []
    for world in in_processes(world_cases, range(1, WORLDS + 1), PROCESSES):
        worlds.append(world)
        print("   world", len(worlds), off(reliability(joined(worlds))), flush=True)
    every = joined(worlds)
    one_best = np.isin(every.trial, every.trial[every.true == 1])
    series = {
        "every arm": every,
        "the leading arm": every.of(every.leads == 1),
        "every arm, where one alone is best": every.of(one_best),
    }
    found = {name: reliability(those) for name, those in series.items()}
    (out / "best-calibration.svg").write_text(_chart(found["every arm"]).svg(), encoding="utf-8")
    trials = np.unique(every.trial).size
    told = {"worlds": WORLDS, "trials": trials, "days": DAYS, "groups": GROUPS, "bins": found}
    return {**told, "off": {name: off(bins) for name, bins in found.items()}}


def _chart(bins: list[dict[str, float]]) -> Reliability:
    return Reliability(
        "Is what is said to be best the best?",
        tuple(
            Bin(
                one["said"],
                one["true"],
                max(one["true"] - one["error"], 0.0),
                min(one["true"] + one["error"], 1.0),
                int(one["cases"]),
            )
            for one in bins
        ),
        TOLERANCE,
        subtitle=f"Probability of being best, of every arm of the trials of {WORLDS} demo worlds "
        f"at {len(DAYS)} times in {len(GROUPS)} groups of countries; arms alike in truth share",
        x_words="said to be best",
        y_words="best in truth",
    )
