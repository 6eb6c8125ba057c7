"""Half of the impressions of real tests against the other half: does judging beat raw rates?

The impressions of each package are split by chance. The first halves give raw rates, rates drawn
towards the mean of their test (the prior learned from the first halves of all tests), and a winner
by several rules. The second halves say how good these were.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import xlog1py, xlogy

from benchmarks.truth.archive import ArchiveTests, archive_tests
from benchmarks.truth.looks import yes_or_no
from benchmarks.truth.upworthy_shares import AT
from keyart.insights.charts import RateChart, Row
from keyart.insights.comparison.answer import LEAST_PEOPLE
from keyart.insights.statistics.best import BetaPrior, beta_binomial, beta_prior, between_arms
from keyart.insights.statistics.minimum_data import DEFAULT_MINIMUM
from keyart.insights.statistics.ratios import Estimate, difference, ratio
from keyart.insights.statistics.sequences import fixed
from keyart.query.engine import Floats, Ints
from keyart.query.intervals import wilson, z_of

SPLITS = 10
ALPHA = 0.05
CHEAP = 0.01
"""By the rule of expected loss, a choice may cost this share of the test's rate on average."""
SURE = 0.95

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Half:
    """Impressions and clicks of half of each package, [tests, packages]; 0 where there is none."""

    shown: Ints
    clicked: Ints

    @property
    def rate(self) -> Floats:
        """Raw rates; nan where there is no package."""
        return self.clicked / np.where(self.shown > 0, self.shown, np.nan)

    @property
    def means(self) -> Floats:
        """The rate of each test, as a prior's mean, [tests]."""
        return (self.clicked.sum(axis=1) + 0.5) / (self.shown.sum(axis=1) + 1)


def halves(tests: ArchiveTests, rng: np.random.Generator) -> tuple[Half, Half]:
    """Return two halves of every package, drawn without replacement."""
    shown = tests.shown // 2
    clicked = rng.hypergeometric(tests.clicked, tests.shown - tests.clicked, shown)
    return Half(shown, clicked), Half(tests.shown - shown, tests.clicked - clicked)


def learned(half: Half) -> BetaPrior:
    """Return the prior of each test's rates, as a comparison learns it from all tests."""
    rates = ratio(yes_or_no(half.shown, half.clicked))
    enough = (half.shown >= LEAST_PEOPLE) & (half.clicked > 0)
    between = between_arms(
        Estimate(*(np.where(enough, part, np.nan) for part in (rates.value, rates.variance)))
    )
    return beta_prior(half.means, between)


def shrunken(half: Half, prior: BetaPrior) -> Floats:
    """Return posterior means of the rates."""
    mean, weight = (np.asarray(part)[:, np.newaxis] for part in (prior.mean, prior.concentration))
    rate = (half.clicked + mean * weight) / (half.shown + weight)
    return np.where(half.shown > 0, rate, np.nan)


def log_loss(rate: Floats, half: Half) -> Floats:
    """Return nats lost by foretelling each test's impressions with these rates, [tests]."""
    known = np.where(half.shown > 0, rate, 0.5)
    each = xlogy(half.clicked, known) + xlog1py(half.shown - half.clicked, -known)
    return -each.sum(axis=1)


@dataclass(frozen=True)
class Named:
    """The package that a rule names in each test, and whether it names one."""

    package: Ints
    named: Bools


def winners(half: Half, prior: BetaPrior) -> dict[str, Named]:
    """Return whom each rule names; `as many` as the rule of expected loss does."""
    everyone = np.ones(half.shown.shape[0], np.bool_)
    raw, best = np.nanargmax(half.rate, axis=1), _best(half, prior)
    cheap = best.loss <= CHEAP * half.means
    order = np.sort(np.nan_to_num(half.rate), axis=1)
    lead = (order[:, -1] - order[:, -2]) / half.means
    farthest = lead >= np.sort(lead)[-max(int(cheap.sum()), 1)]
    return {
        "highest raw rate": Named(raw, everyone),
        "most probably best": Named(best.package, everyone),
        "largest raw leads, as many": Named(raw, farthest),
        "naive test, p < 5%": Named(raw, _beats(half, raw, "naive")),
        f"expected loss under {CHEAP:.0%}": Named(best.package, cheap),
        f"best with {SURE:.0%} probability": Named(best.package, best.probability >= SURE),
        "intervals of the verdict": Named(raw, _beats(half, raw, "fixed")),
        "verdict, with its least data": Named(raw, _beats(half, raw, "fixed") & ready(half)),
    }


@dataclass(frozen=True)
class _Chosen:
    package: Ints
    probability: Floats
    loss: Floats


def _best(half: Half, prior: BetaPrior) -> _Chosen:
    """Return the package that is most probably best, and what choosing it costs on average."""
    tests, counts = half.shown.shape[0], (half.shown > 0).sum(axis=1)
    package, probability, loss = np.zeros(tests, np.int64), np.zeros(tests), np.zeros(tests)
    for count in np.unique(counts).tolist():
        those = np.flatnonzero(counts == count)
        own = BetaPrior(*(np.asarray(part)[those] for part in (prior.mean, prior.concentration)))
        found = beta_binomial(half.clicked[those, :count], half.shown[those, :count], own)
        package[those] = found.probability.argmax(axis=1)
        at = np.arange(those.size), package[those]
        probability[those], loss[those] = found.probability[at], found.expected_loss[at]
    return _Chosen(package, probability, loss)


def ready(half: Half) -> Bools:
    """Return whether all packages of a test have the least data that a verdict needs."""
    passed = DEFAULT_MINIMUM.passed(yes_or_no(half.shown, half.clicked), yes_or_no=True)
    return (passed | (half.shown == 0)).all(axis=1)


