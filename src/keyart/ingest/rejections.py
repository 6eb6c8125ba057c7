"""Rejected rows as quarantine keeps them: their place, the reason, and their values.

Only values that Keyart reads are kept, under the contract's names; a profile's id is kept as its
key. A line that cannot be parsed is not kept, because it contains the profile's id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.schema import Rejection
from keyart.ingest.checks import BlockValues, Check
from keyart.ingest.formats.blocks import RowNumbers, UnreadableRow
from keyart.ingest.values.keyed_hash import key_hex, profile_keys
from keyart.ingest.values.sql import json_objects, select
from keyart.ingest.values.text import decode, is_text

REJECTED = pa.schema(
    [
        ("file", pa.string()),
        ("row", pa.int64()),
        ("code", pa.string()),
        ("column", pa.string()),
        ("message", pa.string()),
        ("data", pa.string()),
    ]
)
"""`row` is the 1-based data row (or line of JSON), `column` is null if no single column is
wrong, `data` is a JSON object, null for a line or file that cannot be parsed."""

PROFILE = "profile_id"

Failures = npt.NDArray[np.int16]

_SHOWN, _KEPT = 60, 4_000


def unparsed(file: str, broken: Sequence[UnreadableRow]) -> pa.Table:
    """Return rows, or a whole file, that could not be parsed."""
    count = len(broken)
    return pa.Table.from_arrays(
        [
            pa.array([file] * count, pa.string()),
            pa.array([b.row for b in broken], pa.int64()),
            pa.array([Rejection.MALFORMED.value] * count, pa.string()),
            pa.nulls(count, pa.string()),
            pa.array([b.message for b in broken], pa.string()),
            pa.nulls(count, pa.string()),
        ],
        schema=REJECTED,
    )


@dataclass(frozen=True)
class RejectionWriter:
    """Describes the rows of one table that failed a check."""

    con: duckdb.DuckDBPyConnection
    salt: str
    checks: tuple[Check, ...]

    def of(self, file: str, rows: RowNumbers, values: BlockValues, failures: Failures) -> pa.Table:
        """Return the rows whose failure is not −1; `failures` are numbers of `checks`."""
        which = np.flatnonzero(failures >= 0)
        failed = failures[which]
        texts = self._to_texts(values, pa.array(which))
        codes = np.array([check.code.value for check in self.checks])[failed]
        labels = np.array([check.field.label for check in self.checks])[failed]
        return pa.Table.from_arrays(
            [
                pa.array([file] * len(which), pa.string()),
                pa.array(rows[which]),
                pa.array(codes, pa.string()),
                pa.array(labels, pa.string()),
                pa.array(self._error_messages(texts, failed), pa.string()),
                self._to_json_objects(texts, len(which)),
            ],
            schema=REJECTED,
        )

    def _to_texts(self, values: BlockValues, which: pa.Array) -> dict[str, pa.Array]:
        """Return the rows' raw values as text, by `Field.name`; the key for the profile."""
        raw = {
            name: decode(array.take(which)) for name, array in values.raw.items() if name != PROFILE
        }
        textual = {name: array for name, array in raw.items() if is_text(array)}
        other = {name: array for name, array in raw.items() if name not in textual}
        names = list(other)
        table = pa.table({f"c{k}": other[name] for k, name in enumerate(names)})
        converted = select(self.con, table, {f"c{k}": f"c{k}::VARCHAR" for k in range(len(names))})
        texts = textual | {name: converted[f"c{k}"] for k, name in enumerate(names)}
        texts = {name: _truncate(array, _KEPT) for name, array in texts.items()}
        ids = values.typed.get(PROFILE)
        if ids is not None:
            texts[PROFILE] = self._key_texts(decode(ids.take(which)))
        return {name: texts[name] for name in values.raw if name in texts}

    def _key_texts(self, ids: pa.Array) -> pa.Array:
        hexes = pa.array(key_hex(profile_keys(self.salt, ids)), pa.string())
        return pc.if_else(ids.is_valid(), hexes, None)

    def _error_messages(self, texts: Mapping[str, pa.Array], failed: Failures) -> list[str]:
        messages = [""] * len(failed)
        kinds = set(np.unique(failed).tolist())
        for number, check in enumerate(self.checks):
            if number not in kinds:
                continue
            where = np.flatnonzero(failed == number)
            values = [None] * len(where)
            if check.code is not Rejection.MISSING_VALUE and check.field.name != PROFILE:
                values = _truncate(
                    texts[check.field.name].take(pa.array(where)), _SHOWN
                ).to_pylist()
            for row, value in zip(where.tolist(), values, strict=True):
                shown = "" if value is None else f" = {value!r}"
                messages[row] = f"{check.field.label}{shown} {check.says}."
        return messages

    def _to_json_objects(self, texts: Mapping[str, pa.Array], rows: int) -> pa.Array:
        if not texts:
            return pa.array(["{}"] * rows, pa.string())
        labels = {check.field.name: check.field.label for check in self.checks}
        return json_objects(self.con, {labels[name]: array for name, array in texts.items()})


def _truncate(text: pa.Array, length: int) -> pa.Array:
    if not len(text) or (pc.max(pc.binary_length(text)).as_py() or 0) <= length:
        return text
    return pc.utf8_slice_codeunits(text, 0, length)
