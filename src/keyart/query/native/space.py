"""Group numbers: each key is a *level* with a size and a stride; a group is a sum of offsets."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.zones import Buckets, buckets
from keyart.query.native.domains import Domain, Flags, passing_values
from keyart.query.native.scope import Runs, ScanScope
from keyart.query.planning.plan import TIME, Axis, Key, Lookup

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

SLOT_SECONDS = 900
DAY_SLOTS = 96


@dataclass(frozen=True)
class KeyLevel:
    """One key of the groups.

    `used` are the numbers of the domain's values (including null) that may occur, ascending.
    `place` gives each domain number's place in `used`, −1 where it is not used.
    """

    key: Key
    domain: Domain
    used: Longs
    place: Ints
    stride: int

    @property
    def size(self) -> int:
        """The number of values."""
        return self.used.size

    def offsets(self, numbers: npt.NDArray[np.integer]) -> Ints:
        """Return the group offsets of domain numbers, negative for a number that is not used."""
        return self.place[numbers] * np.int32(self.stride)

    @property
    def values(self) -> pa.Array:
        """The key's values, by place."""
        return self._values_of(self.used)

    def decode(self, groups: Longs) -> pa.Array:
        """Return the key's value for each group number."""
        return self._values_of(self.used[groups // self.stride % self.size])

    def _values_of(self, numbers: Longs) -> pa.Array:
        missing = numbers == self.domain.null
        return self.domain.values.take(pa.array(numbers, pa.int64(), mask=missing))


@dataclass(frozen=True)
class TimeLevel:
    """The grain: buckets of slots [first, …], numbered in order of time."""

    buckets: Buckets
    first: int
    stride: int

    @property
    def size(self) -> int:
        """The number of buckets."""
        return self.buckets.starts.size

    def decode(self, groups: Longs) -> pa.Array:
        """Return the start of each group's bucket, µs since 1970, int64."""
        return pa.array(self.buckets.starts[groups // self.stride % self.size] * 1_000_000)


@dataclass(frozen=True)
class Space:
    """All levels; group numbers lie in [0, `groups`)."""

    levels: tuple[KeyLevel, ...]
    time: TimeLevel | None
    groups: int

    @property
    def keyed(self) -> bool:
        """Whether there are any groups besides the totals."""
        return bool(self.levels) or self.time is not None

    @property
    def sizes(self) -> dict[str, int]:
        """The number of values of each key."""
        sizes = {level.key.name: level.size for level in self.levels}
        return sizes if self.time is None else {**sizes, TIME: self.time.size}

    def decode(self, groups: Longs) -> dict[str, pa.Array]:
        """Return the key columns of group numbers."""
        columns = {level.key.name: level.decode(groups) for level in self.levels}
        if self.time is not None:
            columns[TIME] = self.time.decode(groups)
        return columns


def launch_slots(scope: ScanScope, axis: Axis, segment: int) -> Longs:
    """Return the launch time of each title code in µs, `int64` minimum where unknown."""
    launched = Axis(axis.name, "title", Lookup.TITLES, axis.attribute, pa.timestamp("us", "UTC"))
    domain = scope.domain(launched)
    micros = np.append(domain.values.cast(pa.int64()).to_numpy(), np.iinfo(np.int64).min)
    return micros[domain.codes[segment]]


def ages(launch: int, first: int, last: int) -> Longs:
    """Return the whole days since a launch (µs) for the slots [first, last)."""
    starts = np.arange(first, last, dtype=np.int64) * (SLOT_SECONDS * 1_000_000)
    return (starts - launch) // (DAY_SLOTS * SLOT_SECONDS * 1_000_000)


def age_domain(scope: ScanScope, axis: Axis, runs: Runs) -> Domain:
    """Return the days since launch that may occur in the runs' slots, as consecutive numbers."""
    spans: list[tuple[int, int]] = []
    for number, segment in enumerate(scope.segments):
        first, last = scope.slots(segment)
        title_codes = segment.title_codes[runs.title[runs.segment == number]]
        launches = launch_slots(scope, axis, number)[title_codes]
        launches = launches[launches != np.iinfo(np.int64).min]
        if launches.size and first < last:
            spans.append(
                (
                    int(ages(launches.max(), first, first + 1)[0]),
                    int(ages(launches.min(), last - 1, last)[0]),
                )
            )
    low = min((span[0] for span in spans), default=0)
    high = max((span[1] for span in spans), default=-1)
    return Domain(pa.array(np.arange(low, high + 1, dtype=np.int64)))


def _used_in_segments(scope: ScanScope, axis: Axis, domain: Domain, runs: Runs) -> Flags:
    """Return which domain numbers occur among codes that pass; null is last."""
    used = np.zeros(domain.null + 1, np.bool_)
    for number in map(int, np.unique(runs.segment)):
        codes = _possible_codes(scope, axis.column, number, runs)
        if not axis.multi_valued:
            used[domain.codes[number][codes]] = True
            continue
        lists = domain.lists[number].take(codes)
        used[lists.items] = True
        used[-1] |= bool((np.diff(lists.starts) == 0).any())
    return used


def _possible_codes(scope: ScanScope, column: str, number: int, runs: Runs) -> Longs:
    """Return the codes of a column that may occur in a segment's runs and pass."""
    segment = scope.segments[number]
    titles = runs.title[runs.segment == number]
    if column == "title":
        return segment.title_codes[titles].astype(np.int64)
    size = len(segment.dictionary(column)) + 1
    possible = np.ones(size, np.bool_)
    if column == "asset":
        possible = np.zeros(size, np.bool_)
        starts = segment.asset_starts
        if titles.size == segment.title_codes.size:
            possible[segment.asset_codes] = True
        else:
            for title in titles:
                possible[segment.asset_codes[starts[title] : starts[title + 1]]] = True
    if column in scope.codes:
        possible &= scope.codes[column][number]
    return np.flatnonzero(possible)


def _used(scope: ScanScope, key: Key, domain: Domain, runs: Runs) -> Flags:
    axis = key.axis
    if axis.column == "profile" or axis.lookup is Lookup.AGE:
        used = np.ones(domain.null + 1, np.bool_)
    else:
        used = _used_in_segments(scope, axis, domain, runs)
    for condition in key.shown:
        used &= passing_values(condition, domain.values)
    return used


def _level(scope: ScanScope, key: Key, runs: Runs, stride: int) -> KeyLevel:
    axis = key.axis
    by_age = axis.lookup is Lookup.AGE
    domain = age_domain(scope, axis, runs) if by_age else scope.domain(axis)
    used = np.flatnonzero(_used(scope, key, domain, runs))
    place = np.full(domain.null + 1, -1, np.int32)
    place[used] = np.arange(used.size, dtype=np.int32)
    return KeyLevel(key, domain, used, place, stride)


def group_space(scope: ScanScope, keys: tuple[Key, ...], runs: Runs, *, grained: bool) -> Space:
    """Return the group numbers of the plan's keys over the given runs.

    `groups` may be far more than fits in memory: callers must check.
    """
    levels: list[KeyLevel] = []
    stride = 1
    time = None
    if grained and runs.segment.size:
        time = _time_level(scope, runs)
        stride = time.size
    for key in reversed(keys):
        level = _level(scope, key, runs, stride if stride < 1 << 30 else 0)
        levels.append(level)
        stride *= level.size
    return Space(tuple(reversed(levels)), time, stride)


def _time_level(scope: ScanScope, runs: Runs) -> TimeLevel:
    spans = [scope.slots(scope.segments[int(n)]) for n in np.unique(runs.segment)]
    first, last = min(s[0] for s in spans), max(s[1] for s in spans)
    grain = scope.plan.grain or "day"
    return TimeLevel(buckets(grain, scope.plan.tz, first, last - 1), first, 1)
