"""Loops that sort events by (title, profile, ts)."""

# pyright: basic
# ruff: noqa: PLR0913

from typing import Any

import numpy as np
import numpy.typing as npt

from keyart.core.loops import compiled

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]

_U = np.uint64

SHORT_RUN = 24
"""Runs of up to this many rows use insertion sort: short, or nearly sorted already."""


@compiled
def sort_keys(
    title: I32,
    profile: U32,
    ts: I64,
    least_profile: int,
    least_ts: int,
    profile_bits: int,
    ts_bits: int,
    dropped_bits: int,
    row_bits: int,
) -> U64:
    """Return (title, profile, leading bits of ts, row) packed into one number for each row."""
    keys = np.empty(len(title), np.uint64)
    for i in range(len(title)):
        key = _U(np.int64(title[i]) + 1)
        key = key << _U(profile_bits) | _U(profile[i] - least_profile)
        key = key << _U(ts_bits) | _U(ts[i] - least_ts) >> _U(dropped_bits)
        keys[i] = key << _U(row_bits) | _U(i) if row_bits else key
    return keys


@compiled
def settle(order: I32, title: I32, profile: U32, ts: I64) -> None:
    """Sort `order` by ts within each run of equal title and profile (`ts` is in table order)."""
    n = len(order)
    start = 0
    while start < n:
        row = order[start]
        last = ts[row]
        sorted_ = True
        end = start + 1
        while end < n:
            other = order[end]
            if title[other] != title[row] or profile[other] != profile[row]:
                break
            sorted_ = sorted_ and last <= ts[other]
            last = ts[other]
            end += 1
        if not sorted_:
            _sort_run(order[start:end], ts)
        start = end


@compiled
def _sort_run(order, ts):
    n = len(order)
    if n > SHORT_RUN:
        times = np.empty(n, np.int64)
        for i in range(n):
            times[i] = ts[order[i]]
        order[:] = order[np.argsort(times, kind="mergesort")]
        return
    for i in range(1, n):
        row = order[i]
        j = i
        while j > 0 and ts[order[j - 1]] > ts[row]:
            order[j] = order[j - 1]
            j -= 1
        order[j] = row


@compiled
def gather(values: Any, rows: I32) -> Any:
    """Return values[rows]."""
    gathered = np.empty(len(rows), values.dtype)
    for i in range(len(rows)):
        gathered[i] = values[rows[i]]
    return gathered
