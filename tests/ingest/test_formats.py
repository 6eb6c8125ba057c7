"""Every kind of source gives the same rows: files of all formats and compressions, and tables."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from keyart.core import ids
from keyart.core.errors import BadInput, MissingColumn
from keyart.core.ids import KEY_DTYPE
from keyart.ingest import read_events
from tests.ingest.sample import SALT, events, options, table_of, write

ROWS = [
    {
        "ts": "2026-06-01T12:00:00.000001Z",
        "profile_id": "p1",
        "asset_id": "a1",
        "title_id": "t1",
        "event_id": "e1",
        "country": "de",
        "position": 3,
        "phase": "explore",
        "propensity": 0.25,
    },
    {
        "ts": "2026-06-01T12:00:01Z",
        "profile_id": "p2",
        "asset_id": "a2",
        "title_id": None,
        "event_id": 'with "quotes", a comma and ünïcode',
        "country": None,
        "position": None,
        "phase": None,
        "propensity": None,
    },
    {"ts": "bad", "profile_id": "p3", "asset_id": "a3"},
    {"ts": "2026-06-01T12:00:02Z", "profile_id": "p1", "asset_id": "a1", "country": "LU"},
]
TEXT_FILES = [
    f"events.{kind}{compression}"
    for kind in ("csv", "tsv", "jsonl", "ndjson", "json")
    for compression in ("", ".gz", ".zst")
]


def check(found: Any) -> None:
    assert found.codes == [(3, "bad_type")]
    assert found.row_numbers == [1, 2, 4]
    assert found.values("ts") == [1780315200000001, 1780315201000000, 1780315202000000]
    assert found.values("asset_id") == ["a1", "a2", "a1"]
    assert found.values("title_id") == ["t1", None, None]
    assert found.values("event_id") == ["e1", ROWS[1]["event_id"], None]
    assert found.values("country") == ["DE", None, "LU"]
    assert found.values("position") == ["3", None, None]
    assert found.values("phase") == ["explore", None, None]
    assert found.values("propensity") == [0.25, None, None]
    assert found.values("device") == [None, None, None]
    keys = [(row["key_high"], row["key_low"]) for row in found.accepted]
    assert keys == ids.keys(SALT, ["p1", "p2", "p1"]).tolist()
    assert found.notes == []


@pytest.mark.parametrize("name", [*TEXT_FILES, "events.parquet"])
def test_file_is_read(tmp_path: Path, name: str):
    check(events(write(tmp_path, name, ROWS)))


TABLES: dict[str, Callable[[pa.Table], Any]] = {
    "Arrow table": lambda table: table,
    "Arrow batch": lambda table: table.to_batches()[0],
    "Arrow stream": lambda table: table.to_reader(max_chunksize=1),
    "Arrow table in chunks": lambda t: pa.concat_tables([t.slice(k, 1) for k in range(len(t))]),
    "Arrow dictionaries": lambda t: pa.table({n: t[n].dictionary_encode() for n in t.column_names}),
    "pandas": lambda table: table.to_pandas(),
    "Polars": pl.from_arrow,
    "DuckDB relation": lambda table: duckdb.connect().from_arrow(table),
    "several": lambda table: [table.slice(0, 4), table.slice(0, 0)],
}


@pytest.mark.parametrize("kind", TABLES)
def test_table_is_read(kind: str):
    check(events(TABLES[kind](table_of(ROWS))))


def test_parquet_with_several_row_groups_and_dictionaries(tmp_path: Path):
    path = tmp_path / "events.parquet"
    pq.write_table(table_of(ROWS), path, row_group_size=1, use_dictionary=True)

    check(events(path))


def test_parquet_of_bytes_instead_of_text(tmp_path: Path):
    table = table_of(ROWS)
    binary = [pa.binary() if pa.types.is_string(t) else t for t in table.schema.types]
    table = table.cast(pa.schema(list(zip(table.column_names, binary, strict=True))))
    pq.write_table(table, tmp_path / "events.parquet")

    check(events(tmp_path / "events.parquet"))


def test_folder_glob_and_list_take_files_by_name(tmp_path: Path):
    deep = tmp_path / "2026" / "06"
    deep.mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    for folder, name in [
        (deep, "b.csv"), (deep, "a.jsonl.gz"), (tmp_path, "c.parquet"),
        (tmp_path / ".hidden", "d.csv"), (deep, "_temporary.csv"),
    ]:  # fmt: skip
        write(folder, name, [dict(ROWS[0], event_id=name)])
    (tmp_path / "README.md").write_text("about these files")
    everything = ["a.jsonl.gz", "b.csv", "c.parquet"]

    assert events(tmp_path).values("event_id") == everything
    assert events(str(tmp_path / "**" / "[abc].*")).values("event_id") == everything
    assert events([deep / "b.csv", tmp_path / "2026"]).values("event_id") == ["b.csv", "a.jsonl.gz"]


def test_rows_are_numbered_file_by_file(tmp_path: Path):
    first, second = write(tmp_path, "a.csv", ROWS), write(tmp_path, "b.jsonl", ROWS[2:])

    found = events([first, second])

    assert [(r["file"], r["row"]) for r in found.rejected] == [(str(first), 3), (str(second), 1)]
    assert found.row_numbers == [1, 2, 4, 2]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("missing.csv", "does not exist"),
        ("nothing-*.csv", "No file matches"),
        ("notes.txt", "does not read"),
        ("packed.parquet.gz", "does not read"),
        ("s3://bucket/file.csv", "not a local file"),
        ("empty", "has no file"),
        (42, "cannot be read as rows"),
        ([{"a": 1}], "cannot be read as rows"),
    ],
)
def test_what_is_no_source_is_refused(tmp_path: Path, given: Any, says: str):
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "packed.parquet.gz").write_text("x")
    (tmp_path / "empty").mkdir()
    local = isinstance(given, str) and "://" not in given

    with pytest.raises(BadInput, match=says) as caught:
        events(tmp_path / given if local else given)
    assert caught.value.hint


def test_lazy_frame_is_refused_with_what_to_do():
    with pytest.raises(BadInput, match="collect"):
        events(pl.LazyFrame({"ts": [1]}))  # pyright: ignore[reportArgumentType]


def test_data_frame_whose_column_mixes_types_is_refused_with_what_to_do():
    frame = pd.DataFrame({"ts": [1750000000, "x"], "profile_id": ["a", 2], "asset_id": [1, 2]})

    with pytest.raises(BadInput, match="one type"):
        events(frame)


def test_ids_become_text():
    whole = table_of([{"ts": 1750000000, "profile_id": 7, "asset_id": 42, "title_id": 3}])
    with_nulls = pd.DataFrame(
        {
            "ts": [1750000000, 1750000000],
            "profile_id": [7, 7],
            "asset_id": [42, 43],
            "title_id": [3, None],
        }
    )

    (as_int,) = events(whole).accepted
    as_float = events(with_nulls).accepted

    assert (as_int["asset_id"], as_int["title_id"]) == ("42", "3")
    assert [row["title_id"] for row in as_float] == ["3", None]
    key = ids.keys(SALT, ["7"])[0]
    assert all((r["key_high"], r["key_low"]) == tuple(key) for r in [as_int, *as_float])


def test_all_blocks_have_the_same_columns(tmp_path: Path):
    write(tmp_path, "a.csv", ROWS[3:])
    write(tmp_path, "b.parquet", ROWS)
    write(tmp_path, "c.jsonl", ROWS[2:3])

    schemas = {
        tuple(c.accepted.column_names) for c in read_events(tmp_path, "impressions", options())
    }

    assert len(schemas) == 1
    assert "s_" not in str(schemas)


def test_progress_counts_the_bytes(tmp_path: Path):
    class Bar:
        def __init__(self) -> None:
            self.total: int | None = None
            self.done = 0

        def begin(self, step: str, total: int | None) -> None:
            assert step == "read impressions"
            self.total = total

        def advance(self, amount: int) -> None:
            self.done += amount

    paths = [write(tmp_path, name, ROWS) for name in ("a.csv.gz", "b.parquet", "c.jsonl")]
    bar = Bar()

    list(read_events(paths, "impressions", options(progress=bar)))

    assert bar.total == sum(path.stat().st_size for path in paths)
    assert bar.done == bar.total


def test_key_dtype_is_that_of_core():
    (checked,) = read_events(table_of(ROWS[:1]), "impressions", options())

    assert [str(checked.accepted.schema.field(f"key_{n}").type) for n in KEY_DTYPE.names or ()] == [
        "uint64",
        "uint64",
    ]


def test_missing_column_in_one_file_of_many_names_the_file(tmp_path: Path):
    write(tmp_path, "a.csv", ROWS)
    (tmp_path / "b.csv").write_text("ts,user_id,asset_id\n2026-06-01,p,a\n")

    with pytest.raises(MissingColumn, match=r"b\.csv has no column 'profile_id'") as caught:
        events(tmp_path)
    assert 'profile_id = "user_id"' in caught.value.hint
