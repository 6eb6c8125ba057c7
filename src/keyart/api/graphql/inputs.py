"""Arguments that may be left away."""

from dataclasses import fields
from typing import Any

from strawberry import field


def part(description: str) -> Any:
    """Return an argument that may be left away, or be null: as its default in Python."""
    return field(default=None, description=description)


def said(asked: Any) -> dict[str, Any]:
    """Return what stands in an input, without what is left away or null."""
    given = {one.name: getattr(asked, one.name) for one in fields(asked)}
    return {name: value for name, value in given.items() if value is not None}
