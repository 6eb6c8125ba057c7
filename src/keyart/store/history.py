"""Reading kept events back: those of touched pairs, and those with ids that came again."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from keyart.core.texthash import hash_text
from keyart.store.arrow_files import column
from keyart.store.event_files import DAY_MICROSECONDS, Days, groups_of_days
from keyart.store.snapshot import Snapshot
from keyart.store.touched import Touched

NO_IDS = np.empty(0, np.uint64)


def history(
    snapshot: Snapshot,
    table: str,
    days: Days,
    touched: Touched,
    extra_ids: npt.NDArray[np.uint64] = NO_IDS,
) -> Iterator[pa.Table]:
    """Yield kept events of `table` that are touched or whose id's hash is in `extra_ids`.

    `days` (since the epoch) say where to look: rows of other days may come or be missing. Coded
    columns are dictionary arrays with nulls, everything else is as it was kept.
    """
    days, extra_ids = np.unique(days), np.unique(extra_ids)
    if len(days) == 0:
        return
    first, last = int(days[0]) * DAY_MICROSECONDS, (int(days[-1]) + 1) * DAY_MICROSECONDS
    for file in snapshot.event_files(table):
        if file.first_ts < last and file.last_ts >= first:
            yield from _read(file.path, days, touched, extra_ids)


def _read(
    path: Path, days: Days, touched: Touched, extra_ids: npt.NDArray[np.uint64]
) -> Iterator[pa.Table]:
    with pq.ParquetFile(path) as file:
        for group in groups_of_days(file, days):
            wanted = _wanted(file, group, touched, extra_ids)
            if wanted.any():
                yield file.read_row_group(group).filter(pa.array(wanted))


def _wanted(
    file: pq.ParquetFile, group: int, touched: Touched, extra_ids: npt.NDArray[np.uint64]
) -> npt.NDArray[np.bool_]:
    names = ["title", "profile", *(["event_id"] if len(extra_ids) else [])]
    keys = file.read_row_group(group, columns=names)
    wanted = touched.contains(keys.column("title"), column(keys, "profile", np.uint32))
    if len(extra_ids):
        hashes = hash_text(keys.column("event_id"))
        at = np.searchsorted(extra_ids, hashes)
        at[at == len(extra_ids)] = 0
        wanted |= extra_ids[at] == hashes
    return wanted
