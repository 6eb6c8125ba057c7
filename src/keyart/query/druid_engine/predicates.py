"""Conditions as Druid SQL: on single values, multiple values and audiences."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from keyart.query.druid_engine.audiences import any_of
from keyart.query.druid_engine.expressions import call, present, say
from keyart.query.druid_engine.facts import DruidFacts
from keyart.query.lookups import values_of
from keyart.query.output.notes import known_values
from keyart.query.planning.conditions import Condition, Value
from keyart.query.planning.plan import Audience, Axis, Filter, Key, Lookup, Plan
from keyart.query.sql import listed, value_passes
from keyart.store import Snapshot


def passes(facts: DruidFacts, plan: Plan, condition: Filter) -> exp.Expr:
    """Return whether a row passes a filter of a plan."""
    axis = condition.axis
    if axis.lookup is Lookup.AUDIENCES:
        return _audiences_pass(facts, plan, condition)
    if axis.multi_valued:
        return _several_pass(facts, condition)
    value, compared = _comparable(facts, axis, condition)
    if condition.values is not None or not pa.types.is_string(axis.type):
        return value_passes(compared, value, say)
    # Without the cast, Druid strips trailing spaces from a bound.
    passing = value_passes(compared, value, lambda bound: exp.cast(say(bound), "VARCHAR"))
    return _in_our_order(facts, condition, value, passing)


def _comparable(facts: DruidFacts, axis: Axis, condition: Filter) -> tuple[exp.Expr, Condition]:
    """Return an axis' value in the form to compare, and the condition with values in that form."""
    value = facts.value(axis)
    if pa.types.is_boolean(axis.type):
        values = condition.values or frozenset[Value]()
        words = frozenset(v if v is None else str(v).lower() for v in values)
        return value, replace(condition, values=words)
    if pa.types.is_floating(axis.type):
        return exp.cast(value, "DOUBLE"), condition
    if axis.lookup is not Lookup.AGE and not pa.types.is_string(axis.type):
        return exp.cast(value, "BIGINT"), condition
    return value, condition


def _in_our_order(
    facts: DruidFacts, condition: Filter, value: exp.Expr, passing: exp.Expr
) -> exp.Expr:
    """Return whether text is in a range by UTF-8 bytes; `passing` is Druid's own result.

    Druid compares UTF-16, which sorts characters beyond the BMP before some within it. The few
    values with such characters are listed explicitly.
    """
    value_lists = known_values(facts.snapshot, condition.axis)
    candidates = {text for values in value_lists for text in _with_late_letters(values)}
    inside = _within(condition, candidates)
    by_units = {text for text in candidates if _in_range_of_units(condition, text)}
    if inside - by_units:
        passing = exp.or_(passing, listed(inside - by_units, value, say))
    if by_units - inside:
        passing = exp.and_(passing, exp.not_(listed(by_units - inside, value, say)))
    return passing


def _with_late_letters(values: pa.Array) -> list[str]:
    """Return the values with a character that UTF-16 sorts differently from UTF-8."""
    late = pc.match_substring_regex(values, "[\\x{E000}-\\x{10FFFF}]")
    return values.filter(late).to_pylist()


def _in_range_of_units(condition: Condition, text: str) -> bool:
    low, high = condition.low, condition.high
    units = _units(text)
    return (low is None or units >= _units(str(low))) and (
        high is None or units < _units(str(high))
    )


def _units(text: str) -> bytes:
    return text.encode("utf-16-be")


def _audiences_pass(facts: DruidFacts, plan: Plan, condition: Filter) -> exp.Expr:
    """Return whether a row passes a filter on the query's audiences."""
    chosen = _listed_audiences(plan.audiences, condition)
    inside = any_of(facts, chosen)
    return _with_missing(condition, inside, lambda: any_of(facts, plan.audiences))


def _several_pass(facts: DruidFacts, condition: Filter) -> exp.Expr:
    """Return whether a row passes a filter on a multi-valued axis."""
    multi_valued = facts.several(condition.axis)
    chosen = _chosen_values(facts.snapshot, condition)
    return _with_missing(condition, overlaps(multi_valued, chosen), lambda: present(multi_valued))


def _with_missing(condition: Filter, inside: exp.Expr, some: Callable[[], exp.Expr]) -> exp.Expr:
    """Return whether a row passes; `inside`: it has a listed value; `some`: it has any value.

    Both are true or false, never null.
    """
    if condition.values is None or None not in condition.values:
        return exp.not_(inside) if condition.negate else inside
    if condition.negate:
        return exp.and_(exp.not_(inside), some())
    return exp.or_(inside, exp.not_(some()))


def overlaps(multi_valued: exp.Expr, values: Iterable[Value]) -> exp.Expr:
    """Return whether a multi-valued column has any of `values`; never null."""
    ordered = sorted(str(value) for value in values)
    if not ordered:
        return exp.false()
    array = exp.Array(expressions=[say(value) for value in ordered])
    return exp.and_(present(multi_valued), call("MV_OVERLAP", multi_valued, array))


def _chosen_values(snapshot: Snapshot, condition: Filter) -> frozenset[Value]:
    """Return the values that a condition lists, or the catalogue's values in its range."""
    if condition.values is not None:
        return condition.values - {None}
    return _within(condition, _catalogue(snapshot, condition.axis))


def _within(condition: Condition, values: Iterable[Value]) -> frozenset[Value]:
    listed = list(values)
    flags = condition.passes(pa.array(listed, pa.string()))
    return frozenset(v for v, passing in zip(listed, flags, strict=True) if passing)


def _catalogue(snapshot: Snapshot, axis: Axis) -> list[Value]:
    """Return all values of titles or assets on a multi-valued axis."""
    table = snapshot.titles if axis.lookup is Lookup.TITLES else snapshot.assets
    ids = table.column(f"{axis.column}_id").combine_chunks()
    distinct = pc.unique(pc.list_flatten(values_of(snapshot, axis, ids)))
    return distinct.drop_null().to_pylist()


def _listed_audiences(audiences: Iterable[Audience], condition: Filter) -> list[Audience]:
    """Return the audiences that a condition lists, or those in its range."""
    if condition.values is not None:
        return [audience for audience in audiences if audience.name in condition.values]
    every = list(audiences)
    inside = _within(condition, [audience.name for audience in every])
    return [audience for audience in every if audience.name in inside]


# The values that a multi-valued key shows. A row that passes a `not` has none of its values, so
# only lists and ranges limit which of a row's values appear.


def shows_missing(key: Key) -> bool:
    """Return whether rows without values form a group of a multi-valued key."""
    return all(_passes_missing(condition) for condition in key.shown)


def _passes_missing(condition: Filter) -> bool:
    return condition.values is not None and (None in condition.values) != condition.negate


def shown_values(facts: DruidFacts, key: Key) -> frozenset[Value] | None:
    """Return the values of titles or assets that appear as groups of a key; None for all."""
    choosing = [condition for condition in key.shown if not condition.negate]
    if not choosing:
        return None
    sets = (_chosen_values(facts.snapshot, condition) for condition in choosing)
    return reduce(lambda some, others: some & others, sets)


def shown_audiences(plan: Plan, key: Key) -> list[Audience]:
    """Return the audiences that appear as groups."""
    shown = list(plan.audiences)
    for condition in key.shown:
        if not condition.negate:
            shown = _listed_audiences(shown, condition)
    return shown
