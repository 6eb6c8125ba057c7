"""Reading a folder of facts: what is in it, and its rows once they are known to be sound."""

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
from keyart.store.files import checksum

AGAIN = "Write the folder again with `keyart spark build` or `keyart export`."
BATCH_ROWS = 1 << 18
"""Rows that are looked at together."""


@dataclass(frozen=True)
class Files:
    """The Parquet files of one part of the folder; none is a part without rows."""

    paths: Sequence[Path]

    def seal(self, *further: str) -> str:
        """Return what tells these files from others, and from another use (`further`) of them."""
        digest = hashlib.sha256("\x1f".join(further).encode())
        for path in self.paths:
            sealed = checksum(path)
            digest.update(f"\x1e{path.name}\x1f{sealed.bytes}\x1f{sealed.checksum}".encode())
        return digest.hexdigest()[:32]

    @property
    def rows(self) -> int:
        """How many rows the files have, as they say."""
        total = 0
        for path in self.paths:
            with readable(path):
                total += pq.read_metadata(path).num_rows
        return total

    def batches(self, texts: Sequence[str] = ()) -> Iterator[tuple[Path, pa.Table]]:
        """Yield each file's rows, some at a time; columns `texts` as dictionary arrays.

        A file without rows yields an empty table. Raises `BadInput` for what is no Parquet file.
        """
        for path in self.paths:
            with readable(path), _opened(path, texts) as file:
                if file.metadata.num_rows == 0:
                    yield path, file.schema_arrow.empty_table()
                for batch in file.iter_batches(BATCH_ROWS):
                    yield path, pa.Table.from_batches([batch])


def _opened(path: Path, texts: Sequence[str]) -> pq.ParquetFile:
    found = pq.read_metadata(path)
    coded = [name for name in texts if name in found.schema.names]
    return pq.ParquetFile(path, metadata=found, read_dictionary=coded)


@contextmanager
def readable(path: Path) -> Generator[None]:
    """Turn what pyarrow says of a damaged file into `BadInput`."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        what = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BadInput(f"{path} cannot be read as Parquet: {what}", hint=AGAIN) from error


@dataclass(frozen=True)
class FactFolder:
    """A whole folder of facts."""

    root: Path
    about: About
    account: str | None
    """The text of the account, None if there is none."""

    @classmethod
    def open(cls, root: Path, salt: str) -> "FactFolder":
        """Open a folder whose profiles' keys were made with `salt`.

        Raises `BadInput` for what is no whole folder of facts, and for keys of another salt.
        """
        if not root.is_dir():
            raise BadInput(f"There is no folder {root}.", hint="Check the path.")
        about = root / ABOUT
        if not about.exists():
            raise BadInput(
                f"{root} is no whole folder of facts: it has no {ABOUT}.",
                hint="It is what `keyart spark build` and `keyart export` write, when they end.",
            )
        own = About.from_text(about.read_text(encoding="utf-8"))
        if own.keys != key_fingerprint(salt):
            raise BadInput(
                f"The profiles in {root} have keys of another salt than the store's.",
                hint="Make a store with that salt: keyart init STORE --key-file FILE.",
            )
        folder = cls(root, own, _account(root))
        folder.check()
        return folder

    def days(self, family: Family) -> dict[date, Files]:
        """Return the files of each day of a family, ascending.

        Raises `BadInput` for a folder that is of no day, and a file that is no Parquet file.
        """
        folder = self.root / FACTS / family
        found: dict[date, Files] = {}
        for path in _entries(folder):
            found[_day(path)] = Files(_parquet(path))
        return dict(sorted(found.items()))

    def table(self, name: str) -> Files | None:
        """Return the files of a table or folder beside the facts, None if there is none."""
        folder, file = self.root / name, self.root / f"{name}.parquet"
        if file.is_dir():
            return Files(_parquet(file))
        if file.exists():
            return Files([file])
        return Files(_parquet(folder)) if folder.is_dir() else None

    def check(self) -> None:
        """Raise `BadInput` if there is nothing to import at all, or a family that is none."""
        self.require_still()
        for path in _entries(self.root / FACTS):
            if path.name not in set(Family):
                raise BadInput(f"{path} is no family of facts.", hint=f"There are: {_FAMILIES}.")
        tables = [name for name in CATALOGUE if self.table(name)]
        if not tables and not any(self.days(family) for family in Family):
            raise BadInput(f"{self.root} holds no facts and no catalogue.", hint=AGAIN)

    def require_still(self) -> None:
        """Raise `BadInput` if a build is changing the folder, or has since it was opened."""
        if (self.root / UNDER_WAY).exists() or _account(self.root) != self.account:
            raise BadInput(
                f"A build is putting its files into {self.root}, or was killed while it did.",
                hint="Wait for it, or run it again; then import.",
            )


_FAMILIES = ", ".join(Family)


def _account(root: Path) -> str | None:
    path = root / ACCOUNT
    return path.read_text(encoding="utf-8") if path.exists() else None


def _entries(folder: Path) -> list[Path]:
    """Return what a folder holds, but for what Spark and file systems put there for themselves."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "_")))


def _day(path: Path) -> date:
    try:
        day = date.fromisoformat(path.name.removeprefix("day="))
    except ValueError:
        day = None
    if day is None or path.name != f"day={day}" or not path.is_dir():
        raise BadInput(
            f"{path} is not the folder of a day.", hint="Such a one is called day=2026-01-31."
        )
    return day


def _parquet(folder: Path) -> list[Path]:
    files = _entries(folder)
    for path in files:
        if path.suffix != ".parquet" or not path.is_file():
            raise BadInput(f"{path} is no Parquet file.", hint="Facts are imported from Parquet.")
    return files
