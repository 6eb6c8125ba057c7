"""A program that makes a feed of a store, for a test that kills it."""

from datetime import UTC, datetime
from pathlib import Path

from keyart.feed import produce
from keyart.store import open_snapshot


def write(_: Path, store: Path) -> None:
    """Make a feed of a store's newest version."""
    with open_snapshot(store) as snapshot:
        produce(snapshot, now=datetime.now(UTC))
