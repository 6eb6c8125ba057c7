"""The profile dictionary: keyed hashes of profile ids to dense ordinals.

Sorted runs of (high, low, ordinal), merge-joined with the sorted keys of a batch. An ordinal is
never given twice; 0xFFFFFFFF is never given.
"""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.errors import StoreError
from keyart.core.ids import KEY_DTYPE
from keyart.store.catalogue.draft import Contents, VersionDraft
from keyart.store.files.arrow import column, frozen, raw, write_batches
from keyart.store.files.sorted_runs import (
    MAX_RUNS,
    NO_ORDINAL,
    Columns,
    find_keys,
    merge_runs,
    runs_to_merge,
)
from keyart.store.paths import FileKind
from keyart.store.snapshot import Snapshot

Ordinals = npt.NDArray[np.uint32]
Keys = npt.NDArray[np.void]
Words = npt.NDArray[np.uint64]
KeyBits = npt.NDArray[np.uint8]

SCHEMA = pa.schema([("high", pa.uint64()), ("low", pa.uint64()), ("ordinal", pa.uint32())])
BITS_SCHEMA = pa.schema([("bits", pa.uint8())])

_SPREAD = np.uint32(0x9E3779B1)
"""Spreads anonymous ordinals, which have no key, over the values of eight bits."""

_DIGITS = 32
_HEX = np.frombuffer("".join(f"{byte:02x}" for byte in range(256)).encode(), np.uint16)
"""The two digits of each byte."""


@dataclass(frozen=True)
class KeyRun:
    """Keys sorted by (high, low), with their ordinals; arrays of one length."""

    high: Words
    low: Words
    ordinals: Ordinals

    def find(self, high: Words, low: Words, ordinals: Ordinals) -> None:
        """Fill in `ordinals` for those of the sorted keys that this run has."""
        if not len(self.high):
            return
        start = int(np.searchsorted(high, self.high[:1])[0])
        end = int(np.searchsorted(high, self.high[-1:], side="right")[0])
        if start < end:
            find_keys(
                frozen(high[start:end]), frozen(low[start:end]),
                frozen(self.high), frozen(self.low), frozen(self.ordinals), ordinals[start:end],
            )  # fmt: skip


def key_runs(table: pa.Table) -> list[KeyRun]:
    """Return the runs of a dictionary file: one for each record batch."""
    return [
        KeyRun(
            raw(batch.column(0), np.uint64),
            raw(batch.column(1), np.uint64),
            raw(batch.column(2), np.uint32),
        )
        for batch in table.to_batches()
    ]


