"""What a user may give as a table's source, and the inputs it stands for."""

import glob
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from keyart.core.errors import BadInput
from keyart.ingest.formats.arrow_input import ArrowInput
from keyart.ingest.formats.blocks import Input
from keyart.ingest.formats.csv_input import CsvInput
from keyart.ingest.formats.json_input import JsonInput
from keyart.ingest.formats.parquet_input import ParquetInput

COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}

FORMATS_HINT = (
    "Keyart reads .parquet, .csv, .tsv, .jsonl, .ndjson and .json, the text ones also as .gz and "
    ".zst."
)


class Format(StrEnum):
    """What a file's extension says it is."""

    PARQUET = "parquet"
    CSV = "csv"
    TSV = "tsv"
    JSON_LINES = "json lines"


EXTENSIONS = {
    ".parquet": Format.PARQUET,
    ".pq": Format.PARQUET,
    ".csv": Format.CSV,
    ".tsv": Format.TSV,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".json": Format.JSON_LINES,
}


@runtime_checkable
class ArrowStream(Protocol):
    """Tables of other libraries: pyarrow, pandas, Polars, DuckDB and whoever speaks Arrow."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the rows as an Arrow C stream."""
        ...


Source = str | Path | ArrowStream | Input | Iterable["str | Path | ArrowStream | Input"]
"""A path, glob or folder; a table, stream or input; or several of them."""


def repeatable(source: Source) -> Source:
    """Return a source that can be looked at more than once: an iterator of sources as a list."""
    if isinstance(source, Iterator) and not isinstance(source, ArrowStream):
        return list(source)
    return source


def inputs(source: Source) -> list[Input]:
    """Return the inputs that `source` stands for: files in the order of their names.

    Raises `BadInput` for a path without a file, a pattern or folder that matches none, a file of
    unknown kind, and for what is no source at all.
    """
    found: dict[str, Input] = {}
    for item in _items(source):
        if isinstance(item, ArrowStream):
            name = f"table {len(found) + 1}"
            found[name] = ArrowInput.of(name, item)
        elif isinstance(item, str | Path):
            found |= {str(path): _file(path) for path in _paths(item)}
        elif isinstance(item, Input):
            found[item.name] = item
        else:
            raise BadInput(
                f"A {type(item).__name__} is no source of rows.",
                hint="Give a path, a glob, a folder, an Arrow table, a data frame or a DuckDB "
                "relation; of a LazyFrame call .collect() first.",
            )
    return list(found.values())


def _items(source: object) -> Iterator[object]:
    if isinstance(source, Iterable) and not isinstance(source, str | ArrowStream):
        yield from source  # pyright: ignore[reportUnknownVariableType]
    else:
        yield source


def _paths(item: str | Path) -> list[Path]:
    try:
        return _existing(item, Path(item).expanduser())
    except (OSError, RuntimeError, ValueError) as error:  # too long, unknown home, a NUL
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise BadInput(
            f"{str(item)[:_SHOWN]!r} cannot be looked for: {reason}.", hint="Check the path."
        ) from error


_SHOWN = 200
"""Characters of a path that an error repeats."""


def _existing(item: str | Path, path: Path) -> list[Path]:
    if path.is_dir():
        paths = [p for p in sorted(path.rglob("*")) if _visible(p, path) and _kind(p)]
        if not paths:
            raise BadInput(f"The folder {item} holds no file of events.", hint=FORMATS_HINT)
        return paths
    if path.exists():
        return [path]
    if path.is_symlink():
        raise BadInput(f"{item} is a link that leads nowhere.", hint="Mend the link.")
    if "://" in str(item):
        raise BadInput(f"{item} is not a local file.", hint="Download it, then give its path.")
    if not glob.has_magic(str(item)):
        raise BadInput(f"There is no file {item}.", hint="Check the path.")
    found = glob.iglob(str(path), recursive=True)  # noqa: PTH207 - as shells do: no hidden files
    matches = sorted(Path(match) for match in found)
    if not matches:
        raise BadInput(f"No file matches {item}.", hint="Check the pattern, and quote it.")
    return [file for match in matches for file in (_paths(match) if match.is_dir() else [match])]


def _visible(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return path.is_file() and not any(part.startswith((".", "_")) for part in parts)


def _kind(path: Path) -> tuple[Format, str | None] | None:
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    compression = COMPRESSIONS.get(suffixes[-1]) if suffixes else None
    if compression:
        suffixes.pop()
    kind = EXTENSIONS.get(suffixes[-1]) if suffixes else None
    if kind is None or (kind is Format.PARQUET and compression):
        return None
    return kind, compression


def _file(path: Path) -> Input:
    known = _kind(path)
    if known is None:
        raise BadInput(f"{path} is of no kind that Keyart reads.", hint=FORMATS_HINT)
    if path.exists() and not path.is_file():
        raise BadInput(
            f"{path} is a pipe, a device or a socket, not a file.",
            hint="Write its rows to a file first: they are read more than once.",
        )
    kind, compression = known
    match kind:
        case Format.PARQUET:
            return ParquetInput(path)
        case Format.CSV:
            return CsvInput(path, compression)
        case Format.TSV:
            return CsvInput(path, compression, delimiter="\t")
        case Format.JSON_LINES:
            return JsonInput(path, compression)
