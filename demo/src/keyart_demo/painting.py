"""Which stores are demo stores, and who draws their media: what the service asks."""

from pathlib import Path

import keyart_demo

TRUTH = Path("demo", "truth.json")
"""Where a demo store says what was planted in it, and of which world it is."""


def painter(store: Path) -> "keyart_demo.Gallery | None":
    """Return who draws the media of a store, None if it is no demo store."""
    return keyart_demo.Gallery(store) if (store / TRUTH).is_file() else None
