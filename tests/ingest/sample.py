"""Small inputs for the tests of reading: rows, and how to write them as each kind of file."""

import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from keyart.core.config import parse
from keyart.ingest import CheckedRows, ReadOptions, Source, read_events, read_metadata

NOW = datetime(2026, 7, 1, tzinfo=UTC)
SALT = "0123456789abcdef" * 2

Row = Mapping[str, Any]

IMPRESSION: Row = {"ts": "2026-06-01T12:00:00Z", "profile_id": "p1", "asset_id": "a1"}
PLAY: Row = {"ts": "2026-06-01T12:00:00Z", "profile_id": "p1", "title_id": "t1", "seconds": "90"}

COMPRESSIONS: Mapping[str, Callable[[bytes], bytes]] = {
    "": lambda data: data,
    ".gz": gzip.compress,
    ".zst": lambda data: pa.Codec("zstd").compress(data, asbytes=True),
}


def options(config: str = "", **changes: Any) -> ReadOptions:
    """Return options with the configuration `config`."""
    given: dict[str, Any] = {"config": parse(config, {}), "salt": SALT, "now": NOW}
    return ReadOptions(**(given | changes))


@dataclass
class Outcome:
    """All that a reading yielded."""

    accepted: list[dict[str, Any]]
    rejected: list[dict[str, Any]]
    rows: int
    notes: list[str]

    @property
    def codes(self) -> list[tuple[int, str]]:
        """The number and code of each rejected row."""
        return [(row["row"], row["code"]) for row in self.rejected]

    @property
    def row_numbers(self) -> list[int]:
        """The number of each accepted row."""
        return [row["row"] for row in self.accepted]

    def values(self, column: str) -> list[Any]:
        """The values of a column of the accepted rows."""
        return [row[column] for row in self.accepted]


def outcome(chunks: Iterator[CheckedRows], given: ReadOptions) -> Outcome:
    """Read to the end."""
    found = Outcome([], [], 0, given.notes)
    for checked in chunks:
        found.accepted += checked.accepted.to_pylist()
        found.rejected += checked.rejected.to_pylist()
        found.rows += checked.rows
    assert found.rows == len(found.accepted) + len(found.rejected)
    return found


def events(source: Source, table: str = "impressions", config: str = "") -> Outcome:
    """Read events."""
    given = options(config)
    return outcome(read_events(source, table, given), given)


def metadata(source: Source, table: str, config: str = "", **known: Any) -> Outcome:
    """Read metadata."""
    given = options(config)
    return outcome(read_metadata(source, table, given, **known), given)


def table_of(rows: Sequence[Row]) -> pa.Table:
    """Return rows as an Arrow table with all their keys as columns."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.table({name: [row.get(name) for row in rows] for name in names})


def impressions(**changes: Any) -> pa.Table:
    """Return one impression with some values changed or added."""
    return table_of([{**IMPRESSION, **changes}])


def plays(**changes: Any) -> pa.Table:
    """Return one play with some values changed or added."""
    return table_of([{**PLAY, **changes}])


def csv_text(rows: Sequence[Row], delimiter: str = ",") -> bytes:
    """Return rows as CSV with a header."""
    sink = pa.BufferOutputStream()
    table = table_of(rows)
    table = table.cast(pa.schema([(name, pa.string()) for name in table.column_names]))
    pcsv.write_csv(table, sink, pcsv.WriteOptions(delimiter=delimiter))
    return sink.getvalue().to_pybytes()


def json_lines(rows: Sequence[Row]) -> bytes:
    """Return rows as JSON lines."""
    sink = StringIO()
    for row in rows:
        sink.write(json.dumps(dict(row)) + "\n")
    return sink.getvalue().encode()


def write(folder: Path, name: str, rows: Sequence[Row]) -> Path:
    """Write rows to the file `name`, as its extension says."""
    path = folder / name
    if path.suffix == ".parquet":
        pq.write_table(table_of(rows), path)
        return path
    suffix = path.suffix if path.suffix in COMPRESSIONS else ""
    kind = path.name.removesuffix(suffix)
    if kind.endswith(".csv"):
        data = csv_text(rows)
    elif kind.endswith(".tsv"):
        data = csv_text(rows, "\t")
    else:
        data = json_lines(rows)
    path.write_bytes(COMPRESSIONS[suffix](data))
    return path
