"""Columns of few distinct texts, told in other words."""

from collections.abc import Callable
from math import nan

import pyarrow as pa


def retold(texts: pa.Array, tell: Callable[[str], str | None]) -> pa.Array:
    """Return `tell` of each text, called once for each distinct one; missing stays missing."""
    coded = texts.dictionary_encode()
    told = pa.array([tell(text) for text in coded.dictionary.to_pylist()], pa.string())
    return told.take(coded.indices)


def number(text: str) -> float:
    """Return the number that a text says, NaN if it says none."""
    try:
        return float(text)
    except ValueError:
        return nan