class Dictionary:
    """The published runs, and the ordinals that one publication adds."""

    def __init__(self, published: Sequence[KeyRun], profiles: int) -> None:
        self._published = tuple(published)
        self._new: list[KeyRun] = []
        self._new_bits: list[KeyBits] = []
        self._lock = threading.Lock()
        self.profiles = profiles
        """How many ordinals there are, with those of this publication."""
        self.has_matched = False
        """Whether a published key was looked up: one that was made with the same salt."""

    def ordinals(self, keys: Keys) -> tuple[Ordinals, npt.NDArray[np.bool_]]:
        """Return the ordinals of `keys`, and which of them are new and get one now.

        `keys` is of `KEY_DTYPE`, sorted by (high, low), without duplicates. Safe for threads.
        """
        high, low = np.ascontiguousarray(keys["high"]), np.ascontiguousarray(keys["low"])
        ordinals = np.full(len(keys), NO_ORDINAL, np.uint32)
        for run in self._published:
            run.find(high, low, ordinals)
        self.has_matched = self.has_matched or bool((ordinals != NO_ORDINAL).any())
        with self._lock:
            for run in self._new:
                run.find(high, low, ordinals)
            new = ordinals == NO_ORDINAL
            if new.any():
                ordinals[new] = self._add_ordinals(high[new] >> np.uint64(56))
                self._add_run(KeyRun(high[new], low[new], ordinals[new]))
        return ordinals, new

    def add_anonymous(self, count: int) -> Ordinals:
        """Return `count` new ordinals without keys."""
        with self._lock:
            first = np.arange(self.profiles, self.profiles + count, dtype=np.uint64)
            return self._add_ordinals((first.astype(np.uint32) * _SPREAD) >> np.uint32(24))

    def _add_ordinals(self, bits: npt.NDArray[np.unsignedinteger]) -> Ordinals:
        first, self.profiles = self.profiles, self.profiles + len(bits)
        if self.profiles > NO_ORDINAL:
            raise StoreError(
                f"A store holds at most {int(NO_ORDINAL):,} profiles.",
                hint="Split it into several stores.",
            )
        self._new_bits.append(bits.astype(np.uint8))
        return np.arange(first, self.profiles, dtype=np.uint32)

    def _add_run(self, run: KeyRun) -> None:
        self._new.append(run)
        chosen = runs_to_merge([len(run.high) for run in self._new], MAX_RUNS)
        if chosen:
            pieces = list(merge_key_runs([self._new[i] for i in chosen]))
            merged = KeyRun(
                np.concatenate([piece.high for piece in pieces]),
                np.concatenate([piece.low for piece in pieces]),
                np.concatenate([piece.ordinals for piece in pieces]),
            )
            self._new = [r for i, r in enumerate(self._new) if i not in chosen] + [merged]

    def _select(self, ordinals: Ordinals) -> Iterator[tuple[Words, Words, Ordinals]]:
        """Yield high, low and ordinal of those of `ordinals` that have a key, run by run."""
        chosen = np.zeros(self.profiles, np.bool_)
        chosen[ordinals] = True
        for run in [*self._published, *self._new]:
            at = np.flatnonzero(chosen[run.ordinals])
            yield run.high[at], run.low[at], run.ordinals[at]

    def hex_keys(self, ordinals: Ordinals) -> list[str]:
        """Return the key of each ordinal as 32 hexadecimal digits, empty for anonymous ones."""
        keys: dict[int, str] = {}
        for high, low, at in self._select(ordinals):
            halves = zip(high.tolist(), low.tolist(), strict=True)
            keys.update(zip(at.tolist(), (f"{h:016x}{w:016x}" for h, w in halves), strict=True))
        return [keys.get(ordinal, "") for ordinal in ordinals.tolist()]

    def keys(self, ordinals: Ordinals) -> Keys:
        """Return the sorted keys of `ordinals`, which are ascending; anonymous ones have none."""
        parts = [np.empty(0, KEY_DTYPE)]
        for high, low, _ in self._select(ordinals):
            part = np.empty(len(high), KEY_DTYPE)
            part["high"], part["low"] = high, low
            parts.append(part)
        return sorted_keys(np.concatenate(parts))

    def new_bits(self) -> KeyBits:
        """Return the top eight key bits of all new ordinals, in their order."""
        return np.concatenate([np.empty(0, np.uint8), *self._new_bits])

    def new_runs(self) -> list[KeyRun]:
        """Return the runs of the keys to which this publication gave an ordinal."""
        return list(self._new)


def merge_key_runs(runs: Sequence[KeyRun]) -> Iterator[KeyRun]:
    """Yield the keys of `runs` merged, in pieces."""
    columns = [{"high": r.high, "low": r.low, "ordinal": r.ordinals} for r in runs]
    for piece in merge_runs(columns, "high"):
        yield _sort_by_low(piece)


def _sort_by_low(piece: Columns) -> KeyRun:
    """Sort keys of equal high halves by their low halves; equal high halves are very rare."""
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
    """Return the distinct `keys`, sorted by (high, low), as `Dictionary.ordinals` needs them."""
    keys = keys.astype(KEY_DTYPE, copy=False)
    ordered = keys[np.lexsort((keys["low"], keys["high"]))]
    first = np.ones(len(ordered), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]


def published_runs(source: VersionDraft | Snapshot) -> list[KeyRun]:
    """Return the runs of all dictionary files."""
    files = source.files(FileKind.DICTIONARY)
    return [run for file in files for run in key_runs(source.map_table(file))]


def save_dictionary(draft: VersionDraft, dictionary: Dictionary) -> None:
    """Write the new keys and key bits, and merge files where there are too many."""
    if dictionary.new_runs():
        _write_keys(draft, dictionary.new_runs())
        files = draft.files(FileKind.DICTIONARY)
        chosen = [files[i] for i in runs_to_merge([file.rows for file in files], MAX_RUNS)]
        if chosen:
            _write_keys(draft, [run for f in chosen for run in key_runs(draft.map_table(f))])
        for file in chosen:
            draft.end(file)
    bits = dictionary.new_bits()
    if len(bits):
        _write_bits(draft, bits, dictionary.profiles - len(bits))


