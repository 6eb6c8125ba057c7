"""Outliers in demo worlds: how many findings are false, and which planted ones are missed.

The truth of each asset and title is its deviation from the norm where nobody's behaviour has any
chance in it. A finding is false if it points the wrong way, or if its true deviation is ordinary:
within 1.96 of the bulk's true standard deviations, or under 5%. What an oracle would find that
knows all true deviations, and what is ordinary, says which planted effects can be found at all.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from scipy.stats import norm

from benchmarks.plots import OTHERS, OURS, save
from benchmarks.truth.demo_worlds import UNTIL, Truth, demo_store
from benchmarks.truth.planted_rates import in_truth, planted_rates
from benchmarks.truth.shuffling import shuffled
from keyart.insights.catalogue import Context, Figures, Level, figures
from keyart.insights.catalogue.context import settled
from keyart.insights.norms.deviations import Deviations, Flags, MinimumSample
from keyart.insights.outliers import OutlierRules
from keyart.insights.outliers.judgement import (
    OutlierVerdicts,
    find_deviations,
    judge_deviations,
)
from keyart.insights.outliers.request import ComparedWith
from keyart.query import owner
from keyart.query.engine import Floats
from keyart.session import Store
from keyart_demo.world import SIZES, World

FIRST_SEED = 1
CAN_BE_FOUND = 0.95
"""The oracle's power from which on a planted effect must be found."""
TINY = 0.05
"""A true difference from the norm under this is none."""
RULES = OutlierRules()
ANYTHING = MinimumSample(people=1, takes=1e-9)

FAMILIES = (
    (Level.TITLE, ComparedWith.KIND),
    (Level.ASSET, ComparedWith.KIND),
    (Level.ASSET, ComparedWith.TITLE),
)
DIRECTIONS = {"launch_hit": 1, "launch_flop": -1, "winner": 1, "clickbait": 1, "hidden_gem": -1}


@dataclass(frozen=True)
class Planted:
    """One planted effect: how likely an oracle is to find it, and whether it was found."""

    kind: str
    id: str
    power: float
    found: bool


@dataclass(frozen=True, eq=False)
class Scored:
    """What was said of one family of one world, beside the truth."""

    seed: int
    level: str
    against: str
    judged: int
    ordinary: float
    truly_ordinary: float
    found: int
    false: tuple[str, ...]
    planted: tuple[Planted, ...]
    points: tuple[tuple[float, float, bool], ...]
    """(true deviation, likely deviation, whether found) of all that were judged."""


def run(out: Path, worlds: int) -> dict[str, Any]:
    """Judge so many worlds, as they are, permuted and shuffled; draws `outliers`."""
    seeds = range(FIRST_SEED, FIRST_SEED + worlds)
    scores = [score for seed in seeds for score in _world(seed)]
    permuted = [_permuted(seed) for seed in seeds]
    save(_draw(scores), out / "outliers")
    flags = Counter[str]()
    for world in permuted:
        flags.update(world)
    return {
        **summary(scores),
        "permuted_flags_a_world": {name: count / worlds for name, count in flags.items()},
        "worlds": [_plain(score) for score in scores],
    }


def summary(scores: Sequence[Scored]) -> dict[str, Any]:
    """Return the share of false findings and the recall of each family, and of all together."""
    parts = {f"{level} against {beside}": (level, beside) for level, beside in FAMILIES}
    return {
        **{
            n: _summary([s for s in scores if (s.level, s.against) == of])
            for n, of in parts.items()
        },
        "all": _summary(scores),
    }


def _summary(scores: Sequence[Scored]) -> dict[str, Any]:
    planted = [one for score in scores for one in score.planted]
    clear = [one for one in planted if one.power >= CAN_BE_FOUND]
    found, false = sum(s.found for s in scores), sum(len(s.false) for s in scores)
    return {
        "found": found,
        "false": false,
        "false_share": false / max(found, 1),
        "false_share_a_world": float(np.mean([len(s.false) / max(s.found, 1) for s in scores])),
        "planted": len(planted),
        "planted_found": sum(one.found for one in planted),
        "can_be_found": len(clear),
        "found_of_these": sum(one.found for one in clear),
    }


def _world(seed: int) -> Iterator[Scored]:
    with demo_store(seed) as (store, truth):
        for score in scored(store, World(SIZES["small"], seed, UNTIL), truth):
            print("  ", seed, score.level, score.against, score.found, score.false, flush=True)
            yield score


def scored(store: Store, world: World, truth: Truth) -> Iterator[Scored]:
    """Yield what is said of each family of a world's store, beside the truth."""
    rates = planted_rates(world)
    for level, beside in FAMILIES:
        seen = _figures(store, level)
        found = find_deviations(seen, level, beside, RULES.least)
        true = find_deviations(in_truth(seen, rates[level]), level, beside, ANYTHING)
        verdicts = judge_deviations(found, RULES, np.ones(seen.units.count, np.bool_))
        ids: list[str] = seen.units.ids.to_pylist()
        ordinary = _scale(true.raw.value[found.is_judged])
        yield Scored(
            seed=world.seed,
            level=level.value,
            against=beside.value,
            judged=int(found.is_judged.sum()),
            ordinary=found.ordinary**0.5,
            truly_ordinary=ordinary,
            found=int(verdicts.is_outlier.sum()),
            false=tuple(ids[at] for at in np.flatnonzero(_false(found, true, verdicts, ordinary))),
            planted=tuple(
                _planted(truth, ids, (level, beside), _Sides(found, true, verdicts, ordinary))
            ),
            points=tuple(_points(found, true, verdicts)),
        )


