"""The canonical order of events: the order of their values as text, not of their codes.

It breaks ties left by timestamps and ids, so that the same rows give the same result in any order,
batch or file. Codes and ordinals depend on the order of arrival; texts do not. Few rows need it, so
it is computed only for those.
"""

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import MISSING
from keyart.core.vocabulary import Vocabulary

Ranks = npt.NDArray[np.int64]

ProfileText = Callable[[npt.NDArray[np.uint32]], Sequence[str]]
"""Returns the text of each profile (its keyed hash) to sort by."""


def decimal_profiles(profiles: npt.NDArray[np.uint32]) -> list[str]:
    """Return the ordinals as text: stable only while ordinals do not change."""
    return [str(profile) for profile in profiles.tolist()]


def canonical_columns(table: pa.Table) -> list[str]:
    """Return the columns of the canonical row text, most significant first.

    The batch is not part of an event, and the event id is compared before the row text. The profile
    is last, since its text may be expensive.
    """
    apart = ("profile", "event_id", "batch")
    return [*(name for name in table.column_names if name not in apart), "profile"]


def row_ranks(
    rows: pa.Table,
    columns: Sequence[str],
    vocabularies: Mapping[str, Vocabulary],
    profile_text: ProfileText = decimal_profiles,
) -> Ranks:
    """Return each row's rank by the texts of `columns`: shape (n,), dense, from 0.

    Rows are compared column by column: texts by UTF-8 bytes, numbers by decimal text, missing
    values first. Rows with equal values have equal ranks.
    """
    ranks = np.zeros(rows.num_rows, np.int64)
    for name in columns:
        if rows.num_rows == 0 or ranks.max() + 1 == rows.num_rows:
            break
        column_ranks = _column_ranks(name, rows[name].combine_chunks(), vocabularies, profile_text)
        _, ranks = np.unique(ranks * (column_ranks.max() + 1) + column_ranks, return_inverse=True)
    return ranks


def _column_ranks(
    name: str,
    column: pa.Array,
    vocabularies: Mapping[str, Vocabulary],
    profile_text: ProfileText,
) -> Ranks:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return _text_ranks(column)
    values, places = np.unique(column.to_numpy(zero_copy_only=False), return_inverse=True)
    if name in vocabularies:
        codes = pa.array(values, mask=values == MISSING)
        return _text_ranks(vocabularies[name].array().take(codes))[places]
    if name == "profile":
        return _text_ranks(pa.array(profile_text(values), pa.string()))[places]
    return _text_ranks(pa.array(map(_number_text, values.tolist()), pa.string()))[places]


def _number_text(value: float) -> str | None:
    """Return the shortest decimal text; None for NaN, which means a missing number."""
    return None if math.isnan(value) else str(value + 0)  # + 0 makes −0.0 plain zero


def _text_ranks(texts: pa.Array) -> Ranks:
    ranks = pc.rank(texts, sort_keys=[("", "ascending", "at_start")], tiebreaker="dense")
    return ranks.to_numpy().astype(np.int64) - 1
