"""The parts of a comparison's result."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum


class VerdictKind(StrEnum):
    """What a comparison says in the end."""

    WINNER = "winner"
    """One asset is better, beyond chance."""
    LOSES_VIEWERS = "wins plays, loses viewers"
    """One asset wins plays but fails a guardrail."""
    NO_DIFFERENCE = "no difference that matters"
    """All pairs are equivalent within the margin."""
    KEEP_WAITING = "keep waiting"
    """There is not enough data yet."""
    DONT_TRUST = "don't trust"
    """The people of the assets are not comparable."""


class Basis(StrEnum):
    """What the verdict was made from."""

    RAW = "raw"
    """Unadjusted."""
    ADJUSTED = "adjusted"
    """Adjusted to the same mix of people, because the arms' mixes differ."""
    WEIGHTED = "weighted"
    """Weighted by 1 / propensity, because the arms were shown unequally on purpose."""


class GuardrailState(StrEnum):
    """How an arm stands on a guardrail."""

    HELD = "held"
    """Shown to be no worse by more than the margin."""
    UNSURE = "unsure"
    """Neither of them: there is not enough data, or the harm is small."""
    FAILED = "failed"
    """Worse beyond chance, and by more than the margin."""


@dataclass(frozen=True)
class Interval:
    """A value and its interval; null where there is none yet."""

    value: float | None
    """The value."""
    low: float | None
    """The lower bound."""
    high: float | None
    """The upper bound."""

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
            *(None if bound is None else -bound for bound in (self.value, self.high, self.low))
        )

    @property
    def inverse(self) -> "Interval":
        """The same relative difference the other way round."""
        return Interval(*map(_inverse, (self.value, self.high, self.low)))


def _inverse(ratio: float | None) -> float | None:
    return None if ratio is None or ratio <= -1 else 1 / (1 + ratio) - 1


@dataclass(frozen=True)
class Guardrail:
    """How an arm stands on a guardrail, relative to the other arms together."""

    measure: str
    """What must not get worse."""
    state: GuardrailState
    """Whether it is held."""
    ratio: Interval
    """The relative difference from the other arms together."""
    rate: Interval
    """The measure itself."""
    margin: float
    """How much worse it may be, relative."""


@dataclass(frozen=True)
class Arm:
    """One asset of a comparison."""

    asset: str
    """Its id."""
    name: str
    """Its name."""
    title: str
    """The id of its title."""
    people: int
    """People whose attribution window is over; all rates count these."""
    waiting: int
    """People whose attribution window is still open."""
    rate: Interval
    """The measure that decides."""
    adjusted: Interval | None
    """The same, adjusted to the same mix of people."""
    weighted: Interval | None
    """The same with each person counted 1 / propensity times (SNIPS)."""
    effective_people: float | None
    """The effective number of people after weighting."""
    best: float | None
    """The probability that it is the best."""
    expected_loss: float | None
    """The expected loss of choosing it, in the measure's unit."""
    others: Mapping[str, Interval]
    """The guardrails' rates, by name."""
    guardrails: tuple[Guardrail, ...]
    """Its guardrails; the verdict uses those of the leading arm."""
    progress: float
    """Its data as a share of the minimum sample, 1 and more when it has that."""
    ruled_out: bool = False
    """Whether another asset beats it beyond chance, which needs no minimum sample."""

    needs_data: bool = field(init=False)
    """Whether a verdict waits for its minimum sample."""

    def __post_init__(self) -> None:
        """Say what follows from the rest."""
        object.__setattr__(self, "needs_data", not self.progress >= 1 and not self.ruled_out)


@dataclass(frozen=True)
class Difference:
    """How the primary measure of `asset` differs from that of `other`."""

    asset: str
    """One asset."""
    other: str
    """The asset that it is compared with."""
    difference: Interval
    """The difference in the unit of the measure, on the basis of the verdict."""
    ratio: Interval
    """The same, relative: 0.1 is 10% more."""
    p: float | None
    """The p-value, for all pairs together."""
    raw: float | None
    """The unadjusted relative difference."""
    adjusted: float | None
    """The relative difference, adjusted to the same mix of people."""
    weighted: float | None
    """The relative difference, weighted by 1 / propensity."""
    simultaneous: bool = True
    """Whether the intervals hold together with those of all other pairs. Otherwise they are those
    of the verdict, of the leader against an asset that it beats: each holds for itself, and that a
    winner is better than all others holds at the level asked for."""
    beyond_chance: bool = field(init=False)
    """Whether one is better than the other beyond chance."""

    def __post_init__(self) -> None:
        """Say what follows from the intervals."""
        object.__setattr__(self, "beyond_chance", self.difference.leaves_out_zero)

    @property
    def arms(self) -> tuple[str, str]:
        """Both assets."""
        return self.asset, self.other

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
            estimate.high if lower_is_better else estimate.low
            for estimate in (self.difference, self.ratio)
            if estimate.value is not None
        ]
        return bool(bounds) and all(
            bound is not None and (bound < 0 if lower_is_better else bound > 0) for bound in bounds
        )


