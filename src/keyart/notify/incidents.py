"""Incidents from one version to the next: which are opened, stay open, or are resolved.

A condition that flickers around its threshold is notified once: it is resolved when two judgements
in a row did not find it, and only then can it be opened again. To open it needs evidence that
holds however often it is checked; to stay open, only that of the last check.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from keyart.core.notice import KINDS, Fading, NoticeCondition

MISSES = 2
"""A condition is resolved after so many judgements in a row did not find it."""


@dataclass(frozen=True)
class OpenIncident:
    """An incident that is not resolved."""

    id: int
    condition: NoticeCondition
    opened: datetime
    missed: int = 0
    """How many judgements in a row did not find it."""


@dataclass(frozen=True)
class IncidentChanges:
    """The changes of one judgement."""

    opened: tuple[NoticeCondition, ...]
    """New ones, by kind, then as they were found."""
    held: tuple[OpenIncident, ...]
    """Found again, with the text of this judgement."""
    missed: tuple[OpenIncident, ...]
    """Not found this time, but not resolved yet."""
    resolved: tuple[OpenIncident, ...]


def compare(
    incidents: Sequence[OpenIncident], conditions: Sequence[NoticeCondition]
) -> IncidentChanges:
    """Return the changes of the open `incidents`, given the conditions of a new version."""
    by_identity = {condition.identity: condition for condition in reversed(conditions)}
    held: list[OpenIncident] = []
    missed: list[OpenIncident] = []
    resolved: list[OpenIncident] = []
    for incident in incidents:
        condition = by_identity.pop(incident.condition.identity, None)
        if condition is not None:
            held.append(replace(incident, condition=condition, missed=0))
        elif incident.missed + 1 < MISSES:
            missed.append(replace(incident, missed=incident.missed + 1))
        else:
            resolved.append(incident)
    certain = [c for c in conditions if not isinstance(c, Fading)]
    opened = [c for c in certain if by_identity.get(c.identity) is c]
    opened.sort(key=lambda condition: KINDS.index(condition.kind))
    return IncidentChanges(tuple(opened), tuple(held), tuple(missed), tuple(resolved))
