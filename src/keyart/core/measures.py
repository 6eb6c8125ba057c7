"""The measures of the contract: sums, distinct counts and ratios over one fact family each."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from keyart.core.errors import BadSettings, UnknownName
from keyart.core.facts import CUSTOM_SUM_SCALE, Family, custom_sum

E, V = Family.EXPOSURE, Family.VIEWING

RETURN_DAYS = (7, 28)
"""After how many days return rates look whether people are active again."""

KEPT = "kept"
"""A flag of a fact of viewing: a qualified play that was seen to the end or, where the end is
unknown, at least half of the title's or its series' runtime."""
HALF_A_RUNTIME_MS = 500.0
"""Milliseconds of half a second of runtime."""


def active_days(after: int) -> str:
    """Return the flag of facts with an active play on a day whose return is known.

    A day's return is known if the day `after` days later is over: if there is a play of a later
    day.
    """
    return f"active_days_{after}"


def returned(after: int) -> str:
    """Return the flag of `active_days` facts whose profile is active again `after` days later."""
    return f"returned_{after}"


DERIVED: Mapping[str, tuple[str, ...]] = {
    KEPT: ("completions", "completion_known", "watch_ms"),
    **dict.fromkeys(map(active_days, RETURN_DAYS), ("active_starts",)),
    **dict.fromkeys(map(returned, RETURN_DAYS), ("active_starts",)),
}
"""Flags of facts of viewing that are not stored but derived, and the stored sums they need."""


@dataclass(frozen=True)
class Sum:
    """The sum of one stored column, divided by `divisor` (1 keeps it a whole number).

    With `per_runtime`, each row's value is divided by its title's runtime in seconds before it
    is added, and rows of titles without one add nothing. With `unless_zero`, the sum is null
    where that other column's sum is 0. `signed` columns may hold values below 0.
    """

    name: str
    family: Family
    column: str
    divisor: int = 1
    per_runtime: bool = False
    unless_zero: str | None = None
    signed: bool = False


@dataclass(frozen=True)
class Distinct:
    """The number of distinct profiles with a row whose `guard` column is above 0.

    `guard` may also be one of `DERIVED`. With `per_title`, of distinct pairs of a profile and the
    row's title: a profile counts once for each title. With `per_day`, of distinct pairs of a
    profile and the row's local day.
    """

    name: str
    family: Family
    guard: str
    per_title: bool = False
    per_day: bool = False


@dataclass(frozen=True)
class Ratio:
    """One measure divided by another; null where the denominator is 0.

    `upper` is the largest value it can have, if there is one: intervals are clipped to it.
    """

    name: str
    family: Family
    numerator: str
    denominator: str
    upper: float | None = None


Measure = Sum | Distinct | Ratio


def _returns(after: int) -> tuple[Measure, ...]:
    active, again = active_days(after), returned(after)
    return (
        Distinct(active, V, active, per_day=True),
        Distinct(again, V, again, per_day=True),
        Ratio(f"return_rate_{after}", V, again, active, upper=1),
    )


BUILT_IN: tuple[Measure, ...] = (
    Sum("impressions", E, "impressions"),
    Distinct("reach", E, "impressions"),
    Ratio("frequency", E, "impressions", "reach"),
    Sum("plays", E, "plays"),
    Sum("qualified_plays", E, "qualified_plays"),
    Distinct("viewers", E, "qualified_plays"),
    Ratio("take_rate", E, "viewers", "reach", upper=1),
    Distinct("title_reach", E, "impressions", per_title=True),
    Distinct("title_viewers", E, "qualified_plays", per_title=True),
    Ratio("title_take_rate", E, "title_viewers", "title_reach", upper=1),
    Ratio("play_rate", E, "qualified_plays", "impressions"),
    Sum("watch_seconds", E, "watch_ms", divisor=1000),
    Ratio("watch_seconds_per_profile", E, "watch_seconds", "reach"),
    Ratio("avg_watch_seconds", E, "watch_seconds", "qualified_plays"),
    Sum("completions", E, "completions", unless_zero="completion_known"),
    Sum("completion_known", E, "completion_known"),
    Ratio("completion_rate", E, "completions", "completion_known", upper=1),
    Sum("short_plays", E, "short_plays"),
    Ratio("short_play_rate", E, "short_plays", "plays", upper=1),
    Sum("hooks", E, "hooks"),
    Sum("holds", E, "holds"),
    Ratio("hook_rate", E, "hooks", "impressions", upper=1),
    Ratio("hold_rate", E, "holds", "hooks", upper=1),
    Sum("starts", V, "starts"),
    Distinct("active_profiles", V, "active_starts"),
    Sum("hours_viewed", V, "watch_ms", divisor=3_600_000),
    Sum("views", V, "watch_ms", divisor=1000, per_runtime=True),
    Sum("unattributed_plays", V, "unattributed_plays"),
    Distinct("kept_viewers", V, KEPT),
    *chain.from_iterable(_returns(after) for after in RETURN_DAYS),
)

Measures = Mapping[str, Measure]


def counts_days(measures: Measures, measure: Measure) -> bool:
    """Return whether a measure counts people once for each local day: it depends on the zone."""
    if isinstance(measure, Ratio):
        parts = (measures[measure.numerator], measures[measure.denominator])
        return any(counts_days(measures, part) for part in parts)
    return isinstance(measure, Distinct) and measure.per_day


def is_derived(measures: Measures, measure: Measure) -> bool:
    """Return whether a measure needs flags that are not stored."""
    if isinstance(measure, Ratio):
        parts = (measures[measure.numerator], measures[measure.denominator])
        return any(is_derived(measures, part) for part in parts)
    return isinstance(measure, Distinct) and measure.guard in DERIVED


def is_rate(name: str) -> bool:
    """Return whether a measure, or a bound of one, is a share, by its name."""
    measure = name.removesuffix("_low").removesuffix("_high")
    return measure.rstrip("0123456789").removesuffix("_").endswith("_rate")


def _custom_measure(
    name: str, table: Mapping[str, Any], existing: Mapping[str, Measure]
) -> Measure:
    if set(table) == {"sum"}:
        return Sum(name, E, custom_sum(str(table["sum"])), divisor=CUSTOM_SUM_SCALE, signed=True)
    if set(table) != {"numerator", "denominator"}:
        raise BadSettings(
            f"[measures.{name}] is neither a sum nor a ratio.",
            hint='Write sum = "COLUMN", or numerator = "MEASURE" and denominator = "MEASURE".',
        )
    parts = [str(table["numerator"]), str(table["denominator"])]
    for part in parts:
        if part not in existing:
            raise UnknownName("measure", part, existing, hint=f"It is in [measures.{name}].")
        if isinstance(existing[part], Ratio):
            raise BadSettings(
                f"[measures.{name}] is built from the ratio {part}.",
                hint="Use sums or distinct counts.",
            )
    numerator, denominator = (existing[part] for part in parts)
    if numerator.family != denominator.family:
        raise BadSettings(
            f"[measures.{name}] mixes impressions with viewing.",
            hint="Use two measures of impressions, or two of viewing.",
        )
    return Ratio(name, numerator.family, parts[0], parts[1])


def measures(custom: Mapping[str, Mapping[str, Any]]) -> Measures:
    """Return all measures by name: the built-in ones and those of `[measures]`.

    Sums are read before ratios, so their order in the file does not matter.
    """
    by_name: dict[str, Measure] = {measure.name: measure for measure in BUILT_IN}
    for name, table in sorted(custom.items(), key=lambda item: "sum" not in item[1]):
        if name in by_name:
            raise BadSettings(f"[measures.{name}] is already a measure.", hint="Rename yours.")
        by_name[name] = _custom_measure(name, table, by_name)
    return by_name


def custom_sum_columns(custom: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the numeric columns of impressions that custom sums need, without duplicates."""
    return tuple(dict.fromkeys(str(table["sum"]) for table in custom.values() if "sum" in table))
