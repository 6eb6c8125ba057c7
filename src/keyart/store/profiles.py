"""What is known of profiles: consent, whether they are minors, and attributes, by ordinal.

Stored as one Arrow file with a row for each ordinal. An attribute is a dictionary array of int32
codes in whose raw codes a null is −1.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.errors import UnknownName
from keyart.core.facts import MISSING
from keyart.core.schema import CONSENTS
from keyart.store.arrow_files import column, raw

CONSENT = "consent"
MINOR = "is_minor"
T = TypeVar("T", bound=np.generic)

FULL, NO_PROFILING, NONE = range(len(CONSENTS))


@dataclass(frozen=True)
class ProfileAttribute:
    """One attribute of all profiles."""

    codes: npt.NDArray[np.int32]
    """Shape (profiles,); an index of `values`, −1 where the profile has none."""
    values: list[str]


class ProfileTable:
    """Consent and attributes, padded to `profiles` rows: newer ordinals have none yet."""

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
        codes = padded(raw(coded).astype(np.int32, copy=False), self._profiles, MISSING)
        return ProfileAttribute(codes, coded.dictionary.to_pylist())

    def flags(self, name: str) -> npt.NDArray[np.uint8]:
        """Return the codes of `consent` or `is_minor`, uint8 [profiles]."""
        if self._table is None:
            return np.zeros(self._profiles, np.uint8)
        return padded(column(self._table, name, np.uint8), self._profiles, 0)

    @property
    def protected(self) -> npt.NDArray[np.bool_]:
        """Whether each profile is a minor's or has less than full consent."""
        return (self.flags(CONSENT) != FULL) | (self.flags(MINOR) != 0)

    @property
    def no_consent(self) -> npt.NDArray[np.bool_]:
        """Whether each profile's events are refused."""
        return self.flags(CONSENT) == NONE


def padded(values: npt.NDArray[T], size: int, fill: int) -> npt.NDArray[T]:
    """Return `values`, with `fill` behind them up to `size`."""
    if len(values) >= size:
        return values[:size]
    return np.concatenate([values, np.full(size - len(values), fill, values.dtype)])
