"""Files within zip files, read where they are."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True)
class ZipMember:
    """A file within a zip file.

    Attributes:
        archive: the zip file.
        name: the file's path in it.
        size: its bytes, unpacked.
    """

    archive: Path
    name: str
    size: int

    def __str__(self) -> str:
        """Return a path that says where it is."""
        return f"{self.archive}/{self.name}"

    def open(self) -> IO[bytes]:
        """Open it to be read."""
        # The open file keeps its archive open, and closes it when it is closed itself.
        with zipfile.ZipFile(self.archive) as archive:
            return archive.open(self.name)

    def read_bytes(self) -> bytes:
        """Return all of it."""
        with self.open() as file:
            return file.read()


File = Path | ZipMember


def byte_size(file: File) -> int:
    """Return how many bytes there are to read."""
    return file.size if isinstance(file, ZipMember) else file.stat().st_size
