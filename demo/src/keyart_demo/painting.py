"""Tells the service which stores are demo stores, and gives it the painter of their media."""

from pathlib import Path

import keyart_demo

TRUTH = Path("demo", "truth.json")
"""The file in a demo store that describes its world and the planted effects."""


def painter(store: Path) -> "keyart_demo.Gallery | None":
    """Return the painter of a store's media, None if it is not a demo store."""
    return keyart_demo.Gallery(store) if (store / TRUTH).is_file() else None
