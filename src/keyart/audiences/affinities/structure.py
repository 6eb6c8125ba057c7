"""The number of tastes and their initial titles: the spectrum of what is watched together.

1. *Together* counts how often each pair of titles is watched by the same profile, beyond what their
   popularity in its market explains; each profile's weight is how much it watches.
2. Its eigenvalues are compared with those of worlds without taste, in which each profile watches
   as many titles, drawn by popularity alone (parallel analysis: Horn, Psychometrika 30, 1965).
   Only directions above those of chance count.
3. Their rotation to simple structure (varimax: Kaiser 1958) makes each direction a group of
   titles; Rohe and Zeng (JRSS B 85, 2023) show that this finds the tastes of such models.

Only the worlds without taste are random, so the seed hardly matters.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse.linalg import eigsh

from keyart.audiences.affinities import kernels
from keyart.audiences.affinities.viewing import Popularity, WatchedTitles, popularity

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]

NULL_WORLDS, NULL_WORLDS_SMALL = 3, 25
SMALL = 1_000_000
"""With fewer pairs of profile and title, chance varies more and needs more simulated worlds."""
BEYOND_CHANCE = 1.1
"""An eigenvalue counts if it is this many times the median of the largest in worlds without
taste."""
VARIMAX_STEPS = 200
EXACT, NEARLY = 1e-4, 5e-3
"""The relative tolerances of eigenvalues: actual ones, and those by chance, which are close
together."""


@dataclass(frozen=True)
class StructureLimits:
    """How fine a structure to find.

    At most `most` directions, with eigenvalues of at least `detail` times the greatest: with enough
    people, even irrelevant directions are above chance.
    """

    most: int = 60
    detail: float = 0.15


@dataclass(frozen=True)
class NullWorlds:
    """The seed of the worlds without taste, and the number of threads.

    `chance` is their largest eigenvalue if known from nearly the same profiles, else None.
    """

    seed: int = 1
    threads: int = 1
    chance: float | None = None


ONCE = NullWorlds()


@dataclass(frozen=True, eq=False)
class Structure:
    """The structure of plays beyond popularity.

    Attributes:
        eigenvalues: those computed, descending.
        chance: the largest in a world without taste, the median of several.
        axes: groups of titles, non-negative, one column each, [m, g]; none without structure.
    """

    eigenvalues: F64
    chance: float
    axes: F64


def find_structure(
    watched: WatchedTitles, popular: Popularity, limits: StructureLimits, trial: NullWorlds = ONCE
) -> Structure:
    """Return the groups of titles that are watched together beyond chance."""
    titles = popular.viewers.size
    looked_at = min(limits.most, titles - 2)
    if looked_at < 1 or not watched.title.size:
        return Structure(np.empty(0), 0.0, np.empty((titles, 0)))
    values, vectors = _spectrum(_beyond_popularity(watched, popular, trial.threads), looked_at)
    chance = _chance(watched, popular, trial)
    count = int((values > max(chance * BEYOND_CHANCE, limits.detail * values[0])).sum())
    if not count:
        return Structure(values, chance, np.empty((titles, 0)))
    basis = np.column_stack([_fame(popular), vectors[:, :count]])
    basis = np.linalg.qr(basis)[0]
    rotated = varimax(basis)
    rotated *= np.where((rotated**3).sum(axis=0) < 0, -1, 1)
    return Structure(values, chance, np.maximum(rotated, 0))


def _chance(watched: WatchedTitles, popular: Popularity, trial: NullWorlds) -> float:
    """Return the median of the largest eigenvalues of worlds without taste."""
    if trial.chance is not None:
        return trial.chance
    count = NULL_WORLDS if watched.title.size >= SMALL else NULL_WORLDS_SMALL
    seeds = np.random.SeedSequence(trial.seed).spawn(count)
    worlds = (_without_taste(watched, popular, seed) for seed in seeds)
    return float(np.median([_largest(world, popular, trial.threads) for world in worlds]))


def _beyond_popularity(watched: WatchedTitles, popular: Popularity, threads: int) -> F32:
    """Return what is watched together beyond popularity, relative to the titles' fame."""
    share = popular.share
    together, mass = _together(watched, share.shape, threads)
    together -= ((share * mass[:, None]).T @ share).astype(np.float32)
    fame = np.sqrt(np.maximum(mass @ share, 1e-12)).astype(np.float32)
    together /= fame
    together /= fame[:, None]
    np.fill_diagonal(together, 0)
    return _without(together, _fame(popular).astype(np.float32))


