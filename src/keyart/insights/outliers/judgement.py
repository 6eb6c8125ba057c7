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
"""The standard deviation of deviations beyond the ordinary ones, in log-odds or logs.
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
    """Verdicts by unit: `q` is the smallest q at which each would be found, nan if not judged.

    `difference`, `low`, `high` are the likely differences from the norm, relative to it.
    """

    is_outlier: Flags
    in_family: Flags
    q: Floats
    difference: Floats
    low: Floats
    high: Floats


def find_deviations(
    catalogue: Figures, level: Level, beside: ComparedWith, least: MinimumSample
) -> Deviations:
    """Return how far units are from their baseline."""
    by_title = beside is ComparedWith.TITLE
    against = baseline_of_title(catalogue) if by_title else baseline_of_kind(catalogue, level)
    return measure_deviations(catalogue, against, least)


def judge_deviations(deviations: Deviations, rules: OutlierRules, among: Flags) -> OutlierVerdicts:
    """Return which units are outliers, `among` being the family: the requested ones.

    Two-sided: p = 2 · Φ(-|z|), where z is on the scale of ordinary units. Benjamini and Hochberg's
    rule limits the family's false discoveries. With `every_look` the same rule is used on e-values,
    whose alternative is a further deviation with standard deviation `SPREAD`. As people arrive, the
    e-value of an ordinary unit is a martingale, so at any time it averages at most 1.
    """
    in_family = deviations.is_judged & among
    if rules.every_look:
        ordinary = Estimate(deviations.raw.value, deviations.raw.variance + deviations.ordinary)
        log_e = log_evidence(ordinary, np.full(ordinary.value.shape, 1 / SPREAD**2))
        tested = e_bh(np.where(in_family, log_e, np.nan), rules.q)
    else:
        p = np.where(in_family, 2 * norm.sf(np.abs(deviations.z)), np.nan)
        tested = benjamini_hochberg(p, rules.q)
    middle, low, high = (part - 1 for part in ratios(deviations))
    large = np.abs(np.nan_to_num(middle)) >= rules.effect
    # Shrinking may reverse the sign of a small difference: then it is no finding.
    same = np.sign(middle) == np.sign(deviations.raw.value)
    return OutlierVerdicts(
        tested.discovered & large & same, in_family, tested.adjusted, middle, low, high
    )
