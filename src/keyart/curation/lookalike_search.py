"""Who is like an audience in what they watch: `store.audiences.lookalike`, and saving it as a list.

`likeness` has the method. The tastes are those of the newest fit of affinities.
Everyone's order is kept for each version of a store and seed, so that another size is quick.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.audiences import LIST
from keyart.audiences.affinities import AffinityModel, Sensitive
from keyart.audiences.affinities.membership import prepare
from keyart.audiences.affinities.mixture import predict_shares
from keyart.core.errors import BadInput, BadQuestion
from keyart.curation import likeness
from keyart.curation.affinities import model_of
from keyart.curation.changes import WriteContext, check_name
from keyart.curation.lookalikes import (
    Lookalike,
    LookalikeRequest,
    LookalikeTitle,
    visible_lookalike,
)
from keyart.curation.reading import members_of
from keyart.curation.viewing import title_info
from keyart.curation.watched import viewing_of, watched_parts
from keyart.insights.comparison.parts import Interval
from keyart.query import Access
from keyart.query.intervals import z_of
from keyart.query.memo import recent
from keyart.query.native.strategy import threads
from keyart.query.planning.audience_names import names_of
from keyart.store import Snapshot, key_texts

LEAST_SEED = 20
"""A seed needs so many people who have watched something."""
TITLES = 10
CHANCE = 0.5
"""The AUC of guesses."""

SCHEMA = pa.schema({"profile": pa.uint32(), "profile_key": pa.string(), "score": pa.float32()})


def find_lookalike(snapshot: Snapshot, access: Access, request: LookalikeRequest) -> Lookalike:
    """Return who is like an audience; raises `BadExpression`, `UnknownName` and `BadQuestion`."""
    ranking = _ranking(snapshot, request.seed)
    found = _choose(request, ranking)
    quality = ranking.quality
    half = z_of(0.95) * quality.error
    fitted: Mapping[str, str] = {} if snapshot.fit is None else snapshot.fit.names
    called = fitted.get(names_of(snapshot).audience(request.seed).name, request.seed)
    result = Lookalike(
        seed=request.seed,
        seed_profiles=ranking.members,
        candidates=ranking.profile.size - ranking.members,
        profiles=found.size,
        least_score=float(ranking.score[found[-1]]) if found.size else None,
        include_seed=request.include_seed,
        auc=Interval(quality.auc, max(quality.auc - half, 0.0), min(quality.auc + half, 1.0)),
        top_lift=quality.top_lift,
        titles=_titles(snapshot, access, ranking),
        fit=ranking.fit,
        sentence=_sentence(called, found.size, quality, half),
        notes=_notes(quality, half),
    )

    @cache
    def members() -> pa.Table:
        profile = ranking.profile[found]
        columns = [pa.array(profile), key_texts(snapshot, profile), pa.array(ranking.score[found])]
        return pa.table(columns, schema=SCHEMA)

    return result.with_members(members)


def save_lookalike(
    context: WriteContext, access: Access, name: str, request: LookalikeRequest
) -> Lookalike:
    """Find who is like an audience, and store them as a list in the place of that of the name.

    Raises `BadInput` for a name that does not start with `list:` or if nobody was found,
    `TooFewPeople`, and as `find_lookalike` does.
    """
    name = check_name(name, LIST)
    with context.publishing(f"audiences lookalike {name}") as p:
        whole = find_lookalike(p.base, access.judging(), request)
        found = visible_lookalike(p.base, access, request, whole)
        if not found.profiles:
            raise BadInput("Nobody was found, so nothing was saved.", hint="Lower the threshold.")
        p.put_list(name, np.sort(found.members.column("profile").to_numpy()))
    return found


@dataclass(frozen=True, eq=False)
class _Tastes:
    """The tastes of all who may be profiled and have watched something.

    Attributes:
        columns: the tastes of the model that `shares` has, [k].
        profile: their ordinals, [p].
        shares: of the affinities and the background in what they watch, [p, k].
    """

    model: AffinityModel
    columns: npt.NDArray[np.int64]
    profile: npt.NDArray[np.uint32]
    shares: likeness.F32


@dataclass(frozen=True, eq=False)
class _Ranking:
    """Everyone who may be profiled and has watched something, by likeness to a seed.

    Attributes:
        fit: the number of the fit of affinities.
        profile: their ordinals, most alike first, [p].
        score: of each, [p].
        is_seed: whether each is of the seed, [p].
        works: the titles, [m].
        part: how much each speaks for the seed, [m].
        people: the people of the seed who watched each, [m].
        others: everyone else who watched each, [m].
    """

    fit: int
    profile: npt.NDArray[np.uint32]
    score: npt.NDArray[np.float32]
    is_seed: npt.NDArray[np.bool_]
    quality: likeness.Discrimination
    works: tuple[str, ...]
    part: likeness.F64
    people: npt.NDArray[np.int64]
    others: npt.NDArray[np.int64]

    @property
    def members(self) -> int:
        """The people of the seed."""
        return int(np.count_nonzero(self.is_seed))

    @property
    def bytes(self) -> int:
        """The memory that it takes."""
        return self.profile.nbytes + self.score.nbytes + self.is_seed.nbytes + 24 * self.part.size


def _ranking(snapshot: Snapshot, seed: str) -> _Ranking:
    """Return everyone by likeness to a seed, found once for each version of a store."""
    expression = names_of(snapshot).read(seed)
    return recent(
        snapshot,
        (_Ranking, expression),
        lambda: _rank(snapshot, seed, members_of(snapshot).flags(expression)),
        lambda ranking: ranking.bytes,
    )


def _rank(snapshot: Snapshot, name: str, members: npt.NDArray[np.bool_]) -> _Ranking:
    # 1. The tastes of everyone who has watched something.
    fit, model, columns = _fitted(snapshot)
    tastes = recent(
        snapshot,
        _Tastes,
        lambda: _tastes(snapshot, model, columns),
        lambda found: found.profile.nbytes + found.shares.nbytes,
    )
    seed = members[tastes.profile]
    _require_seed(name, seed)
    # 2. A model for each fold, fitted to the others.
    fold = (snapshot.key_bits[tastes.profile] % likeness.FOLDS).astype(np.uint8)
    rows = _sample(seed)
    fitted = likeness.fit_likeness(tastes.shares[rows], seed[rows], fold[rows])
    logits = fitted.logits(tastes.shares, fold)
    score = likeness.group_chances(logits, seed)
    # 3. The order, and what the likeness rests on.
    order = np.argsort(-logits, kind="stable")
    counts = _viewers(snapshot, model, tastes.profile[seed])
    return _Ranking(
        fit=fit,
        profile=tastes.profile[order],
        score=score[order].astype(np.float32),
        is_seed=seed[order],
        quality=likeness.measure_discrimination(logits, seed),
        works=tuple(model.title_ids),
        part=_parts(snapshot, tastes, fitted, seed, counts),
        people=counts[0],
        others=counts[1],
    )


def _fitted(snapshot: Snapshot) -> tuple[int, AffinityModel, npt.NDArray[np.int64]]:
    """Return the newest fit, and the tastes that are compared: those withheld are not.

    Raises `BadQuestion` without a fit of affinities.
    """
    fit = snapshot.fit
    if fit is None:
        raise BadQuestion(
            "There is no fit of affinities, so people can't be compared by their tastes.",
            hint="Fit affinities with keyart audiences fit.",
        )
    model = model_of(fit)
    if not model.affinities:
        raise BadQuestion(
            "The newest fit found no affinities, so people can't be compared by their tastes.",
            hint="Fit again when there are more plays.",
        )
    chosen = [*(a.taste for a in model.affinities), model.mixture.tastes]
    return fit.number, model, np.array(chosen, np.int64)


def _numbers(snapshot: Snapshot, model: AffinityModel) -> npt.NDArray[np.int32]:
    """Return the number that a model has for each title of the store's viewing, or −1."""
    number = {title: place for place, title in enumerate(model.title_ids)}
    return np.array([number.get(work, -1) for work in viewing_of(snapshot).works], np.int32)


