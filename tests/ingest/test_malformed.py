"""Files that are broken in every way: a clear outcome, and nothing else lost."""

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.core.errors import MissingColumn
from keyart.ingest import read_events
from keyart.ingest.formats.files import InMemory
from keyart.ingest.formats.json_input import JsonInput
from tests.ingest.sample import (
    COMPRESSIONS,
    IMPRESSION,
    Outcome,
    events,
    json_lines,
    options,
    table_of,
    write,
)


def parquet() -> bytes:
    """Return a Parquet file of two row groups."""
    sink = pa.BufferOutputStream()
    pq.write_table(table_of([IMPRESSION] * 6), sink, row_group_size=3, write_page_checksum=True)
    return sink.getvalue().to_pybytes()


HEAD = b"ts,profile_id,asset_id,device\n"
GOOD = b"2026-06-01T12:00:00Z,p1,a1,tv\n"


def csv(tmp_path: Path, data: bytes, name: str = "events.csv") -> Outcome:
    (tmp_path / name).write_bytes(data)
    return events(tmp_path / name)


def test_truncated_parquet_costs_one_row_and_the_other_files_are_read(tmp_path: Path):
    good = write(tmp_path, "a.parquet", [IMPRESSION] * 3)
    (tmp_path / "b.parquet").write_bytes(good.read_bytes()[:-20])
    write(tmp_path, "c.csv", [IMPRESSION] * 2)

    found = events(tmp_path)

    assert len(found.accepted) == 5
    (rejected,) = found.rejected
    assert rejected["code"] == "malformed"
    assert rejected["file"].endswith("b.parquet")
    assert "not a complete Parquet file" in rejected["message"]
    assert rejected["data"] is None


def test_damaged_row_group_costs_its_rows_only(tmp_path: Path):
    path = tmp_path / "events.parquet"
    pq.write_table(table_of([IMPRESSION] * 9), path, row_group_size=3, use_dictionary=False)
    offset = pq.read_metadata(path).row_group(1).column(0).data_page_offset
    data = bytearray(path.read_bytes())
    data[offset : offset + 8] = b"\xff" * 8
    path.write_bytes(data)

    found = events(path)

    assert found.row_numbers == [1, 2, 3, 7, 8, 9]
    assert found.codes == [(4, "malformed")]
    assert "Rows 4 to 6 are damaged" in found.rejected[0]["message"]


PARQUET = parquet()


@given(changes=st.dictionaries(st.integers(0, len(PARQUET) - 1), st.integers(0, 255), max_size=4))
def test_parquet_with_wrong_bytes_costs_rows_and_not_the_other_files(
    tmp_path_factory: pytest.TempPathFactory, changes: dict[int, int]
):
    folder = tmp_path_factory.mktemp("parquet")
    data = bytearray(PARQUET)
    for place, byte in changes.items():
        data[place] = byte
    (folder / "a.parquet").write_bytes(data)
    write(folder, "b.csv", [IMPRESSION] * 2)

    try:
        found = events(folder)
    except MissingColumn:  # the name of a column was hit
        return

    assert found.rows == len(found.accepted) + len(found.rejected)
    assert len(found.accepted) >= 2


@pytest.mark.parametrize("name", ["empty.csv", "empty.jsonl", "empty.csv.gz", "empty.jsonl.zst"])
def test_empty_file_has_no_rows_and_a_note(tmp_path: Path, name: str):
    suffix = Path(name).suffix
    (tmp_path / name).write_bytes(COMPRESSIONS.get(suffix, bytes)(b""))
    write(tmp_path, "good.csv", [IMPRESSION])

    found = events([tmp_path / name, tmp_path / "good.csv"])

    assert found.rows == 1
    assert found.notes == [f"{tmp_path / name} is empty."]


def test_empty_parquet_is_malformed(tmp_path: Path):
    (tmp_path / "empty.parquet").write_bytes(b"")

    assert events(tmp_path / "empty.parquet").codes == [(1, "malformed")]


def test_file_with_nothing_but_a_header_has_no_rows(tmp_path: Path):
    found = csv(tmp_path, HEAD)

    assert (found.rows, found.notes) == (0, [])


def test_broken_json_lines_cost_one_row_each(tmp_path: Path):
    good = b'{"ts": 1780315200, "profile_id": "p", "asset_id": "a"}'
    lines = [
        good,
        b'{"ts": 1780315200, "profile',
        b"",
        good,
        b"[1, 2]",
        b"null",
        b"  ",
        b"{}",
        good,
    ]
    (tmp_path / "events.jsonl").write_bytes(b"\n".join(lines))

    found = events(tmp_path / "events.jsonl")

    assert found.row_numbers == [1, 4, 9]
    assert found.codes == [
        (2, "malformed"),
        (5, "malformed"),
        (6, "malformed"),
        (8, "missing_value"),
    ]
    assert found.rejected[0]["message"] == "Line 2 is not a JSON object."


def test_json_array_is_refused_as_a_whole(tmp_path: Path):
    (tmp_path / "events.json").write_text('[{"ts": 1}, {"ts": 2}]')

    (rejected,) = events(tmp_path / "events.json").rejected

    assert rejected["code"] == "malformed"
    assert "one object per line" in rejected["message"]


