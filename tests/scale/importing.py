"""What imports a folder of facts into a store, for tests that kill it meanwhile."""

from pathlib import Path

import keyart
from keyart.batch import imported_facts

RUN_ROWS = 20_000
"""So that there are several runs, each with a file of its own."""


def write(folder: Path, store: Path) -> None:
    """Import the folder into a store."""
    imported_facts.RUN_ROWS = RUN_ROWS
    with keyart.open(store) as opened:
        opened.import_facts(folder)
