"""What people did with each asset: takes and plays, as moments over profiles, by day or in all."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial
from operator import itemgetter
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from keyart.insights.norms.rate_model import combine_codes
from keyart.query.engine import Floats, Ints, Moments

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Record:
    """What groups of people did with assets: moments of ratios over profiles, all of one shape.

    - `takes`: viewers among the people reached;
    - `kept`: plays watched to the end, among those with a known end; short plays count as not
      finished;
    - `watched`: seconds watched in qualified plays, over all started plays;
    - `short`: short plays, among all plays; `completed`: completions, among qualified plays with a
      known end.
    """

    takes: Moments
    kept: Moments
    watched: Moments
    short: Moments
    completed: Moments

    @property
    def people(self) -> Floats:
        """Profiles that saw the asset."""
        return self.takes.x

    @property
    def plays(self) -> Floats:
        """Plays attributed to it, including short ones."""
        return self.short.x

    @property
    def ends_known(self) -> Floats:
        """The share of qualified plays with a known end."""
        qualified = self.short.x - self.short.y
        return self.completed.x / np.where(qualified > 0, qualified, np.nan)

    def each(self, change: Callable[..., Any], *others: "Record") -> Self:
        """Return the record of `change` applied to each array and to the same ones of `others`."""
        made: dict[str, Moments] = {}
        for part in fields(Record):
            moments: list[Moments] = [getattr(record, part.name) for record in (self, *others)]
            columns = ([getattr(m, f.name) for m in moments] for f in fields(Moments))
            made[part.name] = Moments(*(change(*arrays) for arrays in columns))
        return replace(self, **made)

    def at(self, index: Any) -> Self:
        """Return the groups at an index, as numpy indexes each array."""
        return self.each(itemgetter(index))

    def plus(self, other: "Record") -> Self:
        """Return the sum of both, for different people."""
        return self.each(np.add, other)

    def without(self, part: "Record") -> Self:
        """Return the remainder: `part` covers some of these people."""
        return self.each(np.subtract, part)

    def where(self, flags: Flags) -> Self:
        """Return the record, empty where a flag is not set."""
        return self.each(partial(np.multiply, flags))

    def totals(self, group: Ints, groups: int) -> Self:
        """Return the sums of each group; `group` has the group of each row."""

        def add(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
            return np.bincount(group, values, groups).astype(values.dtype)

        return self.each(add)


def sum_others(record: Record, group: Ints, counted: Flags) -> Record:
    """Return, for each row, the sum of the `counted` rows of its group, except itself."""
    counted_record = record.where(counted)
    groups = int(group.max(initial=-1)) + 1
    return counted_record.totals(group, groups).at(group).without(counted_record)


WITHOUT_BOUND = "watched"
"""The part of a record that is not a share: it may be above 1."""


@dataclass(frozen=True, eq=False)
class RecordPair:
    """What each row and its others did, on the days when both were shown.

    `counted` has the actual counts; `weighted` weighs the days so that both sides have each day
    equally: the ratio of its two rates is their difference.
    """

    counted: tuple[Record, Record]
    weighted: tuple[Record, Record]

    @property
    def shown(self) -> tuple[Record, Record]:
        """Return each row's actual results, and its others' scaled to as many people and plays.

        So an asset's rates match its people and plays, and their ratio to the others' is the one
        judged.
        """
        actual, (mine, rest) = self.counted[0], self.weighted
        made: dict[str, Moments] = {}
        for part in fields(Record):
            moments: Moments = getattr(actual, part.name)
            a, b = _rate(getattr(mine, part.name)), _rate(getattr(rest, part.name))
            moved = np.divide(_rate(moments) * b, a, out=b.copy(), where=a > 0)
            if part.name != WITHOUT_BOUND:
                moved = np.minimum(moved, 1.0)
            x = np.where(np.isfinite(moved), moments.x, 0.0)
            made[part.name] = replace(moments, x=x, y=x * np.nan_to_num(moved))
        return actual, replace(actual, **made)


def _rate(m: Moments) -> Floats:
    return np.divide(m.y, m.x, out=np.full(m.x.shape, np.nan), where=m.x > 0)


@dataclass(frozen=True, eq=False)
class DailyRecord:
    """What the rows to be judged did each day: `row` and `day` of each group in `record`."""

    row: Ints
    day: Ints
    record: Record

    def moved(self, place: Ints) -> Self:
        """Return the days with each row moved to its `place`, without rows at -1."""
        at = np.flatnonzero(place[self.row] >= 0)
        return replace(self, row=place[self.row[at]], day=self.day[at], record=self.record.at(at))

    def whole(self, rows: int) -> Record:
        """Return the totals over all days, for `rows` rows."""
        return self.record.totals(self.row, rows)

    def sides(self, group: Ints, counted: Flags) -> RecordPair:
        """Return each row, and the `counted` others of its group, on the same days.

        Days are weighted as in N. Mantel and W. Haenszel (1959): if a row has x on a day and its
        others X, the comparable part is x · X / (x + X). The ratio of the two sides is unaffected
        by days on which only one of them was shown, and by days on which everyone took, or kept,
        more.
        """
        stratum = combine_codes(group[self.row], self.day - self.day.min(initial=0))
        strata = int(stratum.max(initial=-1)) + 1
        mine = self.record.where(counted[self.row])
        rest = mine.totals(stratum, strata).at(stratum).without(mine)

        def both(weigh: Callable[[Floats, Floats], Floats]) -> tuple[Record, Record]:
            pairs = (self.record, rest), (rest, self.record)
            asset_side, others_side = (
                _weighted(*pair, weigh).totals(self.row, group.size) for pair in pairs
            )
            return asset_side, others_side

        return RecordPair(both(_weigh_common_days), both(_weigh_by_mantel_haenszel))


def _weigh_common_days(_x: Floats, other: Floats) -> Floats:
    return (other > 0).astype(np.float64)


def _weigh_by_mantel_haenszel(x: Floats, other: Floats) -> Floats:
    both = x + other
    return np.divide(other, both, out=np.zeros_like(both), where=both > 0)


def _weighted(record: Record, other: Record, weigh: Callable[[Floats, Floats], Floats]) -> Record:
    """Return a record with each group weighted by its own and the other's x, in each part."""
    made: dict[str, Moments] = {}
    for part in fields(Record):
        moments: Moments = getattr(record, part.name)
        beside: Moments = getattr(other, part.name)
        weight = weigh(moments.x, beside.x)
        square = weight**2
        made[part.name] = Moments(
            np.where(weight > 0, moments.n, 0),
            moments.x * weight,
            moments.y * weight,
            moments.xx * square,
            moments.yy * square,
            moments.xy * square,
        )
    return replace(record, **made)


