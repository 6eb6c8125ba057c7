"""Which assets may be chosen for whom: not clickbait, and none that surely loses viewers there."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import norm

from keyart.insights.authenticity import AuthenticityRequest, FindingKind, authenticity
from keyart.insights.comparison.parts import Interval
from keyart.insights.comparison.request import GUARDRAILS, LOWER_IS_BETTER
from keyart.insights.comparison.wording import measure_words
from keyart.insights.policies.people import PolicyPeople
from keyart.insights.policies.result import PolicyGuardrail
from keyart.insights.statistics.ratios import Estimate, difference, ratio
from keyart.query import Access
from keyart.query.engine import Floats
from keyart.query.intervals import z_of
from keyart.store import Snapshot

MARGIN = 0.05
"""A relative difference below this doesn't matter, as in comparisons."""

BETWEEN_ASSETS = 0.2
"""The standard deviation of a guardrail between assets of a title, as a part of its rate. Estimates
are shrunk by it, so that a few plays can't block an asset."""

BETWEEN_AUDIENCES = 0.1
"""The same for what an audience adds."""

LEVEL = 0.95
"""The confidence of intervals."""

LIKELY = 0.8
"""An asset that with this probability is worse than the margin can't be chosen."""


@dataclass(frozen=True, eq=False)
class GuardrailEstimates:
    """Differences of a guardrail from the single asset, as parts of its usual rate, shrunk.

    The last row is everyone.
    """

    measure: str
    effects: Estimate
    """[audiences + 1, arms]"""

    @property
    def sign(self) -> int:
        """1 if higher is better, else -1."""
        return -1 if self.measure in LOWER_IS_BETTER else 1

    @property
    def fails(self) -> npt.NDArray[np.bool_]:
        """Whether an arm is likely worse than the margin: [audiences + 1, arms]."""
        error = np.sqrt(self.effects.variance)
        return norm.cdf((-MARGIN - self.sign * self.effects.value) / error) > LIKELY

    def interval(self, audience: int, arm: int) -> Interval:
        """Return the relative difference of an arm in an audience."""
        value = float(self.effects.value[audience, arm])
        half = z_of(LEVEL) * float(np.sqrt(self.effects.variance[audience, arm]))
        return Interval(value, value - half, value + half)

    def of(self, audience: int, arm: int) -> PolicyGuardrail:
        """Return how an arm stands in an audience."""
        difference = self.interval(audience, arm)
        worst = difference.low if self.sign > 0 else difference.high
        assert worst is not None
        return PolicyGuardrail(self.measure, difference, MARGIN, self.sign * worst < -MARGIN)


def estimate_guardrails(people: PolicyPeople, single: int) -> list[GuardrailEstimates]:
    """Return the guardrails of each arm against the single one, by audience and for everyone."""
    return [_estimate(people, measure, single) for measure in GUARDRAILS]


def _estimate(people: PolicyPeople, measure: str, single: int) -> GuardrailEstimates:
    moments = people.guardrails[measure]
    rates = ratio(moments)
    # Where nobody differs the variance isn't 0: another person might have.
    least = 1 / (2 * np.maximum(moments.n, 1)) ** 2
    rates = Estimate(rates.value, np.maximum(rates.variance, least))
    usual = float(np.nansum(moments.y[-1]) / max(float(moments.x[-1].sum()), 1.0)) or np.nan
    effects = difference(rates, rates[:, [single]])
    effects = Estimate(effects.value / usual, effects.variance / usual**2)
    whole = _shrink(effects[-1], Estimate(np.zeros(()), np.zeros(())), BETWEEN_ASSETS)
    inside = _shrink(effects[:-1], whole, BETWEEN_AUDIENCES)
    value = np.vstack([inside.value, whole.value])
    variance = np.vstack([inside.variance, whole.variance])
    value[:, single] = 0.0
    variance[:, single] = 0.0
    return GuardrailEstimates(measure, Estimate(value, np.maximum(variance, 1e-12)))


def _shrink(effects: Estimate, towards: Estimate, spread: float) -> Estimate:
    """Return normal effects given their prior: its mean and uncertainty, and their spread."""
    prior = towards.variance + spread**2
    information = np.nan_to_num(effects.information)
    weight = information / (information + 1 / prior)
    value = np.where(weight > 0, effects.value, 0.0)
    return Estimate(weight * value + (1 - weight) * towards.value, (1 - weight) * prior)


@dataclass(frozen=True, eq=False)
class AllowedArms:
    """Which arm may be chosen for whom, and why not; the last row is everyone."""

    arms: npt.NDArray[np.bool_]
    """[audiences + 1, arms]"""
    reasons: Mapping[tuple[int, int], str]
    """By audience and arm; what holds for everyone is not repeated by audience."""


def find_allowed(snapshot: Snapshot, access: Access, people: PolicyPeople) -> AllowedArms:
    """Return which arms may be chosen for whom: all of them where none could be chosen otherwise.

    Guardrails compare with the arm that wins most with everyone and is not clickbait.
    """
    assets = people.scope.arms.assets
    everyone = len(people.audiences)
    allowed = np.ones((everyone + 1, len(assets)), np.bool_)
    reasons: dict[tuple[int, int], str] = {}
    found = authenticity(snapshot, access, AuthenticityRequest()).found
    clickbait = {one.standing.asset for one in found if one.kind is FindingKind.CLICKBAIT}
    for arm, asset in enumerate(assets):
        if asset in clickbait:
            allowed[:, arm] = False
            reasons[everyone, arm] = "It is clickbait: it wins plays but loses viewers."
    if not allowed.any():
        return AllowedArms(np.ones_like(allowed), {})
    reference = int(np.argmax(np.where(allowed[-1], _won(people), -np.inf)))
    for guardrail in estimate_guardrails(people, reference):
        fails = guardrail.fails
        for row, arm in np.argwhere(fails).tolist():
            if allowed[row, arm] and (row == everyone or not fails[everyone, arm]):
                reasons[row, arm] = _reason(guardrail, row, arm)
        allowed &= ~(fails | fails[everyone])
    return AllowedArms(allowed, reasons)


def _won(people: PolicyPeople) -> Floats:
    """Return the mean reward by arm, weighted by 1 / the chance of the arm."""
    arrays, arms = people.arrays, len(people.scope.arms.assets)
    total = np.bincount(arrays.arm, arrays.weight, arms)
    return np.bincount(arrays.arm, arrays.weight * arrays.reward, arms) / np.maximum(total, 1e-9)


def _reason(guardrail: GuardrailEstimates, audience: int, arm: int) -> str:
    value = guardrail.interval(audience, arm).value or 0.0
    more = "lower" if value < 0 else "higher"
    return f"Its {measure_words(guardrail.measure)} is likely {abs(value):.0%} {more}."
