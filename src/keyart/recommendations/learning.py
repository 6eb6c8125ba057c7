"""The model: EASE, a linear model of titles by titles, and what is popular where.

Given who watched how much of what (X, profiles by titles), EASE (Steck, "Embarrassingly shallow
autoencoders for sparse data", 2019) predicts X from itself, without a title's own viewing: with
P = (XᵀX + λI)⁻¹, the weight of title j for title i is −P[j, i] / P[i, i]. It was chosen by
measurement against six other models: docs/recommendations.md.

Its matrix is dense, so only the `MOST_TITLES` most watched titles take part; others are recommended
by popularity alone. Titles with sensitive tags neither give reasons nor are inferred.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from keyart.audiences.affinities import LEAST_VIEWERS, Sensitive, TitleInfo, WatchedTitles
from keyart.audiences.affinities.membership import MOST_STRENGTH
from keyart.core.memory import free_memory, require_memory
from keyart.curation.viewing import title_info
from keyart.curation.watched import is_kept, viewing_of, watched_parts
from keyart.query.memo import memo
from keyart.query.native.strategy import threads
from keyart.store import Snapshot

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MOST_TITLES = 4_000
"""Titles that the model has at most: two matrices of so many squared, 64 MB each, are kept, and
learning takes a gigabyte for a minute."""
RIDGE = 300.0
"""λ of EASE; 100 to 1,000 are about as good."""
BYTES_A_CELL = 40
"""Memory of learning for each pair of titles."""
AT_ONCE = 65_536
"""Profiles whose products are added up by one thread."""
LESS_MEMORY = "Close other programs, or raise that limit."


@dataclass(frozen=True, eq=False)
class TitleModel:
    """What watching some titles says about others: m titles.

    Attributes:
        works: the titles of a store's viewing, [w].
        info: about them, [w].
        number: the number of each work, −1 for those not among the m, [w].
        weight: of watched title j for title i, float32 [m, m].
        alike: cosine of who watched two titles, float32 [m, m].
        usual: how much of each title a person watches on average, [m].
        viewers: how many people watched each title, [m].
    """

    works: tuple[str, ...]
    info: tuple[TitleInfo, ...]
    number: npt.NDArray[np.int32]
    weight: F32
    alike: F32
    usual: F64
    viewers: Ints

    @property
    def size(self) -> int:
        """The number of titles."""
        return self.weight.shape[0]

    @cached_property
    def work_of(self) -> Ints:
        """The work that each title is, [m]."""
        return np.flatnonzero(self.number >= 0)

    def matrix(self, watched: WatchedTitles) -> Any:
        """Return how much profiles watched of each title, as a sparse matrix, [p, m]."""
        return _matrix(watched, self.number, self.size)


def title_model(snapshot: Snapshot) -> TitleModel:
    """Return the model of a store, learned once for each version.

    Raises `TooLittleMemory` before it starts.
    """
    return memo(snapshot, TitleModel, lambda: _learn(snapshot))


def watched_by(snapshot: Snapshot, ordinal: int) -> WatchedTitles:
    """Return what one profile watched."""
    if not is_kept(snapshot):
        return viewing_of(snapshot).part(ordinal, ordinal + 1)
    (whole,) = watched_parts(snapshot)
    return whole.of_profiles(whole.profile == ordinal)


def _learn(snapshot: Snapshot) -> TitleModel:
    viewing = viewing_of(snapshot)
    works = viewing.works
    info = tuple(title_info(snapshot, works))
    # 1. The titles that take part.
    viewers = np.zeros(len(works), np.int64)
    people = 0
    for part in watched_parts(snapshot):
        viewers += np.bincount(part.title, minlength=viewers.size)
        people += int(np.count_nonzero(np.diff(part.starts)))
    number = _choose(viewers, is_sensitive(snapshot, info))
    size = int(number.max(initial=-1)) + 1
    require_memory(
        "A model of these titles", 2 * BYTES_A_CELL * size * size, LESS_MEMORY, free_memory()
    )
    # 2. XᵀX, by ranges of profiles.
    gram = np.zeros((size, size))
    usual = np.zeros(size)
    for part in watched_parts(snapshot):
        x = _matrix(part, number, size)
        gram += _products(x, threads(snapshot))
        usual += np.asarray(x.sum(axis=0)).ravel()
    # 3. The weights.
    norm = np.sqrt(np.maximum(np.diag(gram), 1e-12))
    alike = (gram / norm / norm[:, None]).astype(np.float32)
    return TitleModel(
        works=works,
        info=info,
        number=number,
        weight=_weights(gram),
        alike=alike,
        usual=usual / max(people, 1),
        viewers=viewers[number >= 0],
    )


def _choose(viewers: Ints, hidden: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """Return the numbers of the most watched titles, −1 for the others."""
    counted = np.where(hidden, 0, viewers)
    order = np.argsort(-counted, kind="stable")[:MOST_TITLES]
    kept = np.zeros(viewers.size, np.bool_)
    kept[order] = counted[order] >= LEAST_VIEWERS
    return np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)


def _matrix(watched: WatchedTitles, number: npt.NDArray[np.int32], size: int) -> Any:
    chosen = watched.of_titles(number).capped(MOST_STRENGTH)
    shape = (chosen.profiles, size)
    return csr_array((chosen.strength.astype(np.float32), chosen.title, chosen.starts), shape)


def _products(x: Any, workers: int) -> F64:
    """Return XᵀX, added up by so many profiles, whose order does not depend on the workers."""

    def part(first: int) -> Any:
        rows = x[first : first + AT_ONCE]
        return rows.T @ rows

    found = np.zeros((x.shape[1], x.shape[1]))
    with ThreadPoolExecutor(workers) as pool:
        for product in pool.map(part, range(0, x.shape[0], AT_ONCE)):
            found += product.toarray()
    return found


def _weights(gram: F64) -> F32:
    """Return the weights of EASE; changes `gram`."""
    if not gram.size:
        return np.zeros(gram.shape, np.float32)
    gram[np.diag_indices_from(gram)] += RIDGE
    inverse = np.linalg.inv(gram)
    weight = inverse / -np.diag(inverse)
    np.fill_diagonal(weight, 0)
    return weight.astype(np.float32)


def is_sensitive(snapshot: Snapshot, info: Sequence[TitleInfo]) -> npt.NDArray[np.bool_]:
    """Return which titles have a tag or genre of a sensitive subject."""
    sensitive = Sensitive(snapshot.config.settings.sensitive_tags)
    flags = [any(map(sensitive.is_named_by, (*title.tags, *title.genres))) for title in info]
    return np.array(flags, np.bool_)
