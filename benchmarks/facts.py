"""The stored facts as one table, for engines that do not know Keyart's files."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from keyart.core.facts import Family
from keyart.store import Segment, Snapshot

DIMENSIONS = ("title", "asset", "country", "device", "placement", "phase")
SUMS = ("impressions", "plays", "qualified_plays", "watch_ms")
COLUMNS = (*DIMENSIONS, "profile", "slot", *SUMS)


@dataclass(frozen=True)
class Facts:
    """The facts that all contenders answer from.

    `exposure` has `COLUMNS`, sorted by (title, profile): dictionary<string> dimensions, profile
    (ordinal) and slot (quarter-hours since 1970 UTC) uint32, sums in whole numbers. `members`
    has a row for each profile of each audience: audience (dictionary<string>), profile (uint32).
    """

    exposure: pa.Table
    members: pa.Table

    @property
    def profiles(self) -> int:
        """One more than the greatest ordinal, at least 1."""
        return 1 + max(int(t["profile"].to_numpy().max(initial=0)) for t in self._tables)

    @property
    def _tables(self) -> tuple[pa.Table, pa.Table]:
        return self.exposure, self.members


def of_snapshot(snapshot: Snapshot) -> Facts:
    """Return the facts and lists of a snapshot, which must stay open while they are used."""
    return Facts(exposure_table(snapshot), membership_table(snapshot))


def exposure_table(snapshot: Snapshot) -> pa.Table:
    """Return all exposure facts that are not hidden, sorted by (title, profile)."""
    tables = [_visible(segment) for segment in snapshot.segments(Family.EXPOSURE)]
    if len(tables) == 1:
        return tables[0]
    joined = pa.concat_tables(tables).unify_dictionaries()
    return joined.sort_by([("title", "ascending"), ("profile", "ascending")])


def _visible(segment: Segment) -> pa.Table:
    rows = segment.table().select(COLUMNS)
    return rows if segment.hidden is None else rows.filter(pa.array(segment.hidden == 0))


def membership_table(snapshot: Snapshot) -> pa.Table:
    """Return the members of all uploaded lists, list by list."""
    lists = snapshot.lists
    sizes = [members.size for members in lists.values()]
    codes = np.repeat(np.arange(len(sizes), dtype=np.int16), sizes)
    audience = pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(list(lists), pa.string()))
    profile = np.concatenate(list(lists.values())) if sizes else np.empty(0, np.uint32)
    return pa.table({"audience": audience, "profile": profile})
