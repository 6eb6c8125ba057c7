"""A program that ingests a folder of files into a store, for tests that kill it meanwhile.

`python -m tests.pipeline.ingesting_child FOLDER`: for the line of input STORE it loads the folder's
files into that store, and says `done`.
"""

import sys
from pathlib import Path
from typing import Any

import keyart
from keyart.ingest import parts
from keyart.ingest.sources import EXTENSIONS

ROWS_PER_PART = 20_000
"""So that there are several parts, each with a file of its own at every step."""


def sources(folder: Path) -> dict[str, Any]:
    """Return the tables in `folder`: each file is called after its table."""
    return {path.stem: str(path) for path in sorted(folder.iterdir()) if path.suffix in EXTENSIONS}


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(folder: Path) -> None:
    parts.ROWS_PER_PART = ROWS_PER_PART
    say("ready")
    store = sys.stdin.readline().strip()
    keyart.open(store).ingest(**sources(folder))
    say("done")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
