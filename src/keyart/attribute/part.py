"""Events in the order (title, profile, time), which both matching and facts need."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.attribute.kernels import sorting
from keyart.attribute.rules import TitleRules
from keyart.core.vocabulary import Vocabulary


@dataclass(frozen=True)
class Sorted:
    """The rows of a table of events, sorted by (title code, profile, ts); `MISSING` is first."""

    rows: npt.NDArray[np.int32]
    """The row of the table at each position."""
    title: npt.NDArray[np.int32]
    profile: npt.NDArray[np.uint32]
    ts: npt.NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.rows)

    def title_starts(self, titles: int) -> npt.NDArray[np.int64]:
        """Return int64[titles + 1]: title t has the positions from [t] to [t + 1]."""
        return np.searchsorted(self.title, np.arange(titles + 1)).astype(np.int64)


Column = npt.NDArray[Any]
"""A numeric column; its name implies its dtype."""


def column(table: pa.Table, name: str) -> Column:
    """Return a numeric column without nulls as one read-only array, without a copy if possible."""
    values = table[name].to_numpy()
    values.flags.writeable = False
    return values


def text_column(table: pa.Table, name: str) -> pa.Array:
    """Return a column as one array, without a copy if it is in one piece."""
    values = table[name]
    return values.chunk(0) if values.num_chunks == 1 else values.combine_chunks()


def sort_events(events: pa.Table) -> Sorted:
    """Return the order of `events` (columns title, profile, ts); ties in any order."""
    title, profile, ts = (column(events, name) for name in ("title", "profile", "ts"))
    rows = _sort_by_prefix(title, profile, ts)
    sorting.settle(rows, title, profile, ts)
    return Sorted(rows, *(sorting.gather(values, rows) for values in (title, profile, ts)))


def _sort_by_prefix(
    title: npt.NDArray[np.int32], profile: npt.NDArray[np.uint32], ts: npt.NDArray[np.int64]
) -> npt.NDArray[np.int32]:
    """Sort by title, profile, and as many leading bits of ts as fit into 64 bits.

    If the row number fits next to title and profile, plain values are sorted, which takes a quarter
    of the time of sorting indices. `sorting.settle` sorts the remaining ties.
    """
    if not len(title):
        return np.empty(0, np.int32)
    least_profile, least_ts = profile.min(), ts.min()
    title_bits = (int(title.max()) + 1).bit_length()
    profile_bits = int(profile.max() - least_profile).bit_length()
    all_ts_bits = int(ts.max() - least_ts).bit_length()
    row_bits = (len(title) - 1).bit_length()
    if title_bits + profile_bits + row_bits > 64:
        row_bits = 0
    ts_bits = min(64 - title_bits - profile_bits - row_bits, all_ts_bits)
    keys = sorting.sort_keys(
        title, profile, ts, least_profile, least_ts,
        profile_bits, ts_bits, all_ts_bits - ts_bits, row_bits,
    )  # fmt: skip
    if not row_bits:
        return np.argsort(keys).astype(np.int32)
    keys.sort()
    keys &= np.uint64((1 << row_bits) - 1)
    return keys.astype(np.int32)


@dataclass(frozen=True)
class SortedPart:
    """The input of attribution: one table of each kind, each event once, sorted, with the rules."""

    impressions: pa.Table
    plays: pa.Table
    shown: Sorted
    """The order of `impressions`."""
    played: Sorted
    """The order of `plays`."""
    rules: TitleRules
    vocabularies: Mapping[str, Vocabulary]


def sorted_part(
    impressions: pa.Table,
    plays: pa.Table,
    rules: TitleRules,
    vocabularies: Mapping[str, Vocabulary],
) -> SortedPart:
    """Sort both tables and return them as a part.

    Raises `ValueError` if a row has a title or placement that was encoded after the rules were
    made.
    """
    _check_codes(impressions, "title", rules.titles)
    _check_codes(impressions, "placement", rules.placements)
    _check_codes(plays, "title", rules.titles)
    return SortedPart(
        impressions, plays, sort_events(impressions), sort_events(plays), rules, vocabularies
    )


def _check_codes(events: pa.Table, name: str, size: int) -> None:
    if events.num_rows and int(column(events, name).max()) >= size:
        raise ValueError(f"A {name} is unknown to the rules: make them after all is encoded.")
