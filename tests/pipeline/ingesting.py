"""What ingests a folder of files into a store, for tests that kill it meanwhile."""

from pathlib import Path
from typing import Any

import keyart
from keyart.ingest import parts
from keyart.ingest.formats.sources import EXTENSIONS

ROWS_PER_PART = 20_000
"""So that there are several parts, each with a file of its own at every step."""


def sources(folder: Path) -> dict[str, Any]:
    """Return the tables in `folder`: each file is called after its table."""
    return {path.stem: str(path) for path in sorted(folder.iterdir()) if path.suffix in EXTENSIONS}


def write(folder: Path, store: Path) -> None:
    """Load the folder's files into a store."""
    parts.ROWS_PER_PART = ROWS_PER_PART
    with keyart.open(store) as opened:
        opened.ingest(**sources(folder))
