"""Which profile has which key, read from a snapshot."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

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
    halves = np.zeros((snapshot.profiles, 2), ">u8")
    has = np.zeros(snapshot.profiles, np.bool_)
    for run in _runs(snapshot):
        halves[run.ordinals, 0], halves[run.ordinals, 1] = run.high, run.low
        has[run.ordinals] = True
    digits = _HEX[np.ascontiguousarray(halves[ordinals]).view(np.uint8).reshape(-1, DIGITS // 2)]
    return _texts(digits, has[ordinals])


def _texts(digits: npt.NDArray[np.uint16], valid: npt.NDArray[np.bool_]) -> pa.Array:
    """Return rows of digits as text, null where not valid."""
    offsets = np.arange(valid.size + 1, dtype=np.int64) * DIGITS
    mask = np.packbits(valid, bitorder="little").tobytes()
    buffers = [pa.py_buffer(mask), pa.py_buffer(offsets.tobytes()), pa.py_buffer(digits.tobytes())]
    return pa.Array.from_buffers(pa.large_string(), valid.size, buffers).cast(pa.string())
