"""The members of tastes: profiles with more of a taste than chance and popularity explain."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities.mixture import Mixture, TasteShares, taste_shares
from keyart.audiences.affinities.viewing import Codes, WatchedTitles

Ordinals = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

LEAST_SHARE = 0.06
"""The minimum part of a member's viewing that is for the taste."""
LEAST_EVIDENCE = 1.5
"""A member's plays are at least e^1.5 = 4.5 times as likely with the taste as with popularity in
its place."""
LEAST_TITLES = 5
"""A profile that has watched fewer titles gets no affinity."""
MOST_STRENGTH = 200.0
"""The maximum total strength of one profile; see `WatchedTitles.capped`."""


@dataclass(frozen=True, eq=False)
class AffinityMembers:
    """The members of one affinity.

    Attributes:
        profile: ordinals, ascending.
        strength: the part of each member's viewing that is for the taste, above 0 up to 1.
    """

    profile: Ordinals
    strength: Floats


@dataclass(frozen=True, eq=False)
class Membership:
    """The members of all tastes.

    Attributes:
        members: the members of each taste.
        with_taste: the number of profiles with at least one taste.
        too_little: the number that have watched fewer than `LEAST_TITLES` titles.
        none: the number that have watched enough but have no taste.
        by_count: the numbers of profiles with 0, 1, 2, … tastes.
    """

    members: tuple[AffinityMembers, ...]
    with_taste: int
    too_little: int
    none: int
    by_count: tuple[int, ...]


def prepare(part: WatchedTitles, number: Codes) -> WatchedTitles:
    """Return the viewing that counts; `number` is as in `WatchedTitles.of_titles`."""
    return part.of_titles(number).capped(MOST_STRENGTH)


def enough(watched: WatchedTitles) -> Flags:
    """Return which profiles have watched enough titles, [p]."""
    return np.diff(watched.starts) >= LEAST_TITLES


def has_taste(shares: TasteShares) -> Flags:
    """Return which profile has which taste, [p, k]."""
    return (shares.share[:, :-1] >= LEAST_SHARE) & (shares.evidence[:, :-1] >= LEAST_EVIDENCE)


def find_members(
    mixture: Mixture, parts: Iterable[WatchedTitles], number: Codes, threads: int
) -> Membership:
    """Return who has which taste, reading all profiles once."""
    chance = mixture.chance()
    profiles: list[list[Ordinals]] = [[np.empty(0, np.uint32)] for _ in range(mixture.tastes)]
    strengths: list[list[Floats]] = [[np.empty(0, np.float32)] for _ in range(mixture.tastes)]
    counts = np.zeros(mixture.tastes + 1, np.int64)
    too_little = 0
    for part in parts:
        whole = prepare(part, number)
        eligible = enough(whole)
        too_little += int(eligible.size - eligible.sum())
        watched = whole.of_profiles(eligible)
        shares = taste_shares(chance, watched, threads)
        has = has_taste(shares)
        counts += np.bincount(has.sum(axis=1), minlength=counts.size)
        for k in range(mixture.tastes):
            profiles[k].append(watched.profile[has[:, k]])
            strengths[k].append(shares.share[has[:, k], k])
    members = tuple(
        AffinityMembers(np.concatenate(p), np.concatenate(s))
        for p, s in zip(profiles, strengths, strict=True)
    )
    with_taste = int(counts[1:].sum())
    return Membership(members, with_taste, too_little, int(counts[0]), tuple(counts.tolist()))
