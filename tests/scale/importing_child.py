"""A program that imports folders of facts into a store, for tests that kill it meanwhile.

`python -m tests.scale.importing_child FOLDER`: for the line of input STORE it imports the folder
into that store, and says `done`.
"""

import sys
from pathlib import Path

import keyart
from keyart.batch import imported_facts

RUN_ROWS = 20_000
"""So that there are several runs, each with a file of its own."""


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(folder: Path) -> None:
    imported_facts.RUN_ROWS = RUN_ROWS
    say("ready")
    store = sys.stdin.readline().strip()
    keyart.open(store).import_facts(folder)
    say("done")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
