"""The interface of engines: they answer one family's part of a plan with groups and totals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.query.planning.plan import DistinctTerm, FamilyPlan, Moment, Plan, SumTerm, Tally, Term
from keyart.store import Snapshot

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64 | np.float64]


@dataclass(frozen=True)
class Moments:
    """Moments over the profiles of each of g groups, in stored units; see `plan.Moment`.

    `n` counts the profiles with x_i ≠ 0 or y_i ≠ 0; all others would add nothing to any sum.
    """

    n: Ints
    x: Floats
    y: Floats
    xx: Floats
    yy: Floats
    xy: Floats

    def take(self, places: Ints) -> "Moments":
        """Return the moments of the groups at some places."""
        sums = (part[places] for part in (self.x, self.y, self.xx, self.yy, self.xy))
        return Moments(self.n[places], *sums)


@dataclass(frozen=True)
class Groups:
    """Sums per group, in no particular order; a group exists if at least one row falls into it.

    For totals there is exactly one group, also when no row passes, and `keys` is empty.
    """

    size: int
    keys: Mapping[str, pa.Array]
    """By `Key.name`: array of `size` values of the axis' type, null = missing. With a grain also
    `plan.TIME`: int64, the start of the bucket in µs since 1970, UTC. Groups are distinct."""
    sums: Mapping[SumTerm, Numbers]
    """int64[size], or float64[size] with `per_runtime`; in stored units."""
    distincts: Mapping[DistinctTerm, Ints]
    """int64[size]"""
    moments: Mapping[Moment, Moments]

    def value(self, term: Term) -> Numbers:
        """Return the value of a term for each group."""
        return self.sums[term] if isinstance(term, SumTerm) else self.distincts[term]

    def take(self, places: Ints) -> "Groups":
        """Return the groups at some places."""
        return Groups(
            size=places.size,
            keys={name: values.take(pa.array(places)) for name, values in self.keys.items()},
            sums={term: values[places] for term, values in self.sums.items()},
            distincts={term: values[places] for term, values in self.distincts.items()},
            moments={pair: m.take(places) for pair, m in self.moments.items()},
        )


@dataclass(frozen=True)
class ErrorBound:
    """The error of estimated counts of people."""

    error: float
    """The greatest relative error of any count, at `confidence`."""
    confidence: float


@dataclass(frozen=True)
class CopyVersion:
    """The version of the copy from which an engine answered that keeps a copy of the store."""

    version: int
    audiences_version: int
    data_until: int | None
    """The time of the newest event in the copy, µs since 1970; None without events."""


@dataclass(frozen=True)
class EngineAnswer:
    """An engine's answer for one family.

    `totals` counts every row that passes filters, range and audience once, whatever the keys.
    `rows_scanned` is the number of fact rows that were read.
    """

    groups: Groups
    totals: Groups
    rows_scanned: int
    bound: ErrorBound | None = None
    """None if all counts are exact."""
    copy_version: CopyVersion | None = None
    """None if the engine read the snapshot itself."""


class AnswerSource(Protocol):
    """An engine or the feed."""

    @property
    def name(self) -> str:
        """The name that answers show in `meta.answered_by`."""
        ...

    def answer(self, snapshot: Snapshot, plan: Plan, family: FamilyPlan) -> EngineAnswer:
        """Return the sums of `family` per group of `plan` and over all.

        Raises `TooManyGroups` if the groups do not fit in `Settings.query_memory`, and
        `UnsupportedByEngine` for what this engine cannot answer.
        """
        ...


class Engine(AnswerSource, Protocol):
    """Answers any question, and computes the sums that rules of audiences need."""

    def tally(self, snapshot: Snapshot, tally: Tally) -> Ints:
        """Return one stored sum for each profile, int64 [profiles].

        Raises `UnsupportedByEngine` if the engine has no figures by profile.
        """
        ...
