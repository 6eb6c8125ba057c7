"""Fits of affinities: who is in which, and the model that says why.

A fit is two Arrow files. The one of members has a row for each membership, affinity by affinity,
profiles ascending; the metadata of its schema says where each affinity's rows are. The one of the
model has a row for each title, and in the metadata of its schema, as JSON, all that is told of
the fit. Its subject is the fit's number.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.store.arrow_files import column

MEMBERS_SCHEMA = pa.schema({"profile": pa.uint32(), "strength": pa.float32()})
ROWS, TOLD = b"rows", b"told"
"""The keys of the metadata."""

Ordinals = npt.NDArray[np.uint32]
Strengths = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Fit:
    """A fit as it is stored."""

    number: int
    model: pa.Table
    members: pa.Table

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """What is told of the fit, apart from the titles' rows of `model`."""
        return json.loads((self.model.schema.metadata or {})[TOLD])

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What people call each affinity, by full name."""
        return MappingProxyType({one["id"]: one["name"] for one in self.told["affinities"]})

    @cached_property
    def rows(self) -> Mapping[str, tuple[int, int]]:
        """Where each affinity's members are, by full name: the first row, and the end."""
        found = json.loads((self.members.schema.metadata or {})[ROWS])
        return MappingProxyType({name: (first, end) for name, first, end in found})

    @cached_property
    def profiles(self) -> Mapping[str, Ordinals]:
        """The members of each affinity, by full name: ordinals, ascending."""
        every = column(self.members, "profile", np.uint32)
        return MappingProxyType({n: every[first:end] for n, (first, end) in self.rows.items()})

    @cached_property
    def strengths(self) -> Mapping[str, Strengths]:
        """The strength of each member, by the affinity's full name."""
        every = self.members.column("strength").to_numpy()
        return MappingProxyType({n: every[first:end] for n, (first, end) in self.rows.items()})


def members_table(members: Mapping[str, tuple[Ordinals, Strengths]]) -> pa.Table:
    """Return the file of members, given ordinals (ascending) and strengths by full name."""
    rows: list[tuple[str, int, int]] = []
    end = 0
    for name, (profile, _) in members.items():
        rows.append((name, end, end + profile.size))
        end += profile.size
    columns = [
        np.concatenate([np.empty(0, np.uint32), *(p for p, _ in members.values())]),
        np.concatenate([np.empty(0, np.float32), *(s for _, s in members.values())]),
    ]
    schema = MEMBERS_SCHEMA.with_metadata({ROWS: json.dumps(rows)})
    return pa.table([pa.array(values) for values in columns], schema=schema)


def model_table(titles: pa.Table, told: Mapping[str, Any]) -> pa.Table:
    """Return the file of the model."""
    return titles.replace_schema_metadata({TOLD: json.dumps(told, ensure_ascii=False)})


def kept(numbers: Sequence[int], most: int) -> Sequence[int]:
    """Return which fits stay when there are to be at most so many: the newest."""
    return sorted(numbers)[-most:]
