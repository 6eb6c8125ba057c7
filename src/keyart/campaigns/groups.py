"""Groups of people by the attributes that settings name, so that none is left behind unseen."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.query.membership.bits import Ordinals
from keyart.store import Snapshot

MOST_VALUES = 20
"""So many of an attribute's values are shown, those with the most people."""


@dataclass(frozen=True, eq=False)
class PeopleGroup:
    """The people with one value of an attribute."""

    attribute: str
    value: str | None
    """None is unknown."""
    inside: npt.NDArray[np.bool_]
    """Who of the people is in it: [people]."""
    of_all: int
    """How many of all profiles that may be in a campaign have the value."""


def groups_of(snapshot: Snapshot, profile: Ordinals) -> Iterator[PeopleGroup]:
    """Yield the groups of people by each of `fairness_attributes`, the largest first."""
    allowed = ~snapshot.protected
    for name in snapshot.config.settings.fairness_attributes:
        if name not in snapshot.attributes:
            continue
        attribute = snapshot.attribute(name)
        codes = attribute.codes[profile]
        sizes = np.bincount(codes + 1, minlength=len(attribute.values) + 1)
        everyone = np.bincount(attribute.codes[allowed] + 1, minlength=sizes.size)
        order = np.argsort(-sizes, kind="stable")[:MOST_VALUES]
        for at in map(int, order):
            if sizes[at]:
                value = None if at == 0 else str(attribute.values[at - 1])
                yield PeopleGroup(name, value, codes == at - 1, int(everyone[at]))
