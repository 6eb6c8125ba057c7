"""How alike profiles are to those of a seed, by their tastes: numbers in, scores out.

The seed's members are examples of an unknown group; everyone else is not known to be in it
(positive and unlabelled). A logistic regression tells the two apart by the square roots of taste
shares. Each profile is scored by a model that was fitted without it, in `FOLDS` folds, so that the
scores of the seed's members are honest, and nobody is thought unlike for having been unlabelled.

A score is the chance of being in the group, if the seed is a random draw of it: the chance of being
in the seed over its mean among the seed's members (Elkan, Noto 2008).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FOLDS = 5
PENALTY = 0.3
"""The ridge is this over the size of the seed, within `BOUNDS`: small seeds say less (chosen on the
small demo world, with seeds of 30, 300 and half a taste)."""
BOUNDS = (1e-3, 1e-2)
MOST_ROWS = 100_000
"""Most profiles of each kind that a model is fitted to."""
TOP = 0.1
"""The part of all profiles in which the seed's members are counted."""
STEPS = 50
CLOSE = 1e-8
"""A fit ends once no derivative of the loss is further from zero."""


@dataclass(frozen=True, eq=False)
class LikenessModel:
    """One weight for each taste and a constant, by fold: [folds, k] and [folds]."""

    weight: F64
    constant: F64

    def logits(self, shares: F32, fold: npt.NDArray[np.uint8]) -> F64:
        """Return the log odds of being in the seed rather than not, as if both were as large."""
        root = np.sqrt(shares.astype(np.float64))
        z = root @ self.weight.T + self.constant
        return z[np.arange(fold.size), fold]


@dataclass(frozen=True)
class Discrimination:
    """How well the seed's members are told from everyone else."""

    auc: float
    """The chance that a random member scores above a random other."""
    error: float
    """Its standard error (Hanley, McNeil 1982)."""
    top_lift: float
    """How many times as many members as by chance are in the top tenth of all."""


def fit_likeness(shares: F32, seed: Flags, fold: npt.NDArray[np.uint8]) -> LikenessModel:
    """Return the model of a seed; `shares` are [p, k], each fold has both kinds of profiles."""
    penalty = float(np.clip(PENALTY / max(int(seed.sum()), 1), *BOUNDS))
    x = np.empty((shares.shape[0], shares.shape[1] + 1))
    np.sqrt(shares, out=x[:, :-1])
    x[:, -1] = 1
    fitted = np.zeros((FOLDS, x.shape[1]))
    for f in range(FOLDS):
        others = fold != f
        # The folds differ little: each starts where the one before it ended.
        fitted[f] = _logistic(x[others], seed[others], penalty, fitted[max(f - 1, 0)])
    return LikenessModel(fitted[:, :-1], fitted[:, -1])


def _logistic(x: F64, y: Flags, penalty: float, start: F64) -> F64:
    """Return the weights of a ridge logistic regression by Newton's method; the last is free.

    Both kinds count alike, however many there are of each.
    """
    known = int(np.count_nonzero(y))
    weight = np.where(y, 0.5 / max(known, 1), 0.5 / max(y.size - known, 1)).astype(np.float64)
    ridge = np.full(x.shape[1], penalty)
    ridge[-1] = 0
    signed: F64 = np.where(y, -1.0, 1.0)

    def loss(b: F64) -> tuple[float, F64]:
        z: F64 = x @ b
        over = signed * z
        value = np.maximum(over, 0) + np.log1p(np.exp(-np.abs(over)))
        return float(weight @ value) + float(ridge @ (b * b)) / 2, z

    b = start.copy()
    value, z = loss(b)
    for _ in range(STEPS):
        chance = _chance(z)
        slope: F64 = x.T @ (weight * (chance - y)) + ridge * b
        if float(np.abs(slope).max()) <= CLOSE:
            break
        curve: F64 = np.asarray(weight * chance * (1 - chance), np.float64)
        bend: F64 = x.T @ (x * curve[:, None]) + np.diag(ridge + 1e-12)
        step: F64 = np.asarray(np.linalg.solve(bend, slope), np.float64)
        # Half as far, until it is no worse: far from the end, a whole step may go too far.
        part = 1.0
        while part > CLOSE:
            value_there, z_there = loss(b - part * step)
            if value_there <= value:
                break
            part /= 2
        else:
            break
        b, value, z = b - part * step, value_there, z_there
    return b


def _chance(logits: F64) -> F64:
    """Return 1 / (1 + exp(-logits)), without overflow."""
    return (1 + np.tanh(logits / 2)) / 2


def group_chances(logits: F64, seed: Flags) -> F64:
    """Return each profile's chance of being in the group that the seed is drawn from, 0 to 1."""
    known = int(seed.sum())
    in_seed: F64 = _chance(logits + np.log(known / max(seed.size - known, 1)))
    return np.minimum(in_seed / max(float(in_seed[seed].mean()), 1e-12), 1.0)


def measure_discrimination(logits: F64, seed: Flags) -> Discrimination:
    """Return how well logits tell the seed's members from everyone else."""
    members = int(seed.sum())
    others = seed.size - members
    ranks = rankdata(logits)
    auc = float((ranks[seed].sum() - members * (members + 1) / 2) / (members * others))
    first, second = auc / (2 - auc), 2 * auc * auc / (1 + auc)
    variance = (
        auc * (1 - auc) + (members - 1) * (first - auc * auc) + (others - 1) * (second - auc * auc)
    ) / (members * others)
    least = np.quantile(logits, 1 - TOP)
    return Discrimination(
        auc, float(max(variance, 0.0) ** 0.5), float((logits[seed] > least).mean() / TOP)
    )
