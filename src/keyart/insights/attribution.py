"""How many plays an impression led to, and why the others have none."""

from collections.abc import Mapping
from dataclasses import dataclass

from keyart.core.facts import REASONS, Reason
from keyart.core.report import QUALIFIED
from keyart.insights.causes import Cause, likely_causes
from keyart.query import Query, ask, owner
from keyart.query.memo import memo
from keyart.store import Snapshot

SUSPICIOUS = 0.5
"""When more than this share of all plays has no impression, the likely cause is looked for."""


@dataclass(frozen=True)
class Attribution:
    """All plays of a store by what became of them."""

    plays: Mapping[str, int]
    """Plays by `qualified` or the reason why not; all four are there."""
    causes: tuple[Cause, ...]
    """Why most plays have no impression; empty when it is not most of them."""

    @property
    def total(self) -> int:
        """All plays."""
        return sum(self.plays.values())

    def share(self, outcome: str) -> float | None:
        """Return the share of all plays with this outcome; None when there are no plays."""
        return self.plays[outcome] / self.total if self.total else None


def attribution(snapshot: Snapshot) -> Attribution:
    """Return what became of the plays, and the likely cause where most have no impression.

    It is worked out once for a snapshot: the cause takes a look at every play.
    """
    return memo(snapshot, Attribution, lambda: _attribution(snapshot))


def _attribution(snapshot: Snapshot) -> Attribution:
    answer = ask(snapshot, owner(), Query(measures=("starts",), by=("reason",)))
    found = {row["reason"] or QUALIFIED: int(row["starts"]) for row in answer.to_dicts()}
    plays = {outcome: found.get(outcome, 0) for outcome in (QUALIFIED, *REASONS)}
    total = sum(plays.values())
    suspicious = total > 0 and plays[Reason.NO_IMPRESSION] > SUSPICIOUS * total
    return Attribution(plays, likely_causes(snapshot) if suspicious else ())
