"""What engines that answer by SQL share: scans, and the pieces of their statements."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa
from sqlglot import exp

from keyart.core.measures import KEPT
from keyart.query.planning.conditions import Condition, Value
from keyart.query.planning.plan import (
    TIME,
    Axis,
    DistinctTerm,
    FamilyPlan,
    Filter,
    Key,
    Lookup,
    Plan,
    SumTerm,
    Term,
)

LENGTH = Axis("length", "title", Lookup.RUNTIMES, type=pa.float64())
RUNTIME = Axis("runtime", "title", Lookup.TITLES, "runtime_seconds", pa.float64())


@dataclass(frozen=True)
class SqlScan:
    """The part of a plan for one statement: by the plan's keys, or over all."""

    plan: Plan
    family: FamilyPlan
    keys: tuple[Key, ...]
    grained: bool

    @classmethod
    def by_keys(cls, plan: Plan, family: FamilyPlan) -> "SqlScan":
        """Return the scan that finds the groups of a plan."""
        return cls(plan, family, plan.keys, plan.grain is not None)

    @classmethod
    def over_all(cls, plan: Plan, family: FamilyPlan) -> "SqlScan":
        """Return the scan that finds the totals of a plan."""
        return cls(plan, family, (), False)

    @property
    def filters(self) -> tuple[Filter, ...]:
        """The filters of the plan."""
        return self.plan.filters

    @property
    def terms(self) -> tuple[Term, ...]:
        """What is added up: sums, distinct counts, and both sides of moments."""
        sides = [term for m in self.family.moments for term in (m.numerator, m.denominator)]
        return tuple(dict.fromkeys([*self.family.sums, *self.family.distincts, *sides]))

    @property
    def by_profile(self) -> bool:
        """Whether rows must be grouped by profile."""
        return bool(self.family.distincts or self.family.moments)

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The axes of keys and filters, one for each source, and of runtimes if needed."""
        used = [*(k.axis for k in self.keys), *(f.axis for f in self.filters)]
        runtimes = any(isinstance(term, SumTerm) and term.per_runtime for term in self.terms)
        used += [RUNTIME] if runtimes else []
        used += [LENGTH] if KEPT in self.family.derived else []
        if any(isinstance(term, SumTerm) and term.unlinked for term in self.terms):
            used += [f.axis for filters in self.plan.unlinked for f in filters]
        return tuple({axis.source: axis for axis in used}.values())

    @property
    def coded(self) -> tuple[str, ...]:
        """The coded columns of facts that the axes and terms need."""
        columns = [axis.column for axis in self.axes if axis.column != "profile"]
        columns += ["title"] if self.per_title else []
        columns += ["reason"] if KEPT in self.family.derived else []
        return tuple(dict.fromkeys(columns))

    @property
    def per_title(self) -> bool:
        """Whether rows must be grouped by title."""
        return any(isinstance(term, DistinctTerm) and term.per_title for term in self.terms)


def key_names(scan: SqlScan) -> list[str]:
    """Return the names of the statement's key columns, in order."""
    return [*(f"key_{i}" for i in range(len(scan.keys))), *([TIME] if scan.grained else [])]


def term_name(scan: SqlScan, term: Term) -> str:
    """Return the name of a term's column."""
    return f"term_{scan.terms.index(term)}"


DAY_MICROSECONDS = 86_400_000_000

Say = Callable[[Value], exp.Expr]
"""Returns a value's expression in a statement: a literal, or a parameter."""


Among = Callable[[exp.Expr], exp.Expr]
"""Returns whether a value is one of a condition's values."""


def column(name: str, table: str | None = None) -> exp.Column:
    """Return a quoted column."""
    return exp.column(name, table=table, quoted=True)


def table(name: str, alias: str | None = None) -> exp.Table:
    """Return a quoted table."""
    return exp.table_(name, quoted=True, alias=alias)


def value_passes(
    condition: Condition,
    value: exp.Expr,
    say: Say = exp.convert,
    among: "Among | None" = None,
) -> exp.Expr:
    """Return whether one value passes: true, false, or null for false.

    `among` returns whether a value is listed; the default is `listed`.
    """
    if condition.values is None:
        return _in_range(condition, value, say)
    missing = exp.Is(this=value.copy(), expression=exp.Null())
    one_of = among(value) if among else listed(condition.values, value, say)
    if condition.negate:
        other = exp.not_(one_of)
        return (
            exp.and_(exp.not_(missing), other)
            if None in condition.values
            else exp.or_(missing, other)
        )
    return exp.or_(missing, one_of) if None in condition.values else one_of


def listed(values: Iterable[Value], value: exp.Expr, say: Say = exp.convert) -> exp.Expr:
    """Return whether a value is one of `values`; None in them is ignored."""
    ordered = sorted((v for v in values if v is not None), key=str)
    if not ordered:
        return exp.false()
    return exp.In(this=value.copy(), expressions=[say(v) for v in ordered])


def _in_range(condition: Condition, value: exp.Expr, say: Say) -> exp.Expr:
    sides: Sequence[tuple[type[exp.Binary], Value]] = (
        (exp.GTE, condition.low),
        (exp.LT, condition.high),
    )
    present = exp.not_(exp.Is(this=value.copy(), expression=exp.Null()))
    bounds = [
        side(this=value.copy(), expression=say(bound)) for side, bound in sides if bound is not None
    ]
    return exp.and_(present, *bounds)


def age(now: exp.Expr, launched: exp.Expr, divided: type[exp.Binary]) -> exp.Expr:
    """Return floor((now - launched) / 1 day) in whole numbers; both are µs since 1970.

    `divided` is the division of whole numbers in the engine's SQL.
    """
    passed = exp.paren(exp.Sub(this=now, expression=launched))
    day = exp.convert(DAY_MICROSECONDS)
    rest = exp.paren(exp.Mod(this=passed, expression=day))
    positive = exp.Mod(
        this=exp.paren(exp.Add(this=rest, expression=day.copy())), expression=day.copy()
    )
    return divided(
        this=exp.paren(exp.Sub(this=passed.copy(), expression=exp.paren(positive))),
        expression=day.copy(),
    )
