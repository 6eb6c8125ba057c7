"""A plan: one validated query, with every name resolved, that any engine can answer.

A plan is data and holds no rows. It rests on three ideas:

- An **axis** describes how to find a fact row's value of a dimension (`Axis`).
- A **term** describes what one row adds: a stored column's value, or a profile counted once
  (`SumTerm`, `DistinctTerm`, `Moment`).
- Everything else (ratios, divisors, nulls, intervals, order) is computed from the engine's sums
  afterwards, in one place for all engines: `keyart.query.output`.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

import pyarrow as pa

from keyart.audiences import Expression, NamedAudience, to_text
from keyart.core.facts import Family
from keyart.core.measures import DERIVED, KEPT
from keyart.query.planning.conditions import Condition
from keyart.query.request import Query

TEXT = pa.string()

TIME = "time"
"""The name of the group column that holds the start of the bucket."""


SUPPRESSED = "suppressed"
"""The name of the column with the number of hidden groups that a row stands for."""

PEOPLE = {Family.EXPOSURE: "reach", Family.VIEWING: "active_profiles"}
"""The measure that counts the people behind the facts of a family."""

ABOUT = {Family.EXPOSURE: ("impressions",), Family.VIEWING: ("active_starts", "starts")}
"""The stored columns that are above 0 for the people behind the facts of a family: the people
counted by `PEOPLE`, and all who have any fact."""


class Lookup(StrEnum):
    """How a row's value is found from the fact column `Axis.column`."""

    ITSELF = "itself"
    """The column's own text."""
    NUMBER = "number"
    """The whole number (int64) whose decimal text the column holds: `position`."""
    TITLES = "titles"
    """Column `Axis.attribute` of the titles row whose id is the column's text."""
    SERIES = "series"
    """The root of the column's title: parents followed upwards; loops are cut."""
    RUNTIMES = "runtimes"
    """Runtime in seconds (float64) of the column's title, else of its series."""
    ASSETS = "assets"
    """Column `Axis.attribute` of the assets row whose id is the column's text."""
    REGIONS = "regions"
    """The region of the column's country."""
    PROFILES = "profiles"
    """The profile attribute `Axis.attribute` of the column's ordinal."""
    AUDIENCES = "audiences"
    """The names of the `Plan.audiences` that contain the column's ordinal."""
    SETS = "sets"
    """The number of the row's set of values in the multi-valued keys `Axis.sets`."""
    AGE = "age"
    """Whole days (int64) from `Axis.attribute` of the column's title to the start of the slot:
    floor((slot start - launched_at) / 1 day); negative before the launch."""


@dataclass(frozen=True)
class Axis:
    """What rows are grouped or filtered by.

    A row without a value (null column, no such table row, null attribute, empty list, no audience)
    has the value null.
    """

    name: str
    """The full name: `genre`, `profile.plan`."""
    column: str
    """The fact column that decides: `title`, `asset`, `profile`, `country`, `x_experiment`, …
    (`AGE` needs `slot` too)."""
    lookup: Lookup
    attribute: str = ""
    """The column of the table looked up; empty where `lookup` needs none."""
    type: pa.DataType = TEXT
    """The values' type: string, int64, float64, bool_, or timestamp("us", "UTC")."""
    multi_valued: bool = False
    """Whether a row may have several values; it then belongs to several groups."""
    families: tuple[Family, ...] = (Family.EXPOSURE, Family.VIEWING)
    """The fact families whose rows have values."""

    sets: tuple["Key", ...] = ()
    """The multi-valued keys of a `SETS` axis, all of the same column."""

    @property
    def source(self) -> tuple[str, Lookup, str]:
        """What determines the values: equal for two names of the same thing."""
        return (self.column, self.lookup, self.attribute)


@dataclass(frozen=True, kw_only=True)
class Filter(Condition):
    """Which values of an axis let a row pass: the axis and the fields of a `Condition`.

    On a multi-valued axis, a row without values counts as one missing value; a row with values
    passes if any of them does or, with `negate`, if all of them do.
    """

    axis: Axis


@dataclass(frozen=True)
class Key:
    """One group column."""

    name: str
    """The name of the column in the result and in `Groups.keys`; `audience` for
    `audience:list`."""
    axis: Axis
    shown: tuple[Filter, ...] = ()
    """Only for a multi-valued axis that is also filtered: a value appears as a group only if it
    passes all of these, value by value. `Plan.filters` filters the rows independently; totals do
    not depend on this."""


@dataclass(frozen=True)
class SumTerm:
    """The sum of a stored column over rows, in stored units (counts, milliseconds, millionths).

    With `per_runtime` each row's value is divided by `runtime_seconds` of its title before it
    is added (float64); rows whose title has no runtime above 0 add nothing. With `unlinked` only
    the rows that pass `Plan.unlinked` count.
    """

    column: str
    per_runtime: bool = False
    unlinked: bool = False


