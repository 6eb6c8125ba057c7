"""The selection of affinities among tastes: names, ids, withheld tastes and changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities.matches import (
    PART,
    FitAffinities,
    match_affinities,
    overlap,
)
from keyart.audiences.affinities.membership import AffinityMembers, Membership
from keyart.audiences.affinities.mixture import Mixture
from keyart.audiences.affinities.model import (
    Affinity,
    AffinityChange,
    AffinityModel,
    Fate,
    TitlePart,
)
from keyart.audiences.affinities.names import AffinityNames
from keyart.audiences.affinities.titles import FitTitles
from keyart.audiences.affinities.traits import TELLING, beyond_usual, counts, traits
from keyart.audiences.affinities.words import slug

F64 = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]

KIND = "affinity:"
LEAST_MEMBERS = 10
"""The minimum members of an affinity,"""
LEAST_PART = 0.002
"""and their minimum part of the profiles that have any affinity."""
LEANS = 0.4
"""An affinity is withheld if sensitive titles make up at least this part of its viewing,"""
LEANS_MORE = 1.5
"""and if that is at least this many times their part of all viewing."""
SHOWN = 30
"""The most titles, and marks, stored for an affinity."""


@dataclass(frozen=True, eq=False)
class PreviousFit:
    """The previous fit: its model, and its members by affinity id."""

    model: AffinityModel
    members: Mapping[str, AffinityMembers]


@dataclass(frozen=True)
class DroppedTaste:
    """A taste that is not an affinity, because of sensitive subjects or too few members."""

    because: str
    members: int
    part: float
    """The part of its viewing that is of sensitive titles."""


@dataclass(frozen=True)
class AffinitySelection:
    """The affinities of a fit, and the tastes that are not affinities."""

    affinities: tuple[Affinity, ...]
    """Largest first."""
    withheld: tuple[DroppedTaste, ...]
    left_out: tuple[DroppedTaste, ...]
    changes: tuple[AffinityChange, ...]


def select_affinities(
    mixture: Mixture, titles: FitTitles, who: Membership, before: PreviousFit | None
) -> AffinitySelection:
    """Return the affinities of a fit."""
    part = _sensitive_parts(mixture, titles)
    sizes = np.array([members.profile.size for members in who.members], np.int64)
    usual = _usual_part(mixture, titles)
    leans = (part >= LEANS) & (part >= LEANS_MORE * usual)
    small = sizes < max(LEAST_MEMBERS, LEAST_PART * who.with_taste)
    chosen = np.flatnonzero(~leans & ~small)
    drafts, names = _drafts(mixture, titles, who, chosen)
    affinities, changes = _continued(mixture, titles, who, drafts, names, before)
    return AffinitySelection(
        affinities=tuple(sorted(affinities, key=lambda a: (-a.members, a.id))),
        withheld=tuple(
            DroppedTaste("leans on sensitive subjects", int(sizes[k]), float(part[k]))
            for k in np.flatnonzero(leans).tolist()
        ),
        left_out=tuple(
            DroppedTaste("too few members", int(sizes[k]), float(part[k]))
            for k in np.flatnonzero(small & ~leans).tolist()
        ),
        changes=tuple(changes),
    )


def _sensitive_parts(mixture: Mixture, titles: FitTitles) -> F64:
    total = np.maximum(mixture.weight.sum(axis=1), 1e-30)
    return mixture.weight[:, titles.is_sensitive].sum(axis=1) / total


def _usual_part(mixture: Mixture, titles: FitTitles) -> float:
    whole = mixture.weight.sum(axis=0)
    return float(whole[titles.is_sensitive].sum() / max(whole.sum(), 1e-30))


def _drafts(
    mixture: Mixture, titles: FitTitles, who: Membership, chosen: npt.NDArray[np.intp]
) -> tuple[list[Affinity], AffinityNames]:
    """Return the affinities as if this were the first fit, and their naming."""
    weight = beyond_usual(mixture.weight[chosen], mixture.lift[chosen])
    marks = traits(titles, counts(weight))
    names = AffinityNames(titles, np.where(titles.is_sensitive, 0, weight), marks)
    suggested = names.of_all()
    ids = _ids(suggested, ())
    tastes: list[int] = chosen.tolist()
    drafts = [
        Affinity(
            id=ids[i],
            name=suggested[i],
            suggested=suggested[i],
            taste=k,
            members=int(who.members[k].profile.size),
            strength=_mean(who.members[k].strength),
            marks=tuple(m for m in marks[i] if m.score > TELLING)[:SHOWN],
            titles=_titles(mixture, titles, k),
        )
        for i, k in enumerate(tastes)
    ]
    return drafts, names


def _ids(names: Sequence[str], existing: Sequence[str]) -> list[str]:
    """Return a unique id for each name, avoiding those in `existing`."""
    ids: list[str] = []
    for name in names:
        base = KIND + slug(name)
        number, candidate = 2, base
        while candidate in ids or candidate in existing:
            candidate = f"{base}-{number}"
            number += 1
        ids.append(candidate)
    return ids


def _mean(values: Floats) -> float:
    return float(values.mean()) if values.size else 0.0


def _titles(mixture: Mixture, titles: FitTitles, k: int) -> tuple[TitlePart, ...]:
    weight, lift = mixture.weight[k].copy(), mixture.lift[k]
    total = max(float(weight.sum()), 1e-30)
    weight[titles.is_sensitive | (lift <= 1)] = 0
    order: list[int] = np.argsort(-weight, kind="stable")[:SHOWN].tolist()
    return tuple(
        TitlePart(titles.titles[j].id, titles.titles[j].name, float(lift[j]), weight[j] / total)
        for j in order
        if weight[j] > 0
    )


def _continued(
    mixture: Mixture,
    titles: FitTitles,
    who: Membership,
    drafts: Sequence[Affinity],
    names: AffinityNames,
    before: PreviousFit | None,
) -> tuple[list[Affinity], list[AffinityChange]]:
    """Return affinities with the ids and names of those they continue, and the changes."""
    number = 1 if before is None else before.model.number + 1
    if before is None:
        return [replace(draft, since=number) for draft in drafts], []
    old = before.model.affinities
    sides = _sides(mixture, titles, who, drafts, before)
    pairs = match_affinities(*sides)
    heirs = {place: old[o] for place, o in enumerate(pairs) if o is not None}
    used_names = {heir.name.casefold() for heir in heirs.values()}
    born = {i: names.free(i, used_names) for i in range(len(drafts)) if i not in heirs}
    ids = dict(zip(born, _ids(list(born.values()), [a.id for a in old]), strict=True))
    affinities: list[Affinity] = []
    for place, draft in enumerate(drafts):
        if place in heirs:
            heir = heirs[place]
            kept = {"id": heir.id, "name": heir.name, "edited_by": heir.edited_by}
            affinities.append(replace(draft, **kept, since=heir.since))
        else:
            affinities.append(replace(draft, id=ids[place], name=born[place], since=number))
    return affinities, _changes(old, affinities, pairs, sides)


def _sides(
    mixture: Mixture,
    titles: FitTitles,
    who: Membership,
    drafts: Sequence[Affinity],
    before: PreviousFit,
) -> tuple[FitAffinities, FitAffinities]:
    """Return both fits' affinities over the titles of either fit."""
    ids = sorted({*before.model.title_ids, *(title.id for title in titles.titles)})
    place = {title: i for i, title in enumerate(ids)}
    older = _spread(
        before.model.mixture.weight, [a.taste for a in before.model.affinities],
        [place[t] for t in before.model.title_ids], len(ids),
    )  # fmt: skip
    newer = _spread(
        mixture.weight, [a.taste for a in drafts],
        [place[t.id] for t in titles.titles], len(ids),
    )  # fmt: skip
    return (
        FitAffinities(older, tuple(before.members[a.id].profile for a in before.model.affinities)),
        FitAffinities(newer, tuple(who.members[a.taste].profile for a in drafts)),
    )


