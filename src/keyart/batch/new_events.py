"""The new events of a batch: their profiles get ordinals, part by part."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.attribute import EventTable
from keyart.batch.batch import EVENT_TABLES, OpenBatch, Ordinals
from keyart.batch.workers import map_in_threads
from keyart.core.texthash import hash_text
from keyart.ingest import Stage, distinct_keys

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class NewEvents:
    """The events of this batch: staged with keys; their ordinals and ids are in files."""

    batch: OpenBatch
    stage: Stage

    def rows(self, table: EventTable, part: int) -> pa.Table:
        """Return a part's events with ordinals instead of keys, and the batch's number."""
        staged = self.stage.table(table, part)
        profiles = pa.array(self.profiles(table, part))
        return self.batch.numbered(table, staged.append_column("profile", profiles))

    def titles(self, table: EventTable, part: int) -> npt.NDArray[np.int32]:
        """Return the title code of each of a part's events."""
        return self.stage.table(table, part, ["title"]).column("title").to_numpy()

    def profiles(self, table: EventTable, part: int) -> Ordinals:
        """Return the ordinal of each of a part's events."""
        return np.fromfile(self._path("ordinals", table, part), np.uint32)

    def ids(self, table: EventTable, part: int) -> Hashes:
        """Return the sorted hashes of a part's event ids (0 for none), mapped."""
        path = self._path("ids", table, part)
        return np.memmap(path, np.uint64, "r") if path.stat().st_size else np.empty(0, np.uint64)

    def _path(self, what: str, table: EventTable, part: int) -> Path:
        # Bare values: np.load parses its header with `ast`, which Python 3.11 cannot do in threads.
        return self.batch.p.work / f"{what}-{table}-{part}"

    def number(self) -> None:
        """Number all profiles, part by part, and hash the event ids."""
        self.stage.finish()
        threads = self.batch.reading.config.settings.threads
        for part, part_keys in enumerate(
            map_in_threads(self._hash_part, range(self.batch.parts), threads)
        ):
            ordinals, _ = self.batch.p.ordinals(part_keys.keys)
            for table, numbers in part_keys.of_rows.items():
                ordinals[numbers].tofile(self._path("ordinals", table, part))

    def _hash_part(self, part: int) -> "PartKeys":
        columns = ["key_high", "key_low", "event_id"]
        staged = {table: self.stage.table(table, part, columns) for table in EVENT_TABLES}
        for table in EVENT_TABLES:
            ids = hash_text(staged[table].column("event_id"))
            np.sort(ids).tofile(self._path("ids", table, part))
        both = pa.concat_tables([staged[table] for table in EVENT_TABLES])
        keys, numbers = _distinct_keys(both)
        shown = staged["impressions"].num_rows
        return PartKeys(keys, {"impressions": numbers[:shown], "plays": numbers[shown:]})


@dataclass(frozen=True)
class PartKeys:
    """The sorted distinct keys of a part, and which of them each row of its tables has."""

    keys: npt.NDArray[np.void]
    of_rows: Mapping[EventTable, npt.NDArray[np.int64]]


def _distinct_keys(rows: pa.Table) -> tuple[npt.NDArray[np.void], npt.NDArray[np.int64]]:
    high, low = (rows.column(name).to_numpy() for name in ("key_high", "key_low"))
    return distinct_keys(high, low)


def ordinals_of(batch: OpenBatch, rows: pa.Table) -> Ordinals:
    """Return the ordinal of each row's profile (`key_high`, `key_low`); new profiles get one."""
    keys, numbers = _distinct_keys(rows)
    return batch.p.ordinals(keys)[0][numbers]
