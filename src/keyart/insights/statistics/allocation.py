"""Whether arms got their planned shares of units: sample-ratio mismatch.

A mismatch means that assignment, logging or joins are broken in a way that may depend on the arm.
The groups are then not comparable, and no interval helps.
"""

import numpy as np
from scipy.special import gammaln, logsumexp, xlogy
from scipy.stats import chi2

from keyart.query.engine import Floats, Ints

CONCENTRATIONS = (300.0, 3000.0, 30000.0)
"""The alternative's shares spread around the intended ones as if that many units had been seen: by
about 3, 1 and 0.3 points around one half. Mismatches of about these sizes are found fastest."""


def evidence(
    counts: Ints, shares: Floats, concentrations: tuple[float, ...] = CONCENTRATIONS
) -> Floats:
    """Return log e-values against the intended shares; the last axis is arms.

    The Bayes factor of multinomials with Dirichlet(concentration · shares) shares against the
    multinomial with the intended shares (positive, summing to 1). As units arrive it is a
    martingale that ever reaches 1 / alpha with probability at most alpha: M. Lindon, A. Malek,
    "Anytime-valid inference for multinomial count data", NeurIPS 35 (2022). An average of such
    martingales is also one. Half of this average covers all arms together, and half each arm
    against the rest, since one broken arm among many would otherwise go unnoticed for long; each
    half averages over all concentrations.
    """
    rest = counts.sum(axis=-1, keepdims=True) - counts
    single = np.stack([counts, rest], axis=-1)
    single_shares = np.stack([shares, 1 - shares], axis=-1)
    pairs = [
        (_bayes_factor(counts, shares, each), _average(_bayes_factor(single, single_shares, each)))
        for each in concentrations
    ]
    return _average(np.stack([factor for both in pairs for factor in both], axis=-1))


def sequential_p(counts: Ints, shares: Floats) -> Floats:
    """Return p-values that stay valid at every look: 1 / the largest e-value so far, at most 1.

    `counts` are cumulative, [looks, groups…, arms].
    """
    greatest = evidence(counts, shares).max(axis=0)
    return np.exp(-np.maximum(greatest, 0.0))


def chi_square(counts: Ints, shares: Floats) -> Floats:
    """Return p-values of Pearson's test against the intended shares, for one look.

    The last axis is arms; nan if there are no units. K. Pearson, Phil. Mag. 50 (1900).
    """
    total: Ints = counts.sum(axis=-1)
    expected = np.where(total > 0, total, np.nan)[..., np.newaxis] * shares
    statistic: Floats = ((counts - expected) ** 2 / expected).sum(axis=-1)
    return np.asarray(chi2.sf(statistic, counts.shape[-1] - 1))


def _bayes_factor(counts: Ints, shares: Floats, concentration: float) -> Floats:
    """Return the log of Dirichlet-multinomial over multinomial probability; last axis: arms."""
    prior = concentration * shares
    terms: Floats = gammaln(prior + counts) - gammaln(prior) - xlogy(counts, shares)
    total: Ints = counts.sum(axis=-1)
    whole = gammaln(concentration) - gammaln(concentration + total)
    return whole + terms.sum(axis=-1)


def _average(logs: Floats) -> Floats:
    return np.asarray(logsumexp(logs, axis=-1)) - np.log(logs.shape[-1])