def _figures(store: Store, level: Level) -> Figures:
    context, _ = settled(store.snapshot(), owner(), Context())
    return figures(store.snapshot(), owner(), context, level)


def _scale(true: Floats) -> float:
    """Return the robust standard deviation of true deviations around 0."""
    return float(np.nanmedian(np.abs(true)) / norm.ppf(0.75))


def _false(
    found: Deviations, true: Deviations, verdicts: OutlierVerdicts, ordinary: float
) -> Flags:
    value = np.nan_to_num(true.raw.value)
    wrong = np.sign(value) != np.sign(found.raw.value)
    little = np.abs(value) <= max(norm.ppf(0.975) * ordinary, np.log1p(TINY))
    return verdicts.is_outlier & (wrong | little)


@dataclass(frozen=True, eq=False)
class _Sides:
    """What was said, and the truth."""

    found: Deviations
    true: Deviations
    verdicts: OutlierVerdicts
    ordinary: float

    def powers(self) -> Floats:
        """Return how likely an oracle finds each unit: at the p-value that q allows it."""
        known = self.found.is_judged
        value = np.abs(np.nan_to_num(self.true.raw.value[known]))
        chance = np.sqrt(self.found.raw.variance[known])
        tries = (_power(value, chance, self.ordinary, p) for p in np.logspace(-1, -10, 400))
        allowed = (power for p, power in tries if RULES.q * power.mean() >= p)
        powers = np.zeros(known.shape)
        powers[known] = next(allowed, np.zeros(value.shape))
        return powers


def _power(value: Floats, chance: Floats, ordinary: float, p: float) -> tuple[float, Floats]:
    """Return (p, how likely each unit's two-sided p-value is below it)."""
    bar = float(norm.isf(p / 2)) * np.sqrt(chance**2 + ordinary**2)
    power = norm.cdf((value - bar) / chance) + norm.cdf((-value - bar) / chance)
    return p, np.asarray(power, np.float64)


def _planted(
    truth: Truth, ids: Sequence[str], family: tuple[Level, ComparedWith], sides: _Sides
) -> Iterator[Planted]:
    """Yield the effects that are planted at a family's level, for everybody."""
    powers, place = sides.powers(), {unit: at for at, unit in enumerate(ids)}
    for entry in [*truth["effects"], *truth["faint"]]:
        launch = entry["kind"].startswith("launch_")
        fits = family == (FAMILIES[0] if launch else FAMILIES[2])
        if not fits or entry["kind"] not in DIRECTIONS or entry.get("taste") is not None:
            continue
        unit = entry["title"] if launch else entry["asset"]
        at = place[unit]
        there = bool(sides.verdicts.is_outlier[at])
        right = np.sign(sides.found.raw.value[at]) == DIRECTIONS[entry["kind"]]
        yield Planted(entry["kind"], unit, round(float(powers[at]), 4), there and bool(right))


def _points(
    found: Deviations, true: Deviations, verdicts: OutlierVerdicts
) -> Iterator[tuple[float, float, bool]]:
    for at in np.flatnonzero(found.is_judged & np.isfinite(true.raw.value)).tolist():
        yield (
            float(true.raw.value[at]),
            float(found.shrunk.value[at]),
            bool(verdicts.is_outlier[at]),
        )


def _permuted(seed: int) -> dict[str, int]:
    """Return the findings in a world whose assets mean nothing: there should be none.

    Within titles it is the store of a permuted world. Against kinds the people of each stratum
    are dealt anew, whatever the title.
    """
    flags: dict[str, int] = {}
    with demo_store(seed, permuted=True) as (store, _):
        flags["asset against title"] = len(store.outliers(against="title").findings)
        rng = np.random.default_rng(seed)
        for level in Level:
            seen = shuffled(_figures(store, level), rng)
            found = judge_deviations(
                find_deviations(seen, level, ComparedWith.KIND, RULES.least),
                RULES,
                np.ones(seen.units.count, np.bool_),
            )
            flags[f"{level} against kind"] = int(found.is_outlier.sum())
    print("  ", seed, "permuted", flags, flush=True)
    return flags


def _plain(score: Scored) -> dict[str, Any]:
    told = asdict(score)
    del told["points"]
    return told


def _draw(scores: Sequence[Scored]) -> Figure:
    """Draw what is said to be likely beside the truth."""
    figure = Figure(figsize=(9, 3.4))
    axes: Any = figure.subplots(1, len(FAMILIES))
    for axis, family in zip(axes, FAMILIES, strict=True):
        points = [p for s in scores if (s.level, s.against) == family for p in s.points]
        for flag, colour, label in ((False, OTHERS, "not found"), (True, OURS, "found")):
            those = np.array([p[:2] for p in points if p[2] is flag]).reshape(-1, 2)
            axis.scatter(those[:, 0], those[:, 1], s=6, alpha=0.5, color=colour, label=label)
        axis.axline((0, 0), slope=1, color=OTHERS, linewidth=0.6)
        axis.set_title(f"{family[0]}s against their {family[1]}", fontsize=10, loc="left")
        axis.set_xlabel("true deviation, log-odds")
    axes[0].set_ylabel("likely deviation, log-odds")
    axes[-1].legend(fontsize=7)
    return figure
