"""What the two indexes of a row say together, with few false findings in the whole table."""

import numpy as np
import numpy.typing as npt

from keyart.insights.resonance.estimates import LogIndex
from keyart.insights.resonance.result import Finding
from keyart.insights.statistics.multiplicity import benjamini_hochberg
from keyart.query.engine import Floats

Q = 0.1
"""The average share of findings that may be false."""
LEAST_TITLES = 3
LEAST_EFFECT = 0.1
"""Indexes this near to par are usual: where one genre is watched more, all others have less."""
FINDINGS = tuple(Finding)


def find(
    taste: LogIndex | None,
    demand: LogIndex,
    enough: npt.NDArray[np.bool_],
    titles: Floats,
    without: Floats,
) -> npt.NDArray[np.int64]:
    """Return the place in `FINDINGS` of each row's finding: [values, cells].

    Above par means that both indexes are: the p-value is the larger of the two (the
    intersection-union test, R. L. Berger, Technometrics 24 (1982)), and twice that as either
    direction counts. Benjamini and Hochberg's rule holds over the whole table. `taste` is None if
    people are compared with themselves; then demand alone decides. `without` is the demand index
    without the top title.
    """
    found = np.full(enough.shape, FINDINGS.index(Finding.USUAL))
    above, below = (_both(taste, demand, above=up) for up in (True, False))
    by_people = _both(taste, demand, above=True, titles=False)
    several = titles >= LEAST_TITLES
    stands = _discovered(above, enough) & several
    low = _side(taste, demand, above=False)
    found[_discovered(below, enough) & several & low] = FINDINGS.index(Finding.OVER_SERVED)
    high = _side(taste, demand, above=True)
    lasting = np.nan_to_num(without) > 100
    found[stands & high & lasting] = FINDINGS.index(Finding.UNDER_SERVED)
    alone = _discovered(by_people, enough) & high & ~lasting
    found[alone] = FINDINGS.index(Finding.ONE_TITLE)
    found[~enough] = FINDINGS.index(Finding.TOO_LITTLE_DATA)
    return found


def _discovered(p: Floats, enough: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    tested = np.where(enough & np.isfinite(p), np.minimum(2 * p, 1.0), np.nan)
    return benjamini_hochberg(tested, Q).discovered


def _both(taste: LogIndex | None, demand: LogIndex, *, above: bool, titles: bool = True) -> Floats:
    values = [index.p_above(titles=titles) for index in (taste, demand) if index is not None]
    return np.maximum.reduce([p if above else 1 - p for p in values])


def _side(taste: LogIndex | None, demand: LogIndex, *, above: bool) -> npt.NDArray[np.bool_]:
    """Return whether what is shown lies clearly on that side of par, too."""
    far = np.log(1 + LEAST_EFFECT if above else 1 - LEAST_EFFECT)
    shown = [index.shown for index in (taste, demand) if index is not None]
    return np.logical_and.reduce([index >= far if above else index <= far for index in shown])
