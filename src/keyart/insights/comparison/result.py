"""What a comparison finds, as data."""

import math
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a comparison says in the end."""

    WINNER = "winner"
    LOSES_VIEWERS = "wins plays, loses viewers"
    NO_DIFFERENCE = "no difference that matters"
    KEEP_WAITING = "keep waiting"
    DONT_TRUST = "don't trust"


class Basis(StrEnum):
    """What the verdict was made from."""

    RAW = "raw"
    """Units as they came."""
    ADJUSTED = "adjusted"
    """Each arm as if it had met the same mix of people, for their mixes differ."""
    WEIGHTED = "weighted"
    """Each unit counted 1 / propensity times, for arms were shown unequally on purpose."""


class Guard(StrEnum):
    """How an arm stands on a guardrail."""

    HELD = "held"
    """Shown to be no worse by more than the margin."""
    UNSURE = "unsure"
    """Neither of them: there is not enough data, or the harm is small."""
    FAILED = "failed"
    """Worse beyond chance, and by more than the margin."""


@dataclass(frozen=True)
class Interval:
    """A value and its interval; None where there is none yet."""

    value: float | None
    low: float | None
    high: float | None

    @property
    def leaves_out_zero(self) -> bool:
        """Whether 0 lies outside."""
        return self.low is not None and self.high is not None and self.low * self.high > 0

    def within(self, low: float, high: float) -> bool:
        """Whether all of it lies from `low` to `high`."""
        return (
            self.low is not None and self.high is not None and self.low >= low and self.high <= high
        )

    @property
    def negative(self) -> "Interval":
        """The same difference the other way round."""
        return Interval(
            *(None if one is None else -one for one in (self.value, self.high, self.low))
        )

    @property
    def inverse(self) -> "Interval":
        """The same relative difference the other way round."""
        return Interval(*map(_inverse, (self.value, self.high, self.low)))


def _inverse(ratio: float | None) -> float | None:
    return None if ratio is None or ratio <= -1 else 1 / (1 + ratio) - 1


@dataclass(frozen=True)
class Guarded:
    """A guardrail of an arm, relative to the other arms together."""

    measure: str
    state: Guard
    ratio: Interval


@dataclass(frozen=True)
class Arm:
    """One asset of a comparison.

    Attributes:
        people: units whose window is over: all rates are of these.
        waiting: units whose window is not over yet.
        rate: the primary measure.
        adjusted: the same as if all arms had met the same mix of people.
        weighted: the same with each unit counted 1 / propensity times (SNIPS).
        effective_people: as how many equally weighted units the weighted ones count.
        best: the probability that it is the best.
        expected_loss: what showing it costs on average if it is not, in the measure's unit.
        others: the guardrails, by name.
        guards: how it stands on each of them against the other arms together; the verdict heeds
            those of the leading arm alone.
        progress: how far it is to the least data, 1 and more when it has it.
    """

    asset: str
    name: str
    title: str
    people: int
    waiting: int
    rate: Interval
    adjusted: Interval | None
    weighted: Interval | None
    effective_people: float | None
    best: float | None
    expected_loss: float | None
    others: dict[str, Interval]
    guards: tuple[Guarded, ...]
    progress: float


@dataclass(frozen=True)
class Difference:
    """How the primary measure of `asset` differs from that of `other`.

    `difference` is in the measure's unit, `ratio` relative (0.1 is 10% more). `raw`, `adjusted`
    and `weighted` are the relative differences on each basis; the first two fields are on that of
    the verdict. `p` is the p-value, for all pairs together.

    `simultaneous` says that the intervals hold together with those of all other pairs. Else they
    are those that the verdict goes by: of a winner against each other asset. Each holds for
    itself, and that the winner is better than all others holds at the level asked for.
    """

    asset: str
    other: str
    difference: Interval
    ratio: Interval
    p: float | None
    raw: float | None
    adjusted: float | None
    weighted: float | None
    simultaneous: bool = True

    @property
    def arms(self) -> tuple[str, str]:
        """Both assets."""
        return self.asset, self.other

    @property
    def beyond_chance(self) -> bool:
        """Whether one is better than the other beyond chance."""
        return self.difference.leaves_out_zero

    def matters_not(self, margin: float) -> bool:
        """Whether it is sure to be smaller than the relative difference `margin`."""
        return self.ratio.within(1 / (1 + margin) - 1, margin)

    def seen_from(self, asset: str) -> "Difference":
        """Return the difference with `asset`, one of its two, as the first one."""
        if asset == self.asset:
            return self
        raw, adjusted, weighted = map(_inverse, (self.raw, self.adjusted, self.weighted))
        return Difference(
            asset,
            self.asset,
            self.difference.negative,
            self.ratio.inverse,
            self.p,
            raw,
            adjusted,
            weighted,
            self.simultaneous,
        )

    def better(self, *, lower_is_better: bool) -> bool:
        """Whether the first one is better beyond chance, by the difference and relative to it."""
        bounds = [
            one.high if lower_is_better else one.low
            for one in (self.difference, self.ratio)
            if one.value is not None
        ]
        return bool(bounds) and all(
            bound is not None and (bound < 0 if lower_is_better else bound > 0) for bound in bounds
        )


@dataclass(frozen=True)
class ForAudience:
    """One audience: which asset is best in it, and whether arms do differently in it.

    Attributes:
        best: the asset that is most probably best.
        probability: of that.
        loss: what showing the overall leader to it instead costs, relative to its rate.
        rates: of each arm in this audience, weighted by propensity if those of the verdict are.
        effects: of each arm against the average of all arms in this audience, relative, drawn
            towards what the arm does overall as far as chance explains the difference.
        differs: assets whose effect in this audience differs from that elsewhere beyond chance.
        q: at which rate of false discoveries, by asset; None where nobody else is there to compare.
    """

    audience: str
    name: str
    people: int
    best: str | None
    probability: float | None
    loss: float | None
    rates: dict[str, float | None]
    effects: dict[str, Interval]
    differs: tuple[str, ...]
    q: dict[str, float | None]


@dataclass(frozen=True)
class Step:
    """The leading difference as it stood at the end of a day."""

    day: date
    people: int
    always_valid: Interval
    fixed: Interval


@dataclass(frozen=True)
class Verdict:
    """The verdict: its kind, the asset that it is about, one sentence, and what led to it."""

    kind: Kind
    asset: str | None
    sentence: str
    reasons: tuple[str, ...]
    days_left: int | None
    """About how many more days to wait; None where waiting is not the matter, or no help."""


def plain(value: Any) -> Any:
    """Return nested data as JSON can hold it."""
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def number(value: float) -> float | None:
    """Return a number, None for what is none."""
    value = float(value)
    return value if math.isfinite(value) else None


def interval(value: float, low: float, high: float) -> Interval:
    """Return an interval of numbers that may be nan."""
    return Interval(number(value), number(low), number(high))


def relative(value: float, low: float, high: float) -> Interval:
    """Return the relative difference of a log ratio and its bounds."""
    return interval(*(math.expm1(min(one, 50.0)) for one in (value, low, high)))
