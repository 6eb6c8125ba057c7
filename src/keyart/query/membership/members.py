"""The members of an expression: a set of profiles, as bits."""

from collections.abc import Callable
from functools import reduce
from typing import Protocol

import numpy as np
import numpy.typing as npt

from keyart.audiences import SEGMENT, And, Attribute, Expression, Leaf, NamedAudience, Not, Or, Rule
from keyart.query.membership.bits import (
    Bits,
    Flags,
    Ordinals,
    count,
    flags_of,
    frozen,
    of_flags,
    of_ordinals,
    ordinals_of,
)
from keyart.query.membership.rules import RuleFacts, judge
from keyart.query.memo import memo, recent
from keyart.query.planning.audience_names import names_of
from keyart.query.planning.plan import Tally
from keyart.store import Snapshot


class Tallies(Protocol):
    """The part of an engine that rules need."""

    @property
    def name(self) -> str:
        """The engine's name."""
        ...

    def tally(self, snapshot: Snapshot, tally: Tally) -> npt.NDArray[np.int64]:
        """Return the sum of each profile, int64 [profiles]."""
        ...


class Members:
    """Finds the members of expressions in one snapshot; `engine` computes the sums for rules.

    Profiles of minors or without full consent are in no audience. So *not list:vip* means all other
    profiles that are not in the list.
    """

    def __init__(self, snapshot: Snapshot, engine: Tallies) -> None:
        self.snapshot = snapshot
        self.engine = engine.name
        self._engine = engine
        self._names = names_of(snapshot)

    @property
    def everyone(self) -> Bits:
        """All profiles that may be segmented."""
        return memo(self.snapshot, Members, lambda: frozen(of_flags(~self.snapshot.protected)))

    def bits(self, expression: Expression) -> Bits:
        """Return the members of an expression whose names exist, as read-only bits."""
        return self._recent(expression, lambda: self._bits(expression))

    def flags(self, expression: Expression) -> Flags:
        """Return for each profile whether it is a member."""
        return flags_of(self.bits(expression), self.snapshot.profiles)

    def ordinals(self, expression: Expression) -> Ordinals:
        """Return the members, ascending."""
        return ordinals_of(self.bits(expression), self.snapshot.profiles)

    def size(self, expression: Expression) -> int:
        """Return the number of members."""
        return count(self.bits(expression))

    def _bits(self, expression: Expression) -> Bits:
        segments: dict[str, Bits] = {}
        for named in self._names.in_order(expression):
            definition = self._names.expression(named)
            segments[named.name] = self._recent(
                named, lambda definition=definition: self._combined(definition, segments)
            )
        return self._combined(expression, segments)

    def _combined(self, expression: Expression, segments: dict[str, Bits]) -> Bits:
        """Return the members, given those of every named segment."""
        match expression:
            case And(terms=terms):
                return reduce(np.bitwise_and, (self._combined(term, segments) for term in terms))
            case Or(terms=terms):
                return reduce(np.bitwise_or, (self._combined(term, segments) for term in terms))
            case Not(term=term):
                return self.everyone & ~self._combined(term, segments)
            case NamedAudience(kind=kind, name=name) if kind == SEGMENT:
                return segments[name]
            case leaf:
                return self._recent(leaf, lambda: self._leaf(leaf))

    def _leaf(self, leaf: Leaf) -> Bits:
        snapshot = self.snapshot
        match leaf:
            case NamedAudience():
                listed = snapshot.lists[leaf.full_name]
                present = listed[listed < snapshot.profiles]
                return of_ordinals(present, snapshot.profiles) & self.everyone
            case Attribute(name=name, value=value):
                attribute = snapshot.attribute(name)
                missing = value is None
                if not missing and value not in attribute.values:
                    return np.zeros_like(self.everyone)
                code = -1 if missing else attribute.values.index(value)
                return of_flags(attribute.codes == code) & self.everyone
            case Rule():
                return of_flags(judge(RuleFacts(snapshot, self._tally), leaf)) & self.everyone

    def _tally(self, tally: Tally) -> npt.NDArray[np.int64]:
        """Return an engine's sums, cached: several rules often need the same."""
        return recent(
            self.snapshot,
            (self.engine, tally),
            lambda: frozen(self._engine.tally(self.snapshot, tally)),
            lambda made: made.nbytes,
        )

    def _recent(self, expression: Expression, make: Callable[[], Bits]) -> Bits:
        return recent(
            self.snapshot,
            (self.engine, expression),
            lambda: frozen(make()),
            lambda made: made.nbytes,
        )
