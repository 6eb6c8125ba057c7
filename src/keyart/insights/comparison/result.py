"""The result: a verdict, and everything it follows from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from keyart.core.plain import plain
from keyart.core.request import Large
from keyart.insights.charts import Chart
from keyart.insights.comparison import drawing
from keyart.insights.comparison.parts import (
    Allocation,
    Arm,
    AudienceEffects,
    Basis,
    DailyDifference,
    Difference,
    Guardrail,
    Interval,
    Mix,
    Overlap,
    Support,
    Verdict,
    VerdictKind,
)


@dataclass(frozen=True)
class Comparison:
    """Which asset wins, and whether to trust the result. All rates count people."""

    verdict: Verdict
    """The verdict."""
    measure: str
    """The measure that decides."""
    basis: Basis
    """What the verdict is made from."""
    level: float
    """The confidence of intervals."""
    margin: float
    """Relative differences below this don't matter."""
    fixed: bool
    """Whether intervals are for a single planned check."""
    arms: tuple[Arm, ...]
    """The assets, best first."""
    differences: tuple[Difference, ...]
    """How each pair differs, or each asset from the baseline."""
    guardrails: tuple[Guardrail, ...]
    """How the leading asset stands on each guardrail."""
    audiences: tuple[AudienceEffects, ...]
    """How the assets do in each audience."""
    support: Support
    """When and where every asset was available; only people from then and there count."""
    allocation: Allocation
    """How traffic was split among the assets."""
    mixes: tuple[Mix, ...]
    """The dimensions in which the assets reached different people."""
    reversals: tuple[tuple[str, str], ...]
    """Pairs (better, worse) whose order is reversed by raw rates."""
    overlap: Overlap
    """People who saw several of the assets."""
    crossover: str
    """The rule for people who saw several assets."""
    by_crossover: Mapping[str, tuple[Difference, ...]]
    """Raw differences under each rule, if requested."""
    path: tuple[DailyDifference, ...]
    """The difference of the two leading assets, day by day."""
    test: str | None
    """The test, if the comparison is of one."""
    explore_only: bool
    """Whether only impressions of the explore phase count."""
    first_day: date | None
    """The day on which the first person arrived."""
    last_day: date | None
    """The day on which the last person arrived."""
    notes: tuple[str, ...]
    """Notes for the reader."""
    as_of: datetime | None
    """The time of the newest event."""
    complete_until: datetime | None
    """Up to here no more plays can come."""
    version: int
    """The version of the store that was read."""
    rows_scanned: Large
    """How many rows were read."""
    ms: float
    """How long it took, in milliseconds."""
    suppressed: int = 0
    """How many audiences have too few people to show."""

    @property
    def names(self) -> dict[str, str]:
        """The arms' names by asset, best first."""
        return {arm.asset: arm.name for arm in self.arms}

    def rate_of(self, arm: Arm) -> Interval:
        """Return the primary measure of an arm on the basis of the verdict."""
        by_basis = {Basis.ADJUSTED: arm.adjusted, Basis.WEIGHTED: arm.weighted}
        return by_basis.get(self.basis) or arm.rate

    def to_dict(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold: times as ISO text, no nan."""
        return plain(asdict(self))

    @property
    def reference(self) -> str:
        """The asset that charts compare the others with: the baseline, else the leader."""
        seconds = {difference.other for difference in self.differences}
        every_two = len(self.arms) * (len(self.arms) - 1) // 2
        if len(self.differences) < every_two and len(seconds) == 1:
            return seconds.pop()
        return self.arms[0].asset

    def charts(self) -> dict[str, Chart]:
        """Return the comparison as charts, by what they show.

        Only `shares` if the comparison can't be trusted; else `differences`, `rates`, `sequence`
        if there are several days, and `audiences` if some have enough people.
        """
        look = drawing.ChartContext(
            self.names,
            self.verdict,
            self.measure,
            self.basis,
            self.margin,
            self.level,
            self.fixed,
        )
        if self.verdict.kind is VerdictKind.DONT_TRUST:
            return {"shares": drawing.shares(look, self.allocation)}
        by_asset = {arm.asset: self.rate_of(arm) for arm in self.arms}
        held = self._held_against(self.reference)
        charts: dict[str, Chart] = {
            "differences": drawing.differences(look, self.reference, held),
            "rates": drawing.rates(look, self.arms, by_asset),
        }
        if len(self.path) > 1:
            charts["sequence"] = drawing.sequence(look, self.path)
        if any(audience.effects for audience in self.audiences):
            charts["audiences"] = drawing.audiences(look, self.audiences)
        return charts

    def _held_against(self, reference: str) -> list[Difference]:
        """Return the differences of all others from one arm, best first."""
        by_asset = {
            other: difference.seen_from(other)
            for difference in self.differences
            if reference in {difference.asset, difference.other}
            for other in {difference.asset, difference.other} - {reference}
        }
        return [by_asset[asset] for asset in self.names if asset in by_asset]

    def html(self) -> str:
        """Return the verdict, its reasons and the pictures, as notebooks show them."""
        return drawing.page(self.verdict, self.charts().values(), self.notes)

    def _repr_html_(self) -> str:
        return self.html()
