"""What may be told of few people: the one rule for all answers but the rows of questions.

Those have theirs in `keyart.query.suppression`. Comparisons and judgements weigh all people; what
of them is about fewer than the smallest cell is left out here, however they were asked for.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.api.errors import Refused
from keyart.curation import Exploration, ModelCard
from keyart.curation.returning import Returning
from keyart.feed import Values
from keyart.feed.values import MOST_VALUES, OF_PLAYS
from keyart.insights.authenticity import Authenticity, Pair
from keyart.insights.authenticity.result import Standing
from keyart.insights.comparison import Comparison
from keyart.insights.favourites import Favourites
from keyart.insights.norms import Norms
from keyart.insights.outliers import Outliers
from keyart.insights.planning import PlannedTest, Planning
from keyart.query import Access, Query, Result
from keyart.query.access import TooFewPeople
from keyart.query.membership import Overlap
from keyart.query.plan import SUPPRESSED
from keyart.store import Snapshot

J = TypeVar("J")
T = TypeVar("T", Norms, Outliers, Authenticity, Favourites, Comparison)


class Asked(Protocol):
    """Who asks, of which version."""

    @property
    def access(self) -> Access:
        """With whose rights."""
        ...

    @property
    def snapshot(self) -> Snapshot:
        """Of which version."""
        ...


PAIRS = ("take_rate", "kept_rate", "short_play_rate", "completion_rate", "seconds_per_play")
"""The figures of a standing beside which stand those of the title's other assets."""

COUNTS = ("watched", "told", "none", "too_little")
"""Of a model card: profiles that watched anything, and the three kinds of them."""

PLURALS = {"entry": "entries", "audience": "audiences"}


@dataclass(frozen=True)
class Shown(Generic[T]):
    """An answer, and the entries that were left out of it: each is a `noun`."""

    answer: T
    left_out: tuple[Any, ...] = ()
    noun: str = "entry"

    @property
    def noted(self) -> T:
        """The answer with a note on what was left out."""
        count = len(self.left_out)
        if not count:
            return self.answer
        words = f"1 {self.noun} is" if count == 1 else f"{count} {PLURALS[self.noun]} are"
        note = f"{words} about too few people to be shown."
        return replace(self.answer, notes=(*self.answer.notes, note))


def refusal(hint: str) -> Refused:
    """Return the error for an answer of which nothing can be shown."""
    return Refused(403, "too_few_people", "That is about too few people to be told.", hint=hint)


def told(access: Access, people: int) -> int | None:
    """Return a number of people, None where they are too few to be told of."""
    return people if people >= access.min_cell else None


def filter_values(
    answer: Callable[[Query], Result], dimensions: Iterable[str], title: str
) -> dict[str, Values]:
    """Return the values that enough people of a title have, by dimension; the most frequent first.

    `answer` answers a question with the rights of whoever asks.
    """
    found: dict[str, Values] = {}
    for name in dimensions:
        weights: Counter[str | None] = Counter()
        for measure in ["impressions", *(["starts"] if name in OF_PLAYS else [])]:
            rows = answer(Query((measure,), by=(name,), where={"title": title})).to_dicts()
            weights.update({r[name]: r[measure] for r in rows if r.get(SUPPRESSED) is None})
        values = sorted(weights, key=lambda value: (-weights[value], value is None, value or ""))
        if values:
            found[name] = Values(tuple(values[:MOST_VALUES]), len(values))
    return found


def unless_few(answer: Callable[[], J]) -> J | None:
    """Return a judgement, None where it would be about too few people, or nobody."""
    try:
        return answer()
    except TooFewPeople:
        return None


def norms_shown(asked: Asked, found: Norms, title: str | None, asset: str | None) -> Shown[Norms]:
    """Return norms of assets that enough people met; others of the catalogue are left out."""
    least = asked.access.min_cell
    if not least:
        return Shown(found)
    rows = tuple(one for one in found.rows if one.people >= least)
    return Shown(replace(found, rows=rows), _missing(asked.snapshot, title, asset, rows))


def _missing(
    snapshot: Snapshot, title: str | None, asset: str | None, shown: Iterable[Any]
) -> tuple[str, ...]:
    """Return the assets of the catalogue that were asked for and are not shown.

    Whether few people met them or nobody did makes no difference.
    """
    table = snapshot.assets
    for column, wanted in (("title_id", title), ("asset_id", asset)):
        if wanted is not None:
            table = table.filter(pc.equal(table.column(column), pa.scalar(wanted)))
    known: set[str] = {one.asset for one in shown}
    return tuple(one for one in table.column("asset_id").to_pylist() if one not in known)


def outliers_shown(access: Access, found: Outliers) -> Shown[Outliers]:
    """Return findings about enough people: nobody else is judged."""
    findings = tuple(one for one in found.findings if one.people >= access.min_cell)
    return Shown(replace(found, findings=findings))


