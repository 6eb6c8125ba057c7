"""With whose rights a question is asked: nobody can ask without saying so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Access:
    """Who asks, what they may do, and the rows that they may see: `where` holds for all."""

    name: str
    where: Mapping[str, Any] = field(default_factory=dict[str, Any])
    min_cell: int = 0
    """Figures about fewer people than this are not shown: see `keyart.query.suppression`."""
    may_change: bool = True
    """Whether they may change the store: save segments, put lists, bring events."""
    raw_export: bool = True
    """Whether they may take what is stored about each profile: facts, rejected rows."""


def owner() -> Access:
    """Return the access of whoever holds the store's folder: everything."""
    return Access("owner")
