"""Timestamps of every form as microseconds since 1970-01-01 UTC.

- Text: ISO 8601 dates and times (`2026-03-01`, `2026-03-01T18:30:05.25+01:00`,
  `2026-03-01 18:30 UTC`, `20260301T183005Z`), or a number as text.
- Numbers below 10^11 are seconds, below 10^14 milliseconds, else microseconds.
- Native timestamps of any unit and zone, and dates (midnight).

Times without an offset are in the mapping's zone (default UTC); in a gap of daylight saving time
they move forward, in an overlap they mean the first.
"""

from datetime import datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.zones import zone
from keyart.ingest.values import time_kernels as kernels
from keyart.ingest.values.text import decode, is_text

Micros = npt.NDArray[np.int64]
Kinds = npt.NDArray[np.uint8]

_QUARTER = 900_000_000
_FIRST_LOCAL, _LAST_LOCAL = -2_208_988_800_000_000, 4_102_444_800_000_000  # 1900 to 2100
_UNITS = {"s": 1_000_000, "ms": 1_000, "us": 1, "ns": 1}
_FAR = 1 << 62


def timestamps(array: pa.Array, tz: str) -> pa.Array:
    """Return int64 microseconds UTC for any array; null for null and for what is no timestamp.

    `array` is as `text.canonical` returns it; empty texts count as null.
    """
    kind = array.type
    if is_text(array):
        return _parse_texts(decode(array), tz)
    if pa.types.is_timestamp(kind):
        micros = _scale(_to_integers(array), _UNITS[kind.unit], kind.unit)
        return _with_nulls(array, micros if kind.tz else from_local(micros, tz))
    if pa.types.is_date(kind):
        days = _to_integers(array.cast(pa.date32(), safe=False))
        return _with_nulls(array, from_local(_scale(days, 86_400_000_000, "d"), tz))
    if pa.types.is_integer(kind):
        whole = array.fill_null(0).to_numpy(zero_copy_only=False)
        bounded = np.minimum(whole, np.uint64(_FAR)) if whole.dtype == np.uint64 else whole
        return _with_nulls(array, _integers_to_micros(bounded.astype(np.int64).clip(-_FAR, _FAR)))
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _parse_numbers(array)
    return pa.nulls(len(array), pa.int64())


def from_local(micros: Micros, tz: str) -> Micros:
    """Return UTC microseconds from local ones; outside 1900 to 2100 they count as UTC."""
    if tz == "UTC":
        return micros
    in_range = (micros >= _FIRST_LOCAL) & (micros < _LAST_LOCAL)
    quarters, index = np.unique(np.where(in_range, micros, 0) // _QUARTER, return_inverse=True)
    info = zone(tz)
    starts = (datetime.fromtimestamp(q * 900, tz=zone("UTC")) for q in quarters.tolist())
    offsets = [start.replace(tzinfo=info).utcoffset() for start in starts]
    seconds = np.array([o.total_seconds() if o else 0 for o in offsets])
    shift = (seconds * 1_000_000).astype(np.int64)[index.reshape(-1)]
    return np.where(in_range, micros - shift, micros)


def _parse_texts(text: pa.Array, tz: str) -> pa.Array:
    kinds, micros = np.empty(len(text), np.uint8), np.empty(len(text), np.int64)
    data, offsets = text_buffers(text)
    kernels.read_instants(data, offsets, kinds, micros)
    local = kinds == kernels.LOCAL
    if tz != "UTC" and local.any():
        micros[local] = from_local(micros[local], tz)
    missing = kinds == kernels.NOTHING
    for row in np.flatnonzero(missing & (np.diff(offsets) > 0)).tolist():
        number = _parse_exponent(text[row].as_py())
        if number is not None:
            micros[row], missing[row] = number, False
    return _with_nulls(text, micros, missing)


def text_buffers(text: pa.Array) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int32]]:
    """Return the bytes and offsets of a string array, read-only; nulls count as empty texts."""
    if not len(text):
        return np.empty(0, np.uint8), np.zeros(1, np.int32)
    if text.null_count:
        text = text.fill_null("")
    _, offset_buffer, data_buffer = text.buffers()
    offsets = np.frombuffer(offset_buffer, np.int32, len(text) + 1, text.offset * 4)
    data = np.frombuffer(data_buffer or b"\0", np.uint8)
    data.flags.writeable = offsets.flags.writeable = False
    return data, offsets


def _parse_exponent(text: str | None) -> int | None:
    """Return the microseconds of a number with an exponent, such as 1.75e9."""
    if not text or "e" not in text.lower() or len(text) > 40 or not text.isascii():
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return int(_floats_to_micros(np.array([value]))[0]) if np.isfinite(value) else None


def _parse_numbers(array: pa.Array) -> pa.Array:
    floats = array.cast(pa.float64()).fill_null(np.nan).to_numpy(zero_copy_only=False)
    missing = ~np.isfinite(floats)
    return pa.array(_floats_to_micros(np.where(missing, 0, floats)), mask=missing)


def _floats_to_micros(values: npt.NDArray[np.float64]) -> Micros:
    size = np.abs(values)
    scale = np.where(size < 1e11, 1e6, np.where(size < 1e14, 1e3, 1.0))
    return np.rint((values * scale).clip(-_FAR, _FAR)).astype(np.int64)


def _integers_to_micros(values: Micros) -> Micros:
    size = np.abs(values)
    return values * np.where(size < 10**11, 1_000_000, np.where(size < 10**14, 1_000, 1))


def _to_integers(array: pa.Array) -> Micros:
    view = array.view(pa.int32() if pa.types.is_date32(array.type) else pa.int64())
    return view.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)


def _scale(values: Micros, factor: int, unit: str) -> Micros:
    if unit == "ns":
        return values // 1_000
    return values.clip(-_FAR // factor, _FAR // factor) * factor


def _with_nulls(
    array: pa.Array, micros: Micros, missing: npt.NDArray[np.bool_] | None = None
) -> pa.Array:
    if array.null_count:
        nulls = array.is_null().to_numpy(zero_copy_only=False)
        missing = nulls if missing is None else missing | nulls
    return pa.array(micros, mask=missing)