def authenticity_shown(access: Access, found: Authenticity) -> Shown[Authenticity]:
    """Return standings of assets that enough people met.

    Who may not see few sees no rates of a title's other assets either: they may be one that few
    met.
    """
    if not access.min_cell:
        return Shown(found)
    standings, _ = _parted(access, found.standings)
    shown = replace(
        found,
        standings=tuple(_alone(one) for one in standings),
        found=tuple(
            replace(one, standing=_alone(one.standing))
            for one in found.found
            if one.standing.people >= access.min_cell
        ),
    )
    return Shown(shown)


def favourites_shown(access: Access, found: Favourites) -> Shown[Favourites]:
    """Return favourites among assets of which each was met by enough people of the audience."""
    shown = tuple(
        one for one in found.found if all(rate.people >= access.min_cell for rate in one.rates)
    )
    left_out = tuple(one for one in found.found if one not in shown)
    return Shown(replace(found, found=shown), left_out)


def comparison_shown(access: Access, found: Comparison | None) -> Shown[Comparison] | None:
    """Return a comparison of assets that enough people met; None for another, or for none.

    Each asset may be met by its share of an audience alone, so that has to be as much larger.
    """
    least = access.min_cell
    if found is None or any(arm.people + arm.waiting < least for arm in found.arms):
        return None
    audiences, left_out = _parted(access, found.audiences, times=len(found.arms))
    shown = replace(
        found,
        audiences=audiences,
        support=found.support.at_least(least),
        allocation=replace(
            found.allocation,
            slices=tuple(one for one in found.allocation.slices if one.people >= least),
        ),
        path=tuple(step for step in found.path if step.people >= least),
    )
    return Shown(_few_in_several(shown, least), left_out, "audience")


def _few_in_several(found: Comparison, least: int) -> Comparison:
    """Return a comparison in which few who met several arms are told as the smallest cell."""
    overlap = found.overlap
    counts = {name: getattr(overlap, name) for name in ("within", "later", "tied")}
    raised = {name: least for name, count in counts.items() if 0 < count < least}
    if not raised:
        return found
    overlap = replace(overlap, **raised)
    share = overlap.within / overlap.people if overlap.people else 0.0
    note = f"Counts of people who met several assets are at least {least} where they are not 0."
    return replace(found, overlap=replace(overlap, share=share), notes=(*found.notes, note))


def plan_shown(
    ask: Callable[[Query], Result], planning: Planning, found: PlannedTest | None
) -> PlannedTest | None:
    """Return a plan, None where its rate and traffic come from too few people to be told of.

    `ask` answers a question with the rights of whoever wants the plan.
    """
    if found is None or found.since is None or found.until is None:
        return found
    people = Query(
        ("reach",),
        where={
            **planning.where,
            "title": planning.title,
            "asset_type": [planning.asset_type, None],
        },
        audience=planning.audience,
        since=found.since,
        until=found.until,
    )
    return None if ask(people).totals["reach"] is None else found


def exploration_shown(access: Access, found: Exploration) -> Exploration | None:
    """Return what there is to know about an audience of enough people; None for another.

    What over-indexes, titles and neighbours were asked for with the rights of `access`.
    """
    least = access.min_cell
    if found.profiles < least:
        return None
    return replace(
        found,
        growth=tuple(one for one in found.growth if one.profiles >= least),
        returns=tuple(_return_shown(one, least) for one in found.returns),
        returns_of_all=tuple(_return_shown(one, least) for one in found.returns_of_all),
    )


def _return_shown(found: Returning, least: int) -> Returning:
    return found if found.active >= least else Returning(found.days, 0, None)


def card_shown(access: Access, card: ModelCard) -> ModelCard:
    """Return a model card in which numbers of too few people are None."""
    said = card.to_dict()
    profiles = {
        name: told(access, count) for name, count in said["profiles"].items() if name in COUNTS
    }
    if None in profiles.values():  # it would follow from the whole
        profiles["watched"] = None
    by_number = said["profiles"]["by_number_of_affinities"]
    many = all(count >= access.min_cell for count in by_number)
    members = {
        name: [{**one, "members": told(access, one["members"])} for one in said[name]]
        for name in ("affinities", "withheld", "left_out", "changes")
    }
    return ModelCard({
        **said,
        **members,
        "profiles": {
            **said["profiles"], **profiles, "by_number_of_affinities": by_number if many else [],
        },
        "protected": told(access, said["protected"]),
    })  # fmt: skip


def overlap_shown(access: Access, found: Overlap) -> npt.NDArray[np.bool_]:
    """Return which numbers of an overlap may be told: [n, n].

    Of two audiences those in both must be enough, and those in one alone: they follow by
    subtraction.
    """
    alone = found.sizes[:, None] - found.both
    np.fill_diagonal(alone, access.min_cell)
    return np.minimum(found.both, np.minimum(alone, alone.T)) >= access.min_cell


def _parted(
    access: Access, found: Iterable[Any], times: int = 1
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return what is about enough people, and what is left out."""
    whole = tuple(found)
    least = access.min_cell * times
    return (
        tuple(one for one in whole if one.people >= least),
        tuple(one for one in whole if one.people < least),
    )


def _alone(standing: Standing) -> Standing:
    return replace(standing, **{name: Pair(getattr(standing, name).own, None) for name in PAIRS})
