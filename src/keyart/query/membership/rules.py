"""The behavioural rules, judged on sums that an engine computes for each profile.

docs/audiences.md describes each rule. Sums are whole numbers and bounds are fractions, so every
comparison is exact.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np
import numpy.typing as npt

from keyart.audiences import RULES, Attribute, Expression, Rule, leaves
from keyart.core.facts import SLOT_MICROSECONDS, Family
from keyart.core.zones import slot_bound
from keyart.query.lookups import on_loops
from keyart.query.membership.bits import Flags
from keyart.query.memo import memo
from keyart.query.planning.model import Model, model_of
from keyart.query.planning.plan import Filter, Tally
from keyart.store import Snapshot

Longs = npt.NDArray[np.int64]
Span = tuple[int | None, int | None]
"""The slots that count, half-open; None is open."""

SLOTS_A_DAY = 96
MILLISECONDS_AN_HOUR = 3_600_000
ALWAYS: Span = (None, None)
MOST = np.iinfo(np.int64).max

_OPERATORS: Mapping[str, Callable[[Longs, Longs | int], Flags]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


@dataclass(frozen=True)
class RuleFacts:
    """The facts that rules are judged on: a snapshot, and what adds up its facts."""

    snapshot: Snapshot
    tally: Callable[[Tally], Longs]
    """Returns the sum of each profile, int64 [profiles]."""

    def total(
        self, family: Family, column: str, span: Span = ALWAYS, only: tuple[Filter, ...] = ()
    ) -> Longs:
        """Return each profile's sum of a stored column."""
        return self.tally(Tally(family, column, only, *span))

    def last(self, days: int) -> Span:
        """Return the span of the last days: whole slots, up to the newest event's."""
        newest = (self.snapshot.data_until or 0) // SLOT_MICROSECONDS
        return newest + 1 - days * SLOTS_A_DAY, None

    def span(self, rule: Rule) -> Span:
        """Return the time span of a rule."""
        days = rule.get("days")
        if days is not None:
            return self.last(int(days))
        since, until = rule.get("since"), rule.get("until")
        return (
            None if since is None else slot_bound(since, "UTC"),
            None if until is None else slot_bound(until, "UTC"),
        )


def judge(facts: RuleFacts, rule: Rule) -> Flags:
    """Return whether a rule holds for each profile."""
    return _RULES[rule.name](facts, rule)


def _times(family: Family, column: str) -> Callable[[RuleFacts, Rule], Flags]:
    """Return the rule that a column's sum is `at_least`, by default 1."""

    def rule(facts: RuleFacts, rule: Rule) -> Flags:
        only = filters(facts.snapshot, rule)
        least = int(rule.get("at_least") or 1)
        return facts.total(family, column, facts.span(rule), only) >= least

    return rule


def _watched(facts: RuleFacts, rule: Rule, only: tuple[Filter, ...]) -> Longs:
    return facts.total(Family.VIEWING, "watch_ms", facts.span(rule), only)


def _hours(facts: RuleFacts, rule: Rule) -> Flags:
    assert rule.comparison is not None
    watched = _watched(facts, rule, filters(facts.snapshot, rule))
    sign, bound = rule.comparison.operator, Fraction(rule.comparison.number)
    # Whole milliseconds reach a bound exactly if they reach the next whole number.
    near = ceil if sign in {">=", "<"} else floor
    return _OPERATORS[sign](watched, near(bound * MILLISECONDS_AN_HOUR))


def _share(facts: RuleFacts, rule: Rule) -> Flags:
    assert rule.comparison is not None
    part = _watched(facts, rule, filters(facts.snapshot, rule))
    whole = _watched(facts, rule, ())
    sign, bound = rule.comparison.operator, Fraction(rule.comparison.number)
    if int(whole.max(initial=0)) * bound.denominator > MOST:  # with absurdly long plays
        part, whole = part.astype(object), whole.astype(object)
    # part / whole against the bound, multiplied out.
    passing = _OPERATORS[sign](part * bound.denominator, whole * bound.numerator)
    return (passing & (whole > 0)).astype(np.bool_)


def _new(facts: RuleFacts, rule: Rule) -> Flags:
    first, _ = facts.last(int(rule.get("days") or 0))
    ever, before = (
        (facts.total(Family.EXPOSURE, "impressions", span) > 0)
        | (facts.total(Family.VIEWING, "starts", span) > 0)
        for span in (ALWAYS, (None, first))
    )
    return ever & ~before


def _lapsed(facts: RuleFacts, rule: Rule) -> Flags:
    ever, lately = (
        facts.total(Family.VIEWING, "active_starts", span) > 0
        for span in (ALWAYS, facts.last(int(rule.get("days") or 0)))
    )
    return ever & ~lately


_RULES: Mapping[str, Callable[[RuleFacts, Rule], Flags]] = {
    "saw": _times(Family.EXPOSURE, "impressions"),
    "viewed": _times(Family.VIEWING, "active_starts"),
    "completed": _times(Family.VIEWING, "completions"),
    "hours": _hours,
    "share": _share,
    "new": _new,
    "lapsed": _lapsed,
}


def subject(rule: Rule) -> tuple[str, str] | None:
    """Return (dimension, value) of a rule's subject, None if it has none."""
    for name in RULES[rule.name].subjects:
        value = rule.get(name)
        if value is not None:
            return name, str(value)
    return None


def filters(snapshot: Snapshot, rule: Rule) -> tuple[Filter, ...]:
    """Return the filters for a rule's subject; a title includes those below it."""
    pair = subject(rule)
    if pair is None:
        return ()
    name, value = pair
    values = below(snapshot, value) if name == "title" else frozenset({value})
    return (Filter(axis=model_of(snapshot).axis(name), values=values),)


def below(snapshot: Snapshot, title: str) -> frozenset[str]:
    """Return a title and all its descendants, such as a series' episodes."""
    children = memo(snapshot, below, lambda: _children(snapshot))
    family: set[str] = set()
    waiting = [title]
    while waiting:
        current = waiting.pop()
        family.add(current)
        waiting += children.get(current, ())
    return frozenset(family)


def _children(snapshot: Snapshot) -> Mapping[str, list[str]]:
    """Return the titles directly below each title; titles in a loop of parents are below none."""
    titles = snapshot.titles
    ids = titles.column("title_id").to_pylist()
    parents = titles.column("parent_title_id").to_pylist()
    looped = on_loops(titles)
    children: dict[str, list[str]] = {}
    for title, parent in zip(ids, parents, strict=True):
        if parent is not None and title not in looped:
            children.setdefault(parent, []).append(title)
    return children


def conditions(snapshot: Snapshot, expression: Expression) -> Iterator[Filter]:
    """Yield a filter for each value that an expression names."""
    model = model_of(snapshot)
    for leaf in leaves(expression):
        named = _named_value(model, leaf)
        if named is not None:
            yield named


def _named_value(model: Model, leaf: object) -> Filter | None:
    if isinstance(leaf, Attribute) and leaf.value is not None:
        axis = model.axis(f"profile.{leaf.name}")
        return Filter(axis=axis, values=frozenset({leaf.value}))
    if isinstance(leaf, Rule):
        pair = subject(leaf)
        if pair is not None:
            return Filter(axis=model.axis(pair[0]), values=frozenset({pair[1]}))
    return None