def test_records_with_too_few_or_too_many_fields_cost_one_row_each(tmp_path: Path):
    found = csv(tmp_path, HEAD + GOOD + b"a,b\n" + GOOD + b"a,b,c,d,e\n" + GOOD)

    assert found.row_numbers == [1, 3, 5]
    assert found.codes == [(2, "malformed"), (4, "malformed")]
    assert "2 fields, and the header 4" in found.rejected[0]["message"]
    assert "more fields than the header's 4" in found.rejected[1]["message"]


@pytest.mark.parametrize(
    "stray", [b'2026-06-01,"p1,a1,tv\n', b'"2026-06-01" ,p1,a1,tv\n', b'2026-06-01,p1,a1,"tv\n']
)
def test_stray_quote_costs_one_line(tmp_path: Path, stray: bytes):
    quoted = b'2026-06-01,p1,"a1","living room"\n'

    found = csv(tmp_path, HEAD + GOOD + stray + GOOD + quoted + GOOD)

    assert found.row_numbers == [1, 3, 4, 5]
    assert found.codes == [(2, "malformed")]


def test_quoted_values_may_hold_quotes_delimiters_and_lines(tmp_path: Path):
    row = b'2026-06-01,p1,"a ""1"", b","living\nroom\r\n"\r\n'

    found = csv(tmp_path, HEAD + row + GOOD)

    assert found.values("asset_id") == ['a "1", b', "a1"]
    assert found.values("device") == ["living\nroom\r\n", "tv"]
    assert found.row_numbers == [1, 2]


def test_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path):
    assert csv(tmp_path, b"\xef\xbb\xbf" + HEAD + GOOD).row_numbers == [1]
    (tmp_path / "b.jsonl").write_bytes(
        b'\xef\xbb\xbf{"ts": 1780315200, "profile_id": "p", "asset_id": "a"}\n'
    )
    assert events(tmp_path / "b.jsonl").row_numbers == [1]


def test_utf_16_is_refused_by_its_name(tmp_path: Path):
    (rejected,) = csv(tmp_path, (HEAD + GOOD).decode().encode("utf-16")).rejected

    assert rejected["code"] == "malformed"
    assert "UTF-16" in rejected["message"]


@pytest.mark.parametrize("delimiter", [b";", b"\t", b"|"])
def test_other_delimiters_are_found_out(tmp_path: Path, delimiter: bytes):
    assert csv(tmp_path, (HEAD + GOOD).replace(b",", delimiter)).row_numbers == [1]


def test_wrong_delimiter_is_refused_with_what_was_found(tmp_path: Path):
    with pytest.raises(MissingColumn, match=r"has no column 'ts'.*'ts\^profile_id\^asset_id"):
        csv(tmp_path, (HEAD + GOOD).replace(b",", b"^"))


def test_comma_in_a_tsv_is_no_delimiter(tmp_path: Path):
    with pytest.raises(MissingColumn, match="has no column"):
        csv(tmp_path, HEAD + GOOD, "events.tsv")


def test_field_of_ten_megabytes_is_a_value_like_others(tmp_path: Path):
    huge = b"x" * 10_000_000

    found = csv(tmp_path, HEAD + GOOD + GOOD.replace(b"tv", huge) + GOOD)

    assert found.row_numbers == [1, 2, 3]
    assert len(found.values("device")[1]) == 10_000_000


def test_field_of_ten_megabytes_that_is_wrong_costs_one_row(tmp_path: Path):
    found = csv(
        tmp_path, HEAD + GOOD + GOOD.replace(b"2026-06-01T12:00:00Z", b"9" * 10_000_000) + GOOD
    )

    assert found.row_numbers == [1, 3]
    assert found.codes == [(2, "bad_timestamp")]


@pytest.mark.parametrize("name", ["events.csv", "events.jsonl"])
def test_line_beyond_all_measure_costs_one_row(tmp_path: Path, name: str):
    good = (
        GOOD
        if name == "events.csv"
        else b'{"ts": 1780315200, "profile_id": "p", "asset_id": "a"}\n'
    )
    head = HEAD if name == "events.csv" else b""

    found = csv(tmp_path, head + good + b'"' + b"x" * 70_000_000 + b"\n" + good, name)

    assert found.row_numbers == [1, 3]
    assert found.codes == [(2, "malformed")]
    assert "longer than" in found.rejected[0]["message"]


def test_unclosed_quote_in_a_large_file_costs_one_line(tmp_path: Path):
    lines = 1_500_000
    path = tmp_path / "events.csv"
    path.write_bytes(HEAD + b'2026-06-01,"p1,a1,tv\n' + GOOD * lines)

    chunks = list(read_events(path, "impressions", options()))

    assert sum(len(chunk.accepted) for chunk in chunks) == lines
    assert chunks[-1].accepted["row"][-1].as_py() == lines + 1
    rejected = [row for chunk in chunks for row in chunk.rejected.to_pylist()]
    assert [(row["row"], row["code"]) for row in rejected] == [(1, "malformed")]


