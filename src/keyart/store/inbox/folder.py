"""The files of an inbox: what they are called, and how many bytes wait in them."""

import os
import secrets
import time
from enum import StrEnum
from pathlib import Path

FOLDER = "inbox"
OPEN = ".open"
"""Of files that a process appends to; it holds their lock."""
DRAFT = ".new"
"""Of files that have no name yet: nobody has been told that what is in them is kept."""
ASIDE = "aside"
"""The folder of files that cannot be published."""
BATCH = "batch.json"
"""Names the files that are being published, and under which name their batch is remembered."""


class Form(StrEnum):
    """How events are written in a file."""

    LINES = "jsonl"
    """JSON objects, one per line: what many requests brought, one after the other."""
    ARROW = "arrow"
    """An Arrow stream: what one request brought."""


def inbox_folder(root: Path) -> Path:
    """Return the folder of the inbox of the store at `root`."""
    return root / FOLDER


def make_folder(root: Path) -> Path:
    """Return the folder, made if need be: what lies in it is for its owner alone to read."""
    folder = inbox_folder(root)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def new_name(table: str, form: Form) -> str:
    """Return a name that no other file has or will have; names sort as they were given."""
    return f"{table}-{time.time_ns():020d}-{secrets.token_hex(4)}.{form}"


def table_of(name: str) -> str:
    """Return the table whose events a file holds."""
    return name.partition("-")[0]


def form_of(name: str) -> Form:
    """Return how a whole file is written."""
    return Form(name.rpartition(".")[2])


def names(folder: Path) -> list[str]:
    """Return the names of all files of an inbox, in the order in which they were begun."""
    try:
        found = [entry.name for entry in os.scandir(folder) if entry.is_file()]
    except FileNotFoundError:
        return []
    return sorted(found)


def whole(name: str) -> bool:
    """Return whether a file of this name is complete."""
    return name.endswith(tuple(f".{form}" for form in Form))


def size(folder: Path) -> int:
    """Return how many bytes wait in an inbox; what was set aside does not."""
    total = 0
    for name in names(folder):
        try:
            total += (folder / name).stat().st_size
        except FileNotFoundError:  # it was published meanwhile
            continue
    return total
