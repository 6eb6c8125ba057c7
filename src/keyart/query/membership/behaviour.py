"""The behavioural rules, judged on what an engine adds up for each profile.

What each rule means is written in docs/audiences.md. Sums are whole numbers and bounds are
fractions, so every comparison is exact.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np
import numpy.typing as npt

from keyart.audiences import Rule
from keyart.core.facts import SLOT_MICROSECONDS, Family
from keyart.core.zones import slot_bound
from keyart.query.membership.bits import Flags
from keyart.query.membership.subjects import filters
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
    """What rules are judged on: the facts of a snapshot, and who adds them up."""

    snapshot: Snapshot
    tally: Callable[[Tally], Longs]
    """Returns the sum of each profile, int64 [profiles]."""

    def total(
        self, family: Family, column: str, span: Span = ALWAYS, only: tuple[Filter, ...] = ()
    ) -> Longs:
        """Return what each profile has of a stored column."""
        return self.tally(Tally(family, column, only, *span))

    def last(self, days: int) -> Span:
        """Return the span of the last days: whole slots, up to that of the newest event."""
        newest = (self.snapshot.data_until or 0) // SLOT_MICROSECONDS
        return newest + 1 - days * SLOTS_A_DAY, None

    def span(self, rule: Rule) -> Span:
        """Return the span that a rule looks at."""
        days = rule.get("days")
        if days is not None:
            return self.last(int(days))
        since, until = rule.get("since"), rule.get("until")
        return (
            None if since is None else slot_bound(since, "UTC"),
            None if until is None else slot_bound(until, "UTC"),
        )


def judge(ground: RuleFacts, rule: Rule) -> Flags:
    """Return for each profile whether a rule holds for it."""
    return _RULES[rule.name](ground, rule)


def _times(family: Family, column: str) -> Callable[[RuleFacts, Rule], Flags]:
    """Return the rule that a column adds up to `at_least`, or once."""

    def rule(ground: RuleFacts, rule: Rule) -> Flags:
        only = filters(ground.snapshot, rule)
        least = int(rule.get("at_least") or 1)
        return ground.total(family, column, ground.span(rule), only) >= least

    return rule


def _watched(ground: RuleFacts, rule: Rule, only: tuple[Filter, ...]) -> Longs:
    return ground.total(Family.VIEWING, "watch_ms", ground.span(rule), only)


def _hours(ground: RuleFacts, rule: Rule) -> Flags:
    assert rule.comparison is not None
    watched = _watched(ground, rule, filters(ground.snapshot, rule))
    sign, bound = rule.comparison.operator, Fraction(rule.comparison.number)
    # Whole milliseconds are at least a bound if they are at least the next whole one.
    near = ceil if sign in {">=", "<"} else floor
    return _OPERATORS[sign](watched, near(bound * MILLISECONDS_AN_HOUR))


def _share(ground: RuleFacts, rule: Rule) -> Flags:
    assert rule.comparison is not None
    part = _watched(ground, rule, filters(ground.snapshot, rule))
    whole = _watched(ground, rule, ())
    sign, bound = rule.comparison.operator, Fraction(rule.comparison.number)
    if int(whole.max(initial=0)) * bound.denominator > MOST:  # of absurdly long plays
        part, whole = part.astype(object), whole.astype(object)
    # part / whole against the bound, multiplied out.
    found = _OPERATORS[sign](part * bound.denominator, whole * bound.numerator)
    return (found & (whole > 0)).astype(np.bool_)


def _new(ground: RuleFacts, rule: Rule) -> Flags:
    first, _ = ground.last(int(rule.get("days") or 0))
    seen, before = (
        (ground.total(Family.EXPOSURE, "impressions", span) > 0)
        | (ground.total(Family.VIEWING, "starts", span) > 0)
        for span in (ALWAYS, (None, first))
    )
    return seen & ~before


def _lapsed(ground: RuleFacts, rule: Rule) -> Flags:
    ever, lately = (
        ground.total(Family.VIEWING, "active_starts", span) > 0
        for span in (ALWAYS, ground.last(int(rule.get("days") or 0)))
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
