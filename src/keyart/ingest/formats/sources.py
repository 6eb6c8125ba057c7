"""The sources that a user may give for a table, and their inputs."""

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


class FileFormat(StrEnum):
    """A file's format, by its extension."""

    PARQUET = "parquet"
    CSV = "csv"
    TSV = "tsv"
    JSON_LINES = "json lines"


EXTENSIONS = {
    ".parquet": FileFormat.PARQUET,
    ".pq": FileFormat.PARQUET,
    ".csv": FileFormat.CSV,
    ".tsv": FileFormat.TSV,
    ".jsonl": FileFormat.JSON_LINES,
    ".ndjson": FileFormat.JSON_LINES,
    ".json": FileFormat.JSON_LINES,
}


@runtime_checkable
class ArrowStream(Protocol):
    """Tables of other libraries: pyarrow, pandas, Polars, DuckDB and others that use Arrow."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the rows as an Arrow C stream."""
        ...


Source = str | Path | ArrowStream | Input | Iterable["str | Path | ArrowStream | Input"]
"""A path, glob or folder; a table, stream or input; or several of them."""


def make_repeatable(source: Source) -> Source:
    """Return a source that can be opened more than once: an iterator of sources becomes a list."""
    if isinstance(source, Iterator) and not isinstance(source, ArrowStream):
        return list(source)
    return source


def open_inputs(source: Source) -> list[Input]:
    """Return the inputs of `source`; files are in the order of their names.

    Raises `BadInput` for a missing file, a pattern or folder without files, a file of an unknown
    format, and anything that is not a source.
    """
    opened: dict[str, Input] = {}
    for item in _iterate(source):
        if isinstance(item, ArrowStream):
            name = f"table {len(opened) + 1}"
            opened[name] = ArrowInput.of(name, item)
        elif isinstance(item, str | Path):
            opened |= {str(path): _open_file(path) for path in _find_paths(item)}
        elif isinstance(item, Input):
            opened[item.name] = item
        else:
            raise BadInput(
                f"A {type(item).__name__} cannot be read as rows.",
                hint="Give a path, a glob, a folder, an Arrow table, a data frame or a DuckDB "
                "relation; for a LazyFrame call .collect() first.",
            )
    return list(opened.values())


def _iterate(source: object) -> Iterator[object]:
    if isinstance(source, Iterable) and not isinstance(source, str | ArrowStream):
        yield from source  # pyright: ignore[reportUnknownVariableType]
    else:
        yield source


def _find_paths(item: str | Path) -> list[Path]:
    try:
        return _existing_paths(item, Path(item).expanduser())
    except (OSError, RuntimeError, ValueError) as error:  # too long, unknown home, a NUL
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise BadInput(
            f"{str(item)[:_SHOWN]!r} is not a usable path: {reason}.", hint="Check the path."
        ) from error


_SHOWN = 200
"""Characters of a path that an error repeats."""


def _existing_paths(item: str | Path, path: Path) -> list[Path]:
    if path.is_dir():
        paths = [p for p in sorted(path.rglob("*")) if _is_visible(p, path) and _file_format(p)]
        if not paths:
            raise BadInput(f"The folder {item} has no file that Keyart reads.", hint=FORMATS_HINT)
        return paths
    if path.exists():
        return [path]
    if path.is_symlink():
        raise BadInput(f"{item} is a broken link.", hint="Fix the link.")
    if "://" in str(item):
        raise BadInput(f"{item} is not a local file.", hint="Download it, then give its path.")
    if not glob.has_magic(str(item)):
        raise BadInput(f"File {item} does not exist.", hint="Check the path.")
    names = glob.iglob(str(path), recursive=True)  # noqa: PTH207 - as shells do: no hidden files
    matches = sorted(Path(match) for match in names)
    if not matches:
        raise BadInput(f"No file matches {item}.", hint="Check the pattern, and quote it.")
    return [
        file for match in matches for file in (_find_paths(match) if match.is_dir() else [match])
    ]


def _is_visible(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return path.is_file() and not any(part.startswith((".", "_")) for part in parts)


def _file_format(path: Path) -> tuple[FileFormat, str | None] | None:
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    compression = COMPRESSIONS.get(suffixes[-1]) if suffixes else None
    if compression:
        suffixes.pop()
    kind = EXTENSIONS.get(suffixes[-1]) if suffixes else None
    if kind is None or (kind is FileFormat.PARQUET and compression):
        return None
    return kind, compression


def _open_file(path: Path) -> Input:
    file_format = _file_format(path)
    if file_format is None:
        raise BadInput(f"{path} has a format that Keyart does not read.", hint=FORMATS_HINT)
    if path.exists() and not path.is_file():
        raise BadInput(
            f"{path} is a pipe, a device or a socket, not a file.",
            hint="Write its rows to a file first: Keyart reads them more than once.",
        )
    kind, compression = file_format
    match kind:
        case FileFormat.PARQUET:
            return ParquetInput(path)
        case FileFormat.CSV:
            return CsvInput(path, compression)
        case FileFormat.TSV:
            return CsvInput(path, compression, delimiter="\t")
        case FileFormat.JSON_LINES:
            return JsonInput(path, compression)
