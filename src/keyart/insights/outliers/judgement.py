"""Which deviations are outliers: beyond chance, beyond what is ordinary, and large enough."""

from dataclasses import dataclass, field

import numpy as np
from scipy.stats import norm

from keyart.core.ranges import PEOPLE, SHARE
from keyart.insights.catalogue import Figures, Level
from keyart.insights.norms.answer import ratios
from keyart.insights.norms.baselines import baseline_of_kind, baseline_of_title
from keyart.insights.norms.deviations import Deviations, Flags, MinimumSample, measure_deviations
from keyart.insights.outliers.request import EFFECT, ComparedWith
from keyart.insights.statistics.multiplicity import benjamini_hochberg, e_bh
from keyart.insights.statistics.ratios import Estimate
from keyart.insights.statistics.sequences import log_evidence
from keyart.query.engine import Floats

SPREAD = 0.5
"""The standard deviation of what is beyond the ordinary, in log-odds or logs: half more or less.
Whether it is 0.2 or 0.7 hardly matters."""


@dataclass(frozen=True)
class OutlierRules:
    """What it takes to be an outlier.

    At most a share `q` of what is found is chance, on average; the likely difference from the
    norm is `effect` of it at least; and `least` is the data without which nobody is judged. With
    `every_look` that share holds at every check while people arrive, whenever you stop: fewer are
    found. Raises `BadQuestion`.
    """

    q: float = 0.1
    effect: float = 0.1
    least: MinimumSample = field(default_factory=MinimumSample)
    every_look: bool = False

    def __post_init__(self) -> None:
        """Check each number."""
        SHARE.check("q", self.q)
        EFFECT.check("effect", self.effect)
        PEOPLE.check("min_people", self.least.people)
        PEOPLE.check("min_takes", self.least.takes)


@dataclass(frozen=True, eq=False)
class OutlierVerdicts:
    """Verdicts by unit: `q` is the least q at which each would be found, nan if not judged.

    `difference`, `low`, `high` are the likely differences from the norm, relative to it.
    """

    found: Flags
    judged: Flags
    q: Floats
    difference: Floats
    low: Floats
    high: Floats


def find_deviations(
    known: Figures, level: Level, beside: ComparedWith, least: MinimumSample
) -> Deviations:
    """Return how far units are from their baseline."""
    by_title = beside is ComparedWith.TITLE
    against = baseline_of_title(known) if by_title else baseline_of_kind(known, level)
    return measure_deviations(known, against, least)


def judge_deviations(found: Deviations, rules: OutlierRules, among: Flags) -> OutlierVerdicts:
    """Return which units are outliers, `among` being the family: the requested ones.

    Two-sided, p = 2 · Φ(-|z|), z being 0 in the middle with the bulk's own scale; the family's
    false discoveries are held by Benjamini and Hochberg's rule. At every look it is the same rule
    for e-values, those of a true deviation that is `SPREAD` wider than the bulk's: a martingale
    while people come, so that each is 1 or less on average at any time if it is ordinary.
    """
    in_family = found.judged & among
    if rules.every_look:
        ordinary = Estimate(found.raw.value, found.raw.variance + found.ordinary)
        log_e = log_evidence(ordinary, np.full(ordinary.value.shape, 1 / SPREAD**2))
        tested = e_bh(np.where(in_family, log_e, np.nan), rules.q)
    else:
        p = np.where(in_family, 2 * norm.sf(np.abs(found.z)), np.nan)
        tested = benjamini_hochberg(p, rules.q)
    middle, low, high = (part - 1 for part in ratios(found))
    large = np.abs(np.nan_to_num(middle)) >= rules.effect
    # Drawing towards the middle of all may turn a small difference around: then it is none.
    same = np.sign(middle) == np.sign(found.raw.value)
    return OutlierVerdicts(
        tested.found & large & same, in_family, tested.adjusted, middle, low, high
    )