def subtract_people(whole: DailyRecord, members: DailyRecord, asset: Ints) -> DailyRecord:
    """Return the record of all others who first saw the asset of each row of `members`.

    `asset` gives, for each row of `members`, the row of `whole` that contains it.
    """
    order = np.argsort(whole.row, kind="stable")
    days = np.bincount(whole.row, minlength=int(max(asset.max(initial=-1), 0)) + 1)
    starts = np.cumsum(days) - days
    count = days[asset]
    row = np.repeat(np.arange(asset.size), count)
    within = np.arange(row.size) - np.repeat(np.cumsum(count) - count, count)
    at = order[within + np.repeat(starts[asset], count)]
    day = whole.day[at]
    first = int(whole.day.min(initial=0))
    span = int(whole.day.max(initial=0)) - first + 1
    keys, member_keys = row * span + day - first, members.row * span + members.day - first
    rest = whole.record.at(at)
    if not member_keys.size:
        return DailyRecord(row, day, rest)
    by_key = np.argsort(member_keys, kind="stable")
    place = np.searchsorted(member_keys, keys, sorter=by_key)
    place = by_key[np.minimum(place, member_keys.size - 1)]
    return DailyRecord(
        row, day, rest.without(members.record.at(place).where(member_keys[place] == keys))
    )
