"""Answer which asset of a title each audience prefers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.direction import isolated, quoted
from keyart.insights.catalogue.context import attributed, settled
from keyart.insights.comparison import ComparisonRequest, VerdictKind, compare
from keyart.insights.comparison.request import MOST_ARMS
from keyart.insights.favourites.exposures import (
    AssetGroup,
    ShownAssets,
    count_shown_assets,
    narrow_to_most_shown,
)
from keyart.insights.favourites.judgement import (
    AudienceTests,
    FavouriteRules,
    judge_audiences,
    select_favourites,
)
from keyart.insights.favourites.request import FavouriteRequest
from keyart.insights.favourites.result import AudienceRate, Favourite, Favourites
from keyart.insights.outliers.wording import sure
from keyart.insights.statistics.ratios import Estimate, difference, ratio
from keyart.insights.statistics.sequences import fixed
from keyart.query import Access
from keyart.query.engine import Ints
from keyart.query.findings import kept_answer
from keyart.query.planning.model import audience_labels, model_of
from keyart.store import Snapshot

MOST_TITLES = 60
"""Judge the titles shown to the most people, unless the request names one."""

RISK = 0.05
"""The risk of the intervals shown, each for a single look."""

UNKNOWN_TITLE = "an unknown title"


def favourites(snapshot: Snapshot, access: Access, request: FavouriteRequest) -> Favourites:
    """Return the assets that an affinity prefers beyond chance; computed once per version.

    Raises the errors of `keyart.query.ask`.
    """
    return kept_answer(
        Favourites,
        snapshot,
        access,
        request,
        lambda: _favourites(snapshot, access, request),
        lambda result: 2000 * (len(result.found) + 1),
    )


def _favourites(snapshot: Snapshot, access: Access, request: FavouriteRequest) -> Favourites:
    if snapshot.fit is None:
        return Favourites((), 0, ("No favourites yet: fit affinities first.",))
    # 1. Which impressions of which titles count.
    context, notes = settled(snapshot, access, attributed(snapshot, request.context()))
    if request.title is not None:
        context = replace(context, where={**context.where, "title": request.title})
    context = narrow_to_most_shown(snapshot, access, context, MOST_TITLES)
    # 2. What everyone, and the people of each audience, did with the assets of these titles.
    shown = count_shown_assets(snapshot, access, context)
    # 3. Which audience prefers which asset; an asset that loses viewers is nobody's favourite.
    groups = tuple(shown.groups())
    tests = [judge_audiences(group.people, access.least_people) for group in groups]
    cells = tuple(_find_cells(groups, tests, shown.loses, FavouriteRules(request.q)))
    # 4. The comparison of its title, which pages show beside it, must be sure of it, too.
    confirmed = _confirm(snapshot, access, request, shown, cells)
    names = audience_labels(snapshot, map(model_of(snapshot).names.audience, shown.audiences))
    found = [_favourite(shown, cell, probability, names) for cell, probability in confirmed]
    # 5. The favourites that gain the most people come first.
    return Favourites(
        found=tuple(sorted(found, key=lambda row: (-row.gain, row.asset, row.audience))),
        titles=len(shown.units.titles),
        notes=(*notes, *_notes(len(shown.units.titles), int(shown.loses.sum()))),
    )


def _find_cells(
    groups: Sequence[AssetGroup],
    tests: Sequence[AudienceTests],
    loses: npt.NDArray[np.bool_],
    rules: FavouriteRules,
) -> "Iterator[_FavouriteCell]":
    flags, adjusted = select_favourites(tests, rules)
    for group, test, is_favourite, q in zip(groups, tests, flags, adjusted, strict=True):
        for audience, arm in np.argwhere(is_favourite & ~loses[group.arms]).tolist():
            yield _FavouriteCell(group, test, audience, arm, float(q[audience, arm]))


def _confirm(
    snapshot: Snapshot,
    access: Access,
    request: FavouriteRequest,
    shown: ShownAssets,
    cells: "Sequence[_FavouriteCell]",
) -> "Iterator[tuple[_FavouriteCell, float]]":
    """Yield the cells that a comparison of their arms confirms, and the probability there.

    It pulls small audiences towards the overall result. A broken test confirms nothing.
    """
    where = {name: value for name, value in request.where.items() if name != "asset"}
    for group in {id(cell.group): cell.group for cell in cells}.values():
        arms = shown.units.ids.take(pa.array(group.arms)).to_pylist()
        if len(arms) > MOST_ARMS:
            continue
        within = ComparisonRequest(
            assets=arms,
            where=where,
            audience=request.audience,
            since=request.since,
            until=request.until,
            tz=request.tz,
        )
        compared = compare(snapshot, access, within)
        if compared.verdict.kind is VerdictKind.DONT_TRUST:
            continue
        best = {row.audience: (row.best, row.probability or 0.0) for row in compared.audiences}
        for cell in (cell for cell in cells if cell.group is group):
            asset, probability = best.get(shown.audiences[cell.audience], (None, 0.0))
            if asset == arms[cell.arm] and probability >= request.probability:
                yield cell, probability


def _notes(titles: int, losing: int) -> list[str]:
    notes = [f"Judged the {titles:,} titles shown to the most people."]
    if losing:
        assets = (
            "1 asset wins plays but loses"
            if losing == 1
            else f"{losing:,} assets win plays but lose"
        )
        notes.append(f"{assets} viewers, so can't be a favourite.")
    return notes


@dataclass(frozen=True, eq=False)
class _FavouriteCell:
    """One arm of a title in one audience."""

    group: AssetGroup
    test: AudienceTests
    audience: int
    arm: int
    q: float

    @property
    def rates(self) -> Estimate:
        """The rates of all arms in the audience: [arms]."""
        return self.test.rate[self.audience]

    @property
    def usual(self) -> int:
        """The arm that everyone else takes most."""
        return int(np.nanargmax(ratio(self.group.people.elsewhere).value[self.audience]))

    @property
    def rival(self) -> int:
        """The arm that everyone else takes most; if that is this arm, the next best here."""
        return self.usual if self.usual != self.arm else self.order[1]

    @property
    def order(self) -> list[int]:
        """The favourite, then the other arms by their rate in the audience, best first."""
        best = np.argsort(-self.rates.value, kind="stable").tolist()
        return [self.arm, *(arm for arm in best if arm != self.arm)]

    @property
    def people(self) -> Ints:
        """How many people of the audience count for each arm: [arms]."""
        return self.group.people.inside.n[self.audience]


def _favourite(
    shown: ShownAssets, cell: _FavouriteCell, probability: float, names: Mapping[str, str]
) -> Favourite:
    units, rates = shown.units, _audience_rates(shown, cell)
    unit = int(cell.group.arms[cell.arm])
    audience = shown.audiences[cell.audience]
    title = int(units.title[unit])
    title_name = shown.titles[title].as_py() or UNKNOWN_TITLE
    usual, rival = (rates[cell.order.index(arm)] for arm in (cell.usual, cell.rival))
    gap = difference(cell.rates[cell.arm], cell.rates[cell.rival])
    low, high = fixed(gap, RISK)
    people = int(cell.people.sum())
    beside = f"{quoted(rival.name)}, everyone else's favourite,"
    other = "the next best" if usual is rates[0] else beside
    return Favourite(
        asset=rates[0].asset,
        name=rates[0].name,
        title=units.titles[title].as_py(),
        title_name=title_name,
        asset_type=units.asset_types[int(units.asset_type[unit])].as_py(),
        audience=audience,
        audience_name=names[audience],
        people=people,
        rates=rates,
        usual=usual.asset,
        usual_name=usual.name,
        difference=float(gap.value),
        low=float(low),
        high=float(high),
        q=cell.q,
        sure=sure(cell.q),
        probability=probability,
        gain=float(gap.value) * people,
        sentence=(
            f"{quoted(rates[0].name)} of {quoted(title_name)} wins with "
            f"{isolated(names[audience])}: {rates[0].rate:.1%} of them play after first seeing it; "
            f"{other} gets {rival.rate:.1%}."
        ),
    )


def _audience_rates(shown: ShownAssets, cell: _FavouriteCell) -> tuple[AudienceRate, ...]:
    low, high = fixed(cell.rates, RISK)
    arms = cell.group.arms
    return tuple(
        AudienceRate(
            asset=shown.units.ids[int(arms[arm])].as_py(),
            name=shown.units.names[int(arms[arm])].as_py(),
            people=int(cell.people[arm]),
            rate=float(cell.rates.value[arm]),
            low=max(float(low[arm]), 0.0),
            high=float(high[arm]),
        )
        for arm in cell.order
    )
