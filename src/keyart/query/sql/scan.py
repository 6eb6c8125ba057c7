"""One statement's part of a plan, and the names of its columns."""

from dataclasses import dataclass

import pyarrow as pa

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

RUNTIME = Axis("runtime", "title", Lookup.TITLES, "runtime_seconds", pa.float64())


@dataclass(frozen=True)
class SqlScan:
    """One statement's part of a plan: by the plan's keys, or over all."""

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
        """What rows are added up to: sums, distinct counts, and both sides of the moments."""
        sides = [term for m in self.family.moments for term in (m.numerator, m.denominator)]
        return tuple(dict.fromkeys([*self.family.sums, *self.family.distincts, *sides]))

    @property
    def by_profile(self) -> bool:
        """Whether it matters which rows are of one profile."""
        return bool(self.family.distincts or self.family.moments)

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The axes of keys and filters, one for each source, and of runtimes if needed."""
        used = [*(k.axis for k in self.keys), *(f.axis for f in self.filters)]
        runtimes = any(isinstance(term, SumTerm) and term.per_runtime for term in self.terms)
        used += [RUNTIME] if runtimes else []
        if any(isinstance(term, SumTerm) and term.unlinked for term in self.terms):
            used += [f.axis for own in self.plan.unlinked for f in own]
        return tuple({axis.source: axis for axis in used}.values())

    @property
    def coded(self) -> tuple[str, ...]:
        """The coded columns of facts that the axes need, and pairs of profiles and titles."""
        columns = [axis.column for axis in self.axes if axis.column != "profile"]
        columns += ["title"] if self.per_title else []
        return tuple(dict.fromkeys(columns))

    @property
    def per_title(self) -> bool:
        """Whether it matters which rows are of one title."""
        return any(isinstance(term, DistinctTerm) and term.per_title for term in self.terms)


def key_names(scan: SqlScan) -> list[str]:
    """Return the names of the statement's key columns, in order."""
    return [*(f"key_{i}" for i in range(len(scan.keys))), *([TIME] if scan.grained else [])]


def term_name(scan: SqlScan, term: Term) -> str:
    """Return the name of a term's column."""
    return f"term_{scan.terms.index(term)}"
