"""The CSV reader against Python's own, on any records."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.ingest.formats import csv_input
from keyart.ingest.formats.blocks import ColumnSelection
from keyart.ingest.formats.csv_input import CsvInput

pytestmark = pytest.mark.kernels

PIECES = st.sampled_from(["a", "é", '"', ",", ";", "\n", "\r\n", " ", "\0", "語"])
VALUES = st.lists(PIECES, max_size=6).map("".join)


def read(path: Path, names: tuple[str, ...]) -> list[list[str]]:
    """Return all records of a file, and see that none is broken."""
    records: list[list[str]] = []
    for block in CsvInput(path).blocks(ColumnSelection(names)):
        assert not block.broken
        columns = [block.columns[name].to_pylist() for name in names]
        records += [list(record) for record in zip(*columns, strict=True)]
    return records


@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(VALUES, min_size=width, max_size=width), max_size=8)
    ),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_python_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, records: list[list[str]], quoting: int, end: str
):
    width = len(records[0]) if records else 2
    names = tuple(f"column {k}" for k in range(width))
    text = StringIO(newline="")
    writer = csv.writer(text, quoting=quoting, lineterminator=end)  # pyright: ignore[reportArgumentType]
    writer.writerow(names)
    writer.writerows(records)
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    path.write_bytes(text.getvalue().encode())

    assert read(path, names) == records


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_broken_rows(tmp_path_factory: pytest.TempPathFactory, data: bytes):
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    path.write_bytes(b"a,b\n" + data)

    rows: list[int] = []
    for block in CsvInput(path).blocks(ColumnSelection(("b", "a"))):
        rows += [*block.rows.tolist(), *(broken.row for broken in block.broken)]

    assert sorted(rows) == list(range(1, len(rows) + 1))


def test_records_across_blocks_are_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    records = [[f"{k}", 'quoted "and\nlong" ' * (k % 7), "é" * (k % 5)] for k in range(2_000)]
    path = tmp_path / "x.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["a", "b", "c"], *records])
    monkeypatch.setattr("keyart.ingest.formats.files.BLOCK_BYTES", 61)

    assert read(path, ("a", "b", "c")) == records


def test_only_wanted_columns_are_made(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text("a,b,c\n1,2,3\n")

    (block,) = CsvInput(path).blocks(ColumnSelection(("c", "a", "none")))

    assert {name: values.to_pylist() for name, values in block.columns.items()} == {
        "c": ["3"],
        "a": ["1"],
    }


@pytest.mark.parametrize(
    ("header", "names"),
    [
        (b"a,b\n", ["a", "b"]),
        (b" a , b \r\n", ["a", "b"]),
        (b'"a, b";c\n', ["a, b", "c"]),
        (b"\n\na|b|c\n", ["a", "b", "c"]),
        (b"a", ["a"]),
        (b"", []),
    ],
)
def test_header_names_the_columns(tmp_path: Path, header: bytes, names: list[str]):
    path = tmp_path / "x.csv"
    path.write_bytes(header)

    assert list(CsvInput(path).header().columns) == names


def test_delimiters_are_what_the_docs_say():
    assert csv_input.DELIMITERS == (",", ";", "\t", "|")