@dataclass(frozen=True)
class AudienceEffects:
    """One audience: which asset is best in it, and whether arms do differently in it."""

    audience: str
    """The audience."""
    name: str
    """Its name."""
    people: int
    """How many people count."""
    best: str | None
    """The asset that is most likely best."""
    probability: float | None
    """The probability that it is."""
    loss: float | None
    """The relative loss of showing the overall leader here instead."""
    rates: Mapping[str, float | None]
    """The measure of each asset in this audience, weighted by propensity if the verdict's is."""
    effects: Mapping[str, Interval]
    """How each asset differs from the audience's average asset, relative, shrunk towards its
    overall result as far as chance explains the difference."""
    differs: tuple[str, ...]
    """Assets that differ from other audiences, beyond chance."""
    q: Mapping[str, float | None]
    """The smallest share of false discoveries at which each asset differs; null if there is nobody
    else to compare with."""


@dataclass(frozen=True)
class DailyDifference:
    """The leading difference as it stood at the end of a day."""

    day: date
    """The day."""
    people: int
    """People by then."""
    always_valid: Interval
    """The difference, with the interval that holds on all days."""
    fixed: Interval
    """The same with the interval of a single look."""


@dataclass(frozen=True)
class Verdict:
    """What a comparison says in the end."""

    kind: VerdictKind
    """Its kind."""
    asset: str | None
    """The asset that it is about."""
    sentence: str
    """The verdict in a sentence."""
    reasons: tuple[str, ...]
    """What led to it."""
    days_left: int | None
    """The estimated number of days to wait; null if waiting is not needed or does not help."""


@dataclass(frozen=True)
class AllocationSlice:
    """A part of the people in which traffic isn't split as planned."""

    dimension: str
    """The dimension."""
    value: str | None
    """Its value; null is the missing one."""
    people: int
    """How many people are in it."""
    shares: tuple[float, ...]
    """The shares seen, in the order of the arms."""
    q: float
    """The smallest share of false discoveries at which it is found."""

    @property
    def name(self) -> str:
        """Its display name: country DE."""
        return f"{self.dimension} {self.value}" if self.value else f"unknown {self.dimension}"


@dataclass(frozen=True)
class Allocation:
    """How traffic was split among the assets."""

    expected: tuple[float, ...] | None
    """The planned shares; null if unknown, as when a model chose."""
    seen: tuple[float, ...]
    """The shares of all people so far."""
    p: float | None
    """An always-valid p-value against the expected shares; null without any."""
    broken: bool
    """Whether traffic isn't split as planned, in all or for most people."""
    slices: tuple[AllocationSlice, ...]
    """Parts in which traffic isn't split as planned; set aside unless `broken`."""
    assets: tuple[str, ...]
    """The assets, in the order in which all shares stand."""
    as_expected_since: date | None = None
    """The first day (UTC) from which on traffic is split as planned, if it wasn't before; null if
    there is none, or too few people arrived since."""


@dataclass(frozen=True)
class Mix:
    """A dimension in which the arms reached different people."""

    dimension: str
    """The dimension."""
    p: float
    """The p-value of that being chance."""


@dataclass(frozen=True)
class Overlap:
    """People who saw several of the arms."""

    people: int
    """People whose attribution window is over."""
    within: int
    """Those who saw another arm within their window."""
    share: float
    """The same as a share of `people`."""
    later: int
    """Those who saw another arm after it, which has no effect."""
    tied: int
    """Of `within`, those who saw two in one quarter of an hour: a fixed draw decides the first."""


@dataclass(frozen=True)
class Support:
    """When and where every arm was available."""

    since: datetime | None = None
    """Counted from this time on; null if nothing before was left out."""
    joined: tuple[str, ...] = ()
    """The assets that were only available from then on."""
    until: datetime | None = None
    """Counted up to this time; null if nothing after was left out."""
    stopped: tuple[str, ...] = ()
    """The assets that were only available until then."""
    days_left_out: int = 0
    """About how many days in between an asset was not available."""
    places_left_out: tuple[str, ...] = ()
    """Places where an asset was never available, such as “country FR”."""
    people: int = 0
    """People who count, including those whose window is still open."""
    people_left_out: int = 0
    """People who arrived when or where an asset was not available."""
    returning_left_out: int = 0
    """People who saw an asset before the period and get assets in other shares than new people."""
    never: bool = False
    """Whether the assets were never available at the same time."""

    @property
    def whole(self) -> bool:
        """Whether nothing was left out."""
        return not (self.never or self.people_left_out or self.returning_left_out)

    def at_least(self, least: int) -> "Support":
        """Return the same with counts of people left out that are too few raised to `least`."""
        counts = {
            name: max(count, least) if count else 0
            for name in ("people_left_out", "returning_left_out")
            if (count := getattr(self, name)) < least
        }
        return replace(self, **counts)


def number(value: float) -> float | None:
    """Return a number, None for what is none."""
    value = float(value)
    return value if math.isfinite(value) else None


def interval(value: float, low: float, high: float) -> Interval:
    """Return an interval of numbers that may be nan."""
    return Interval(number(value), number(low), number(high))


def relative(value: float, low: float, high: float) -> Interval:
    """Return the relative difference of a log ratio and its bounds."""
    return interval(*(math.expm1(min(log, 50.0)) for log in (value, low, high)))
