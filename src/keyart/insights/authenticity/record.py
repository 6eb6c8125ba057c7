"""What each asset got: who took it, and what their plays were like, as moments over profiles."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial
from operator import itemgetter
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from keyart.query.engine import Floats, Ints, Moments

Flags = npt.NDArray[np.bool_]


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


def others(record: Record, group: Ints, counted: Flags) -> Record:
    """Return for each row what the `counted` rows of its group did, itself left out."""
    own = record.where(counted)
    groups = int(group.max(initial=-1)) + 1
    return own.totals(group, groups).at(group).without(own)
