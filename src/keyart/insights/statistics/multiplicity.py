"""Discoveries among many tests, with a controlled rate of false ones.

All values in one call form one family, whatever their shape; nan means not tested.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import false_discovery_control

from keyart.query.engine import Floats


@dataclass(frozen=True)
class Discoveries:
    """Which tests are discoveries, and the smallest q at which each would be (nan = not tested)."""

    discovered: npt.NDArray[np.bool_]
    adjusted: Floats


def benjamini_hochberg(p: Floats, q: float) -> Discoveries:
    """Return discoveries with an average share of false ones of at most q.

    For p-values that are independent or depend positively on each other. Y. Benjamini, Y. Hochberg,
    "Controlling the false discovery rate", JRSS B 57 (1995).
    """
    return _controlled(p, q, "bh")


def benjamini_yekutieli(p: Floats, q: float) -> Discoveries:
    """Return discoveries with an average share of false ones of at most q, for any dependence.

    Y. Benjamini, D. Yekutieli, "The control of the false discovery rate in multiple testing under
    dependency", Ann. Stat. 29 (2001).
    """
    return _controlled(p, q, "by")


def e_bh(log_e: Floats, q: float) -> Discoveries:
    """Return discoveries from log e-values, at most q of them false on average, for any dependence.

    This is Benjamini and Hochberg's rule for 1 / e. R. Wang, A. Ramdas, "False discovery rate
    control with e-values", JRSS B 84 (2022).
    """
    return _controlled(np.exp(-np.maximum(log_e, 0.0)), q, "bh")


def _controlled(p: Floats, q: float, method: Literal["bh", "by"]) -> Discoveries:
    tested = ~np.isnan(p)
    adjusted = np.full(p.shape, np.nan)
    if tested.any():
        adjusted[tested] = false_discovery_control(p[tested], method=method)
    return Discoveries(tested & (adjusted <= q), adjusted)
