"""Loops that turn sorted events into facts."""

# pyright: basic

import numpy as np
import numpy.typing as npt

from keyart.core.facts import SLOT_MICROSECONDS
from keyart.core.loops import compiled, inlined

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
F64 = npt.NDArray[np.float64]

_U = np.uint64

SHORT_RUN = 24
"""Runs of up to this many rows use insertion sort."""


@compiled
def append_code(words: U64, code: I32, bits: int) -> None:
    """Shift words left by `bits` and put code + 1 (0 for `MISSING`) into the freed bits."""
    for i in range(len(words)):
        words[i] = words[i] << _U(bits) | _U(np.int64(code[i]) + 1)


@compiled
def group_rows(order: I32, title: I32, profile: U32, ts: I64, words: U64, fact_of_row: I32) -> I64:
    """Sort `order` within each (title, profile, slot) by `words`; return where facts start.

    title, profile, ts are sorted (in the order of `order`); `words`, uint64[w, n], are the packed
    dimensions in table order. Fills fact_of_row, by row. The result, int64[facts + 1], ends with n.
    A fact is a run of rows with equal title, profile, slot, and words.
    """
    n = len(order)
    starts = np.empty(n + 1, np.int64)
    facts = 0
    start = 0
    while start < n:
        slot = ts[start] // SLOT_MICROSECONDS
        end = start + 1
        while (
            end < n
            and profile[end] == profile[start]
            and title[end] == title[start]
            and ts[end] // SLOT_MICROSECONDS == slot
        ):
            end += 1
        if end - start > 1:
            _sort_by_words(order[start:end], words)
        for i in range(start, end):
            if i == start or _compare(words, order[i - 1], order[i]) != 0:
                starts[facts] = i
                facts += 1
            fact_of_row[order[i]] = facts - 1
        start = end
    starts[facts] = n
    return starts[: facts + 1].copy()


@inlined
def _compare(words, a, b):
    for w in range(words.shape[0]):
        if words[w, a] != words[w, b]:
            return -1 if words[w, a] < words[w, b] else 1
    return 0


@compiled
def _sort_by_words(order, words):
    n = len(order)
    if n > SHORT_RUN:
        for w in range(words.shape[0] - 1, -1, -1):
            keys = np.empty(n, np.uint64)
            for i in range(n):
                keys[i] = words[w, order[i]]
            order[:] = order[np.argsort(keys, kind="mergesort")]
        return
    for i in range(1, n):
        row = order[i]
        j = i
        while j > 0 and _compare(words, order[j - 1], row) > 0:
            order[j] = order[j - 1]
            j -= 1
        order[j] = row


@compiled
def add_at(sums: I64, facts: I32, values: I64) -> None:
    """Add values[i] to sums[facts[i]]."""
    for i in range(len(facts)):
        sums[facts[i]] += values[i]


@compiled
def count_at_least(sums: I64, fact_of_row: I32, values: F64, least: float) -> None:
    """Count each fact's rows with a value of at least `least` (NaN does not count)."""
    for i in range(len(fact_of_row)):
        if values[i] >= least:
            sums[fact_of_row[i]] += 1


@compiled
def add_inverse(sums: I64, fact_of_row: I32, values: F64, least: float, scale: float) -> None:
    """Add scale / values[i], rounded half to even, to each row's fact.

    Values below `least` count as `least`, which is above 0; NaN adds nothing.
    """
    for i in range(len(fact_of_row)):
        if values[i] > 0:
            sums[fact_of_row[i]] += np.int64(np.rint(scale / max(values[i], least)))
