"""Outliers, and what was not judged, as sentences."""

from keyart.insights.comparison.wording import signed
from keyart.insights.norms.wording import rate_text, relative_text
from keyart.insights.outliers.judgement import OutlierRules
from keyart.insights.outliers.result import OutlierFamily

SURE = ((0.001, "almost certain"), (0.01, "very sure"), (0.05, "sure"))
"""Up to which q each word holds."""
LEAST_SURE = "fairly sure"


def sure(q: float) -> str:
    """Return how sure a finding is, in words."""
    return next((word for most, word in SURE if q <= most), LEAST_SURE)


def reason(
    rates: tuple[float, float],
    difference: tuple[float, float, float],
    like: str,
    unlike: str,
    *,
    share: bool,
) -> str:
    """Return why something is an outlier, from (observed, expected) and its likely difference.

    `unlike` says how else it differs from its peers, or is empty.
    """
    observed, expected = (rate_text(rate, share=share) for rate in rates)
    middle, low, high = difference
    text = (
        f"{observed} where {like} would get {expected} by first exposure: likely "
        f"{relative_text(middle)} ({signed(low, 0)} to {signed(high, 0)})."
    )
    return f"{text} {unlike}" if unlike else text


def notes(family: OutlierFamily, rules: OutlierRules) -> list[str]:
    """Return notes on a family: what was left out, and which difference is ordinary."""
    sentences: list[str] = []
    if family.left_out:
        sentences.append(
            f"{_count(family.left_out, family.level)} not judged: under {rules.least.people:,} "
            f"people or {rules.least.takes:g} expected takes, or nothing to compare with."
        )
    if family.judged:
        beside = "their kind" if family.against == "kind" else "their title's others"
        sentences.append(
            f"{_count(family.judged, family.level)} compared with {beside}, where a difference of "
            f"{family.ordinary:.0%} is ordinary."
        )
    return sentences


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