def _spread(weight: F64, tastes: Sequence[int], places: Sequence[int], titles: int) -> F64:
    weights = np.zeros((len(tastes), titles))
    weights[:, places] = weight[list(tastes)]
    return weights


def _changes(
    old: Sequence[Affinity],
    new: Sequence[Affinity],
    pairs: Sequence[int | None],
    sides: tuple[FitAffinities, FitAffinities],
) -> list[AffinityChange]:
    """Return affinities that appeared or disappeared, including splits and merges."""
    shared = overlap(*sides)
    successor = {o: n for n, o in enumerate(pairs) if o is not None}
    changes: list[AffinityChange] = []
    for place, affinity in enumerate(new):
        if pairs[place] is None:
            source = _largest_share(shared[:, place], affinity.members)
            split = source is not None and source in successor
            fate = Fate.SPLIT if split else Fate.BORN
            other = old[source].id if split and source is not None else None
            changes.append(_change(fate, affinity, other))
    for place, affinity in enumerate(old):
        if place not in successor:
            target = _largest_share(shared[place], affinity.members)
            fate = Fate.DIED if target is None else Fate.MERGED
            other = None if target is None else new[target].id
            changes.append(_change(fate, affinity, other))
    return changes


def _change(fate: Fate, affinity: Affinity, other: str | None) -> AffinityChange:
    return AffinityChange(fate, affinity.id, affinity.name, affinity.members, other)


def _largest_share(shared: F64, size: int) -> int | None:
    """Return the affinity that shares the most members, if they are a large part."""
    if not shared.size or size == 0 or shared.max() < PART * size:
        return None
    return int(np.argmax(shared))