def test_bytes_that_are_no_text_cost_their_row(tmp_path: Path):
    latin = "2026-06-01,p1,a1,écran\n".encode("latin-1")

    found = csv(tmp_path, HEAD + GOOD + latin + GOOD)

    assert found.row_numbers == [1, 3]
    assert found.codes == [(2, "malformed")]
    assert found.rejected[0]["message"] == "Row 2: device is not UTF-8."


def test_json_line_that_is_no_text_costs_its_row(tmp_path: Path):
    good = b'{"ts": 1780315200, "profile_id": "p", "asset_id": "a"}\n'

    found = csv(tmp_path, good + good.replace(b'"a"', b'"\xff"') + good, "events.jsonl")

    assert found.row_numbers == [1, 3]
    assert found.codes == [(2, "malformed")]


def test_parquet_text_that_is_no_text_costs_its_row(tmp_path: Path):
    table = table_of([IMPRESSION] * 3).set_column(
        1, "profile_id", pa.array([b"p", b"\xff", b"q"], pa.binary())
    )
    pq.write_table(table, tmp_path / "events.parquet")

    found = events(tmp_path / "events.parquet")

    assert found.row_numbers == [1, 3]
    assert found.codes == [(2, "malformed")]


def test_mixed_types_in_json_are_judged_value_by_value(tmp_path: Path):
    lines = [
        b'{"ts": 1780315200, "profile_id": 1, "asset_id": "a", "position": "2"}',
        b'{"ts": "2026-06-01", "profile_id": "1", "asset_id": 7, "position": 2.0}',
        b'{"ts": true, "profile_id": "1", "asset_id": 7}',
        b'{"ts": 1780315200, "profile_id": "1", "asset_id": 7, "position": {"row": 1}}',
        b'{"ts": 1780315200, "profile_id": null, "asset_id": 7}',
    ]
    (tmp_path / "events.jsonl").write_bytes(b"\n".join(lines))

    found = events(tmp_path / "events.jsonl")

    assert found.values("asset_id") == ["a", "7"]
    assert found.values("position") == ["2", "2"]
    assert found.values("key_high")[0] == found.values("key_high")[1]
    assert found.codes == [(3, "bad_type"), (4, "bad_type"), (5, "missing_value")]


def test_truncated_gzip_keeps_what_came_before(tmp_path: Path):
    data = gzip.compress(HEAD + GOOD * 400_000, compresslevel=1)
    (tmp_path / "events.csv.gz").write_bytes(data[: len(data) // 2])
    write(tmp_path, "more.csv", [IMPRESSION])

    found = events(tmp_path)

    (rejected,) = found.rejected
    assert rejected["code"] == "malformed"
    assert "cannot be read further" in rejected["message"]
    assert len(found.accepted) == (rejected["row"] - 1) + 1


def test_file_that_is_no_gzip_at_all(tmp_path: Path):
    (rejected,) = csv(tmp_path, HEAD + GOOD, "events.csv.gz").rejected

    assert rejected["code"] == "malformed"


def test_parquet_called_csv_is_no_text(tmp_path: Path):
    path = write(tmp_path, "events.parquet", [IMPRESSION])

    (rejected,) = csv(tmp_path, path.read_bytes(), "events.csv").rejected

    assert rejected["code"] == "malformed"
    assert "is not text" in rejected["message"]


def test_last_line_needs_no_newline(tmp_path: Path):
    assert csv(tmp_path, HEAD + GOOD + GOOD.rstrip(b"\n")).row_numbers == [1, 2]
    assert csv(tmp_path, (HEAD + GOOD).replace(b"\n", b"\r\n")).values("device") == ["tv"]
    assert csv(tmp_path, HEAD + b"\n\r\n" + GOOD + b"\n").row_numbers == [1]


def test_objects_without_any_column_of_ours_lack_a_column():
    lines = JsonInput(InMemory("the request", b"{}\nno object\n{}\n"))
    with pytest.raises(MissingColumn, match="the request has no column 'ts'"):
        events(lines)


def test_lines_of_which_none_is_an_object_are_rejected_one_by_one():
    found = events(JsonInput(InMemory("the request", b"null\nno object\n3\n")))
    assert sorted(found.codes) == [(1, "malformed"), (2, "malformed"), (3, "malformed")]
    assert {row["file"] for row in found.rejected} == {"the request"}


def test_a_line_with_a_key_twice_costs_its_row(tmp_path: Path):
    good = b'{"ts": 1780315200, "profile_id": "p", "asset_id": "a"}\n'
    twice = good.replace(b"{", b'{"ts": 1780315201, ')
    found = csv(tmp_path, good + twice + good, "events.jsonl")
    assert found.row_numbers == [1, 3]
    assert found.codes == [(2, "malformed")]
    assert found.rejected[0]["message"] == "Line 2 has a key twice."


def test_lines_in_memory_are_read_as_from_a_file():
    lines = json_lines([IMPRESSION, {**IMPRESSION, "propensity": "2"}])
    found = events(JsonInput(InMemory("the request", b"\xef\xbb\xbf" + lines)))
    assert found.row_numbers == [1]
    assert found.codes == [(2, "bad_range")]
