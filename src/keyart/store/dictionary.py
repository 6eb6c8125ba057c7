"""The profile dictionary: keyed hashes of profile ids to dense ordinals.

Sorted runs of (high, low, ordinal), merge-joined with the sorted keys of a batch and never probed
at random. An ordinal is given once and never again; 0xFFFFFFFF is never given.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.errors import StoreError
from keyart.core.ids import KEY_DTYPE
from keyart.store.arrow_files import frozen, raw
from keyart.store.kernels import NONE, find_keys
from keyart.store.sorted_runs import MAX_RUNS, Columns, merge_runs, runs_to_merge

Ordinals = npt.NDArray[np.uint32]
Keys = npt.NDArray[np.void]

SCHEMA = pa.schema([("high", pa.uint64()), ("low", pa.uint64()), ("ordinal", pa.uint32())])
BITS_SCHEMA = pa.schema([("bits", pa.uint8())])

_SPREAD = np.uint32(0x9E3779B1)
"""Spreads anonymous ordinals, which have no key, over the values of eight bits."""


@dataclass(frozen=True)
class KeyRun:
    """Keys sorted by (high, low), with their ordinals; arrays of one length."""

    high: npt.NDArray[np.uint64]
    low: npt.NDArray[np.uint64]
    ordinals: Ordinals

    def find(
        self, high: npt.NDArray[np.uint64], low: npt.NDArray[np.uint64], found: Ordinals
    ) -> None:
        """Fill in `found` for the keys, sorted, that this run has."""
        if not len(self.high):
            return
        start = int(np.searchsorted(high, self.high[:1])[0])
        end = int(np.searchsorted(high, self.high[-1:], side="right")[0])
        if start < end:
            find_keys(
                frozen(high[start:end]), frozen(low[start:end]),
                frozen(self.high), frozen(self.low), frozen(self.ordinals), found[start:end],
            )  # fmt: skip


def key_runs(table: pa.Table) -> list[KeyRun]:
    """Return the mapped runs of a dictionary file: one for each record batch."""
    return [
        KeyRun(
            raw(batch.column(0), np.uint64),
            raw(batch.column(1), np.uint64),
            raw(batch.column(2), np.uint32),
        )
        for batch in table.to_batches()
    ]


class Dictionary:
    """The published runs, and the ordinals that one publication gives beyond them."""

    def __init__(self, published: Sequence[KeyRun], profiles: int) -> None:
        self._published = tuple(published)
        self._given: list[KeyRun] = []
        self._bits: list[npt.NDArray[np.uint8]] = []
        self._lock = threading.Lock()
        self.profiles = profiles
        """How many ordinals have been given, by this publication too."""
        self.met = False
        """Whether a published key was asked for: one that was made with the same salt."""

    def ordinals(self, keys: Keys) -> tuple[Ordinals, npt.NDArray[np.bool_]]:
        """Return the ordinals of `keys`, and which of them are new, giving those one.

        `keys` is of `KEY_DTYPE`, sorted by (high, low), without duplicates. Safe for threads.
        """
        high, low = np.ascontiguousarray(keys["high"]), np.ascontiguousarray(keys["low"])
        found = np.full(len(keys), NONE, np.uint32)
        for run in self._published:
            run.find(high, low, found)
        self.met = self.met or bool((found != NONE).any())
        with self._lock:
            for run in self._given:
                run.find(high, low, found)
            new = found == NONE
            count = int(np.count_nonzero(new))
            if count:
                found[new] = self._give(high[new] >> np.uint64(56))
                self._remember(KeyRun(high[new], low[new], found[new]))
        return found, new

    def anonymous(self, count: int) -> Ordinals:
        """Return `count` new ordinals that no key leads to."""
        with self._lock:
            first = np.arange(self.profiles, self.profiles + count, dtype=np.uint64)
            return self._give((first.astype(np.uint32) * _SPREAD) >> np.uint32(24))

    def _give(self, bits: npt.NDArray[np.unsignedinteger]) -> Ordinals:
        first, self.profiles = self.profiles, self.profiles + len(bits)
        if self.profiles > NONE:
            raise StoreError(
                f"A store holds at most {int(NONE):,} profiles.", hint="Split it into several."
            )
        self._bits.append(bits.astype(np.uint8))
        return np.arange(first, self.profiles, dtype=np.uint32)

    def _remember(self, run: KeyRun) -> None:
        self._given.append(run)
        chosen = runs_to_merge([len(own.high) for own in self._given], MAX_RUNS)
        if chosen:
            merged = _joined(list(merge_key_runs([self._given[i] for i in chosen])))
            self._given = [r for i, r in enumerate(self._given) if i not in chosen] + [merged]

    def texts(self, ordinals: Ordinals) -> list[str]:
        """Return the key of each ordinal as 32 hexadecimal digits, empty for anonymous ones."""
        wanted = np.zeros(self.profiles, np.bool_)
        wanted[ordinals] = True
        found: dict[int, str] = {}
        for run in [*self._published, *self._given]:
            at = np.flatnonzero(wanted[run.ordinals])
            halves = zip(run.high[at].tolist(), run.low[at].tolist(), strict=True)
            digits = [f"{high:016x}{low:016x}" for high, low in halves]
            found.update(zip(run.ordinals[at].tolist(), digits, strict=True))
        return [found.get(ordinal, "") for ordinal in ordinals.tolist()]

    def keys(self, ordinals: Ordinals) -> Keys:
        """Return the sorted keys of `ordinals`, which are ascending; anonymous ones have none."""
        if len(ordinals) == 0:
            return np.empty(0, KEY_DTYPE)
        wanted = np.zeros(self.profiles, np.bool_)
        wanted[ordinals] = True
        parts: list[Keys] = []
        for run in [*self._published, *self._given]:
            at = np.flatnonzero(wanted[run.ordinals])
            part = np.empty(len(at), KEY_DTYPE)
            part["high"], part["low"] = run.high[at], run.low[at]
            parts.append(part)
        return sorted_keys(np.concatenate(parts))

    def new_bits(self) -> npt.NDArray[np.uint8]:
        """Return the top eight key bits of all new ordinals, in their order."""
        return np.concatenate([np.empty(0, np.uint8), *self._bits])

    def new_runs(self) -> list[KeyRun]:
        """Return the runs of the keys that this publication gave an ordinal."""
        return list(self._given)


def _joined(runs: Sequence[KeyRun]) -> KeyRun:
    return KeyRun(
        np.concatenate([run.high for run in runs]),
        np.concatenate([run.low for run in runs]),
        np.concatenate([run.ordinals for run in runs]),
    )


def merge_key_runs(runs: Sequence[KeyRun]) -> Iterator[KeyRun]:
    """Yield the keys of `runs` merged, in pieces."""
    columns = [{"high": r.high, "low": r.low, "ordinal": r.ordinals} for r in runs]
    for piece in merge_runs(columns, "high"):
        yield _by_low(piece)


def _by_low(piece: Columns) -> KeyRun:
    """Sort keys of one high half by their low half: two such exist only by a rare chance."""
    high, low = (piece[name].astype(np.uint64, copy=False) for name in ("high", "low"))
    ordinals = piece["ordinal"].astype(np.uint32, copy=False)
    if not (high[1:] == high[:-1]).any():
        return KeyRun(high, low, ordinals)
    order = np.lexsort((low, high))
    return KeyRun(high[order], low[order], ordinals[order])


def key_batches(runs: Sequence[KeyRun]) -> Iterator[pa.RecordBatch]:
    """Yield the record batches of a dictionary file that holds `runs`, merged."""
    for run in merge_key_runs(runs):
        arrays = [pa.array(run.high), pa.array(run.low), pa.array(run.ordinals)]
        yield pa.record_batch(arrays, schema=SCHEMA)


def sorted_keys(keys: Keys) -> Keys:
    """Return the distinct `keys`, sorted by (high, low), as `Dictionary.ordinals` wants them."""
    keys = keys.astype(KEY_DTYPE, copy=False)
    ordered = keys[np.lexsort((keys["low"], keys["high"]))]
    first = np.ones(len(ordered), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]