def _tastes(snapshot: Snapshot, model: AffinityModel, columns: npt.NDArray[np.int64]) -> _Tastes:
    chance = model.mixture.chance()
    number = _numbers(snapshot, model)
    profiles: list[npt.NDArray[np.uint32]] = [np.empty(0, np.uint32)]
    shares: list[likeness.F32] = [np.empty((0, columns.size), np.float32)]
    for part in watched_parts(snapshot):
        watched = prepare(part, number)
        watched = watched.of_profiles(np.diff(watched.starts) > 0)
        shares.append(predict_shares(chance, watched, threads(snapshot))[:, columns])
        profiles.append(watched.profile)
    return _Tastes(model, columns, np.concatenate(profiles), np.concatenate(shares))


def _require_seed(name: str, seed: npt.NDArray[np.bool_]) -> None:
    people = int(seed.sum())
    if people < LEAST_SEED:
        raise BadQuestion(
            f"{people} of {name} have watched something; a lookalike needs {LEAST_SEED}.",
            hint="Start from a larger audience. Profiles that may not be profiled don't count.",
        )
    if people > seed.size // 2:
        raise BadQuestion(
            f"{name} has more than half of all people who watched something, so there is nobody "
            "left to find.",
            hint="Start from a smaller audience.",
        )


def _sample(seed: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Return the places of the profiles to learn from: evenly spaced ones of each kind."""
    kinds = [np.flatnonzero(seed), np.flatnonzero(~seed)]
    steps = [np.linspace(0, k.size - 1, min(k.size, likeness.MOST_ROWS)) for k in kinds]
    return np.concatenate(
        [k[np.rint(s).astype(np.int64)] for k, s in zip(kinds, steps, strict=True)]
    )


def _choose(request: LookalikeRequest, ranking: _Ranking) -> npt.NDArray[np.int64]:
    """Return the places of the people found, most alike first."""
    size = ranking.profile.size
    ranked = np.arange(size) if request.include_seed else np.flatnonzero(~ranking.is_seed)
    if request.threshold is not None:
        return ranked[ranking.score[ranked] >= request.threshold]
    return ranked[: ranking.members if request.n is None else request.n]


def _parts(
    snapshot: Snapshot,
    tastes: _Tastes,
    fitted: likeness.LikenessModel,
    seed: npt.NDArray[np.bool_],
    counts: npt.NDArray[np.int64],
) -> likeness.F64:
    """Return how much each title speaks for the seed.

    It does so by how its tastes are weighted, times how much more of it the seed watches.
    """
    model = tastes.model
    watched = counts[0] / max(int(seed.sum()), 1)
    base = counts[1] / max(int(seed.size - seed.sum()), 1)
    usual = tastes.shares.mean(axis=0, dtype=np.float64)
    of_title = model.mixture.chance().mean(axis=0)[:, tastes.columns] * usual
    of_title = of_title / np.maximum(of_title.sum(axis=1, keepdims=True), 1e-30)
    weight = fitted.weight.mean(axis=0)
    speaks = np.sqrt(of_title) @ weight - np.sqrt(usual) @ weight
    part = np.maximum(speaks, 0) * np.maximum(watched - base, 0)
    sensitive = Sensitive(snapshot.config.settings.sensitive_tags)
    for at, title in enumerate(title_info(snapshot, model.title_ids)):
        if any(map(sensitive.is_named_by, (*title.tags, *title.genres))):
            part[at] = 0.0
    return part / max(float(part.sum()), 1e-30)


def _titles(snapshot: Snapshot, access: Access, ranking: _Ranking) -> tuple[LookalikeTitle, ...]:
    """Return the titles that speak most for the seed, among those that enough of it watched."""
    members, others = ranking.members, ranking.profile.size - ranking.members
    shown = np.where(ranking.people < max(access.least_people, 1), 0, ranking.part)
    order: list[int] = np.argsort(-shown, kind="stable")[:TITLES].tolist()
    order = [at for at in order if shown[at] > 0]
    info = title_info(snapshot, [ranking.works[at] for at in order])
    return tuple(
        LookalikeTitle(
            title.id,
            title.name,
            float(ranking.part[at]),
            int(ranking.people[at]) / max(members, 1),
            int(ranking.others[at]) / max(others, 1),
        )
        for at, title in zip(order, info, strict=True)
    )


def _viewers(
    snapshot: Snapshot, model: AffinityModel, seed: npt.NDArray[np.uint32]
) -> npt.NDArray[np.int64]:
    """Return how many people of the seed, and how many others, watched each title, [2, m]."""
    inside = np.zeros(snapshot.profiles, np.bool_)
    inside[seed] = True
    number = _numbers(snapshot, model)
    counts = np.zeros((2, len(model.title_ids)), np.int64)
    for part in watched_parts(snapshot):
        watched = part.of_titles(number)
        of_seed = inside[watched.profile][watched.owner]
        for at, flags in enumerate((of_seed, ~of_seed)):
            counts[at] += np.bincount(watched.title[flags], minlength=counts.shape[1])
    return counts


def _sentence(name: str, found: int, quality: likeness.Discrimination, half: float) -> str:
    people = "Nobody is" if not found else "1 person is" if found == 1 else f"{found:,} people are"
    if quality.auc - half <= CHANCE:
        return f"{people} listed, but what they watch can't tell {name} from others beyond chance."
    return (
        f"{people} most like {name}. Its members rank above others with an AUC of "
        f"{min(quality.auc, 0.999):.3f} (0.5 is chance); the tenth of people most like it has "
        f"{quality.top_lift:.1f} times as many of them as by chance."
    )


def _notes(quality: likeness.Discrimination, half: float) -> tuple[str, ...]:
    if quality.auc - half <= CHANCE:
        return ("Don't use it: the likeness could be chance.",)
    return ()
