"""A scan as Druid SQL statements, built as trees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlglot import exp

from keyart.core.measures import is_derived
from keyart.query.druid_engine.audiences import any_of, is_plain, members, only
from keyart.query.druid_engine.connection import manifest_column
from keyart.query.druid_engine.errors import unsupported
from keyart.query.druid_engine.expressions import call, estimated, is_null, say, sketch
from keyart.query.druid_engine.facts import DruidFacts
from keyart.query.druid_engine.predicates import (
    overlaps,
    passes,
    shown_audiences,
    shown_values,
    shows_missing,
)
from keyart.query.druid_engine.times import BucketClock, in_range
from keyart.query.planning.plan import TIME, Audience, DistinctTerm, Key, Lookup, SumTerm, Term
from keyart.query.sql import RUNTIME, SqlScan, column, table, term_name
from keyart.scale.druid.layout import people

COUNT = "rows"
TITLE = "title"

_Keys = Sequence[tuple[str, exp.Expr]]
"""The keys of groups: their column names and values."""


@dataclass(frozen=True)
class StatementPart:
    """One statement: some groups of a scan, disjoint from those of other parts.

    `fixed` are the keys, by number, that have the same value in all its groups.
    """

    tree: exp.Select
    fixed: Mapping[int, str | None]


@dataclass(frozen=True)
class _KeyReading:
    """How to read a key: its value, None if `fixed`, and the condition that a row has one."""

    value: exp.Expr | None
    fixed: str | None = None
    where: tuple[exp.Expr, ...] = ()


def parts(facts: DruidFacts, scan: SqlScan, clock: BucketClock | None) -> Sequence[StatementPart]:
    """Return the statements that find the groups of a scan; `clock` if it has a time grain.

    The columns are `key_0`, …, `time`, and one per term, named by `term_name`, null for sums of
    nothing. Without keys, `COUNT` is the number of rows, because a group without rows does not
    exist.
    """
    _check_keys(scan)
    readings = [_group(facts, key) for key in scan.keys]
    audience = [i for i, key in enumerate(scan.keys) if key.axis.lookup is Lookup.AUDIENCES]
    if not audience:
        return [_part(facts, scan, clock, readings)]
    (place,) = audience
    split = _audience_groups(facts, scan, scan.keys[place])
    return [
        _part(facts, scan, clock, [*readings[:place], group, *readings[place + 1 :]])
        for group in split
    ]


def totals(facts: DruidFacts, scan: SqlScan) -> exp.Select:
    """Return the statement over all rows that pass, with the column `MANIFEST`."""
    return _part(facts, scan, None, []).tree.select(manifest_column(facts.copy.prefix), copy=False)


def _check_measures(facts: DruidFacts, scan: SqlScan) -> None:
    """Refuse measures of what single people did later, or of single plays."""
    if not scan.family.derived:
        return
    measures = facts.snapshot.config.measures
    named = [name for name in scan.plan.measures if is_derived(measures, measures[name])]
    raise unsupported(
        f"Druid cannot compute {' or '.join(named)}: it keeps no figures by profile.",
        f'Ask without {" and ".join(named)}, or ask engine="native".',
    )


def _check_keys(scan: SqlScan) -> None:
    """Refuse two keys on one multi-valued column: Druid would pair each value only with itself."""
    several = sorted((k for k in scan.keys if k.axis.multi_valued), key=lambda k: k.axis.source)
    for before, after in pairwise(several):
        if before.axis.source == after.axis.source:
            raise unsupported(f"Druid cannot group by {before.name!r} and {after.name!r} at once.")


def _part(
    facts: DruidFacts, scan: SqlScan, clock: BucketClock | None, groups: Sequence[_KeyReading]
) -> StatementPart:
    _check_measures(facts, scan)
    # 1. What defines the groups; several parts may read a key in the same way.
    named = [(f"key_{i}", g.value.copy()) for i, g in enumerate(groups) if g.value is not None]
    if clock is not None:
        named.append((TIME, clock.label()))
    # 2. Which rows count.
    conditions = [*_conditions(facts, scan), *(c.copy() for g in groups for c in g.where)]
    # 3. What to add up.
    added_up = _by_title if scan.per_title else _added_up
    tree = added_up(facts, scan, named, conditions)
    return StatementPart(tree, {i: g.fixed for i, g in enumerate(groups) if g.value is None})


def _added_up(
    facts: DruidFacts, scan: SqlScan, keys: _Keys, conditions: Sequence[exp.Expr]
) -> exp.Select:
    """Return the statement that adds up all rows of each group."""
    summed = [_named(_summed(facts, scan, term), term_name(scan, term)) for term in scan.terms]
    if not keys:
        summed.append(_named(exp.Count(this=exp.Star()), COUNT))
    tree = _grouped(keys, summed, table(facts.copy.datasource(facts.family)))
    return tree.where(*conditions, copy=False)


def _by_title(
    facts: DruidFacts, scan: SqlScan, keys: _Keys, conditions: Sequence[exp.Expr]
) -> exp.Select:
    """Return the statement that adds up each group title by title, and then its titles.

    Profile–title pairs are the sum of each title's people, so no sketch of pairs is needed.
    """
    inner_keys = [*keys, (TITLE, column(TITLE))]
    inner = [_named(_of_title(facts, scan, term), term_name(scan, term)) for term in scan.terms]
    inner.append(_named(exp.Count(this=exp.Star()), COUNT))
    rows = _grouped(inner_keys, inner, table(facts.copy.datasource(facts.family)))
    titles = exp.Subquery(this=rows.where(*conditions, copy=False))
    outer = [_named(_of_titles(facts, scan, term), term_name(scan, term)) for term in scan.terms]
    if not keys:
        count = exp.Coalesce(this=exp.Sum(this=column(COUNT)), expressions=[exp.convert(0)])
        outer.append(_named(count, COUNT))
    return _grouped([(name, column(name)) for name, _ in keys], outer, titles)


def _grouped(keys: _Keys, summed: list[exp.Expr], rows: exp.Table | exp.Subquery) -> exp.Select:
    tree = exp.Select(expressions=[*(_named(value, name) for name, value in keys), *summed])
    tree.from_(rows, copy=False)
    if keys:
        tree.group_by(*(exp.convert(i + 1) for i in range(len(keys))), copy=False)
    return tree


def _named(value: exp.Expr, name: str) -> exp.Expr:
    return exp.alias_(value, name, quoted=True, copy=False)


def _conditions(facts: DruidFacts, scan: SqlScan) -> list[exp.Expr]:
    conditions = in_range(facts, scan.plan)
    conditions += [passes(facts, scan.plan, condition) for condition in scan.filters]
    if scan.plan.audience is not None:
        conditions.append(members(facts, scan.plan.audience))
    return conditions


def _group(facts: DruidFacts, key: Key) -> _KeyReading:
    """Return how to read a key; `_audience_groups` handles audiences."""
    if key.axis.lookup is Lookup.AUDIENCES:
        return _KeyReading(None)
    if not key.axis.multi_valued:
        return _KeyReading(facts.value(key.axis))
    multi_valued = facts.several(key.axis)
    shown = shown_values(facts, key)
    if shown is None:
        return _KeyReading(multi_valued)
    some = overlaps(multi_valued, shown)
    where = exp.or_(some, is_null(multi_valued)) if shows_missing(key) else some
    if not shown:
        return _KeyReading(None, where=(where,))
    literals = [say(value) for value in sorted(map(str, shown))]
    return _KeyReading(
        call("MV_FILTER_ONLY", multi_valued, exp.Array(expressions=literals)), where=(where,)
    )


def _audience_groups(facts: DruidFacts, scan: SqlScan, key: Key) -> list[_KeyReading]:
    """Return how to read groups by audience: all at once for those in the audience column.

    An audience that is not loaded but can be derived gets a statement of its own.
    """
    every, shown = scan.plan.audiences, shown_audiences(scan.plan, key)
    loaded = [audience for audience in shown if is_plain(facts, audience)]
    missing = exp.not_(any_of(facts, every)) if shows_missing(key) else None
    if loaded and len(loaded) == len(every):
        rows = () if missing is not None else (any_of(facts, loaded),)
        return [_KeyReading(only(facts, loaded), where=rows)]
    groups = [_KeyReading(only(facts, loaded), where=(any_of(facts, loaded),))] if loaded else []
    groups += [_alone(facts, audience) for audience in shown if not is_plain(facts, audience)]
    return [*groups, *([] if missing is None else [_KeyReading(None, where=(missing,))])]


def _alone(facts: DruidFacts, audience: Audience) -> _KeyReading:
    return _KeyReading(None, audience.name, (members(facts, audience.expression),))


def _of_title(facts: DruidFacts, scan: SqlScan, term: Term) -> exp.Expr:
    """Return a group's value of a term within one title: a sketch, if the term counts people."""
    if isinstance(term, DistinctTerm):
        return sketch(_people(facts, term), facts.copy.manifest.lg_k)
    return _summed(facts, scan, term)