def _beats(half: Half, leader: Ints, how: str) -> Bools:
    """Return whether the leader is better than every other package beyond chance, at one look.

    `how` is `fixed`, so that the intervals of all pairs hold together, as those of a verdict do,
    or `naive`, each pair on its own.
    """
    every = ratio(yes_or_no(half.shown, half.clicked))
    mine = every[np.arange(leader.size), leader][:, np.newaxis]
    count: Ints = np.count_nonzero(half.shown, axis=1)
    pairs = np.ones(count.size) if how == "naive" else count * (count - 1) / 2
    low, _ = fixed(difference(mine, every), (ALPHA / pairs)[:, np.newaxis])
    beaten = (low > 0) | (half.shown == 0)
    beaten[np.arange(leader.size), leader] = True
    return beaten.all(axis=1)


def split(tests: ArchiveTests, rng: np.random.Generator) -> dict[str, dict[str, Floats]]:
    """Return by test what one split says: nats lost by each rate, and what each rule won.

    Of a rule: whether it names a package, whether that has the second half's highest rate, and
    by how much it was and is above its test's mean, relatively (`claimed`, `kept`).
    """
    first, second = halves(tests, rng)
    prior = learned(first)
    rates = {
        "raw": (first.clicked + 0.5) / (first.shown + 1.0),
        "shrunken": shrunken(first, prior),
        "mean of the test": np.broadcast_to(first.means[:, np.newaxis], first.shown.shape),
    }
    losses = {name: log_loss(rate, second) for name, rate in rates.items()}
    found: dict[str, dict[str, Floats]] = {"nats": losses}
    highest = second.rate >= np.nanmax(second.rate, axis=1, keepdims=True)
    for rule, chosen in winners(first, prior).items():
        at = chosen.package[:, np.newaxis]

        def taken(values: Floats, at: Ints = at) -> Floats:
            return np.take_along_axis(values, at, axis=1)[:, 0]

        found[rule] = {
            "named": chosen.named.astype(np.float64),
            "highest": taken(highest.astype(np.float64)),
            "claimed_raw": taken(first.rate) / first.means - 1,
            "claimed_shrunken": taken(rates["shrunken"]) / first.means - 1,
            "kept": taken(second.rate) / second.means - 1,
        }
    return found


def run(out: Path) -> dict[str, Any]:
    """Return all results; draws `upworthy-halves`."""
    every = archive_tests()
    tests = every.of(every.clean & (every.mismatch() >= AT) & (every.clicked.sum(axis=1) > 0))
    seeds = np.random.SeedSequence(3).spawn(SPLITS)
    splits = [split(tests, np.random.default_rng(seed)) for seed in seeds]
    impressions = float((tests.shown - tests.shown // 2).sum())
    nats = dict(_nats(splits, impressions))
    rules = {rule: _rule(splits, rule) for rule in splits[0] if rule != "nats"}
    for name, found in (nats | rules).items():
        print("  ", name, found, flush=True)
    (out / "upworthy-halves.svg").write_text(_chart(rules).svg(), encoding="utf-8")
    whole = Half(tests.shown, tests.clicked)
    told = {"tests": tests.week.size, "with_least_data": int(ready(whole).sum()), "splits": SPLITS}
    return {**told, "nats_a_million_impressions": nats, "rules": rules}


def _nats(
    splits: list[dict[str, dict[str, Floats]]], impressions: float
) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield nats lost beyond those of shrunken rates, a million impressions, with 95% bounds.

    Splits of one test are no news of each other: the error is that between tests.
    """
    by_test = {
        name: np.mean([one["nats"][name] - one["nats"]["shrunken"] for one in splits], axis=0)
        for name in splits[0]["nats"]
    }
    for name, gap in by_test.items():
        error = z_of(0.95) * gap.std(ddof=1) * np.sqrt(gap.size)
        value, half = (float(1e6 * part / impressions) for part in (gap.sum(), error))
        worse = np.mean([(o["nats"][name] - o["nats"]["shrunken"]).sum() > 0 for o in splits])
        yield name, {"more": value, "low": value - half, "high": value + half,
                     "splits_in_which_worse": float(worse)}  # fmt: skip


def _rule(splits: list[dict[str, dict[str, Floats]]], rule: str) -> dict[str, float]:
    """Return how often a rule names a winner, and what becomes of those in second halves."""
    named, *others = (
        np.array([one[rule][part] for one in splits])
        for part in ("named", "highest", "claimed_raw", "claimed_shrunken", "kept")
    )
    tests = float(named.sum() / len(splits))
    if tests < 1:  # nothing to speak of
        return {"named": float(named.mean())}
    highest, raw, drawn, kept = (float((part * named).sum() / named.sum()) for part in others)
    # Splits of one test are no news of each other: the interval counts tests.
    low, high, _ = wilson(np.array(highest * tests), np.array(tests), 0.95)
    return {
        "named": float(named.mean()),
        "highest_in_second_half": highest,
        "low": float(low),
        "high": float(high),
        "claimed_by_raw_rates": raw,
        "claimed_by_shrunken_rates": drawn,
        "kept": kept,
    }


def _chart(rules: dict[str, dict[str, float]]) -> RateChart:
    rows = tuple(
        Row(
            rule,
            of.get("highest_in_second_half"),
            of.get("low"),
            of.get("high"),
            note=f"names one in {of['named']:.1%} of tests",
        )
        for rule, of in rules.items()
    )
    return RateChart(
        "Winners of one half that win the other",
        rows,
        subtitle="of the winners that a rule names in half of a test's impressions, in %: have "
        "the highest rate in the other half, too; Upworthy, weeks whose randomisation worked",
        limits=(0.0, 1.0),
    )
