"""A file's bytes that are in memory already."""

import io
from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True)
class InMemory:
    """Bytes, and what they are called where a path would stand."""

    name: str
    data: bytes

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return len(self.data)

    def open(self) -> IO[bytes]:
        """Open them to be read."""
        return io.BytesIO(self.data)
