"""Verifying what segments are defined as."""

from collections.abc import Iterator
from itertools import pairwise

from keyart.store.definitions import SCHEMA, read_definitions
from keyart.store.finding import Finding
from keyart.store.paths import Kind
from keyart.store.snapshot import Snapshot


def check_definitions(snapshot: Snapshot) -> Iterator[Finding]:
    """Verify columns, and that the history of each segment is whole and in order."""
    for file in snapshot.files(Kind.DEFINITIONS):
        table = snapshot.map(file)
        if not table.schema.equals(SCHEMA):
            yield Finding(file.name, "has other columns than definitions have")
            return
        definitions = read_definitions(table)
        for name in {row.name for row in definitions}:
            rows = definitions.history(name)
            if [row.revision for row in rows] != list(range(1, len(rows) + 1)):
                yield Finding(file.name, f"lacks a part of the history of {name}")
            if any(before.version > after.version for before, after in pairwise(rows)):
                yield Finding(file.name, f"has the history of {name} in another order")
            if rows[-1].version > snapshot.version:
                yield Finding(file.name, f"has a definition of {name} of a later version")
