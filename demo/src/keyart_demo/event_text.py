"""Numbers as text, a whole column at once: Arrow strings without a Python string for each row."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart_demo.arrays import U64

GROUP = 10_000
"""Numbers are looked up four decimal digits at a time."""

_STRINGS: Any = pa.StringArray
_DECIMAL = np.array([f"{i:04d}" for i in range(GROUP)], "S4").view(np.uint32)
_HEX = np.array([f"{i:02x}" for i in range(256)], "S2").view(np.uint16)


def mixed(numbers: U64) -> U64:
    """Return 64 well-mixed bits for each number; different numbers give different bits.

    The finalizer of SplitMix64 (Steele, Lea, Flood 2014), which is a bijection.
    """
    bits = numbers * np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


def event_numbers(seed: int, first: int, rows: int) -> U64:
    """Return numbers for `rows` events, unique in a world of `seed` if indices from `first` are."""
    salt = mixed(np.array([seed], np.uint64))
    return mixed((np.uint64(first) + np.arange(rows, dtype=np.uint64)) ^ salt)


def decimal_ids(prefix: str, numbers: npt.NDArray[np.integer]) -> pa.Array:
    """Return `prefix` and eight digits for each number below 10^8."""
    high, low = np.divmod(numbers.astype(np.uint32), np.uint32(GROUP))
    digits = np.stack([_DECIMAL[high], _DECIMAL[low]], axis=1)
    return _prefix_rows(prefix, digits.view(np.uint8))


def hex_ids(prefix: str, numbers: U64) -> pa.Array:
    """Return `prefix` and 16 hexadecimal digits for each number: its bytes, lowest first."""
    octets = numbers.astype("<u8").view(np.uint8).reshape(-1, 8)
    return _prefix_rows(prefix, _HEX[octets].view(np.uint8))


def coded(codes: npt.NDArray[np.integer], values: Sequence[str]) -> pa.DictionaryArray:
    """Return a column of few distinct `values`, one for each code."""
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8)), pa.array(values))


def _prefix_rows(prefix: str, tails: npt.NDArray[np.uint8]) -> pa.Array:
    """Return the prefix followed by each row of `tails`: shape (n, width), ASCII."""
    rows, width = tails.shape[0], len(prefix) + tails.shape[1]
    text = np.empty((rows, width), np.uint8)
    text[:, : len(prefix)] = np.frombuffer(prefix.encode(), np.uint8)
    text[:, len(prefix) :] = tails
    offsets = np.arange(0, (rows + 1) * width, width, dtype=np.int32)
    return _STRINGS.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(text))
