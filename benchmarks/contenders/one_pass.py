"""The limit: one pass over the bytes that a question reads, `numpy.max` of each column."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from benchmarks.contenders import Ask, Check, Contender
from benchmarks.facts import Facts
from benchmarks.questions import Question

LABEL = "one pass over the bytes"

Column = Sequence[npt.NDArray[np.generic]]


def contender(facts: Facts) -> Contender:
    """Return the contender: one thread, only the rows of the title that is asked about."""
    columns: dict[str, Column] = {}

    def column(question: Question, name: str) -> Column:
        if name not in columns:
            columns[name] = _arrays(_of_title(facts.exposure, question.title), name)
        return columns[name]

    def roads(question: Question) -> Mapping[str, Ask]:
        read = [column(question, name) for name in question.columns]
        return {"numpy.max": lambda: _pass(read)}

    return Contender(LABEL, Check.NONE, roads)


def _pass(columns: Sequence[Column]) -> list[pa.Table]:
    for column in columns:
        for array in column:
            array.max()
    return []


def _of_title(exposure: pa.Table, title: str) -> pa.Table:
    """Return the rows of one title, uncopied: they stand together."""
    found = np.concatenate([_is(title, chunk) for chunk in exposure["title"].chunks])
    return exposure.slice(int(found.argmax()), int(found.sum()))


def _is(title: str, chunk: pa.DictionaryArray) -> npt.NDArray[np.bool_]:
    code = chunk.dictionary.to_pylist().index(title)
    return chunk.indices.to_numpy(zero_copy_only=False) == code


def _arrays(rows: pa.Table, name: str) -> Column:
    """Return the values of a column, codes for text, chunk by chunk and uncopied."""
    chunks = rows[name].chunks
    plain = [c.indices if pa.types.is_dictionary(c.type) else c for c in chunks]
    return [chunk.to_numpy(zero_copy_only=False) for chunk in plain]
