"""Charts of a comparison, made from its parts with `keyart.insights.charts`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from string import ascii_uppercase

from keyart.insights.charts import (
    Chart,
    DailyChart,
    Day,
    Forest,
    Head,
    Heatmap,
    HeatmapCell,
    RateChart,
    Row,
    Tone,
)
from keyart.insights.charts import NumberKind as Unit
from keyart.insights.comparison.parts import (
    Allocation,
    Arm,
    AudienceEffects,
    Basis,
    DailyDifference,
    Difference,
    Interval,
    Verdict,
    VerdictKind,
)
from keyart.insights.comparison.request import LOWER_IS_BETTER
from keyart.insights.comparison.wording import is_share, measure_words, quoted_name

MOST_AUDIENCES = 12
"""The most audiences to draw: those that differ first, then the largest."""


@dataclass(frozen=True)
class ChartContext:
    """Shared by all charts of one comparison; `names` are by asset, best first."""

    names: Mapping[str, str]
    verdict: Verdict
    measure: str
    basis: Basis
    margin: float
    level: float
    fixed: bool

    @property
    def unit(self) -> Unit:
        """The measure's unit."""
        return "rate" if is_share(self.measure) else "number"

    @property
    def words(self) -> str:
        """The measure's display name."""
        return measure_words(self.measure)

    @property
    def validity(self) -> str:
        """Whether intervals hold at one look or at every look."""
        nearly = "nearly " if self.basis is Basis.ADJUSTED else ""
        look = "for one check" if self.fixed else f"{nearly}valid however often you check"
        return f"{self.level:.0%} intervals, {look}"

    def letter(self, asset: str) -> str:
        """Return an asset's letter in all charts; none if there are too many assets."""
        return ascii_uppercase[list(self.names).index(asset)] if len(self.names) <= 26 else ""

    def tone(self, asset: str) -> Tone:
        """Return an asset's tone by the verdict."""
        if asset != self.verdict.asset:
            return "plain"
        return "mislead" if self.verdict.kind is VerdictKind.LOSES_VIEWERS else "win"


def shares(look: ChartContext, allocation: Allocation) -> RateChart:
    """Draw how many people saw each arm first, and how many should have."""
    expected = allocation.expected or (None,) * len(allocation.seen)
    by_asset = dict(
        zip(allocation.assets, zip(allocation.seen, expected, strict=True), strict=True)
    )
    rows = (
        Row(name, by_asset[asset][0], letter=look.letter(asset), adjusted=by_asset[asset][1],
            tone="doubt")
        for asset, name in look.names.items()
    )  # fmt: skip
    return RateChart(
        "Who saw each asset",
        tuple(rows),
        subtitle="Shares of people, and the planned shares",
        adjusted_words="planned",
    )


def differences(look: ChartContext, reference: str, compared: Sequence[Difference]) -> Forest:
    """Draw each arm's difference from one arm, relative to it."""
    name = quoted_name(reference, look.names)
    better, worse = f"better than {name}", f"{name} is better"
    return Forest(
        f"Compared with {name}",
        tuple(_difference(look, difference) for difference in compared),
        kind="change",
        subtitle=f"Relative difference in {look.words}; {look.validity}",
        band=(1 / (1 + look.margin) - 1, look.margin),
        sides=(better, worse) if look.measure in LOWER_IS_BETTER else (worse, better),
    )


def _difference(look: ChartContext, difference: Difference) -> Row:
    return Row(
        look.names[difference.asset],
        difference.ratio.value,
        difference.ratio.low,
        difference.ratio.high,
        letter=look.letter(difference.asset),
        tone=look.tone(difference.asset),
        unsure=not (difference.beyond_chance or difference.matters_not(look.margin)),
    )


def rates(look: ChartContext, arms: Sequence[Arm], by_asset: Mapping[str, Interval]) -> RateChart:
    """Draw the rates of all arms, `by_asset` on the basis of the verdict."""
    return RateChart(
        f"{look.words[0].upper()}{look.words[1:]} of each asset",
        tuple(_rate(look, arm, by_asset[arm.asset]) for arm in arms),
        kind=look.unit,
        subtitle=look.validity,
        adjusted_words="unadjusted",
    )


def _rate(look: ChartContext, arm: Arm, rate: Interval) -> Row:
    best = "" if arm.best is None else f", {min(max(arm.best, 0.01), 0.99):.0%} likely best"
    return Row(
        arm.name,
        rate.value,
        rate.low,
        rate.high,
        adjusted=None if look.basis is Basis.RAW else arm.rate.value,
        letter=look.letter(arm.asset),
        note=f"{arm.people:,} people{best}",
        tone=look.tone(arm.asset),
    )


def sequence(look: ChartContext, path: Sequence[DailyDifference]) -> DailyChart:
    """Draw the difference of the two leading arms over time."""
    first, second = (quoted_name(asset, look.names) for asset in list(look.names)[:2])
    sure = [step.day for step in path if step.always_valid.leaves_out_zero]
    return DailyChart(
        f"{first} against {second}, day by day",
        tuple(_day(step) for step in path),
        kind="points" if look.unit == "rate" else "number",
        subtitle=f"Difference in {look.words} among people who had seen one of them by that day",
        tone=look.tone(next(iter(look.names))),
        gate=path[0].day,
        sure=sure[0] if sure else None,
    )


def _day(step: DailyDifference) -> Day:
    always, once = step.always_valid, step.fixed
    bounds = None if once.low is None or once.high is None else (once.low, once.high)
    return Day(step.day, always.value, always.low, always.high, bounds)


def audiences(look: ChartContext, results: Sequence[AudienceEffects]) -> Heatmap:
    """Draw each arm's results by audience, without audiences with too few people."""
    rows = [audience for audience in results if audience.effects]
    rows.sort(key=lambda audience: (not audience.differs, -audience.people))
    more = len(rows) - MOST_AUDIENCES
    return Heatmap(
        "Which asset for whom",
        tuple(Head(name, look.letter(asset)) for asset, name in look.names.items()),
        tuple(
            (
                Head(audience.name, note=f"{audience.people:,} people"),
                tuple(_cell(look, audience, asset) for asset in look.names),
            )
            for audience in rows[:MOST_AUDIENCES]
        ),
        kind=look.unit,
        difference="change",
        subtitle=f"{look.words[0].upper()}{look.words[1:]}; below, how much better in % than the "
        "audience's average asset, shrunk towards the overall result"
        f"{f'. {more} more audiences not shown' if more > 0 else ''}",
    )


def _cell(look: ChartContext, audience: AudienceEffects, asset: str) -> HeatmapCell:
    effect = audience.effects[asset]
    better = effect.value
    if better is not None and look.measure in LOWER_IS_BETTER:
        better = -better
    unsure = not effect.leaves_out_zero
    return HeatmapCell(audience.rates[asset], better, unsure=unsure, best=asset == audience.best)


def page(verdict: Verdict, charts: Iterable[Chart], notes: Iterable[str]) -> str:
    """Return a comparison as HTML: the verdict, its reasons, charts, and notes in small print."""
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in verdict.reasons)
    small = "".join(f"<p><small>{escape(note)}</small></p>" for note in notes)
    return (
        f'<div dir="auto"><p><strong>{escape(verdict.sentence)}</strong></p>'
        f"{f'<ul>{reasons}</ul>' if reasons else ''}"
        f"{''.join(chart.html() for chart in charts)}{small}</div>"
    )
