"""Keyed hashes of profile ids, which replace the ids as soon as they are read."""

from collections.abc import Iterable
from typing import cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import BadInput
from keyart.core.ids import KEY_DTYPE
from keyart.ingest.values.sha256_kernels import digests
from keyart.ingest.values.text import decode, is_coded
from keyart.ingest.values.timestamps import text_buffers

Keys = npt.NDArray[np.void]


def profile_keys(salt: str, ids: pa.Array) -> Keys:
    """Return the keys of `ids`: shape (n,), dtype `KEY_DTYPE`; equal to `core.ids.keys`.

    `ids` is `string` or a dictionary of it; a null's key is that of the empty text.
    """
    if is_coded(ids) and not ids.null_count and len(ids.dictionary) < len(ids):
        return profile_keys(salt, ids.dictionary)[ids.indices.to_numpy(zero_copy_only=False)]
    data, offsets = text_buffers(decode(ids))
    high, low = np.empty((2, len(ids)), np.uint64)
    digests(np.frombuffer(salt.encode(), np.uint8), data, offsets, high, low)
    keys = np.empty(len(ids), KEY_DTYPE)
    keys["high"], keys["low"] = high, low
    return keys


def key_hex(keys: Keys) -> list[str]:
    """Return each key as 32 hexadecimal digits, as quarantine shows it."""
    halves = zip(keys["high"].tolist(), keys["low"].tolist(), strict=True)
    return [f"{high:016x}{low:016x}" for high, low in halves]


def keys_of_hex(hex_keys: Iterable[str]) -> Keys:
    """Return the keys that `key_hex` wrote."""
    return np.array([(int(text[:16], 16), int(text[16:], 16)) for text in hex_keys], KEY_DTYPE)


def keys_of_table(table: pa.Table) -> Keys:
    """Return the keys in the columns `key_high` and `key_low`."""
    keys = np.empty(table.num_rows, KEY_DTYPE)
    keys["high"] = table.column("key_high").to_numpy()
    keys["low"] = table.column("key_low").to_numpy()
    return keys


def list_keys(salt: str, ids: object) -> Keys:
    """Return the sorted distinct keys of a list of ids: an iterable of them, or an Arrow array.

    Ids are text; integers become their decimal text. Raises `BadInput` for missing ids and other
    values.
    """
    return np.unique(profile_keys(salt, ids_as_text(ids)))


def ids_as_text(ids: object) -> pa.Array:
    """Return a list of ids as an array of text; see `list_keys`."""
    text = ids if isinstance(ids, pa.Array | pa.ChunkedArray) else _texts(ids)
    if text.null_count:
        raise BadInput("The list of profiles has a missing id.", hint="Remove it.")
    strings = pc.cast(text, pa.string())
    return strings.combine_chunks() if isinstance(strings, pa.ChunkedArray) else strings


def _texts(ids: object) -> pa.Array:
    if isinstance(ids, str | bytes) or not isinstance(ids, Iterable):
        raise BadInput(
            f"Profile ids must be an iterable, not a {type(ids).__name__}.",
            hint="Give a list of ids.",
        )
    values: list[str | None] = []
    for value in cast("Iterable[object]", ids):
        if value is not None and not _is_id(value):
            raise BadInput(f"{value!r} is not a profile id.", hint="Ids are text or integers.")
        values.append(None if value is None else str(value))
    return pa.array(values, pa.string())


def _is_id(value: object) -> bool:
    return isinstance(value, str | int | np.integer) and not isinstance(value, bool)
