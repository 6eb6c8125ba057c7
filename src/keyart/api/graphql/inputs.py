"""Arguments that may be left away."""

from typing import Any

from strawberry import field


def part(description: str) -> Any:
    """Return an argument that may be left away, or be null: as its default in Python."""
    return field(default=None, description=description)
