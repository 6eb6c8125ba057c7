"""The title index of a segment: where each title's rows begin and which assets they hold."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.store.arrow_files import Integers

Keys = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.int64]


class TitleIndex:
    """Collects where each title's rows begin and which assets they hold."""

    def __init__(self) -> None:
        self.rows = 0
        self._titles: list[Codes] = []
        self._starts: list[Rows] = []
        self._pairs: list[Keys] = []

    def add(self, titles: Integers, assets: Integers | None) -> None:
        """Note the next rows, whose titles are sorted."""
        changes = np.flatnonzero(titles[1:] != titles[:-1]) + 1
        starts = np.concatenate([[0], changes])
        self._titles.append(titles[starts].astype(np.uint32))
        self._starts.append(starts + self.rows)
        self.rows += len(titles)
        if assets is not None:
            keys = (titles.astype(np.uint64) << np.uint64(32)) | assets.astype(np.uint64)
            self._pairs.append(_distinct(keys))

    def table(self) -> pa.Table:
        """Return the index: title int32, start int64, assets large_list<int32>."""
        titles = np.concatenate([np.empty(0, np.uint32), *self._titles])
        starts = np.concatenate([np.empty(0, np.int64), *self._starts])
        first = np.diff(titles.astype(np.int64), prepend=-1) != 0
        titles, starts = titles[first], starts[first]
        pairs = np.unique(np.concatenate([np.empty(0, np.uint64), *self._pairs]))
        bounds = np.searchsorted(pairs >> np.uint64(32), titles.astype(np.uint64))
        offsets = pa.array(np.append(bounds, len(pairs)), pa.int64())
        assets = pa.array((pairs & np.uint64(0xFFFFFFFF)).astype(np.int32))
        columns = {
            "title": pa.array(titles.astype(np.int32)),
            "start": pa.array(starts),
            "assets": pa.LargeListArray.from_arrays(offsets, assets),
        }
        return pa.table(columns)


def _distinct(keys: Keys) -> Keys:
    """Return the distinct keys, sorted. `np.unique` hashes first, which is slower here."""
    ordered = np.sort(keys)
    first = np.ones(len(ordered), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]
