"""Recommend titles to an audience or to one profile."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities import Affinity, WatchedTitles
from keyart.audiences.affinities.viewing import join_profiles
from keyart.core.errors import UnknownName
from keyart.curation.affinities import affinities_of
from keyart.curation.reading import members_of
from keyart.curation.viewing import title_info
from keyart.curation.watched import viewing_of, watched_parts
from keyart.ingest import list_keys
from keyart.query import Access
from keyart.query.planning.audience_names import names_of
from keyart.recommendations import offers
from keyart.recommendations.learning import (
    TitleModel,
    title_model,
    watched_by,
)
from keyart.recommendations.ranking import AT_ONCE, Forecasts, chances, order
from keyart.recommendations.request import RecommendRequest
from keyart.recommendations.result import (
    ReasonKind,
    Recommendation,
    RecommendationReason,
    Recommendations,
)
from keyart.store import Snapshot, find_ordinals

Ints = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

MOST_MEMBERS = 20_000
"""An audience is judged by so many of its members, evenly spaced, who have watched something."""
BEHIND = 2
"""Titles behind a reason."""
TYPICAL = 0.5
"""A title is for an affinity that this share of an audience has."""


def recommend(snapshot: Snapshot, access: Access, request: RecommendRequest) -> Recommendations:
    """Return what to recommend; raises `BadExpression`, `UnknownName` and `TooLittleMemory`."""
    # 1. Whom it is for, and what may be recommended to them.
    stage = Stage(snapshot, access, request)
    if not stage.people.size or stage.is_protected:
        return stage.popular()
    # 2. What they watched, and how strongly each title is recommended.
    watched = stage.watched
    if not (stage.model.number[watched.title] >= 0).any():
        return stage.popular()
    # 3. The order, then the reasons.
    return stage.personal(watched)


@dataclass(frozen=True, eq=False)
class Stage:
    """A request with all that it is answered from."""

    snapshot: Snapshot
    access: Access
    request: RecommendRequest

    @cached_property
    def people(self) -> npt.NDArray[np.uint32]:
        """The profiles that it is for."""
        request = self.request
        if request.audience is not None:
            expression = names_of(self.snapshot).read(request.audience)
            return members_of(self.snapshot).ordinals(expression)
        assert request.profile_id is not None
        keys = list_keys(self.snapshot.salt, [request.profile_id])
        found = find_ordinals(self.snapshot, keys)
        if not found.size:
            raise UnknownName(
                "profile", request.profile_id, (), hint="Nothing of it has been ingested."
            )
        return found

    @cached_property
    def is_protected(self) -> bool:
        """Whether it is about a profile that may not be profiled."""
        is_one = self.request.profile_id is not None
        return is_one and bool(self.snapshot.protected[self.people[0]])

    @cached_property
    def country(self) -> str | None:
        """The country whose titles are recommended."""
        if self.request.country is not None or self.request.profile_id is None:
            return self.request.country
        return offers.country_of(self.snapshot, int(self.people[0]))

    @cached_property
    def model(self) -> TitleModel:
        """The model of titles."""
        return title_model(self.snapshot)

    @cached_property
    def watched(self) -> WatchedTitles:
        """What they watched, without those who watched nothing."""
        if self.request.profile_id is not None:
            return watched_by(self.snapshot, int(self.people[0]))
        inside = np.zeros(self.snapshot.profiles, np.bool_)
        inside[self.people] = True
        parts = [part.of_profiles(inside[part.profile]) for part in watched_parts(self.snapshot)]
        return parts[0] if len(parts) == 1 else join_profiles(parts)

    @cached_property
    def age_limits(self) -> npt.NDArray[np.int16]:
        """The highest rating for each of the people."""
        return offers.age_limits(self.snapshot)[self.people]

    # What is popular

    def popular(self) -> Recommendations:
        """Return what is popular in the country."""
        works = viewing_of(self.snapshot).works
        ranked = self._popular_works(works, np.ones(len(works), np.bool_))[: self.request.n]
        counts = self._counts(works)
        highest = float(counts[ranked[0]]) if ranked.size else 1.0
        places: list[int] = ranked.tolist()
        ids = [works[work] for work in places]
        names = {info.id: info.name for info in title_info(self.snapshot, ids)}
        rows = tuple(
            Recommendation(
                title=works[work],
                name=names[works[work]],
                score=float(counts[work]) / highest,
                reason=self._popular_reason(),
                new_to_them=None,
            )
            for work in places
        )
        if not self.people.size:
            why = "Nobody is in this audience"
        elif self.is_protected:
            why = "This profile may not be profiled"
        else:
            why = "They have watched too little to go by"
        return self._result(rows, (f"{why}, so this is what is popular.",), personalised=False)

    def _popular_works(self, works: Sequence[str], kept: Flags) -> Ints:
        """Return the works that may be recommended by popularity alone, the most popular first."""
        counts = self._counts(works)
        limit = int(self.age_limits.min(initial=offers.ANY_AGE))
        allowed = kept & (counts > 0) & offers.offered(self.snapshot, works, self.country)
        allowed &= offers.title_ages(self.snapshot, works) <= limit
        ranked = np.argsort(-counts, kind="stable")
        return ranked[allowed[ranked]]

    def _counts(self, works: Sequence[str]) -> F64:
        by_country = offers.popularity(self.snapshot, self.access, works)
        return by_country.get(self.country, by_country[None])

    def _popular_reason(self) -> RecommendationReason:
        where = f"in {self.country}" if self.country else "in all countries"
        words = f"Among the titles most people watched {where} in the last 28 days."
        return RecommendationReason(ReasonKind.POPULAR, words, (), None)

    # What they would like

    def personal(self, watched: WatchedTitles) -> Recommendations:
        """Return what people who watched this would like."""
        model = self.model
        value = self._values(watched)
        n = self.request.n
        chosen, _ = order(value[None].astype(np.float32), model.alike, n, self.request.diversity)
        titles = chosen[0][chosen[0] >= 0]
        highest = max(float(value.max(initial=0.0)), 1e-30)
        reasons = _Reasons.of(self, watched)
        viewers = self._viewers(watched)
        rows = [
            Recommendation(
                title=model.works[model.work_of[title]],
                name=model.info[model.work_of[title]].name,
                score=float(value[title]) / highest,
                reason=reasons.reason(title),
                new_to_them=self._new(int(viewers[model.work_of[title]])),
            )
            for title in titles.tolist()
        ]
        if len(rows) < n:
            others = np.ones(len(model.works), np.bool_)
            others[model.work_of] = False
            if self.request.exclude_seen:
                others &= viewers == 0 if self.people.size == 1 else viewers < self.people.size
            rows += [
                Recommendation(
                    title=model.works[work],
                    name=model.info[work].name,
                    score=0.0,
                    reason=self._popular_reason(),
                    new_to_them=self._new(int(viewers[work])),
                )
                for work in self._popular_works(model.works, others)[: n - len(rows)].tolist()
            ]
        return self._result(tuple(rows), (), personalised=True)

    def _values(self, watched: WatchedTitles) -> F64:
        """Return how strongly each title is recommended: means over people, [m]."""
        model, snapshot = self.model, self.snapshot
        forecasts = Forecasts.of(snapshot, self.access, model)
        sample = _sample(watched, MOST_MEMBERS)
        here = offers.offered(snapshot, model.works, self.country)[model.work_of]
        ages = offers.title_ages(snapshot, model.works)[model.work_of]
        limits = offers.age_limits(snapshot)
        sums = np.zeros(model.size)
        for first in range(0, sample.profiles, AT_ONCE):
            flags = np.zeros(sample.profiles, np.bool_)
            flags[first : first + AT_ONCE] = True
            part = sample.of_profiles(flags)
            allowed = here & (ages <= limits[part.profile][:, None])
            parts = chances(forecasts.score(part), allowed)
            if self.request.exclude_seen:
                seen = model.matrix(part).nonzero()
                parts[seen] = 0
            sums += parts.sum(axis=0, dtype=np.float64)
        return sums / max(sample.profiles, 1)

    def _viewers(self, watched: WatchedTitles) -> Ints:
        """Return how many of them watched each work."""
        return np.bincount(watched.title, minlength=len(self.model.works))

    def _new(self, viewers: int) -> float | None:
        """Return the share of the people who have not watched it, None where it would tell few."""
        least, people = self.access.least_people, self.people.size
        if 0 < viewers < least or 0 < people - viewers < least:
            return None
        return 1 - viewers / max(people, 1)

    def _result(
        self, rows: tuple[Recommendation, ...], notes: tuple[str, ...], *, personalised: bool
    ) -> Recommendations:
        if not rows:
            notes = ("There is nothing to recommend to them.",)
        return Recommendations(
            audience=self.request.audience,
            country=self.country,
            people=int(self.people.size),
            personalised=personalised,
            rows=rows,
            notes=notes,
        )


@dataclass(frozen=True, eq=False)
class _Reasons:
    """What speaks for titles.

    Attributes:
        more: how much more of each title they watch than others do, [m]; of one person, how much.
        shown: whether enough of them watched a title for it to be named, [m].
        affinities: those that they have, the most common first.
    """

    model: TitleModel
    more: F64
    shown: Flags
    affinities: tuple[Affinity, ...]
    is_one: bool

    @classmethod
    def of(cls, stage: Stage, watched: WatchedTitles) -> "_Reasons":
        """Return what speaks for titles to the people of a request."""
        model = stage.model
        x = model.matrix(watched)
        mean = np.asarray(x.sum(axis=0), np.float64).ravel() / max(watched.profiles, 1)
        is_one = stage.people.size == 1
        more = mean if is_one else np.maximum(mean - model.usual, 0)
        viewers = np.bincount(watched.title, minlength=len(model.works))[model.work_of]
        return cls(
            model, more, viewers >= max(stage.access.least_people, 1),
            tuple(_affinities(stage)), is_one,
        )  # fmt: skip

    def reason(self, title: int) -> RecommendationReason:
        """Return why a title is recommended."""
        model = self.model
        work = model.works[int(model.work_of[title])]
        speaks = np.where(self.shown, self.more * model.weight[:, title], 0.0)
        speaks[title] = 0.0
        behind = [
            at for at in np.argsort(-speaks, kind="stable")[:BEHIND].tolist() if speaks[at] > 0
        ]
        infos = [model.info[model.work_of[at]] for at in behind]
        titles = tuple(info.id for info in infos)
        names = " and ".join(info.name for info in infos)
        for affinity in self.affinities:
            if work in {part.title_id for part in affinity.titles}:
                words = f"Typical of {affinity.name}"
                words += f", like {names}." if names else "."
                return RecommendationReason(ReasonKind.AFFINITY, words, titles, affinity.id)
        if titles:
            those = "those" if len(titles) > 1 else "it"
            words = (
                f"They watched {names}; viewers of {those} watch this, too."
                if self.is_one
                else f"They watch {names} more than others do; viewers of {those} watch this, too."
            )
            return RecommendationReason(ReasonKind.WATCHED, words, titles, None)
        words = "People with similar tastes watch it."
        return RecommendationReason(ReasonKind.WATCHED, words, (), None)


def _affinities(stage: Stage) -> list[Affinity]:
    """Return the affinities that one person, or most of an audience, has."""
    fit = stage.snapshot.fit
    if fit is None:
        return []
    inside = np.zeros(stage.snapshot.profiles, np.bool_)
    inside[stage.people] = True
    shares = {
        name: float(np.count_nonzero(inside[members[members < inside.size]])) / stage.people.size
        for name, members in fit.profiles.items()
    }
    known = affinities_of(stage.snapshot)
    typical = [name for name, share in shares.items() if share >= TYPICAL and name in known]
    return [known[name] for name in sorted(typical, key=lambda name: (-shares[name], name))]


def _sample(watched: WatchedTitles, most: int) -> WatchedTitles:
    """Return evenly spaced profiles."""
    flags = np.zeros(watched.profiles, np.bool_)
    places = np.linspace(0, watched.profiles - 1, min(watched.profiles, most))
    flags[np.rint(places).astype(np.int64)] = True
    return watched.of_profiles(flags)
