"""The order of rows by their texts."""

import pyarrow as pa

from keyart.attribute.canonical import canonical_columns, row_ranks
from keyart.core.vocabulary import Vocabulary
from tests.attribute.parts import Encoder


def ranks(column: str, values: pa.Array, vocabulary: Vocabulary | None = None) -> list[int]:
    vocabularies = {} if vocabulary is None else {column: vocabulary}
    return row_ranks(pa.table({column: values}), [column], vocabularies).tolist()


def test_codes_rank_as_their_texts_and_missing_first() -> None:
    vocabulary = Vocabulary(["z", "é", "a", "", "unused"])
    assert ranks("country", pa.array([0, 1, 2, 3, -1, 2], pa.int32()), vocabulary) == [
        3, 4, 2, 1, 0, 2,
    ]  # fmt: skip


def test_numbers_rank_as_their_decimal_texts() -> None:
    assert ranks("ts", pa.array([9, 10, 100, 9])) == [2, 0, 1, 2]
    nan = float("nan")
    assert ranks("propensity", pa.array([0.5, 0.25, nan, -0.0, 0.0])) == [3, 2, 0, 1, 1]


def test_texts_rank_by_their_bytes_and_null_first() -> None:
    texts = ["\uffff", None, "", "a", "\U0001f600", "a"]
    assert ranks("event_id", pa.array(texts)) == [3, 0, 1, 2, 4, 2]


def test_a_later_column_decides_only_between_equals() -> None:
    table = pa.table({"a": ["x", "x", "w", "x"], "b": ["2", "1", "9", None]})
    assert row_ranks(table, ["a", "b"], {}).tolist() == [3, 2, 0, 1]


def test_no_rows_have_no_ranks() -> None:
    assert ranks("a", pa.array([], pa.string())) == []


def test_the_profile_comes_last_and_id_and_batch_not_at_all() -> None:
    columns = canonical_columns(Encoder().plays([]))
    assert columns[0] == "title"
    assert columns[-1] == "profile"
    assert not {"event_id", "batch"} & set(columns)
