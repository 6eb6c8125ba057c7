"""Titles, assets, profiles, availability and tests, as rows and what they mean."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from keyart.core import ids
from keyart.ingest import read_metadata
from tests.ingest.sample import SALT, metadata, options, table_of, write

TITLE = {"title_id": "t", "name": "A film"}

VALUES = [
    ("genres", "drama|war", ["drama", "war"]),
    ("genres", " drama | |war|", ["drama", "war"]),
    ("genres", '["drama", "film noir"]', ["drama", "film noir"]),
    ("genres", ["drama", " war", "", None], ["drama", "war"]),
    ("genres", "", None),
    ("genres", None, None),
    ("tags", "one", ["one"]),
    ("runtime_seconds", "5400", 5400.0),
    ("runtime_seconds", 90, 90.0),
    ("runtime_seconds", float("nan"), None),
    ("launched_at", "1994-09-10", datetime(1994, 9, 10, tzinfo=UTC)),
    ("synopsis", "Two\nlines", "Two\nlines"),
    ("maturity", 16, "16"),
    ("studio", "S", "S"),
]


@pytest.mark.parametrize(("column", "given", "meaning"), VALUES)
def test_value_of_a_title(column: str, given: Any, meaning: Any):
    found = metadata(table_of([{**TITLE, column: given}]), "titles")

    assert found.rejected == []
    assert found.accepted == [{**TITLE, column: meaning}]


@pytest.mark.parametrize(
    ("given", "meaning"),
    [("true", True), ("No", False), ("1", True), (0, False), (1.0, True), (True, True), ("", None)],
)
def test_is_minor_is_read_from_words_and_numbers(given: Any, meaning: bool | None):
    (row,) = metadata(table_of([{"profile_id": "p", "is_minor": given}]), "profiles").accepted

    assert row["is_minor"] is meaning


def test_profiles_have_keys_instead_of_ids():
    found = metadata(table_of([{"profile_id": "p", "plan": "gold", "country": "de"}]), "profiles")

    key = ids.keys(SALT, ["p"])[0]
    assert found.accepted == [
        {"key_high": key["high"], "key_low": key["low"], "plan": "gold", "country": "DE"}
    ]


def test_availability_and_tests():
    window = {"title_id": "t", "country": "de", "from": "2026-01-01", "until": None, "more": 1}
    test = {
        "test": "x",
        "title_id": "t",
        "asset_id": 5,
        "share": "0.5",
        "start": "2026-01-01T00:00Z",
    }

    available, tests = (
        metadata(table_of([window]), "availability"),
        metadata(table_of([test]), "tests"),
    )

    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert available.accepted == [{"title_id": "t", "country": "DE", "from": start, "until": None}]
    assert available.notes == ["availability: ignored the columns 'more'."]
    assert tests.accepted == [
        {"test": "x", "title_id": "t", "asset_id": "5", "share": 0.5, "start": start}
    ]


def test_columns_that_a_file_lacks_are_absent_not_null(tmp_path: Path):
    write(tmp_path, "a.csv", [{**TITLE, "synopsis": "S"}])
    write(tmp_path, "b.csv", [{**TITLE, "maturity": "16"}])
    write(tmp_path, "c.jsonl", [{**TITLE, "maturity": None}])

    tables = [c.accepted.column_names for c in read_metadata(tmp_path, "titles", options())]

    assert tables == [
        ["title_id", "name", "synopsis"],
        ["title_id", "name", "maturity"],
        ["title_id", "name"],
    ]


def test_types_are_the_same_from_every_format(tmp_path: Path):
    row = {
        **TITLE,
        "genres": "a|b",
        "launched_at": "2026-01-01",
        "runtime_seconds": "5",
        "studio": "S",
    }
    paths = [write(tmp_path, f"t.{kind}", [row]) for kind in ("csv", "jsonl", "parquet")]

    schemas = [
        c.accepted.schema for path in paths for c in read_metadata(path, "titles", options())
    ]

    assert schemas[0] == schemas[1] == schemas[2]
    assert schemas[0].field("launched_at").type == pa.timestamp("us", "UTC")
    assert schemas[0].field("genres").type == pa.list_(pa.string())
