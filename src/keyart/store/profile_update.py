"""Changing what is known of profiles: newest value wins, absent columns keep theirs."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import MISSING
from keyart.core.schema import CONSENTS
from keyart.core.vocabulary import Vocabulary
from keyart.store.profiles import CONSENT, FULL, MINOR, NONE, ProfileTable, padded

Codes = npt.NDArray[np.int32]


class ProfileUpdate:
    """The profiles' columns in memory, changed by `put`. Grows with the ordinals."""

    def __init__(self, table: pa.Table | None, profiles: int) -> None:
        older = ProfileTable(table, profiles)
        self._flags = {name: older.flags(name).copy() for name in (CONSENT, MINOR)}
        self._codes: dict[str, Codes] = {}
        self._values: dict[str, Vocabulary] = {}
        for name in older.attributes:
            attribute = older.attribute(name)
            self._codes[name] = attribute.codes.copy()
            self._values[name] = Vocabulary(attribute.values)

    def put(self, ordinals: npt.NDArray[np.uint32], rows: pa.Table, profiles: int) -> None:
        """Set the columns that `rows` has; row i is of profile `ordinals[i]`, the last counts.

        `consent` is text (null = full), `is_minor` bool, everything else becomes text.
        """
        for name in rows.schema.names:
            values = rows.column(name)
            if name == CONSENT:
                self._put_flags(name, ordinals, _consent_codes(values), profiles)
            elif name == MINOR:
                minor = pc.fill_null(values, False).cast(pa.uint8()).to_numpy()
                self._put_flags(name, ordinals, minor, profiles)
            else:
                self._put_text(name, ordinals, values, profiles)

    def _put_flags(
        self, name: str, at: npt.NDArray[np.uint32], values: npt.NDArray[np.uint8], profiles: int
    ) -> None:
        self._flags[name] = padded(self._flags[name], profiles, 0)
        self._flags[name][at] = values

    def _put_text(
        self, name: str, at: npt.NDArray[np.uint32], values: pa.ChunkedArray, profiles: int
    ) -> None:
        vocabulary = self._values.setdefault(name, Vocabulary())
        codes = self._codes.get(name, np.empty(0, np.int32))
        codes = padded(codes, profiles, MISSING)
        codes[at] = vocabulary.encode(values.cast(pa.string()))
        self._codes[name] = codes

    def no_consent(self) -> npt.NDArray[np.uint32]:
        """Return the ordinals, ascending, of profiles whose events are refused."""
        return np.flatnonzero(self._flags[CONSENT] == NONE).astype(np.uint32)

    def table(self, profiles: int) -> pa.Table:
        """Return the columns, with a row for each of `profiles` ordinals."""
        columns: dict[str, pa.Array] = {
            name: pa.array(padded(flags, profiles, FULL)) for name, flags in self._flags.items()
        }
        for name, codes in self._codes.items():
            columns[name] = _coded(padded(codes, profiles, MISSING), self._values[name])
        return pa.table(columns)


def _consent_codes(values: pa.ChunkedArray) -> npt.NDArray[np.uint8]:
    codes = pc.index_in(values.cast(pa.string()), value_set=pa.array(CONSENTS))
    return pc.fill_null(codes, FULL).cast(pa.uint8()).to_numpy()


def _coded(codes: Codes, values: Vocabulary) -> pa.DictionaryArray:
    """Return codes as a dictionary array whose raw codes keep `MISSING` under the nulls."""
    present = np.packbits(codes != MISSING, bitorder="little")
    return pa.DictionaryArray.from_buffers(
        pa.dictionary(pa.int32(), pa.string()),
        len(codes),
        [pa.py_buffer(present), pa.py_buffer(codes)],
        values.array(),
    )