@dataclass(frozen=True)
class DistinctTerm:
    """The number of distinct profiles with a row whose column `guard` is above 0.

    With `per_title`, the number of distinct pairs of profile and title; a missing title counts
    as a title. With `per_day`, of profile and local day in `Plan.tz`. `guard` may be one of
    `DERIVED`.
    """

    guard: str
    per_title: bool = False
    per_day: bool = False


Term = SumTerm | DistinctTerm


@dataclass(frozen=True)
class Moment:
    """Second moments over profiles of a numerator y and a denominator x, for a ratio's interval.

    Per group, each profile i has y_i and x_i: for a `SumTerm` the sum over its rows in the group,
    for a `DistinctTerm` 1 if it has a row above 0 in the group, else 0; with `per_title`
    (`per_day`), its number of titles (days) with such a row.
    """

    numerator: Term
    denominator: Term


@dataclass(frozen=True)
class FamilyPlan:
    """What one scan of one fact family adds up, per group and over all."""

    family: Family
    sums: tuple[SumTerm, ...]
    distincts: tuple[DistinctTerm, ...]
    moments: tuple[Moment, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The stored columns and derived flags that the terms add up, without duplicates."""
        pairs = [term for m in self.moments for term in (m.numerator, m.denominator)]
        terms: list[Term] = [*self.sums, *self.distincts, *pairs]
        names = (t.column if isinstance(t, SumTerm) else t.guard for t in terms)
        return tuple(dict.fromkeys(names))

    @property
    def derived(self) -> tuple[str, ...]:
        """The derived flags among the values."""
        return tuple(name for name in self.values if name in DERIVED)

    @property
    def columns(self) -> tuple[str, ...]:
        """The stored columns that the values need, without duplicates."""
        needed = (DERIVED.get(name, (name,)) for name in self.values)
        return tuple(dict.fromkeys(chain.from_iterable(needed)))

    @property
    def returns(self) -> bool:
        """Whether a value tells days of return apart."""
        return any(name != KEPT for name in self.derived)


@dataclass(frozen=True)
class Audience:
    """An audience to group by."""

    name: str
    """The value of its group: its full name, or the text of an expression."""
    expression: Expression

    @classmethod
    def of(cls, expression: Expression) -> "Audience":
        """Return the audience of an expression."""
        if isinstance(expression, NamedAudience):
            return cls(expression.full_name, expression)
        return cls(to_text(expression), expression)

    @property
    def label(self) -> str:
        """The name to show: without its kind."""
        return self.expression.name if isinstance(self.expression, NamedAudience) else self.name


@dataclass(frozen=True)
class Plan:
    """One query, ready for an engine; `families` has one entry, or two for mixed measures."""

    query: Query
    keys: tuple[Key, ...]
    filters: tuple[Filter, ...]
    """A row counts if it passes all of them."""
    first_slot: int | None
    last_slot: int | None
    """Rows count if first_slot <= slot < last_slot (slots since 1970, UTC); None is open."""
    grain: str | None
    tz: str
    families: tuple[FamilyPlan, ...]
    audience: Expression | None
    """Only its members' rows count; None: all profiles."""
    audiences: tuple[Audience, ...]
    """The values of an axis with `Lookup.AUDIENCES`, by name in byte order. Protected profiles, and
    those in none of them, have the value null."""
    measures: tuple[str, ...] = ()
    """The measures to compute: those of the query, then those that only `having`, `order` or the
    smallest cell need."""
    min_cell: int = 0
    """Rows about fewer people than this are hidden."""
    unlinked: tuple[tuple[Filter, ...], ...] = ()
    """Which rows are in placements that plays are not linked to: those that pass all conditions of
    an entry. No row passes two entries."""
    seen: tuple[Filter, ...] = ()
    """The rows that the reader may see pass all of them. A return counts on any of these rows,
    whatever the query's own filters and range."""
    totals: bool = True
    """Whether totals are needed. If not, an engine may leave them at 0: counting people over
    several titles means reading all rows once more."""


@dataclass(frozen=True)
class Tally:
    """One stored sum to add up for each profile, over the rows that pass."""

    family: Family
    column: str
    filters: tuple[Filter, ...] = ()
    first_slot: int | None = None
    last_slot: int | None = None
    """Rows count if first_slot <= slot < last_slot; None is open."""

    @property
    def plan(self) -> Plan:
        """The plan without keys, over all profiles, that this tally answers by profile."""
        sums = FamilyPlan(self.family, (SumTerm(self.column),), (), ())
        return Plan(
            query=Query(measures=(self.column,)),
            keys=(),
            filters=self.filters,
            first_slot=self.first_slot,
            last_slot=self.last_slot,
            grain=None,
            tz="UTC",
            families=(sums,),
            audience=None,
            audiences=(),
        )
