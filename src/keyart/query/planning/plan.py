"""A plan: one validated question, with every name resolved, that any engine can answer.

A plan is data and holds no rows. Three ideas carry it:

- An **axis** says how a fact row's value of a dimension is found (`Axis`).
- A **term** says what one row adds: a stored column's value, or a profile counted once
  (`SumTerm`, a guard column, `Moment`).
- Everything else (ratios, divisors, nulls, intervals, order) is made from the engine's sums
  afterwards, in one place for all engines: `keyart.query.result`.
"""

from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa

from keyart.audiences import Expression, NamedAudience, to_text
from keyart.core.facts import Family
from keyart.query.planning.conditions import Condition
from keyart.query.request import Query

TEXT = pa.string()

TIME = "time"
"""The name of the group column that holds the start of the bucket."""


SUPPRESSED = "suppressed"
"""The name of the column that says how many groups of too few people a row stands for."""

PEOPLE = {Family.EXPOSURE: "reach", Family.VIEWING: "active_profiles"}
"""The measure that counts the people behind the facts of a family."""

ABOUT = {Family.EXPOSURE: ("impressions",), Family.VIEWING: ("active_starts", "starts")}
"""The stored columns that are above 0 for whom the facts of a family are about: for the people
above, and for all who have any."""


class Lookup(StrEnum):
    """How an axis finds a row's value from the fact column `Axis.column`."""

    ITSELF = "itself"
    """The column's own text."""
    NUMBER = "number"
    """The whole number (int64) whose decimal text the column holds: `position`."""
    TITLES = "titles"
    """Column `Axis.attribute` of the titles row whose id is the column's text."""
    SERIES = "series"
    """The root title of the column's title: parents followed upwards, a loop is cut."""
    ASSETS = "assets"
    """Column `Axis.attribute` of the assets row whose id is the column's text."""
    REGIONS = "regions"
    """The region of the column's country."""
    PROFILES = "profiles"
    """The profile attribute `Axis.attribute` of the column's ordinal."""
    AUDIENCES = "audiences"
    """The names of those of `Plan.audiences` that hold the column's ordinal."""
    SETS = "sets"
    """The number of the set of values that a row has in the multi-valued keys `Axis.sets`."""
    AGE = "age"
    """Whole days (int64) from `Axis.attribute` of the column's title to the start of the slot:
    floor((slot start - launched_at) / 1 day); negative before the launch."""


@dataclass(frozen=True)
class Axis:
    """What rows are grouped or filtered by.

    A row whose value cannot be found (null column, no such table row, null attribute, no entry
    in a list, no audience) has the value null.
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
    """The fact families whose rows have a value at all."""

    sets: tuple["Key", ...] = ()
    """The multi-valued keys of a `SETS` axis, all of the same column."""

    @property
    def source(self) -> tuple[str, Lookup, str]:
        """What the values are a function of: equal for two names of one thing."""
        return (self.column, self.lookup, self.attribute)


@dataclass(frozen=True, kw_only=True)
class Filter(Condition):
    """Which values of an axis let a row pass: the axis and the fields of a `Condition`.

    A row of a multi-valued axis without values counts as one missing value. With values it
    passes if any of them does; with `negate`, if all of them do.
    """

    axis: Axis


@dataclass(frozen=True)
class Key:
    """One group column."""

    name: str
    """The name as asked (`audience:list` is `audience`), of the column in the result and in
    `Groups.keys`."""
    axis: Axis
    shown: tuple[Filter, ...] = ()
    """Only for a multi-valued axis that is filtered too: a value appears as a group only if it
    passes all of these (each judged value by value). The rows are filtered apart from this, by
    `Plan.filters`, and totals know nothing of it."""


@dataclass(frozen=True)
class SumTerm:
    """The sum of a stored column over rows, in stored units (counts, milliseconds, millionths).

    With `per_runtime` each row's value is divided by `runtime_seconds` of its title before it
    is added (float64); rows whose title has no runtime above 0 add nothing. With `unlinked` only
    rows count that pass `Plan.unlinked`.
    """

    column: str
    per_runtime: bool = False
    unlinked: bool = False


@dataclass(frozen=True)
class DistinctTerm:
    """The number of distinct profiles with a row whose column `guard` is above 0.

    With `per_title`, of distinct pairs of a profile and a title. A missing title is one, too.
    """

    guard: str
    per_title: bool = False


Term = SumTerm | DistinctTerm


@dataclass(frozen=True)
class Moment:
    """Second moments over profiles of a numerator y and a denominator x, for a ratio's interval.

    Per group, each profile i has y_i and x_i: of a `SumTerm` the sum over its rows in the group,
    of a `DistinctTerm` 1 if it has a row above 0 in the group, else 0; with `per_title`, the
    number of titles of which it has such a row there.
    """

    numerator: Term
    denominator: Term


@dataclass(frozen=True)
class FamilyPlan:
    """What one scan of one fact family has to add up, per group and over all."""

    family: Family
    sums: tuple[SumTerm, ...]
    distincts: tuple[DistinctTerm, ...]
    moments: tuple[Moment, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The stored sum columns that the terms read, without duplicates."""
        pairs = [term for m in self.moments for term in (m.numerator, m.denominator)]
        terms: list[Term] = [*self.sums, *self.distincts, *pairs]
        names = (t.column if isinstance(t, SumTerm) else t.guard for t in terms)
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True)
class Audience:
    """An audience to group by."""

    name: str
    """The value of its group: its full name, or the text of an expression."""
    expression: Expression

    @classmethod
    def of(cls, expression: Expression) -> "Audience":
        """Return an expression as an audience."""
        if isinstance(expression, NamedAudience):
            return cls(expression.full_name, expression)
        return cls(to_text(expression), expression)

    @property
    def label(self) -> str:
        """What people call it: a name goes without its kind."""
        return self.expression.name if isinstance(self.expression, NamedAudience) else self.name


@dataclass(frozen=True)
class Plan:
    """One question, ready for an engine; `families` has one entry, or two for a mixed question."""

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
    """Only rows of its members count; None: of all profiles."""
    audiences: tuple[Audience, ...]
    """What an axis with `Lookup.AUDIENCES` ranges over, by name in byte order; protected
    profiles and those in none of them have the value null."""
    notes: tuple[str, ...] = ()
    """What the asker should know, such as values that nothing has."""
    measures: tuple[str, ...] = ()
    """The measures that must be worked out: those asked for, then those that only `having`,
    `order` or the smallest cell need."""
    min_cell: int = 0
    """Rows about fewer people than this are not shown."""
    unlinked: tuple[tuple[Filter, ...], ...] = ()
    """The rows that are in placements to which plays are not linked: those that pass all conditions
    of an entry. None passes two of them."""
    totals: bool = True
    """Whether totals are wanted. Where they are not, an engine may leave them at 0: people of
    several titles can only be counted by reading all rows once more."""


@dataclass(frozen=True)
class Tally:
    """What to add up for each profile: one stored sum, over the rows that pass."""

    family: Family
    column: str
    filters: tuple[Filter, ...] = ()
    first_slot: int | None = None
    last_slot: int | None = None
    """Rows count if first_slot <= slot < last_slot; None is open."""

    @property
    def plan(self) -> Plan:
        """The question of which this is the answer by profile: without keys, of all profiles."""
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
