"""A comparison as a whole: the verdict, and all that it follows from."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from keyart.insights.charts import Chart
from keyart.insights.comparison import drawing
from keyart.insights.comparison.people import Allocation, Mix, Overlap
from keyart.insights.comparison.result import (
    Arm,
    Basis,
    Difference,
    ForAudience,
    Guarded,
    Interval,
    Kind,
    Step,
    Verdict,
    plain,
)
from keyart.insights.comparison.support import Support


@dataclass(frozen=True)
class Comparison:
    """Everything about one comparison. Rates are of units: see `keyart.query.units`."""

    verdict: Verdict
    measure: str
    basis: Basis
    level: float
    margin: float
    fixed: bool
    arms: tuple[Arm, ...]
    """Best first, on the basis of the verdict."""
    differences: tuple[Difference, ...]
    guardrails: tuple[Guarded, ...]
    audiences: tuple[ForAudience, ...]
    support: Support
    """When and where every arm could be met: only such people count."""
    allocation: Allocation
    mixes: tuple[Mix, ...]
    reversals: tuple[tuple[str, str], ...]
    """Pairs (better, worse) whose order by raw rates is the other way round."""
    overlap: Overlap
    crossover: str
    by_crossover: dict[str, tuple[Difference, ...]]
    """Raw differences under each rule for people who met several arms, if asked for."""
    path: tuple[Step, ...]
    """Of the two leading arms."""
    test: str | None
    explore_only: bool
    """Whether only what was shown while exploring counts."""
    first_day: date | None
    last_day: date | None
    """The days on which the first and the last of these people came."""
    notes: tuple[str, ...]
    as_of: datetime | None
    complete_until: datetime | None
    version: int
    rows_scanned: int
    ms: float

    @property
    def names(self) -> dict[str, str]:
        """What the arms are called, by asset, best first."""
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
        """The asset that pictures hold all others against: the baseline, else the leader."""
        seconds = {one.other for one in self.differences}
        every_two = len(self.arms) * (len(self.arms) - 1) // 2
        if len(self.differences) < every_two and len(seconds) == 1:
            return seconds.pop()
        return self.arms[0].asset

    def charts(self) -> dict[str, Chart]:
        """Return the comparison as pictures, by what they show.

        `shares` alone where it is not to be trusted; else `differences`, `rates`, `sequence`
        where there are days to show, and `audiences` where some are told apart.
        """
        look = drawing.Look(
            self.names,
            self.verdict,
            self.measure,
            self.basis,
            self.margin,
            self.level,
            self.fixed,
        )
        if self.verdict.kind is Kind.DONT_TRUST:
            return {"shares": drawing.shares(look, self.allocation)}
        by_asset = {arm.asset: self.rate_of(arm) for arm in self.arms}
        held = self._held_against(self.reference)
        found: dict[str, Chart] = {
            "differences": drawing.differences(look, self.reference, held),
            "rates": drawing.rates(look, self.arms, by_asset),
        }
        if len(self.path) > 1:
            found["sequence"] = drawing.sequence(look, self.path)
        if any(one.effects for one in self.audiences):
            found["audiences"] = drawing.audiences(look, self.audiences)
        return found

    def _held_against(self, reference: str) -> list[Difference]:
        """Return the differences of all others from one arm, best first."""
        by_asset = {
            other: one.seen_from(other)
            for one in self.differences
            if reference in {one.asset, one.other}
            for other in {one.asset, one.other} - {reference}
        }
        return [by_asset[asset] for asset in self.names if asset in by_asset]

    def html(self) -> str:
        """Return the verdict, its reasons and the pictures, as notebooks show them."""
        return drawing.page(self.verdict, self.charts().values(), self.notes)

    def _repr_html_(self) -> str:
        return self.html()
