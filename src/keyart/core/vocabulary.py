"""Text as small numbers: a vocabulary gives each distinct value a code, in order of arrival."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import MISSING

Codes = npt.NDArray[np.int32]


class Vocabulary:
    """The distinct values of one text column; the code of a value never changes."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._codes: dict[str, int] = {}
        for value in values:
            self._codes.setdefault(value, len(self._codes))

    def __len__(self) -> int:
        """Return the number of distinct values."""
        return len(self._codes)

    def code(self, value: str) -> int:
        """Return the code of `value`, `MISSING` if it has none."""
        return self._codes.get(value, MISSING)

    def add(self, value: str) -> int:
        """Return the code of `value`, a new one if it has none."""
        return self._codes.setdefault(value, len(self._codes))

    @property
    def values(self) -> list[str]:
        """The values, in the order of their codes."""
        return list(self._codes)

    def array(self) -> pa.StringArray:
        """Return the values as an Arrow array, in the order of their codes."""
        return pa.array(self._codes, pa.string())

    def encode(self, text: pa.Array | pa.ChunkedArray) -> Codes:
        """Return the codes of `text` (string or dictionary array), and add new values.

        Nulls become `MISSING`. The work is vectorised: Python handles each distinct value once.
        """
        chunks = text.chunks if isinstance(text, pa.ChunkedArray) else [text]
        parts = [self._encode(chunk) for chunk in chunks]
        return np.concatenate(parts) if parts else np.empty(0, np.int32)

    def _encode(self, text: pa.Array) -> Codes:
        coded = text if pa.types.is_dictionary(text.type) else pc.dictionary_encode(text)
        values = coded.dictionary.to_pylist()
        codes_of_values = (MISSING if value is None else self.add(value) for value in values)
        codes = np.fromiter(codes_of_values, np.int32, len(values))
        if coded.indices.null_count:
            codes = np.append(codes, np.int32(MISSING))
            return codes[pc.fill_null(coded.indices, len(values)).to_numpy(zero_copy_only=False)]
        return codes[coded.indices.to_numpy(zero_copy_only=False)]


Vocabularies = dict[str, Vocabulary]
"""The vocabularies of one publication, by column; impressions and plays share them."""
