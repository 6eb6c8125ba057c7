"""Giving the profiles of a batch their ordinals, part by part."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.attribute import EventTable
from keyart.batch.batch import EVENT_TABLES, Batch, Ordinals
from keyart.core.texthash import hash_text
from keyart.ingest import Stage, distinct_keys

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class NewEvents:
    """The events of this batch: staged with keys; their ordinals and ids stand in files."""

    batch: Batch
    stage: Stage

    def rows(self, table: EventTable, part: int) -> pa.Table:
        """Return a part's events with ordinals in place of keys, and the batch's number."""
        staged = self.stage.table(table, part)
        profiles = pa.array(self.profiles(table, part))
        return self.batch.numbered(table, staged.append_column("profile", profiles))

    def titles(self, table: EventTable, part: int) -> npt.NDArray[np.int32]:
        """Return the title code of each of a part's events."""
        return self.stage.table(table, part, ["title"]).column("title").to_numpy()

    def profiles(self, table: EventTable, part: int) -> Ordinals:
        """Return the ordinal of each of a part's events."""
        return np.load(self._path("ordinals", table, part))

    def ids(self, table: EventTable, part: int) -> Hashes:
        """Return the sorted hashes of a part's event ids (0 for none), mapped."""
        return np.load(self._path("ids", table, part), mmap_mode="r")

    def _path(self, what: str, table: EventTable, part: int) -> Path:
        return self.batch.p.work / f"{what}-{table}-{part}.npy"

    def number(self, part: int) -> None:
        """Give the profiles of a part their ordinals and hash its event ids."""
        wanted = ["key_high", "key_low", "event_id"]
        staged: dict[EventTable, pa.Table] = {
            table: self.stage.table(table, part, wanted) for table in EVENT_TABLES
        }
        ordinals = ordinals_of(self.batch, pa.concat_tables(staged.values()))
        start = 0
        for table, rows in staged.items():
            own = ordinals[start : start + rows.num_rows]
            np.save(self._path("ordinals", table, part), own)
            np.save(self._path("ids", table, part), np.sort(hash_text(rows.column("event_id"))))
            start += rows.num_rows


def ordinals_of(batch: Batch, rows: pa.Table) -> Ordinals:
    """Return the ordinal of each row's profile (`key_high`, `key_low`), giving new ones one."""
    high, low = (rows.column(name).to_numpy() for name in ("key_high", "key_low"))
    keys, numbers = distinct_keys(high, low)
    return batch.p.ordinals(keys)[0][numbers]
