"""Worlds in which nothing means anything: takes dealt anew among the people of each stratum."""

from dataclasses import replace

import numpy as np

from keyart.insights.catalogue import Figures
from keyart.insights.norms.rate_model import combine_codes, unit_kinds


def shuffled(figures: Figures, rng: np.random.Generator) -> Figures:
    """Return figures of yes or no in which chance alone decides who took within a stratum.

    As if the labels of all units of a kind were shuffled over the people of each placement,
    market and age.
    """
    m = figures.moments
    stratum = combine_codes(unit_kinds(figures), combine_codes(figures.placement, figures.market))
    stratum = combine_codes(stratum, figures.age)
    order = np.argsort(stratum, kind="stable")
    people, taken = (np.rint(part[order]).astype(np.int64) for part in (m.x, m.y))
    starts = np.flatnonzero(np.diff(stratum[order], prepend=-1))
    dealt = np.empty_like(taken)
    for rows in np.split(np.arange(order.size), starts[1:]):
        dealt[rows] = rng.multivariate_hypergeometric(
            people[rows], int(taken[rows].sum()), method="marginals"
        )
    y = np.empty(order.size)
    y[order] = dealt
    return replace(figures, moments=replace(m, y=y, yy=y, xy=y))
