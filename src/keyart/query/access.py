"""With whose rights a question is asked: nobody can ask without saying so."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Access:
    """Who asks, what they may do, and the rows that they may see: `where` holds for all."""

    name: str
    where: Mapping[str, Any] = field(default_factory=dict[str, Any])
    min_cell: int = 0
    """Figures about fewer people than this are hidden: see `keyart.query.privacy.suppression`."""
    least_people: int = 0
    """Judgements weigh all people, but leave out what fewer than this met before they say anything:
    a name, a count, a note or an error. It is `min_cell` of who asks for them; see `judging`."""
    may_change: bool = True
    """Whether they may change the store: save segments, put lists, bring events."""
    raw_export: bool = True
    """Whether they may take what is stored about each profile: facts, rejected rows."""

    def judging(self) -> "Access":
        """Return the rights with which a judgement is made for whoever has these."""
        return replace(self, min_cell=0, least_people=self.min_cell)

    @cached_property
    def sight(self) -> str:
        """What of an answer they may see, as JSON that equal rights share."""
        return json.dumps([dict(self.where), self.min_cell], sort_keys=True, default=str)


def owner() -> Access:
    """Return the access of whoever holds the store's folder: everything."""
    return Access("owner")
