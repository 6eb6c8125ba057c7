"""With whose rights a question is asked: nobody can ask without saying so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Access:
    """Who asks, and the rows that they may see: `where` holds for whatever they ask."""

    name: str
    where: Mapping[str, Any] = field(default_factory=dict[str, Any])


def owner() -> Access:
    """Return the access of whoever holds the store's folder: everything."""
    return Access("owner")
