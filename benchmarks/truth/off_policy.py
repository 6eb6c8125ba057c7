"""What another policy would have won: do SNIPS intervals hold the truth, however bold the log?

Many small logs whose true values are known, added up as a comparison adds them up; a few of them
go through a store, which must say the same. Last, the sample of the Open Bandit Dataset.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.truth.bandit import bandit
from benchmarks.truth.policy_logs import ARMS, POLICIES, Log, Policy, asset_ids, log_of, stored
from benchmarks.truth.rates import coverage
from keyart.insights.charts import RateChart, Row
from keyart.insights.comparison import Comparison, ComparisonRequest, compare
from keyart.insights.comparison.estimates import (
    Confidence,
    choose_pairs,
    estimate_rates,
    find_starts,
)
from keyart.insights.statistics.ratios import difference, ratio
from keyart.insights.statistics.sequences import Bounds
from keyart.query import owner
from keyart.query.engine import Floats

LOGS, STORED = 500, 7
"""Of each policy; and how many of these go through a store."""
UNITS = (2000, 6000)
"""Of a log, at least and at most."""
ALPHA = 0.05
PAIRS = choose_pairs(ARMS, None)
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Seen:
    """One log: whether intervals held the truth, nan where there was none to hold it.

    `fixed` and `early` are of arms at one look at the end, the second of those without the least
    data; `always` of arms at all daily looks; `differences` and `always_differences` of all pairs
    together.
    """

    fixed: Floats
    early: Floats
    always: Floats
    differences: float
    always_differences: float
    error: Floats
    raw_error: Floats
    effective: Floats


def seen(log: Log) -> Seen:
    """Return what a comparison's intervals say of a log's arms, against their true values."""
    path = log.path()
    starts, ready = find_starts(path, PAIRS), path.progress() >= 1
    now = estimate_rates(path.last, path.measure, PAIRS)
    a, b = np.array(PAIRS).T
    gaps = log.value[a] - log.value[b]
    single, sequence = Confidence(ALPHA, fixed=True), Confidence(ALPHA)
    held = _held(single.bounds(now.rate, starts.rate), log.value)
    together = _held(single.bounds(now.difference, starts.difference, len(PAIRS)), gaps)
    # At every look since the gate opened.
    looks = ratio(path.moments)
    at_looks = _held(sequence.bounds(looks, starts.rate), log.value)
    between = difference(looks[..., a], looks[..., b])
    at_pairs = _held(sequence.bounds(between, starts.difference, len(PAIRS)), gaps)
    both = ready[:, a] & ready[:, b]
    raw = np.array([log.took[log.arm == arm].mean() for arm in range(ARMS)])
    last = path.last
    return Seen(
        fixed=np.where(ready[-1], held, np.nan),
        early=np.where(ready[-1], np.nan, held),
        always=np.where(ready[-1], (at_looks | ~ready).all(axis=0), np.nan),
        differences=float(together[both[-1]].all()) if both[-1].any() else np.nan,
        always_differences=float((at_pairs | ~both).all()) if both[-1].any() else np.nan,
        error=now.rate.value / log.value - 1,
        raw_error=raw / log.value - 1,
        effective=last.x**2 / last.xx / last.n,
    )


def _held(bounds: Bounds, truth: Floats) -> npt.NDArray[np.bool_]:
    low, high = bounds
    return (low <= truth) & (truth <= high)


def logs(policy: Policy, count: int) -> Iterator[Log]:
    """Yield so many logs of a policy, the same each time."""
    for seed in np.random.SeedSequence(4).spawn(count):
        rng = np.random.default_rng(seed)
        yield log_of(policy, int(rng.integers(*UNITS)), rng)


def by_store(log: Log, *, fixed: bool) -> Comparison:
    """Return the comparison of a log's arms by a store into which it was ingested."""
    asked = ComparisonRequest(assets=tuple(asset_ids()), where={"phase": "exploit"}, fixed=fixed)
    with TemporaryDirectory() as folder, stored(log, Path(folder) / "log.keyart") as store:
        return compare(store.snapshot(), owner(), asked)


def apart(log: Log) -> float:
    """Return how far a store's rates and bounds are from those of `seen`, at most."""
    path, most = log.path(), 0.0
    rate, start = estimate_rates(path.last, path.measure, PAIRS).rate, find_starts(path, PAIRS).rate
    for one_look in (True, False):
        low, high = Confidence(ALPHA, fixed=one_look).bounds(rate, start)
        bounds = rate.value, np.clip(low, 0, 1), np.clip(high, 0, 1)
        arms = {arm.asset: arm.weighted for arm in by_store(log, fixed=one_look).arms}
        for place, asset in enumerate(asset_ids()):
            there = arms[asset]
            if there is None:
                return np.inf
            own = [float(part[place]) for part in bounds]
            for value, other in zip(own, (there.value, there.low, there.high), strict=True):
                if np.isnan(value) != (other is None):
                    return np.inf
                most = max(most, 0.0 if other is None else abs(value - other))
    return most


def run(out: Path) -> dict[str, Any]:
    """Return all results; draws `off-policy`."""
    found: dict[str, Any] = {}
    for name, policy in POLICIES.items():
        found[name] = _summed([seen(log) for log in logs(policy, LOGS)])
        print("  ", name, found[name], flush=True)
    few = [log for policy in POLICIES.values() for log in logs(policy, STORED)]
    farthest = max(map(apart, few))
    print("   stores:", len(few), "apart by", farthest, flush=True)
    (out / "off-policy.svg").write_text(_chart(found).svg(), encoding="utf-8")
    told = {"logs": LOGS, "units": UNITS, "policies": found}
    return {**told, "stores": {"logs": len(few), "apart": farthest}, "open_bandit": bandit()}


def _summed(logs: list[Seen]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for part in ("fixed", "early", "always", "differences", "always_differences"):
        held = np.array([getattr(one, part) for one in logs])
        told[part] = coverage(held[~np.isnan(held)])
    for part in ("error", "raw_error"):
        error = np.array([getattr(one, part) for one in logs])
        told[part] = {
            "mean": round(float(np.nanmean(error)), 4),
            "rms": round(float(np.sqrt(np.nanmean(error**2))), 4),
        }
    effective = np.quantile([one.effective for one in logs], QUANTILES)
    return {**told, "effective_share": [round(float(share), 3) for share in effective]}


def _chart(found: dict[str, Any]) -> RateChart:
    words = {
        "fixed": "one look at an arm",
        "differences": "one look, all differences",
        "always": "all daily looks at an arm",
        "always_differences": "all daily looks, all differences",
    }
    rows = tuple(
        Row(f"{label}", of[part]["held"], of[part]["low"], of[part]["high"], note=policy)
        for policy, of in found.items()
        for part, label in words.items()
    )
    return RateChart(
        "Intervals weighted by propensity that hold the truth",
        rows,
        subtitle=f"of arms, or logs, with the least data, in %; {LOGS} logs of each policy, "
        "intervals of 95%",
        norm=(1 - ALPHA, 1.0),
        norm_words="as promised, or more",
        limits=(0.85, 1.0),
    )
