"""What units are held against: their kind all over the catalogue, or their title's other assets."""

import numpy as np

from keyart.insights.catalogue import Figures, Level
from keyart.insights.catalogue.units import Ints
from keyart.insights.norms.centre import Circle
from keyart.insights.norms.deviations import Against
from keyart.insights.norms.fitting import (
    OWN_PRIOR,
    Factor,
    Fitted,
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


def against_kind(figures: Figures, level: Level) -> Against:
    """Hold units against others of their kind; assets against those of other titles."""
    found = fitted(figures)
    units = figures.units
    kind = crossed(units.content_type, units.asset_type)
    own = units.title if level is Level.ASSET else np.arange(units.count)
    expected = sums(figures.unit, found.expected, units.count)
    observed, norm = _rates(figures, found)
    return Against(observed, norm, expected, expected, Circle(_joined(kind, own), own))


def against_title(figures: Figures) -> Against:
    """Hold assets against the other assets of their title and type, in the same strata."""
    found = fitted(figures)
    title = crossed(figures.units.title, figures.units.asset_type)
    row = title[figures.unit]
    market = crossed(row, figures.market)
    factors = [
        Factor(row, TITLE_PRIOR),
        Factor(crossed(row, figures.placement), OWN_PRIOR),
        Factor(market, OWN_PRIOR),
    ]
    norm = in_turns(found.observed, found.expected, factors, Factor(figures.unit, OWN_PRIOR))
    moved = np.divide(norm, found.expected, out=np.ones_like(norm), where=found.expected > 0)
    found = Fitted(found.observed, norm, found.rate * moved)
    expected = sums(figures.unit, norm, figures.units.count)
    observed, rate = _rates(figures, found)
    circle = Circle(title, np.arange(figures.units.count))
    return Against(observed, rate, expected, _shared(figures, norm, title, market), circle)


def _shared(figures: Figures, expected: Floats, title: Ints, market: Ints) -> Floats:
    """Return the information of each asset about its rate beside that of its title's others.

    Of e expected events in a market where the title has E, as much counts as the others can be
    held against: e · (E - e) / E, as in the test of N. Mantel and W. Haenszel (1959), where the
    market's level is the title's own, and e · (1 - e's share in the title) where it is that of
    all markets. The others' own chance is left to the middle that they make.
    """
    own = sums(figures.unit, expected, figures.units.count)
    beside = 1 - own / positive(sums(title, own))[title]
    here = sums(market, expected)[market]
    pair = crossed(figures.unit, market)
    mine = sums(pair, expected)[pair]
    drawn = OWN_PRIOR * beside[figures.unit]
    part = expected * np.maximum(here - mine + drawn, 0.0) / (here + OWN_PRIOR)
    info = sums(figures.unit, part, figures.units.count)
    return np.minimum(info / np.where(beside > 1e-9, beside, np.inf), own)


def _joined(kind: Ints, own: Ints) -> Ints:
    """Return kinds, those of too few titles as one."""
    pairs = crossed(kind, own)
    first = np.unique(pairs, return_index=True)[1]
    titles = np.bincount(kind[first], minlength=int(kind.max(initial=-1)) + 1)
    return np.where(titles[kind] < FEWEST_TITLES, titles.size, kind)


def _rates(figures: Figures, found: Fitted) -> tuple[Floats, Floats]:
    """Return (observed, norm) per x of each unit: sums over its strata."""
    count, x = figures.units.count, figures.moments.x
    total = positive(sums(figures.unit, x, count))
    seen = sums(figures.unit, figures.moments.y, count)
    return seen / total, sums(figures.unit, found.rate * x, count) / total
