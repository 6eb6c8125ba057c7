"""The steps of a fit, from what was watched to affinities. Start reading here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from keyart.audiences.affinities.membership import (
    LEAST_TITLES,
    AffinityMembers,
    Membership,
    enough,
    find_members,
    prepare,
)
from keyart.audiences.affinities.mixture import STEPS, FitWork, Mixture, fit_tastes
from keyart.audiences.affinities.model import AffinityChange, AffinityModel
from keyart.audiences.affinities.sampling import Draw, ProfileSample
from keyart.audiences.affinities.scores import Score, score_held_out
from keyart.audiences.affinities.selection import AffinitySelection, PreviousFit, select_affinities
from keyart.audiences.affinities.structure import (
    NullWorlds,
    Structure,
    StructureLimits,
    find_structure,
)
from keyart.audiences.affinities.titles import FitTitles, Sensitive, TitleInfo
from keyart.audiences.affinities.viewing import (
    Codes,
    Popularity,
    ViewingSource,
    WatchedTitles,
    popularity,
)
from keyart.core.progress import Progress, Silent

LEAST_VIEWERS = 5
"""Titles watched by fewer profiles are ignored."""


@dataclass(frozen=True)
class FitOptions:
    """The options of a fit."""

    limits: StructureLimits = field(default_factory=StructureLimits)
    sensitive: Sensitive = field(default_factory=lambda: Sensitive(()))
    seed: int = 1
    threads: int = 1
    progress: Progress = field(default_factory=Silent)


@dataclass(frozen=True, eq=False)
class FitResult:
    """The result of a fit."""

    model: AffinityModel
    members: Mapping[str, AffinityMembers]
    """By affinity id."""
    changes: tuple[AffinityChange, ...]
    """Changes since the previous fit."""


@dataclass(frozen=True, eq=False)
class _LearnedTastes:
    mixture: Mixture
    structure: Structure
    score: Score | None
    sample: int


def fit(
    viewing: ViewingSource,
    info: Callable[[], Sequence[TitleInfo]],
    options: FitOptions,
    before: PreviousFit | None = None,
) -> FitResult:
    """Return the affinities found in viewing.

    `info` returns information about each title, by number; `before` is the previous fit, whose ids
    and names persisting tastes keep. Without structure beyond chance, or with too little viewing,
    there are no affinities, and the model card says why.
    """
    # 1. Each title's popularity by market, and a sample of profiles to learn from.
    popular, sample = _first_look(viewing, options)
    number = _title_numbers(popular)
    chosen = popular.of_titles(number)
    # 2. The tastes: groups of titles watched together, refined to lifts.
    learnt = _learn(replace(sample, watched=prepare(sample.watched, number)), chosen, options)
    # 3. Their members.
    parts = _read_parts(viewing, options, "find members")
    who = find_members(learnt.mixture, parts, number, options.threads)
    # 4. Their names, which tastes are withheld, and which continue the previous fit.
    titles = FitTitles(
        [t for t, n in zip(info(), number, strict=True) if n >= 0], options.sensitive
    )
    choice = select_affinities(learnt.mixture, titles, who, before)
    # 5. The model, with its card.
    model = AffinityModel(
        number=1 if before is None else before.model.number + 1,
        affinities=choice.affinities,
        title_ids=tuple(title.id for title in titles.titles),
        markets=viewing.markets,
        mixture=learnt.mixture,
        card=_card(learnt, who, choice, popular, options),
    )
    members = {a.id: who.members[a.taste] for a in choice.affinities}
    return FitResult(model, members, choice.changes)


def _first_look(viewing: ViewingSource, options: FitOptions) -> tuple[Popularity, ProfileSample]:
    """Return popularity over all profiles, and a sample of them."""
    strength = np.zeros((len(viewing.markets) + 1, viewing.titles))
    viewers = np.zeros(viewing.titles, np.int64)
    draw = Draw(viewing.profiles, options.seed)
    for watched in _read_parts(viewing, options, "read plays"):
        partial = popularity([watched], *strength.shape)
        strength += partial.strength
        viewers += partial.viewers
        draw.add(watched)
    return Popularity(strength, viewers), draw.sample()


def _read_parts(viewing: ViewingSource, options: FitOptions, step: str) -> Iterator[WatchedTitles]:
    """Yield all profiles by ranges, and report progress."""
    options.progress.begin(step, viewing.profiles)
    for part in viewing.parts():
        yield part
        options.progress.advance(part.profiles)


def _title_numbers(popular: Popularity) -> Codes:
    """Return new numbers for titles with enough viewers, −1 for the others."""
    kept = popular.viewers >= LEAST_VIEWERS
    return np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)


def _learn(sample: ProfileSample, popular: Popularity, options: FitOptions) -> _LearnedTastes:
    """Return the tastes in a sample, and how well such tastes predict viewing.

    Some profiles score the tastes fitted to the others. If the sample is all profiles, the tastes
    are then fitted to all of them, so that no profile is left out by chance.
    """
    eligible = replace(sample, watched=sample.watched.of_profiles(enough(sample.watched)))
    held_out = eligible.held_out()
    others = eligible.watched.of_profiles(~held_out)
    learning = eligible.watched if sample.whole else others
    trial = NullWorlds(options.seed, options.threads)
    options.progress.begin("learn tastes", STEPS)
    structure, mixture = _tastes(learning, popular, options, trial)
    scored = mixture
    if sample.whole:
        options.progress.begin("score tastes", STEPS)
        again = replace(trial, chance=structure.chance)
        scored = _tastes(others, popular, options, again)[1]
    score = score_held_out(
        scored, eligible.watched.of_profiles(held_out), options.threads, options.seed
    )
    return _LearnedTastes(mixture, structure, score, learning.profiles)


def _tastes(
    watched: WatchedTitles, popular: Popularity, options: FitOptions, trial: NullWorlds
) -> tuple[Structure, Mixture]:
    structure = find_structure(watched, popular, options.limits, trial)
    return structure, fit_tastes(
        structure.axes, watched, popular, FitWork(options.threads, options.progress)
    )


def _card(
    learnt: _LearnedTastes,
    who: Membership,
    choice: AffinitySelection,
    popular: Popularity,
    options: FitOptions,
) -> dict[str, Any]:
    """Return the part of the model card about the fit."""
    rare = int(((popular.viewers > 0) & (popular.viewers < LEAST_VIEWERS)).sum())
    return {
        "profiles": {
            "watched": who.with_taste + who.too_little + who.none,
            "told": who.with_taste,
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
            "eigenvalues": [round(v, 6) for v in learnt.structure.eigenvalues.tolist()],
            "chance": round(learnt.structure.chance, 6),
        },
        "held_out": None if learnt.score is None else asdict(learnt.score),
        "withheld": [asdict(taste) for taste in choice.withheld],
        "left_out": [asdict(taste) for taste in choice.left_out],
        "changes": [asdict(change) for change in choice.changes],
    }
