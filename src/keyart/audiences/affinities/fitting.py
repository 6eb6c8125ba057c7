"""The road of a fit: from what was watched to affinities. Start reading here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities.held_out import Score, held_out
from keyart.audiences.affinities.matching import Change
from keyart.audiences.affinities.membership import (
    LEAST_TITLES,
    Members,
    Membership,
    enough,
    membership,
    prepared,
)
from keyart.audiences.affinities.mixture import STEPS, Mixture, Work
from keyart.audiences.affinities.model import Model
from keyart.audiences.affinities.popularity import Popularity, popularity
from keyart.audiences.affinities.presenting import Before, Choice, present
from keyart.audiences.affinities.sensitive import Sensitive
from keyart.audiences.affinities.settling import settled
from keyart.audiences.affinities.structure import Limits, Structure, Trial, structure
from keyart.audiences.affinities.titles import TitleInfo, Titles
from keyart.audiences.affinities.watched import Codes, Viewing, Watched, joined
from keyart.core.progress import Progress, Silent

Flags = npt.NDArray[np.bool_]

SAMPLE = 200_000
"""Tastes are learnt from so many profiles; who has them is then asked of all."""
LEAST_VIEWERS = 5
"""A title that fewer profiles have watched says nothing."""
TO_SCORE = 20
"""One profile of the sample in so many is kept to score the fit."""


@dataclass(frozen=True)
class Options:
    """How to fit."""

    limits: Limits = field(default_factory=Limits)
    sensitive: Sensitive = field(default_factory=lambda: Sensitive(()))
    seed: int = 1
    threads: int = 1
    progress: Progress = field(default_factory=Silent)


@dataclass(frozen=True, eq=False)
class Fitted:
    """What a fit gives."""

    model: Model
    members: Mapping[str, Members]
    """By the affinities' ids."""
    changes: tuple[Change, ...]
    """What has become of the affinities of the fit before."""


@dataclass(frozen=True, eq=False)
class _Learnt:
    mixture: Mixture
    found: Structure
    score: Score | None
    sample: int


def fit(
    viewing: Viewing,
    info: Callable[[], Sequence[TitleInfo]],
    options: Options,
    before: Before | None = None,
) -> Fitted:
    """Return the affinities in what was watched.

    `info` tells of each title, in the order of their numbers; `before` is the fit whose ids and
    names live on in tastes that persist. Where there is no structure beyond chance, or too
    little was watched, there are no affinities, and the model card says why.
    """
    # 1. How popular each title is where; and a sample of profiles to learn from.
    popular, sample = _first_look(viewing, options)
    number = _numbers(popular)
    chosen = popular.of_titles(number)
    # 2. Which tastes there are: groups of titles watched together, refined to lifts.
    learnt = _learn(prepared(sample, number), chosen, options)
    # 3. Who has which.
    parts = _told(viewing, options, "find members")
    who = membership(learnt.mixture, parts, number, options.threads)
    # 4. What they are called, which are withheld, and which are those of the fit before.
    titles = Titles([t for t, n in zip(info(), number, strict=True) if n >= 0], options.sensitive)
    choice = present(learnt.mixture, titles, who, before)
    # 5. The model, with the card that says all this.
    model = Model(
        number=1 if before is None else before.model.number + 1,
        affinities=choice.affinities,
        title_ids=tuple(title.id for title in titles.titles),
        markets=viewing.markets,
        mixture=learnt.mixture,
        card=_card(learnt, who, choice, popular, options),
    )
    members = {a.id: who.members[a.taste] for a in choice.affinities}
    return Fitted(model, members, choice.changes)


def _first_look(viewing: Viewing, options: Options) -> tuple[Popularity, Watched]:
    """Return popularity over all profiles, and a sample of them."""
    part = min(1.0, SAMPLE / max(viewing.profiles, 1))
    strength = np.zeros((len(viewing.markets) + 1, viewing.titles))
    viewers = np.zeros(viewing.titles, np.int64)
    kept: list[Watched] = []
    for watched in _told(viewing, options, "read plays"):
        own = popularity([watched], *strength.shape)
        strength += own.strength
        viewers += own.viewers
        kept.append(watched.of_profiles(_drawn(watched, part, options.seed)))
    return Popularity(strength, viewers), joined(kept)


def _told(viewing: Viewing, options: Options, step: str) -> Iterator[Watched]:
    """Yield all profiles, range by range, and tell how far that is."""
    options.progress.begin(step, viewing.profiles)
    for part in viewing.parts():
        yield part
        options.progress.advance(part.profiles)


def _drawn(watched: Watched, part: float, seed: int) -> Flags:
    """Return which profiles are drawn into a sample, the same for the same seed."""
    mixed = (watched.profile.astype(np.uint64) + np.uint64(seed << 32)) * np.uint64(
        0x9E3779B97F4A7C15
    )
    mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(0xD6E8FEB86659FD93)
    return (mixed >> np.uint64(32)) < np.uint64(round(part * (1 << 32)))


def _numbers(popular: Popularity) -> Codes:
    """Return new numbers for the titles that say something, −1 for the others."""
    known = popular.viewers >= LEAST_VIEWERS
    return np.where(known, np.cumsum(known) - 1, -1).astype(np.int32)


def _learn(sample: Watched, popular: Popularity, options: Options) -> _Learnt:
    known = sample.of_profiles(enough(sample))
    scoring = np.arange(known.profiles) % TO_SCORE == 0
    learning = known.of_profiles(~scoring)
    options.progress.begin("learn tastes", STEPS)
    found = structure(learning, popular, options.limits, Trial(options.seed, options.threads))
    work = Work(options.threads, options.progress)
    mixture = settled(found, learning, popular, work)
    score = held_out(mixture, known.of_profiles(scoring), options.threads, options.seed)
    return _Learnt(mixture, found, score, learning.profiles)


def _card(
    learnt: _Learnt, who: Membership, choice: Choice, popular: Popularity, options: Options
) -> dict[str, Any]:
    """Return what a model card says of the fit itself."""
    rare = int(((popular.viewers > 0) & (popular.viewers < LEAST_VIEWERS)).sum())
    return {
        "profiles": {
            "watched": who.told + who.too_little + who.none,
            "told": who.told,
            "none": who.none,
            "too_little": who.too_little,
            "learnt_from": learnt.sample,
            "by_number_of_affinities": list(who.by_count),
        },
        "titles": {"used": learnt.mixture.popularity.shape[1], "rare": rare},
        "settings": {
            "affinities_max": options.limits.most,
            "affinity_detail": options.limits.detail,
            "sensitive_tags": list(options.sensitive.subjects),
            "seed": options.seed,
            "least_titles": LEAST_TITLES,
        },
        "structure": {
            "tastes": learnt.mixture.tastes,
            "eigenvalues": [round(v, 6) for v in learnt.found.eigenvalues.tolist()],
            "chance": round(learnt.found.chance, 6),
        },
        "held_out": None if learnt.score is None else asdict(learnt.score),
        "withheld": [asdict(one) for one in choice.withheld],
        "left_out": [asdict(one) for one in choice.left_out],
        "changes": [asdict(one) for one in choice.changes],
    }
