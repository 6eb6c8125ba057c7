"""A program that makes feeds of a store without end, for tests that kill it meanwhile."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from keyart.feed import produce
from keyart.store import open_snapshot


def main(root: Path) -> None:
    with open_snapshot(root) as snapshot:
        produce(snapshot, now=datetime.now(UTC))
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            produce(snapshot, now=datetime.now(UTC))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
