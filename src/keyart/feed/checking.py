"""Verifying the feeds of a store."""

from collections.abc import Iterator
from pathlib import Path

from keyart.core.errors import StoreDamaged
from keyart.feed.announcing import (
    CURRENT,
    NAMED_DIGITS,
    SUFFIX,
    checked,
    checksum,
    current,
    feed_folder,
)
from keyart.store import Finding


def check_feeds(root: Path) -> Iterator[Finding]:
    """Yield what is wrong with the feed that holds, and with those that are kept.

    All of them can be made again: `keyart feed make`.
    """
    folder = feed_folder(root)
    try:
        holds = current(folder)
        if holds is not None:
            checked(folder, holds)
    except (StoreDamaged, OSError) as error:
        yield Finding(f"feed/{CURRENT}", str(error))
    for path in sorted(folder.glob(f"[0-9]*{SUFFIX}")):
        if f".{checksum(path)[:NAMED_DIGITS]}{SUFFIX}" not in path.name:
            yield Finding(f"feed/{path.name}", "is not as it was written")
