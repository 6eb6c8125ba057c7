"""Whatever holds rows can be ingested."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import keyart
from tests.pipeline.plain import impression, table

SOURCES: Mapping[str, Callable[[pa.Table, Path], Any]] = {
    "Arrow table": lambda rows, _: rows,
    "record batch": lambda rows, _: rows.to_batches()[0],
    "stream": lambda rows, _: pa.RecordBatchReader.from_batches(rows.schema, rows.to_batches()),
    "pandas": lambda rows, _: rows.to_pandas(),
    "Polars": lambda rows, _: pl.from_arrow(rows),
    "DuckDB": lambda rows, _: duckdb.from_arrow(rows),
    "list": lambda rows, _: [rows.slice(0, 1), rows.slice(1)],
    "generator": lambda rows, _: (rows.slice(n, 1) for n in range(rows.num_rows)),
    "path": lambda _, folder: folder / "impressions.parquet",
    "text": lambda _, folder: str(folder / "impressions.parquet"),
    "glob": lambda _, folder: f"{folder}/imp*.parquet",
    "folder": lambda _, folder: folder,
    "paths": lambda _, folder: [folder / "impressions.parquet"],
}


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize("source", SOURCES)
def test_every_source_gives_its_rows(tmp_path: Path, source: str, dry_run: bool) -> None:
    rows = table([impression(n, position=None if n else 3) for n in range(3)])
    folder = tmp_path / "files"
    folder.mkdir()
    pq.write_table(rows, folder / "impressions.parquet")
    with keyart.create(tmp_path / "a.keyart") as store:
        report = store.ingest(impressions=SOURCES[source](rows, folder), dry_run=dry_run)
        assert report.batches["impressions"].accepted == 3
        assert store.query(measures=["reach"]).totals == {"reach": 0 if dry_run else 3}


def test_sources_that_cannot_be_read_leave_the_store_as_it_is(
    store: keyart.Store, tmp_path: Path
) -> None:
    (tmp_path / "notes.docx").touch()
    for source in (tmp_path / "none.csv", f"{tmp_path}/*.csv", tmp_path / "notes.docx", 7, [None]):
        with pytest.raises(keyart.BadInput) as caught:
            store.ingest(impressions=source)
        assert caught.value.code == "bad_input"
        assert caught.value.hint
    with pytest.raises(keyart.MissingColumn, match="profile_id") as missing:
        store.ingest(impressions=pa.table({"ts": [1], "uid": ["p"], "asset_id": ["a"]}))
    assert 'profile_id = "uid"' in missing.value.hint
    assert store.snapshot().version == 0
    assert store.check() == []
