"""Who is like an audience in what they watch: `store.audiences.lookalike`, and saving it as a list.

`likeness` has the method. The tastes are those of the newest fit of affinities.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.audiences import LIST
from keyart.audiences.affinities import AffinityModel, Sensitive, WatchedTitles
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
from keyart.curation.viewing import StoreViewing, title_info
from keyart.insights.comparison.parts import Interval
from keyart.query import Access
from keyart.query.intervals import z_of
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
    # 1. The seed, and the tastes of everyone who has watched something.
    seed_all = members_of(snapshot).flags(names_of(snapshot).read(request.seed))
    tastes = _tastes(snapshot)
    seed = seed_all[tastes.profile]
    _require_seed(request.seed, seed)
    # 2. A model for each fold, fitted to the others.
    fold = (snapshot.key_bits[tastes.profile] % likeness.FOLDS).astype(np.uint8)
    rows = _sample(seed)
    model = likeness.fit_likeness(tastes.shares[rows], seed[rows], fold[rows])
    logits = model.logits(tastes.shares, fold)
    score = likeness.group_chances(logits, seed)
    quality = likeness.measure_discrimination(logits, seed)
    # 3. The people who are most alike.
    found = _choose(request, logits, score, seed)
    # 4. What the likeness rests on.
    titles = _titles(snapshot, access, tastes, model, seed)
    half = z_of(0.95) * quality.error
    result = Lookalike(
        seed=request.seed,
        seed_profiles=int(seed.sum()),
        candidates=int(seed.size - seed.sum()),
        profiles=found.size,
        least_score=float(score[found[-1]]) if found.size else None,
        include_seed=request.include_seed,
        auc=Interval(quality.auc, max(quality.auc - half, 0.0), min(quality.auc + half, 1.0)),
        top_lift=quality.top_lift,
        titles=titles,
        fit=tastes.fit,
        sentence=_sentence(request.seed, found.size, quality, half),
        notes=_notes(quality, half),
    )
    columns = [
        pa.array(tastes.profile[found]),
        key_texts(snapshot, tastes.profile[found]),
        pa.array(score[found].astype(np.float32)),
    ]
    return result.with_members(pa.table(columns, schema=SCHEMA))


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
        profile: their ordinals, [p].
        shares: of the affinities and the background in what they watch, [p, k].
        columns: the tastes of the mixture that `shares` has, [k].
    """

    fit: int
    model: AffinityModel
    profile: npt.NDArray[np.uint32]
    shares: likeness.F32
    columns: npt.NDArray[np.int64]
    viewing: StoreViewing

    @property
    def number(self) -> npt.NDArray[np.int32]:
        return np.arange(len(self.model.title_ids), dtype=np.int32)


def _tastes(snapshot: Snapshot) -> _Tastes:
    """Return everyone's tastes; raises `BadQuestion` without a fit of affinities.

    Withheld tastes are not compared.
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
    columns = np.array([*(a.taste for a in model.affinities), model.mixture.tastes], np.int64)
    chance = model.mixture.chance()
    viewing = StoreViewing(snapshot, model.title_ids, model.markets)
    number = np.arange(len(model.title_ids), dtype=np.int32)
    profiles: list[npt.NDArray[np.uint32]] = [np.empty(0, np.uint32)]
    shares: list[likeness.F32] = [np.empty((0, columns.size), np.float32)]
    for part in viewing.parts():
        watched = prepare(part, number)
        watched = watched.of_profiles(np.diff(watched.starts) > 0)
        shares.append(predict_shares(chance, watched, threads(snapshot))[:, columns])
        profiles.append(watched.profile)
    return _Tastes(
        fit.number, model, np.concatenate(profiles), np.concatenate(shares), columns, viewing
    )


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


def _choose(
    request: LookalikeRequest,
    logits: likeness.F64,
    score: likeness.F64,
    seed: npt.NDArray[np.bool_],
) -> npt.NDArray[np.int64]:
    """Return the places of the people found, most alike first."""
    open_ = np.arange(seed.size) if request.include_seed else np.flatnonzero(~seed)
    ranked = open_[np.argsort(-logits[open_], kind="stable")]
    if request.threshold is not None:
        return ranked[score[ranked] >= request.threshold]
    return ranked[: int(seed.sum()) if request.n is None else request.n]


def _titles(
    snapshot: Snapshot,
    access: Access,
    tastes: _Tastes,
    model: likeness.LikenessModel,
    seed: npt.NDArray[np.bool_],
) -> tuple[LookalikeTitle, ...]:
    """Return the titles that speak most for the seed.

    A title speaks by how its tastes are weighted, times how much more of it the seed watches.
    """
    watched, base, people = _viewers(tastes, seed)
    mixture = tastes.model.mixture
    usual = tastes.shares.mean(axis=0, dtype=np.float64)
    of_title = mixture.chance().mean(axis=0)[:, tastes.columns] * usual
    of_title = of_title / np.maximum(of_title.sum(axis=1, keepdims=True), 1e-30)
    weight = model.weight.mean(axis=0)
    speaks = np.sqrt(of_title) @ weight - np.sqrt(usual) @ weight
    part = np.maximum(speaks, 0) * np.maximum(watched - base, 0)
    info = title_info(snapshot, tastes.model.title_ids)
    sensitive = Sensitive(snapshot.config.settings.sensitive_tags)
    for at, title in enumerate(info):
        if any(map(sensitive.is_named_by, (*title.tags, *title.genres))):
            part[at] = 0.0
    whole = max(float(part.sum()), 1e-30)
    part[people < max(access.least_people, 1)] = 0.0
    order: list[int] = np.argsort(-part, kind="stable")[:TITLES].tolist()
    return tuple(
        LookalikeTitle(
            info[at].id, info[at].name, float(part[at]) / whole, float(watched[at]), float(base[at])
        )
        for at in order
        if part[at] > 0
    )


def _viewers(
    tastes: _Tastes, seed: npt.NDArray[np.bool_]
) -> tuple[likeness.F64, likeness.F64, npt.NDArray[np.int64]]:
    """Return who watched each title: the share of the seed, of the others, people of the seed."""
    inside = np.zeros(int(tastes.profile.max()) + 1, np.bool_)
    inside[tastes.profile[seed]] = True
    counts = np.zeros((2, len(tastes.model.title_ids)), np.int64)
    for part in tastes.viewing.parts():
        counts += _count(part, inside, counts.shape[1])
    sizes = np.array([[seed.sum()], [seed.size - seed.sum()]])
    shares = counts / np.maximum(sizes, 1)
    return shares[0], shares[1], counts[0]


def _count(
    part: WatchedTitles, inside: npt.NDArray[np.bool_], titles: int
) -> npt.NDArray[np.int64]:
    in_seed = np.zeros(part.profiles, np.bool_)
    known = part.profile < inside.size
    in_seed[known] = inside[part.profile[known]]
    of_seed = in_seed[part.owner]
    return np.stack(
        [np.bincount(part.title[flags], minlength=titles) for flags in (of_seed, ~of_seed)]
    )


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
