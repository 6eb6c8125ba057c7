"""Which profile has which key, read from a snapshot."""

import hashlib

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.ids import KEY_DTYPE
from keyart.store.dictionary import Dictionary, KeyRun, Keys, Ordinals, key_runs
from keyart.store.paths import Kind
from keyart.store.snapshot import Snapshot

DIGITS = 32
_HEX = np.frombuffer("".join(f"{byte:02x}" for byte in range(256)).encode(), np.uint16)
"""The two digits of each byte."""


def _runs(snapshot: Snapshot) -> list[KeyRun]:
    return [run for f in snapshot.files(Kind.DICTIONARY) for run in key_runs(snapshot.map(f))]


def known_ordinals(snapshot: Snapshot, keys: Keys) -> Ordinals:
    """Return the ordinals of those of `keys`, sorted as by `sorted_keys`, that are known."""
    known = Dictionary(_runs(snapshot), snapshot.profiles)
    ordinals, new = known.ordinals(keys)
    return ordinals[~new]


def key_texts(snapshot: Snapshot, ordinals: Ordinals) -> pa.Array:
    """Return the key of each ordinal as 32 hexadecimal digits; null for anonymous profiles."""
    keys, has = _known_keys(snapshot, np.dtype([("high", ">u8"), ("low", ">u8")]))
    digits = _HEX[keys[ordinals].view(np.uint8).reshape(-1, DIGITS // 2)]
    return _texts(digits, has[ordinals])


def profile_keys(snapshot: Snapshot) -> Keys:
    """Return the key of every ordinal; anonymous profiles get a stand-in, always the same.

    A stand-in begins with the profile's key bits; what follows is a keyed mix of its ordinal, so
    that no two are equal and those of two stores differ.
    """
    keys, has = _known_keys(snapshot, KEY_DTYPE)
    nameless = np.flatnonzero(~has)
    if len(nameless):
        seeds = np.frombuffer(hashlib.sha256(f"{snapshot.salt} anonymous".encode()).digest(), "<u8")
        bits = snapshot.key_bits[nameless].astype(np.uint64) << np.uint64(56)
        ordinals = nameless.astype(np.uint64)
        keys["high"][nameless] = bits | (_mixed(ordinals ^ seeds[0]) >> np.uint64(8))
        keys["low"][nameless] = _mixed(ordinals ^ seeds[1])
    return keys


def _known_keys(snapshot: Snapshot, dtype: np.dtype[np.void]) -> tuple[Keys, npt.NDArray[np.bool_]]:
    """Return the key of each ordinal, 0 where it has none, and which have one."""
    keys = np.zeros(snapshot.profiles, dtype)
    has = np.zeros(snapshot.profiles, np.bool_)
    for run in _runs(snapshot):
        keys["high"][run.ordinals], keys["low"][run.ordinals] = run.high, run.low
        has[run.ordinals] = True
    return keys, has


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return values with their bits mixed, different ones different (SplitMix64's finaliser)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _texts(digits: npt.NDArray[np.uint16], valid: npt.NDArray[np.bool_]) -> pa.Array:
    """Return rows of digits as text, null where not valid."""
    offsets = np.arange(valid.size + 1, dtype=np.int64) * DIGITS
    mask = np.packbits(valid, bitorder="little").tobytes()
    buffers = [pa.py_buffer(mask), pa.py_buffer(offsets.tobytes()), pa.py_buffer(digits.tobytes())]
    return pa.Array.from_buffers(pa.large_string(), valid.size, buffers).cast(pa.string())
