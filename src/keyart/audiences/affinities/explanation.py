"""Explanations of a profile's affinities: the titles behind each membership."""

from dataclasses import dataclass

import numpy as np

from keyart.audiences.affinities.membership import LEAST_TITLES, has_taste, prepare
from keyart.audiences.affinities.mixture import taste_shares
from keyart.audiences.affinities.model import AffinityModel
from keyart.audiences.affinities.viewing import WatchedTitles

LEAST_PART = 0.02
"""Titles that contribute a smaller part to a membership are not listed."""


@dataclass(frozen=True)
class ReasonTitle:
    """A title behind a membership, and its share of the total contribution."""

    title_id: str
    part: float


@dataclass(frozen=True)
class AffinityReason:
    """Why a profile has an affinity.

    `strength` is the part of its viewing that is for the taste; its plays are e^`evidence` times as
    likely with the taste as with popularity in its place.
    """

    affinity: str
    name: str
    strength: float
    evidence: float
    titles: tuple[ReasonTitle, ...]


@dataclass(frozen=True)
class AffinityReasons:
    """The affinities of one profile, with reasons."""

    titles: int
    """The number of watched titles that count."""
    enough: bool
    """Whether that is enough to determine its tastes."""
    affinities: tuple[AffinityReason, ...]
    """Strongest first."""


def explain_affinities(model: AffinityModel, watched: WatchedTitles) -> AffinityReasons:
    """Return why a profile has its affinities; `watched` has only this profile.

    Titles are numbered as in `model.title_ids`, markets as in `model.markets`.
    """
    number = np.arange(len(model.title_ids), dtype=np.int32)
    prepared = prepare(watched, number)
    count = int(prepared.title.size)
    if count < LEAST_TITLES or not model.mixture.tastes:
        return AffinityReasons(count, count >= LEAST_TITLES, ())
    chance = model.mixture.chance()
    shares = taste_shares(chance, prepared, 1)
    has = has_taste(shares)[0]
    by_title = chance[prepared.market[0], prepared.title] * shares.share[0]
    by_title *= (prepared.strength / np.maximum(by_title.sum(axis=1), 1e-30))[:, None]
    explained = [
        AffinityReason(
            affinity=affinity.id,
            name=affinity.name,
            strength=float(shares.share[0, affinity.taste]),
            evidence=float(shares.evidence[0, affinity.taste]),
            titles=_reason_titles(model, prepared, by_title[:, affinity.taste]),
        )
        for affinity in model.affinities
        if has[affinity.taste]
    ]
    return AffinityReasons(
        count, True, tuple(sorted(explained, key=lambda reason: -reason.strength))
    )


def _reason_titles(
    model: AffinityModel,
    watched: WatchedTitles,
    weight: np.ndarray[tuple[int], np.dtype[np.float32]],
) -> tuple[ReasonTitle, ...]:
    part = weight / max(float(weight.sum()), 1e-30)
    order = np.argsort(-part, kind="stable").tolist()
    return tuple(
        ReasonTitle(model.title_ids[watched.title[at]], float(part[at]))
        for at in order
        if part[at] >= LEAST_PART
    )
