"""A title's people: how many new ones come, what they do, and how often they are shown something.

What is taken is what a test that had begun `DAYS` days ago would have had.
"""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import UnknownName
from keyart.insights.comparison.estimates import scale_rates
from keyart.insights.comparison.request import Arms, ComparisonRequest
from keyart.insights.comparison.scope import ComparisonScope, resolve_scope
from keyart.insights.planning.request import PlanRequest
from keyart.insights.statistics.ratios import pick, ratio
from keyart.query import Access, Query, ask
from keyart.query.engine import Floats, Moments
from keyart.query.output.table import data_complete_until
from keyart.query.router import ENGINES, engine
from keyart.query.units import SLOTS_A_DAY, Crossover, TrialCounts, count_units
from keyart.store import Snapshot

DAYS = 28
"""Traffic is that of so many complete days."""

DAYS_OF_PACE = 7
"""Beyond them people are taken to come as they did in the last of these days."""


@dataclass(frozen=True, eq=False)
class Traffic:
    """What a title's assets had in the last complete days.

    Attributes:
        new: people, counted on the day on which they first met one: [days]; from the first to the
            last day on which anybody came.
        rate: the measure over those people; None without any.
        variance: of the measure for one person; None for a share of people.
        impressions_per_person: how often one was shown an asset.
        window: days in which a play still counts for a person.
        explore_only: whether this is of what was shown while exploring.
        closed: of how many people the rate is.
        viewers: how many people watched.
    """

    new: Floats
    rate: float | None
    variance: float | None
    impressions_per_person: float | None
    window: int
    explore_only: bool
    closed: int = 0
    viewers: int = 0

    @property
    def per_day(self) -> float:
        """How many new people came a day."""
        return float(self.new.mean()) if self.new.size else 0.0

    @property
    def _pace(self) -> float:
        return float(self.new[-DAYS_OF_PACE:].mean())

    def people_in(self, days: int) -> float:
        """Return how many people come in so many days."""
        more = max(days - self.new.size, 0)
        return float(self.new[:days].sum()) + (more * self._pace if more else 0.0)

    def days_for(self, people: float) -> int:
        """Return after how many days so many people have come."""
        come = np.cumsum(self.new)
        if come[-1] >= people:
            return int(np.argmax(come >= people)) + 1
        return self.new.size + math.ceil((people - float(come[-1])) / self._pace)


NO_TRAFFIC = Traffic(np.zeros(0), None, None, None, 1, explore_only=False)


def traffic_of(
    snapshot: Snapshot, access: Access, request: PlanRequest, assets: tuple[str, ...]
) -> Traffic:
    """Return the traffic of a title's `assets`; raises what questions raise."""
    end = complete_until(snapshot)
    since = end - timedelta(days=DAYS)
    comparison = ComparisonRequest(
        title=request.title,
        measure=request.measure,
        guardrails=(),
        where=request.where,
        audience=request.audience,
        audiences=(),
        since=since.isoformat(),
        until=end.isoformat(),
    )
    arms = Arms(assets, (request.title,) * len(assets), None, None)
    scope = resolve_scope(snapshot, access, comparison, arms)
    counted = count_units(snapshot, engine(next(iter(ENGINES))), scope.trial(Crossover.FIRST))
    rate, variance = _rate(scope, counted)
    measures = ["frequency", "viewers"]
    shown = ask(
        snapshot,
        access,
        comparison.query(
            measures, where=scope.where, since=comparison.since, until=comparison.until
        ),
    )
    return Traffic(
        new=_new_people(counted),
        rate=rate,
        variance=variance,
        impressions_per_person=shown.totals["frequency"],
        window=-(-scope.window_slots // SLOTS_A_DAY),
        explore_only=scope.explore_only,
        closed=int(counted.closed.sum()),
        viewers=shown.totals["viewers"],
    )


def assets_of(snapshot: Snapshot, access: Access, request: PlanRequest) -> tuple[str, ...]:
    """Return the title's assets of the type, and those without a type.

    Some titles and assets have impressions but no metadata. Raises `UnknownName` for a title or an
    arm that does not exist.
    """
    table = snapshot.assets
    title_assets = table.filter(pc.equal(table.column("title_id"), pa.scalar(request.title)))
    ids: list[str] = title_assets.column("asset_id").to_pylist()
    kinds: list[str | None] = title_assets.column("asset_type").to_pylist()
    bare = _without_metadata(snapshot, access, request.title)
    titles: list[str] = snapshot.titles.column("title_id").to_pylist()
    if request.title not in titles and not ids and not bare:
        raise UnknownName("title", request.title, titles)
    if not isinstance(request.arms, int):
        for asset in request.arms:
            if asset not in ids and asset not in bare:
                raise UnknownName(f"asset of {request.title!r}", asset, [*ids, *bare])
    typed = [asset for asset, kind in zip(ids, kinds, strict=True)
             if kind in {request.asset_type, None}]  # fmt: skip
    return (*typed, *bare)


def _without_metadata(snapshot: Snapshot, access: Access, title: str) -> list[str]:
    """Return the assets of a title without metadata that enough people were shown."""
    query = Query(("reach",), by=("asset",), where={"title": title, "asset_type": [None]})
    rows = ask(snapshot, access, query).to_dicts()
    with_metadata: set[str] = set(snapshot.assets.column("asset_id").to_pylist())
    least = access.least_people
    return [
        row["asset"]
        for row in rows
        if row["asset"] is not None and row["asset"] not in with_metadata and row["reach"] >= least
    ]


def name_of(snapshot: Snapshot, title: str) -> str:
    """Return the display name of a title: its name, else its id."""
    table = snapshot.titles
    rows = table.filter(pc.equal(table.column("title_id"), pa.scalar(title)))
    names: list[str | None] = rows.column("name").to_pylist()
    return next(filter(None, names), title)


def complete_until(snapshot: Snapshot) -> date:
    """Return the day, UTC, before which days are complete."""
    micros = data_complete_until(snapshot) or 0
    return datetime.fromtimestamp(micros / 1_000_000, UTC).date()


def _new_people(counted: TrialCounts) -> Floats:
    """Return how many people first saw an asset, from the first to the last day with any."""
    new = counted.assigned.sum(axis=0).astype(np.float64)
    came = np.flatnonzero(new)
    return new[came[0] : came[-1] + 1] if came.size else new[:0]


def _rate(scope: ComparisonScope, counted: TrialCounts) -> tuple[float | None, float | None]:
    """Return the measure over all people, and its variance for one of them.

    The variance is that of the ratio times the number of people, including those who are not in the
    ratio because they have no plays.
    """
    measure = scope.measures[0]
    rate = scale_rates(ratio(_together(pick(counted.by_day, 0))), measure)
    value, variance = float(rate.value[0]), float(rate.variance[0])
    if not value > 0:
        return None, None
    return value, None if measure.of_profiles else variance * float(counted.closed.sum())


def _together(of: Moments) -> Moments:
    """Return the moments of all groups as one."""
    sums = (getattr(of, name).sum(keepdims=True).ravel() for name in ("x", "y", "xx", "yy", "xy"))
    return Moments(of.n.sum(keepdims=True).ravel(), *sums)
