"""A fact folder: its tables, days and files, checked when it is opened."""

import hashlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from keyart.core.errors import BadInput
from keyart.core.fact_files import (
    ABOUT,
    ACCOUNT,
    CATALOGUE,
    FACTS,
    UNDER_WAY,
    About,
    key_fingerprint,
)
from keyart.core.facts import Family
from keyart.store.files.disk import checksum

AGAIN = "Write the folder again with `keyart spark build` or `keyart export facts`."
BATCH_ROWS = 1 << 18
"""Rows that are read together."""


@dataclass(frozen=True)
class FactFiles:
    """The Parquet files of one part of the folder; a part without files has no rows."""

    paths: Sequence[Path]

    def seal(self, *usage: str) -> str:
        """Return a digest of the files' contents and of their `usage`."""
        digest = hashlib.sha256("\x1f".join(usage).encode())
        for path in self.paths:
            sealed = checksum(path)
            digest.update(f"\x1e{path.name}\x1f{sealed.bytes}\x1f{sealed.checksum}".encode())
        return digest.hexdigest()[:32]

    @property
    def rows(self) -> int:
        """The number of rows, from the files' metadata."""
        total = 0
        for path in self.paths:
            with reading_parquet(path):
                total += pq.read_metadata(path).num_rows
        return total

    def batches(self, text_columns: Sequence[str] = ()) -> Iterator[tuple[Path, pa.Table]]:
        """Yield each file's rows in batches; `text_columns` are dictionary arrays.

        A file without rows yields an empty table. Raises `BadInput` if a file is not Parquet.
        """
        for path in self.paths:
            with reading_parquet(path), _open_parquet(path, text_columns) as file:
                if file.metadata.num_rows == 0:
                    yield path, file.schema_arrow.empty_table()
                for batch in file.iter_batches(BATCH_ROWS):
                    yield path, pa.Table.from_batches([batch])


def _open_parquet(path: Path, text_columns: Sequence[str]) -> pq.ParquetFile:
    metadata = pq.read_metadata(path)
    coded = [name for name in text_columns if name in metadata.schema.names]
    return pq.ParquetFile(path, metadata=metadata, read_dictionary=coded)


@contextmanager
def reading_parquet(path: Path) -> Generator[None]:
    """Raise pyarrow's errors about a damaged file as `BadInput`."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        what = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BadInput(f"{path} cannot be read as Parquet: {what}", hint=AGAIN) from error


@dataclass(frozen=True)
class FactFolder:
    """A complete fact folder."""

    root: Path
    about: About
    account: str | None
    """The text of the account, None if missing."""

    @classmethod
    def open(cls, root: Path, salt: str) -> "FactFolder":
        """Open a folder whose profiles' keys were made with `salt`.

        Raises `BadInput` for an incomplete folder, and for keys of another salt.
        """
        if not root.is_dir():
            raise BadInput(f"Folder {root} does not exist.", hint="Check the path.")
        about = root / ABOUT
        if not about.exists():
            raise BadInput(
                f"{root} is not a complete fact folder: it has no {ABOUT}.",
                hint="Use a folder that `keyart spark build` or `keyart export facts` finished.",
            )
        origin = About.from_text(about.read_text(encoding="utf-8"))
        if origin.keys != key_fingerprint(salt):
            raise BadInput(
                f"The profile keys in {root} were made with another salt than the store's.",
                hint="Make a store with that salt: keyart init STORE --key-file FILE.",
            )
        folder = cls(root, origin, _read_account(root))
        folder.check()
        return folder

    def days(self, family: Family) -> dict[date, FactFiles]:
        """Return the files of each day of a family, ascending.

        Raises `BadInput` for a folder that is not a day's, and for files other than Parquet.
        """
        folder = self.root / FACTS / family
        files_by_day: dict[date, FactFiles] = {}
        for path in _visible_entries(folder):
            files_by_day[_parse_day(path)] = FactFiles(_parquet_files(path))
        return dict(sorted(files_by_day.items()))

    def table(self, name: str) -> FactFiles | None:
        """Return the files of another table or folder, None if it is missing."""
        folder, file = self.root / name, self.root / f"{name}.parquet"
        if file.is_dir():
            return FactFiles(_parquet_files(file))
        if file.exists():
            return FactFiles([file])
        return FactFiles(_parquet_files(folder)) if folder.is_dir() else None

    def check(self) -> None:
        """Raise `BadInput` for a folder without data, or with an unknown family."""
        self.require_still()
        for path in _visible_entries(self.root / FACTS):
            if path.name not in set(Family):
                raise BadInput(f"{path} is not a family of facts.", hint=f"Families: {_FAMILIES}.")
        tables = [name for name in CATALOGUE if self.table(name)]
        if not tables and not any(self.days(family) for family in Family):
            raise BadInput(f"{self.root} has neither facts nor a catalogue.", hint=AGAIN)

    def require_still(self) -> None:
        """Raise `BadInput` if a build is changing the folder, or has since it was opened."""
        if (self.root / UNDER_WAY).exists() or _read_account(self.root) != self.account:
            raise BadInput(
                f"A build is writing to {self.root}, or was interrupted.",
                hint="Wait until it ends or run it again, then import.",
            )


_FAMILIES = ", ".join(Family)


def _read_account(root: Path) -> str | None:
    path = root / ACCOUNT
    return path.read_text(encoding="utf-8") if path.exists() else None


def _visible_entries(folder: Path) -> list[Path]:
    """Return a folder's entries, except hidden files of Spark and file systems."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "_")))


def _parse_day(path: Path) -> date:
    try:
        day = date.fromisoformat(path.name.removeprefix("day="))
    except ValueError:
        day = None
    if day is None or path.name != f"day={day}" or not path.is_dir():
        raise BadInput(f"{path} is not the folder of a day.", hint="Name it like day=2026-01-31.")
    return day


def _parquet_files(folder: Path) -> list[Path]:
    files = _visible_entries(folder)
    for path in files:
        if path.suffix != ".parquet" or not path.is_file():
            raise BadInput(
                f"{path} is not a Parquet file.", hint="Facts are imported from Parquet."
            )
    return files
