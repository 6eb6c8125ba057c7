"""Reading kept events back: those of touched pairs, and those with ids that came again."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.texthash import hash_text
from keyart.store.arrow_files import column
from keyart.store.event_files import DAY_MICROSECONDS, Days, groups_of_days
from keyart.store.mapped import MappedFile
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
            yield from _read(file.mapped, days, touched, extra_ids)


def _read(
    mapped: MappedFile, days: Days, touched: Touched, extra_ids: npt.NDArray[np.uint64]
) -> Iterator[pa.Table]:
    file = mapped.parquet()
    names = ["title", "profile", *(["event_id"] if len(extra_ids) else [])]
    for group in groups_of_days(file, days):
        wanted = _wanted(mapped.group(file, group, names), touched, extra_ids)
        if wanted.any():
            yield mapped.group(file, group, None).filter(pa.array(wanted))


def _wanted(
    keys: pa.Table, touched: Touched, extra_ids: npt.NDArray[np.uint64]
) -> npt.NDArray[np.bool_]:
    wanted = touched.contains(keys.column("title"), column(keys, "profile", np.uint32))
    if len(extra_ids):
        hashes = hash_text(keys.column("event_id"))
        at = np.searchsorted(extra_ids, hashes)
        at[at == len(extra_ids)] = 0
        wanted |= extra_ids[at] == hashes
    return wanted