def _together(watched: WatchedTitles, shape: tuple[int, ...], threads: int) -> tuple[F32, F64]:
    """Return what is watched together, [m, m], and its sum in each market, [c]."""
    markets, titles = shape
    owner = watched.owner
    sums = np.bincount(owner, watched.strength, watched.profiles)
    squares = np.bincount(owner, watched.strength.astype(np.float64) ** 2, watched.profiles)
    mixed = sums - squares / np.maximum(sums, 1e-30)
    mass = np.bincount(watched.market, mixed, markets).astype(np.float64)
    by_title = np.argsort(watched.title, kind="stable")
    title_starts = np.searchsorted(watched.title[by_title], np.arange(titles + 1))
    together = np.zeros((titles, titles), np.float32)

    def part(bounds: tuple[int, int]) -> None:
        kernels.add_together(
            by_title, title_starts, owner, sums.astype(np.float32), watched.starts, watched.title,
            watched.strength, *bounds, together,
        )  # fmt: skip

    ends = np.searchsorted(title_starts, np.linspace(0, owner.size, 4 * threads + 1)).tolist()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(part, pairwise([0, *ends[1:-1], titles])))
    return together, mass


def _fame(popular: Popularity) -> F64:
    """Return the direction of popularity, a unit vector [m]."""
    fame = np.sqrt(np.maximum(popular.strength.sum(axis=0), 1e-12))
    return fame / np.linalg.norm(fame)


def _without(matrix: F32, direction: F32) -> F32:
    """Return a symmetric matrix with a direction projected out.

    A profile counts once per title, so famous titles are watched together less often than
    independence predicts; that is not a taste.
    """
    along = matrix @ direction
    matrix -= np.outer(direction, along)
    matrix -= np.outer(along, direction)
    matrix += np.outer(direction, direction) * (direction @ along)
    return matrix


def _spectrum(matrix: F32, count: int, exact: float = EXACT) -> tuple[F64, F64]:
    """Return the largest eigenvalues, descending, and their vectors."""
    start = np.ones(matrix.shape[0], np.float32)
    values, vectors = eigsh(matrix, count, which="LA", v0=start, tol=exact)
    order = np.argsort(-values)
    return values[order].astype(np.float64), vectors[:, order].astype(np.float64)


def _largest(watched: WatchedTitles, popular: Popularity, threads: int) -> float:
    watched_popularity = popularity([watched], *popular.strength.shape)
    return float(
        _spectrum(_beyond_popularity(watched, watched_popularity, threads), 1, NEARLY)[0][0]
    )


def _without_taste(
    watched: WatchedTitles, popular: Popularity, seed: np.random.SeedSequence
) -> WatchedTitles:
    """Return a world in which popularity alone decides what each profile watches."""
    title = np.empty_like(watched.title)
    cumulative = np.cumsum(popular.share, axis=1)
    rng = np.random.default_rng(seed)
    kernels.redraw(watched.market, watched.starts, cumulative, 0, watched.profiles, rng, title)
    return WatchedTitles(watched.profile, watched.market, watched.starts, title, watched.strength)


def varimax(basis: F64) -> F64:
    """Return orthonormal columns rotated so that each is large in few rows."""
    rows, columns = basis.shape
    rotation = np.eye(columns)
    before = 0.0
    for _ in range(VARIMAX_STEPS):
        turned = basis @ rotation
        gradient = basis.T @ (turned**3 - turned * ((turned**2).sum(axis=0) / rows))
        left, sizes, right = np.linalg.svd(gradient)
        rotation = left @ right
        if sizes.sum() < before * (1 + 1e-7):
            break
        before = float(sizes.sum())
    return basis @ rotation
