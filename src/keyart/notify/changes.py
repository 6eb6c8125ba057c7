"""What becomes of conditions from one version to the next: a function of what is known and found.

A condition that flickers about its threshold is told once: it is resolved when two judgements in a
row did not find it, and only then can it be opened anew. To be opened it must be sure however
often one looks; to stay open, only at the last look.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from keyart.core.notice import KINDS, Condition, Fading

MISSES = 2
"""So many judgements in a row must have missed a condition before it is resolved."""


@dataclass(frozen=True)
class Open:
    """An incident that is not resolved."""

    id: int
    condition: Condition
    opened: datetime
    missed: int = 0
    """How many judgements in a row have not found it."""


@dataclass(frozen=True)
class Changes:
    """What a judgement changes."""

    opened: tuple[Condition, ...]
    """New ones, by kind, then as they were found."""
    held: tuple[Open, ...]
    """Still there, with the words of this judgement."""
    missed: tuple[Open, ...]
    """Not found this time; it may be found again."""
    resolved: tuple[Open, ...]


def changes(known: Sequence[Open], found: Sequence[Condition]) -> Changes:
    """Return what becomes of the incidents `known`, given the conditions of a new version."""
    by_identity = {one.identity: one for one in reversed(found)}
    held: list[Open] = []
    missed: list[Open] = []
    resolved: list[Open] = []
    for one in known:
        still = by_identity.pop(one.condition.identity, None)
        if still is not None:
            held.append(replace(one, condition=still, missed=0))
        elif one.missed + 1 < MISSES:
            missed.append(replace(one, missed=one.missed + 1))
        else:
            resolved.append(one)
    new = [one for one in found if not isinstance(one, Fading)]
    opened = [one for one in new if by_identity.get(one.identity) is one]
    opened.sort(key=lambda one: KINDS.index(one.kind))
    return Changes(tuple(opened), tuple(held), tuple(missed), tuple(resolved))
