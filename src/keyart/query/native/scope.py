"""The rows a query reads: runs of titles, and the codes that pass in each segment."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.facts import Family
from keyart.query.membership import Members
from keyart.query.memo import memo, recent
from keyart.query.native.domains import Domain, Flags, Lists, build, passing_codes
from keyart.query.native.sets import Sets, sets_of
from keyart.query.planning.compile import require_profile_memory
from keyart.query.planning.plan import Audience, Axis, Key, Lookup, Plan
from keyart.store import Segment

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Runs:
    """Title runs: each run's segment (its place in `ScanScope.segments`) and place within it."""

    segment: Longs
    title: Longs
    first: Longs
    last: Longs
    """Rows of the segment, half-open."""

    def part(self, chosen: Longs | Flags) -> "Runs":
        """Return the runs at the given places, or those flagged."""
        return Runs(self.segment[chosen], self.title[chosen], self.first[chosen], self.last[chosen])

    @property
    def rows(self) -> int:
        """The number of rows in the runs."""
        return int((self.last - self.first).sum())


class ScanScope:
    """A plan's filters, resolved for one family of one snapshot."""

    def __init__(self, members: Members, plan: Plan, family: Family) -> None:
        self.snapshot = members.snapshot
        self.members = members
        self.plan = plan
        self.family = family
        self.segments = self.snapshot.segments(family)
        self._sets: dict[tuple[Key, ...], Sets] = {}
        self.codes = self._passing()
        self.member = self._member()

    def domain(self, axis: Axis) -> Domain:
        """Return the domain of an axis."""
        chosen = self.plan.audiences
        if axis.lookup is Lookup.AUDIENCES:
            return recent(
                self.snapshot,
                (self.members.engine, chosen),
                lambda: audience_domain(self.members, chosen),
                _bytes,
            )
        if axis.lookup is Lookup.SETS:
            return self.sets(axis).domain
        key = (self.family, axis.source)
        return memo(self.snapshot, key, lambda: build(self.snapshot, self.family, axis))

    def sets(self, axis: Axis) -> Sets:
        """Return the sets on a `SETS` axis."""
        if axis.sets not in self._sets:
            self._sets[axis.sets] = sets_of(axis.sets, self.domain)
        return self._sets[axis.sets]

    def _passing(self) -> Mapping[str, list[Flags]]:
        """Return, by coded column, which codes pass in each segment; the null code is last."""
        passing: dict[str, list[Flags]] = {}
        for condition in self.plan.filters:
            column = condition.axis.column
            if column == "profile" or condition.axis.lookup is Lookup.AGE:
                continue
            codes = passing_codes(condition, self.domain(condition.axis))
            before = passing.get(column, codes)
            passing[column] = [a & b for a, b in zip(before, codes, strict=True)]
        return passing

    def _member(self) -> Flags | None:
        """Return which profiles pass, None if all do."""
        flags: list[Flags] = [
            passing_codes(f, self.domain(f.axis))[0]
            for f in self.plan.filters
            if f.axis.column == "profile"
        ]
        if self.plan.audience is not None:
            flags.append(self.members.flags(self.plan.audience))
        return np.logical_and.reduce(flags) if flags else None

    def slots(self, segment: Segment) -> tuple[int, int]:
        """Return the slots of a segment that count, half-open."""
        low, high = self.plan.first_slot, self.plan.last_slot
        first = segment.first_slot if low is None else max(low, segment.first_slot)
        last = segment.last_slot + 1
        return first, last if high is None else min(high, last)

    def runs(self) -> Runs:
        """Return the title runs that may have passing rows, segment by segment."""
        none = (np.empty(0, np.int64),) * 4
        parts = [none, *(self._runs(i, segment) for i, segment in enumerate(self.segments))]
        return Runs(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    def _runs(self, number: int, segment: Segment) -> tuple[Longs, Longs, Longs, Longs]:
        first, last = self.slots(segment)
        titles, assets = self.codes.get("title"), self.codes.get("asset")
        chosen = np.arange(segment.title_codes.size if first < last else 0)
        if titles is not None:
            chosen = chosen[titles[number][segment.title_codes[chosen]]]
        if assets is not None:
            chosen = chosen[_holds_any(segment, assets[number])[chosen]]
        starts = segment.title_starts
        return np.full(chosen.size, number), chosen, starts[chosen], starts[chosen + 1]


def _holds_any(segment: Segment, assets: Flags) -> Flags:
    """Return which title runs of a segment have rows of the flagged assets."""
    before = np.concatenate([[0], np.cumsum(assets[segment.asset_codes])])[segment.asset_starts]
    return before[1:] > before[:-1]


def audience_domain(members: Members, audiences: tuple[Audience, ...]) -> Domain:
    """Return the domain of `AUDIENCES`: the audiences of each ordinal."""
    inside = [members.ordinals(audience.expression) for audience in audiences]
    # Each entry is where its profile's items end, and moves down to where they start. Without any
    # item nothing is written, so the zeros take no memory.
    starts = np.zeros(members.snapshot.profiles + 1, np.int64)
    members_listed = sum(ordinals.size for ordinals in inside)
    if members_listed:
        require_profile_memory(members.snapshot, starts.nbytes + 4 * members_listed)
        for ordinals in inside:
            starts[ordinals] += 1
        np.cumsum(starts, out=starts)
    items = np.empty(int(starts[-1]), np.int32)
    for number in reversed(range(len(inside))):
        starts[inside[number]] -= 1
        items[starts[inside[number]]] = number
    names = pa.array([audience.name for audience in audiences], pa.string())
    return Domain(names, lists=(Lists(starts, items),))


def _bytes(domain: Domain) -> int:
    return sum(lists.starts.nbytes + lists.items.nbytes for lists in domain.lists)
