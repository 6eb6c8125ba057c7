"""What units are held against: their kind all over the catalogue, or their title's other assets."""

from dataclasses import dataclass

import numpy as np

from keyart.insights.catalogue import Figures, Level
from keyart.insights.catalogue.units import Ints
from keyart.insights.norms.centre import Circle
from keyart.insights.norms.deviations import Against
from keyart.insights.norms.fitting import (
    OWN_PRIOR,
    Factor,
    crossed,
    fitted,
    in_turns,
    positive,
    sums,
)
from keyart.query.engine import Floats

FEWEST_TITLES = 5
"""Kinds of fewer titles are compared with each other."""
TITLE_PRIOR = 1.0
"""Events by which the level of a title's assets is drawn towards the norm of their kind."""
WEEK = 7
WEEK_PRIOR, DAY_PRIOR = 0.5, 2.0
"""Events by which a title's week is drawn towards its level, and a day towards its week."""
ASSET_PRIOR = 1.0
"""Events by which an asset's own factor is drawn towards its title's others."""
TITLE_SWEEPS = 12


def against_kind(figures: Figures, level: Level) -> Against:
    """Hold units against others of their kind; assets against those of other titles."""
    found = fitted(figures)
    units = figures.units
    kind = crossed(units.content_type, units.asset_type)
    own = units.title if level is Level.ASSET else np.arange(units.count)
    expected = sums(figures.unit, found.expected, units.count)
    observed, norm = _rates(figures, found.rate, np.ones_like(found.rate))
    circle = Circle(_joined(kind, own), own)
    return Against(observed, norm, expected, expected, circle, _repeated(figures, circle))


def against_title(figures: Figures) -> Against:
    """Hold assets against the other assets of their title and type, in the same strata.

    Only the days count on which others were shown, too, each as far as they were: before an asset
    joined nobody could meet it, and what people take changes from day to day.
    """
    found = fitted(figures)
    title = crossed(figures.units.title, figures.units.asset_type)
    row = title[figures.unit]
    market, day = crossed(row, figures.market), crossed(row, figures.day)
    factors = [
        Factor(row, TITLE_PRIOR),
        Factor(crossed(row, figures.placement), OWN_PRIOR),
        Factor(market, OWN_PRIOR),
        Factor(crossed(row, figures.day // WEEK), WEEK_PRIOR),
        Factor(day, DAY_PRIOR),
    ]
    own = Factor(figures.unit, ASSET_PRIOR)
    norm = in_turns(found.observed, found.expected, factors, own, TITLE_SWEEPS)
    shared = _Shared(figures, norm, title)
    support = shared.part(day, DAY_PRIOR)
    expected = sums(figures.unit, norm, figures.units.count)
    moved = np.divide(norm, found.expected, out=np.ones_like(norm), where=found.expected > 0)
    observed, rate = _rates(figures, found.rate * moved, support)
    circle = Circle(title, np.arange(figures.units.count))
    info = shared.information(support * shared.part(market, OWN_PRIOR) / positive(shared.beside))
    return Against(observed, rate, expected, info, circle, _repeated(figures, circle))


@dataclass(frozen=True, eq=False)
class _Shared:
    """How far each asset can be held against its title's others, `expected` being events by row."""

    figures: Figures
    expected: Floats
    title: Ints

    @property
    def own(self) -> Floats:
        """Events expected of each asset."""
        return sums(self.figures.unit, self.expected, self.figures.units.count)

    @property
    def others(self) -> Floats:
        """The others' share in the events that each asset's title has, [units]."""
        return 1 - self.own / positive(sums(self.title, self.own))[self.title]

    @property
    def beside(self) -> Floats:
        """The same, [rows]."""
        return self.others[self.figures.unit]

    def part(self, group: Ints, prior: float) -> Floats:
        """Return the others' share in the events of each row's group of strata, [rows].

        As in the test of N. Mantel and W. Haenszel (1959): of e events of an asset where its title
        has E, as much counts as there are others to be held against, e · (E - e) / E. Where the
        level of a group is drawn to that of all by some events, these are shared as all are.
        """
        here = sums(group, self.expected)[group]
        pair = crossed(self.figures.unit, group)
        mine = sums(pair, self.expected)[pair]
        return np.maximum(here - mine + prior * self.beside, 0.0) / positive(here + prior)

    def information(self, part: Floats) -> Floats:
        """Return 1 / the variance of each asset's rate beside its norm.

        The others' own chance is left to the middle that they make.
        """
        info = sums(self.figures.unit, self.expected * part, self.figures.units.count)
        return np.minimum(info / np.where(self.others > 1e-9, self.others, np.inf), self.own)


def _repeated(figures: Figures, circle: Circle) -> Floats:
    """Return the log of each unit's impressions in a first exposure, beside that of its others."""
    count = figures.units.count
    shown = sums(figures.unit, figures.impressions, count)
    people = sums(figures.unit, figures.moments.n.astype(np.float64), count)
    others = circle.others(shown), circle.others(people)
    there = (people > 0) & (others[1] > 0) & (shown > 0) & (others[0] > 0)
    own, beside = (
        np.divide(a, b, out=np.ones(count), where=there) for a, b in ((shown, people), others)
    )
    return np.log(own / beside)


def _joined(kind: Ints, own: Ints) -> Ints:
    """Return kinds, those of too few titles as one."""
    pairs = crossed(kind, own)
    first = np.unique(pairs, return_index=True)[1]
    titles = np.bincount(kind[first], minlength=int(kind.max(initial=-1)) + 1)
    return np.where(titles[kind] < FEWEST_TITLES, titles.size, kind)


def _rates(figures: Figures, rate: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Return (observed, norm) per x of each unit: weighted sums over its strata."""
    count, x = figures.units.count, weight * figures.moments.x
    total = positive(sums(figures.unit, x, count))
    seen = sums(figures.unit, weight * figures.moments.y, count)
    return seen / total, sums(figures.unit, rate * x, count) / total
