"""Consent, age (minor or not) and attributes of profiles, by ordinal.

Stored as one Arrow file with a row for each ordinal. An attribute is a dictionary array of int32
codes in whose raw codes a null is −1.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import UnknownName
from keyart.core.facts import MISSING
from keyart.core.schema import CONSENTS
from keyart.core.vocabulary import Vocabulary
from keyart.store.files.arrow import column, raw

CONSENT = "consent"
MINOR = "is_minor"
T = TypeVar("T", bound=np.generic)

FULL, NO_PROFILING, NONE = range(len(CONSENTS))

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True)
class ProfileAttribute:
    """One attribute of all profiles."""

    codes: npt.NDArray[np.int32]
    """Shape (profiles,); an index of `values`, −1 where the profile has none."""
    values: list[str]


class ProfileTable:
    """Consent and attributes, padded to `profiles` rows: newer profiles have none yet."""

    def __init__(self, table: pa.Table | None, profiles: int) -> None:
        self._table = table
        self._profiles = profiles

    @property
    def attributes(self) -> tuple[str, ...]:
        """The names of the attributes."""
        names = self._table.schema.names if self._table is not None else []
        return tuple(name for name in names if name not in {CONSENT, MINOR})

    def attribute(self, name: str) -> ProfileAttribute:
        """Return an attribute by name; raises `UnknownName`."""
        if self._table is None or name not in self.attributes:
            raise UnknownName("profile attribute", name, self.attributes)
        coded = self._table.column(name).chunk(0)
        codes = pad(raw(coded).astype(np.int32, copy=False), self._profiles, MISSING)
        return ProfileAttribute(codes, coded.dictionary.to_pylist())

    def flags(self, name: str) -> npt.NDArray[np.uint8]:
        """Return the codes of `consent` or `is_minor`, uint8 [profiles]."""
        if self._table is None:
            return np.zeros(self._profiles, np.uint8)
        return pad(column(self._table, name, np.uint8), self._profiles, 0)

    @property
    def protected(self) -> npt.NDArray[np.bool_]:
        """Which profiles are minors' or have less than full consent."""
        return (self.flags(CONSENT) != FULL) | (self.flags(MINOR) != 0)

    @property
    def no_consent(self) -> npt.NDArray[np.bool_]:
        """Which profiles' events are refused."""
        return self.flags(CONSENT) == NONE


def pad(values: npt.NDArray[T], size: int, fill: int) -> npt.NDArray[T]:
    """Return `values`, with `fill` behind them up to `size`."""
    if len(values) >= size:
        return values[:size]
    return np.concatenate([values, np.full(size - len(values), fill, values.dtype)])


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
        self._flags[name] = pad(self._flags[name], profiles, 0)
        self._flags[name][at] = values

    def _put_text(
        self, name: str, at: npt.NDArray[np.uint32], values: pa.ChunkedArray, profiles: int
    ) -> None:
        vocabulary = self._values.setdefault(name, Vocabulary())
        codes = self._codes.get(name, np.empty(0, np.int32))
        codes = pad(codes, profiles, MISSING)
        codes[at] = vocabulary.encode(values.cast(pa.string()))
        self._codes[name] = codes

    def no_consent(self) -> npt.NDArray[np.uint32]:
        """Return the ordinals, ascending, of profiles whose events are refused."""
        return np.flatnonzero(self._flags[CONSENT] == NONE).astype(np.uint32)

    def table(self, profiles: int) -> pa.Table:
        """Return the columns, with a row for each of `profiles` ordinals."""
        columns: dict[str, pa.Array] = {
            name: pa.array(pad(flags, profiles, FULL)) for name, flags in self._flags.items()
        }
        for name, codes in self._codes.items():
            columns[name] = _encode(pad(codes, profiles, MISSING), self._values[name])
        return pa.table(columns)


def _consent_codes(values: pa.ChunkedArray) -> npt.NDArray[np.uint8]:
    codes = pc.index_in(values.cast(pa.string()), value_set=pa.array(CONSENTS))
    return pc.fill_null(codes, FULL).cast(pa.uint8()).to_numpy()


def _encode(codes: Codes, values: Vocabulary) -> pa.DictionaryArray:
    """Return codes as a dictionary array whose raw codes keep `MISSING` under the nulls."""
    present = np.packbits(codes != MISSING, bitorder="little")
    return pa.DictionaryArray.from_buffers(
        pa.dictionary(pa.int32(), pa.string()),
        len(codes),
        [pa.py_buffer(present), pa.py_buffer(codes)],
        values.array(),
    )
