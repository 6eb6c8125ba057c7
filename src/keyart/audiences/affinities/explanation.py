"""Why a profile has its affinities: the titles behind each membership."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from keyart.audiences.affinities.membership import LEAST_TITLES, has_taste, prepared
from keyart.audiences.affinities.mixture import shares
from keyart.audiences.affinities.model import Affinity, Model
from keyart.audiences.affinities.viewing import Watched

LEAST_PART = 0.02
"""A title that speaks less for a membership is not named."""


@dataclass(frozen=True)
class Because:
    """A title that speaks for a membership, and its part of all that does."""

    title_id: str
    part: float


@dataclass(frozen=True)
class Reason:
    """Why a profile has an affinity.

    `strength` is the part of its viewing that it watches for it; its plays are
    e^`evidence` times as likely with the taste as with popularity in its place.
    """

    affinity: str
    name: str
    strength: float
    evidence: float
    titles: tuple[Because, ...]


@dataclass(frozen=True)
class Reasons:
    """What there is to say about one profile."""

    titles: int
    """How many titles it has watched that count."""
    enough: bool
    """Whether that is enough to know its tastes."""
    affinities: tuple[Reason, ...]
    """The strongest first."""


def reasons(model: Model, watched: Watched) -> Reasons:
    """Return why a profile has its affinities; `watched` has at most this profile.

    Its titles are numbered as in `model.title_ids`, its markets as in `model.markets`.
    """
    number = np.arange(len(model.title_ids), dtype=np.int32)
    own = prepared(watched, number)
    count = int(own.title.size)
    if count < LEAST_TITLES or not model.mixture.tastes:
        return Reasons(count, count >= LEAST_TITLES, ())
    chance = model.mixture.chance()
    found = shares(chance, own, 1)
    has = has_taste(found)[0]
    by_title = chance[own.market[0], own.title] * found.share[0]
    by_title *= (own.strength / np.maximum(by_title.sum(axis=1), 1e-30))[:, None]
    told = [
        Reason(
            affinity=one.id,
            name=one.name,
            strength=float(found.share[0, one.taste]),
            evidence=float(found.evidence[0, one.taste]),
            titles=_because(model, own, by_title[:, one.taste]),
        )
        for one in _having(model.affinities, has.tolist())
    ]
    return Reasons(count, True, tuple(sorted(told, key=lambda reason: -reason.strength)))


def _having(affinities: Sequence[Affinity], has: Sequence[bool]) -> list[Affinity]:
    return [one for one in affinities if has[one.taste]]


def _because(
    model: Model, own: Watched, weight: np.ndarray[tuple[int], np.dtype[np.float32]]
) -> tuple[Because, ...]:
    part = weight / max(float(weight.sum()), 1e-30)
    order = np.argsort(-part, kind="stable").tolist()
    return tuple(
        Because(model.title_ids[own.title[at]], float(part[at]))
        for at in order
        if part[at] >= LEAST_PART
    )