def _write_keys(draft: VersionDraft, runs: list[KeyRun]) -> None:
    name = draft.new_name(FileKind.DICTIONARY, "keys")
    rows = write_batches(draft.path(name), SCHEMA, key_batches(runs))
    draft.add(FileKind.DICTIONARY, "", name, Contents(rows))


def _write_bits(draft: VersionDraft, bits: KeyBits, first: int) -> None:
    """Write the bits of ordinals from `first` on, joined with older files if they are many."""
    older = draft.files(FileKind.KEY_BITS)
    if len(older) >= MAX_RUNS:
        parts = [column(draft.map_table(file), "bits", np.uint8) for file in older]
        bits = np.concatenate([*parts, bits])
        first = 0
    else:
        older = []
    name = draft.new_name(FileKind.KEY_BITS, "bits")
    batch = pa.record_batch([pa.array(bits)], schema=BITS_SCHEMA)
    rows = write_batches(draft.path(name), BITS_SCHEMA, [batch])
    draft.add(FileKind.KEY_BITS, "", name, Contents(rows, first=first))
    for file in older:
        draft.end(file)


def find_ordinals(snapshot: Snapshot, keys: Keys) -> Ordinals:
    """Return the ordinals of those of `keys`, sorted as by `sorted_keys`, that have one."""
    found = locate(snapshot, keys)
    return found[found >= 0].astype(np.uint32)


def locate(snapshot: Snapshot, keys: Keys) -> npt.NDArray[np.int64]:
    """Return the ordinal of each of `keys`, sorted as by `sorted_keys`; -1 where it has none."""
    ordinals, new = Dictionary(published_runs(snapshot), snapshot.profiles).ordinals(keys)
    return np.where(new, -1, ordinals.astype(np.int64))


def key_texts(snapshot: Snapshot, ordinals: Ordinals) -> pa.Array:
    """Return the key of each ordinal as 32 hexadecimal digits; null for anonymous profiles."""
    keys, has_key = _read_keys(snapshot, np.dtype([("high", ">u8"), ("low", ">u8")]))
    digits = _HEX[keys[ordinals].view(np.uint8).reshape(-1, _DIGITS // 2)]
    offsets = np.arange(len(ordinals) + 1, dtype=np.int64) * _DIGITS
    mask = np.packbits(has_key[ordinals], bitorder="little").tobytes()
    buffers = [pa.py_buffer(mask), pa.py_buffer(offsets.tobytes()), pa.py_buffer(digits.tobytes())]
    return pa.Array.from_buffers(pa.large_string(), len(ordinals), buffers).cast(pa.string())


def profile_keys(snapshot: Snapshot) -> Keys:
    """Return the key of every ordinal; anonymous profiles get a stand-in, always the same.

    A stand-in starts with the profile's key bits; the rest is a keyed mix of its ordinal, so that
    stand-ins are distinct and those of two stores differ.
    """
    keys, has_key = _read_keys(snapshot, KEY_DTYPE)
    anonymous = np.flatnonzero(~has_key)
    if len(anonymous):
        seeds = np.frombuffer(hashlib.sha256(f"{snapshot.salt} anonymous".encode()).digest(), "<u8")
        bits = snapshot.key_bits[anonymous].astype(np.uint64) << np.uint64(56)
        ordinals = anonymous.astype(np.uint64)
        keys["high"][anonymous] = bits | (_mix_bits(ordinals ^ seeds[0]) >> np.uint64(8))
        keys["low"][anonymous] = _mix_bits(ordinals ^ seeds[1])
    return keys


def _read_keys(snapshot: Snapshot, dtype: np.dtype[np.void]) -> tuple[Keys, npt.NDArray[np.bool_]]:
    """Return the key of each ordinal, 0 where it has none, and which have one."""
    keys = np.zeros(snapshot.profiles, dtype)
    has_key = np.zeros(snapshot.profiles, np.bool_)
    for run in published_runs(snapshot):
        keys["high"][run.ordinals], keys["low"][run.ordinals] = run.high, run.low
        has_key[run.ordinals] = True
    return keys, has_key


def _mix_bits(values: Words) -> Words:
    """Return values with their bits mixed, one to one (SplitMix64's finaliser)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
