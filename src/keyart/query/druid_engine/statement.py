"""A scan as statements in Druid's SQL, built as trees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlglot import exp

from keyart.query.druid_engine.audiences import any_of, is_plain, members, only
from keyart.query.druid_engine.copies import says
from keyart.query.druid_engine.functions import call, is_null
from keyart.query.druid_engine.ground import Ground
from keyart.query.druid_engine.parameters import say
from keyart.query.druid_engine.predicates import (
    overlaps,
    passes,
    shown_audiences,
    shown_values,
    shows_missing,
)
from keyart.query.druid_engine.refusals import unsupported
from keyart.query.druid_engine.sketches import estimate
from keyart.query.druid_engine.times import Clock, in_range
from keyart.query.plan import TIME, Audience, DistinctTerm, Key, Lookup, SumTerm, Term
from keyart.query.sql import RUNTIME, Scan, column, table, term_name

COUNT = "rows"


@dataclass(frozen=True)
class Part:
    """One statement: some of the groups of a scan, disjoint from those of other parts.

    `fixed` are the keys, by number, of which all its groups have the same value.
    """

    tree: exp.Select
    fixed: Mapping[int, str | None]


@dataclass(frozen=True)
class _Group:
    """How a key is read: its value, None where it is `fixed`, and which rows have one."""

    value: exp.Expr | None
    fixed: str | None = None
    where: tuple[exp.Expr, ...] = ()


def parts(ground: Ground, scan: Scan, clock: Clock | None) -> Sequence[Part]:
    """Return the statements that find the groups of a scan; `clock` if it is by time.

    Their columns are `key_0`, …, `time`, each term's by `term_name`, null for sums of nothing.
    Where there are no keys, `COUNT` is the number of rows: a group without rows is none.
    """
    _check_keys(scan)
    own = [_group(ground, key) for key in scan.keys]
    audience = [i for i, key in enumerate(scan.keys) if key.axis.lookup is Lookup.AUDIENCES]
    if not audience:
        return [_part(ground, scan, clock, own)]
    (place,) = audience
    split = _audience_groups(ground, scan, scan.keys[place])
    return [_part(ground, scan, clock, [*own[:place], group, *own[place + 1 :]]) for group in split]


def totals(ground: Ground, scan: Scan) -> exp.Select:
    """Return the statement over all rows that pass; its column `MANIFEST` is what `says` says."""
    return _part(ground, scan, None, []).tree.select(says(ground.copy.prefix), copy=False)


def _check_keys(scan: Scan) -> None:
    """Refuse two keys of one column of several values: Druid would pair each only with itself."""
    several = sorted((k for k in scan.keys if k.axis.multi_valued), key=lambda k: k.axis.source)
    for before, after in pairwise(several):
        if before.axis.source == after.axis.source:
            raise unsupported(f"Druid cannot group by {before.name!r} and {after.name!r} at once.")


def _part(ground: Ground, scan: Scan, clock: Clock | None, groups: Sequence[_Group]) -> Part:
    # 1. What groups are told apart by; several parts may share how a key is read.
    named = [(f"key_{i}", g.value.copy()) for i, g in enumerate(groups) if g.value is not None]
    if clock is not None:
        named.append((TIME, clock.label()))
    keys = [_named(value, name) for name, value in named]
    # 2. What is added up.
    summed = [_named(_summed(ground, term), term_name(scan, term)) for term in scan.terms]
    if not keys:
        summed.append(_named(exp.Count(this=exp.Star()), COUNT))
    tree = exp.Select(expressions=[*keys, *summed])
    tree.from_(table(ground.copy.datasource(ground.family)), copy=False)
    # 3. Of which rows.
    conditions = [*_conditions(ground, scan), *(c.copy() for g in groups for c in g.where)]
    tree.where(*conditions, copy=False)
    if keys:
        tree.group_by(*(exp.convert(i + 1) for i in range(len(keys))), copy=False)
    return Part(tree, {i: g.fixed for i, g in enumerate(groups) if g.value is None})


def _named(value: exp.Expr, name: str) -> exp.Expr:
    return exp.alias_(value, name, quoted=True, copy=False)


def _conditions(ground: Ground, scan: Scan) -> list[exp.Expr]:
    conditions = in_range(ground, scan.plan)
    conditions += [passes(ground, scan.plan, condition) for condition in scan.filters]
    if scan.plan.audience is not None:
        conditions.append(members(ground, scan.plan.audience))
    return conditions


def _group(ground: Ground, key: Key) -> _Group:
    """Return how a key is read; of audiences, `_audience_groups` says it."""
    if key.axis.lookup is Lookup.AUDIENCES:
        return _Group(None)
    if not key.axis.multi_valued:
        return _Group(ground.value(key.axis))
    own = ground.several(key.axis)
    shown = shown_values(ground, key)
    if shown is None:
        return _Group(own)
    some = overlaps(own, shown)
    where = exp.or_(some, is_null(own)) if shows_missing(key) else some
    if not shown:
        return _Group(None, where=(where,))
    said = [say(value) for value in sorted(map(str, shown))]
    return _Group(call("MV_FILTER_ONLY", own, exp.Array(expressions=said)), where=(where,))


def _audience_groups(ground: Ground, scan: Scan, key: Key) -> list[_Group]:
    """Return how groups by audience are read: all at once where the column of audiences says so.

    Whoever is in an audience that is not loaded but can be told is asked for on its own.
    """
    every, shown = scan.plan.audiences, shown_audiences(scan.plan, key)
    plain = [audience for audience in shown if is_plain(ground, audience)]
    missing = exp.not_(any_of(ground, every)) if shows_missing(key) else None
    if plain and len(plain) == len(every):
        rows = () if missing is not None else (any_of(ground, plain),)
        return [_Group(only(ground, plain), where=rows)]
    groups = [_Group(only(ground, plain), where=(any_of(ground, plain),))] if plain else []
    groups += [_alone(ground, audience) for audience in shown if not is_plain(ground, audience)]
    return [*groups, *([] if missing is None else [_Group(None, where=(missing,))])]


def _alone(ground: Ground, audience: Audience) -> _Group:
    return _Group(None, audience.name, (members(ground, audience.expression),))


def _summed(ground: Ground, term: Term) -> exp.Expr:
    manifest = ground.copy.manifest
    if isinstance(term, DistinctTerm):
        if term.guard not in manifest.guards[ground.family]:
            raise unsupported(f"Druid has no sketches of the people behind {term.guard!r}.")
        return estimate(term.guard, manifest.lg_k)
    if term.column not in manifest.sums[ground.family]:
        raise unsupported(f"Druid has not loaded the sum {term.column!r}.")
    value: exp.Expr = column(term.column)
    if term.per_runtime:
        value = _per_runtime(ground, term)
    return exp.Sum(this=value)


def _per_runtime(ground: Ground, term: SumTerm) -> exp.Expr:
    runtime = exp.cast(ground.value(RUNTIME), "DOUBLE")
    known = exp.GT(this=runtime, expression=exp.convert(0))
    return exp.case().when(known, exp.Div(this=column(term.column), expression=runtime.copy()))
