"""The rights with which a query is answered; every query needs some."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Access:
    """Who asks, what they may do, and which rows they may see: those that pass `where`."""

    name: str
    where: Mapping[str, Any] = field(default_factory=dict[str, Any])
    min_cell: int = 0
    """Figures about fewer people than this are hidden: see `keyart.query.privacy.suppression`."""
    least_people: int = 0
    """Judgements are computed from all people, but show nothing (no name, count, note or error)
    about what fewer people than this met. It is the reader's `min_cell`; see `judging`."""
    may_change: bool = True
    """Whether they may change the store: save segments, put lists, send events."""
    raw_export: bool = True
    """Whether they may export what is stored about each profile: facts, rejected rows."""

    def judging(self) -> "Access":
        """Return the rights with which a judgement is computed for a reader with these."""
        return replace(self, min_cell=0, least_people=self.min_cell)

    @cached_property
    def sight(self) -> str:
        """What they may see of an answer, as JSON; equal rights give equal text."""
        return json.dumps([dict(self.where), self.min_cell], sort_keys=True, default=str)


def owner() -> Access:
    """Return full access, as the owner of the store's folder has it."""
    return Access("owner")