def _of_titles(facts: DruidFacts, scan: SqlScan, term: Term) -> exp.Expr:
    """Return a group's value of a term, combined from the values of its titles."""
    title_value = column(term_name(scan, term))
    if isinstance(term, SumTerm):
        return exp.Sum(this=title_value)
    if term.per_title:
        return exp.Sum(this=estimated(title_value))
    return estimated(sketch(title_value, facts.copy.manifest.lg_k))


def _people(facts: DruidFacts, term: DistinctTerm) -> exp.Column:
    """Return the column of sketches for the people that a term counts."""
    if term.guard not in facts.copy.manifest.guards[facts.family]:
        raise unsupported(f"Druid has no sketches of the people behind {term.guard!r}.")
    return column(people(term.guard))


def _summed(facts: DruidFacts, scan: SqlScan, term: Term) -> exp.Expr:
    manifest = facts.copy.manifest
    if isinstance(term, DistinctTerm):
        return estimated(sketch(_people(facts, term), manifest.lg_k))
    if term.column not in manifest.sums[facts.family]:
        raise unsupported(f"Druid has not loaded the sum {term.column!r}.")
    value: exp.Expr = column(term.column)
    if term.per_runtime:
        value = _per_runtime(facts, term)
    if term.unlinked:
        rows = (exp.and_(*(passes(facts, scan.plan, f) for f in u)) for u in scan.plan.unlinked)
        value = exp.case().when(exp.or_(*rows), value)
    return exp.Sum(this=value)


def _per_runtime(facts: DruidFacts, term: SumTerm) -> exp.Expr:
    runtime = exp.cast(facts.value(RUNTIME), "DOUBLE")
    has_runtime = exp.GT(this=runtime, expression=exp.convert(0))
    return exp.case().when(
        has_runtime, exp.Div(this=column(term.column), expression=runtime.copy())
    )
