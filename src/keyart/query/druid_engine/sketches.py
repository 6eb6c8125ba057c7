"""People in Druid: sketches of profiles, and how far their estimates may be off."""

from math import log, sqrt

from sqlglot import exp

from keyart.query.druid_engine.functions import call
from keyart.query.engine import ErrorBound

SIGMAS = 2
CONFIDENCE = 0.954
"""The share of a normal distribution within two standard deviations, rounded down."""

SPREAD = sqrt(3 * log(2) - 1)
"""The relative standard error of a merged sketch is this / √(number of registers).

P. Flajolet et al., "HyperLogLog" (2007); a sketch that was never merged errs by less (0.833), and
Druid does not say which of the two an estimate comes from.
"""


def bound(lg_k: int) -> ErrorBound:
    """Return how far estimates are off by sketches of 2^lg_k registers."""
    return ErrorBound(SIGMAS * SPREAD / sqrt(1 << lg_k), CONFIDENCE)


def sketch(sketches: exp.Expr, lg_k: int) -> exp.Expr:
    """Return the union of the sketches in a column.

    Without its size Druid merges sketches at lgK 12, and loses what they know beyond that.
    """
    return call("DS_HLL", sketches, exp.convert(lg_k))


def estimated(sketch: exp.Expr) -> exp.Expr:
    """Return the number of profiles in a sketch, not rounded."""
    return call("HLL_SKETCH_ESTIMATE", sketch)
