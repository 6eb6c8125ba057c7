"""Test whether an audience has a favourite among the assets of one title.

Two things must hold beyond chance: the asset is the best of its title's with this audience, and it
does better there, relative to its title's mean, than with everyone else. An asset that everyone
likes best is nobody's favourite.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import norm

from keyart.core.ranges import SHARE
from keyart.insights.comparison.audiences import LEAST_EVENTS, LEAST_UNITS, ArmEffects
from keyart.insights.comparison.request import AUDIENCE_Q
from keyart.insights.statistics.multiplicity import (
    benjamini_hochberg,
    benjamini_yekutieli,
)
from keyart.insights.statistics.ratios import Estimate, difference, log_of, ratio
from keyart.query.engine import Floats, Moments

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class FavouriteRules:
    """At most a share `q` of findings at each step is due to chance; raises `BadQuestion`."""

    q: float = AUDIENCE_Q

    def __post_init__(self) -> None:
        """Check `q`."""
        SHARE.check("q", self.q)


@dataclass(frozen=True, eq=False)
class AudienceMoments:
    """What the people of each audience did with the assets of one title: [audiences, arms]."""

    inside: Moments
    elsewhere: Moments
    """The same for everyone else."""


@dataclass(frozen=True, eq=False)
class AudienceTests:
    """One title's tests, [audiences, arms]: observed rates, and p-values of both questions.

    `larger` tests whether an arm does better than elsewhere, `best` whether it is the best there.
    Both are nan if an audience is not judged: an arm has too little data inside or outside it.
    """

    rate: Estimate
    larger: Floats
    best: Floats


def judge_audiences(people: AudienceMoments, least_people: int = 0) -> AudienceTests:
    """Return the tests of one title's assets in each audience.

    Skips an audience if fewer than `least_people` of its people, or of everyone else, saw an asset.
    """
    inside, elsewhere = (
        ArmEffects.of(_arms_first(m)).estimate for m in (people.inside, people.elsewhere)
    )
    rate = ratio(people.inside)
    enough = _enough(people.inside) & _enough(people.elsewhere)
    enough &= (np.minimum(people.inside.n, people.elsewhere.n) >= least_people).all(axis=1)
    enough = enough[:, np.newaxis]
    gap = difference(inside, elsewhere)
    return AudienceTests(
        rate,
        larger=np.where(enough, norm.sf(gap.value * np.sqrt(gap.information)), np.nan),
        best=np.where(enough, _p_best(log_of(rate)), np.nan),
    )


def select_favourites(
    titles: Sequence[AudienceTests], rules: FavouriteRules
) -> tuple[list[Flags], list[Floats]]:
    """Return (which arms are favourites, the smallest q at which each would be), title by title.

    All titles, audiences and arms are one family of tests: first, which do better than elsewhere;
    then, among those found, which are best. Luck at the first step carries over to the second, so
    the second rule holds under any dependence.
    """
    if not titles:
        return [], []
    larger, best = (
        np.concatenate([getattr(title, name).ravel() for title in titles])
        for name in ("larger", "best")
    )
    first = benjamini_hochberg(larger, rules.q)
    second = benjamini_yekutieli(np.where(first.discovered, best, np.nan), rules.q)
    ends = np.cumsum([title.best.size for title in titles])[:-1]
    flags = np.split(second.discovered, ends)
    least = np.split(np.maximum(first.adjusted, second.adjusted), ends)
    return (
        [part.reshape(title.best.shape) for part, title in zip(flags, titles, strict=True)],
        [part.reshape(title.best.shape) for part, title in zip(least, titles, strict=True)],
    )


def _p_best(log: Estimate) -> Floats:
    """Return p-values, [audiences, arms], that an arm is better than each of the others.

    It is the largest of the p-values against each of them.
    """
    gap = difference(log[..., np.newaxis], log[..., np.newaxis, :])
    z = gap.value * np.sqrt(gap.information)
    itself = np.eye(z.shape[-1], dtype=np.bool_)
    return norm.sf(np.where(itself, np.inf, z)).max(axis=-1)


def _enough(moments: Moments) -> Flags:
    """Return the audiences in which every arm has the minimum sample: [audiences]."""
    events = moments.y**2 / np.where(moments.yy > 0, moments.yy, np.inf)
    enough = (moments.n >= LEAST_UNITS) & (events >= LEAST_EVENTS)
    return np.logical_and.reduce(enough, axis=-1)


def _arms_first(moments: Moments) -> Moments:
    """Return moments as [arms, audiences], the shape in comparisons."""
    sums = (getattr(moments, name).T for name in ("x", "y", "xx", "yy", "xy"))
    return Moments(moments.n.T, *sums)
