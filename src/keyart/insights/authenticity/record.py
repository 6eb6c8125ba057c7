"""What each asset got: who took it, and what their plays were like, as moments over profiles."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial
from operator import itemgetter
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.facts import Family
from keyart.core.measures import Ratio
from keyart.query import Access, Query
from keyart.query.engine import Floats, Ints, Moments
from keyart.query.moments import measured
from keyart.store import Snapshot

Flags = npt.NDArray[np.bool_]

FURTHER = (
    Ratio("completions_by_short", Family.EXPOSURE, "completions", "short_plays"),
    Ratio("known_by_short", Family.EXPOSURE, "completion_known", "short_plays"),
    Ratio("watched_by_play", Family.EXPOSURE, "watch_seconds", "plays"),
)
"""Pairs of sums whose moments are needed beside those of the measures."""

MEASURES = ("take_rate", "short_play_rate", "completion_rate", *(one.name for one in FURTHER))


@dataclass(frozen=True, eq=False)
class Record:
    """What groups of people did with assets: moments of ratios over profiles, of one shape.

    - `taken`: viewers of the people reached;
    - `kept`: plays seen to their end, of those whose end is known: short plays have none;
    - `watched`: seconds watched in qualified plays, of all plays that were started;
    - `short`: short plays, of all plays; `completed`: completions, of qualified plays where known.
    """

    taken: Moments
    kept: Moments
    watched: Moments
    short: Moments
    completed: Moments

    @property
    def people(self) -> Floats:
        """Profiles that were shown the asset."""
        return self.taken.x

    @property
    def plays(self) -> Floats:
        """Plays that it led to, short ones too."""
        return self.short.x

    @property
    def ends_known(self) -> Floats:
        """The share of qualified plays of which one knows whether they were completed."""
        qualified = self.short.x - self.short.y
        return self.completed.x / np.where(qualified > 0, qualified, np.nan)

    def each(self, change: Callable[..., Any], *others: "Record") -> Self:
        """Return the record of what `change` makes of each array, and of the others' same ones."""
        made: dict[str, Moments] = {}
        for part in fields(Record):
            all_: list[Moments] = [getattr(one, part.name) for one in (self, *others)]
            arrays = ([getattr(one, f.name) for one in all_] for f in fields(Moments))
            made[part.name] = Moments(*(change(*own) for own in arrays))
        return replace(self, **made)

    def at(self, index: Any) -> Self:
        """Return the groups at an index, as numpy indexes each array."""
        return self.each(itemgetter(index))

    def plus(self, other: "Record") -> Self:
        """Return what both did, of different people."""
        return self.each(np.add, other)

    def without(self, part: "Record") -> Self:
        """Return what the others did: `part` is of some of these people."""
        return self.each(np.subtract, part)

    def where(self, flags: Flags) -> Self:
        """Return the record with nothing where a flag is not set."""
        return self.each(partial(np.multiply, flags))

    def totals(self, group: Ints, groups: int) -> Self:
        """Return the sums of each group, `group` being that of each row."""

        def add(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
            return np.bincount(group, values, groups).astype(values.dtype)

        return self.each(add)


def recorded(snapshot: Snapshot, access: Access, query: Query) -> tuple[pa.Table, Record]:
    """Return the groups of `query`, whatever its measures, and what each of them did."""
    found = measured(snapshot, access, replace(query, measures=MEASURES), FURTHER)
    short, completed = found.moments["short_play_rate"], found.moments["completion_rate"]
    by_short, known = found.moments["completions_by_short"], found.moments["known_by_short"]
    kept = Moments(
        n=short.n,
        x=completed.x + short.y,
        y=completed.y,
        xx=completed.xx + 2 * known.xy + short.yy,
        yy=completed.yy,
        xy=completed.xy + by_short.xy,
    )
    watched = found.moments["watched_by_play"]
    return found.keys, Record(found.moments["take_rate"], kept, watched, short, completed)


def others(record: Record, group: Ints, counted: Flags) -> Record:
    """Return for each row what the `counted` rows of its group did, itself left out."""
    own = record.where(counted)
    groups = int(group.max(initial=-1)) + 1
    return own.totals(group, groups).at(group).without(own)
