"""The record of decisions for users: `store.decisions`, of a store here or behind a service."""

from abc import abstractmethod
from datetime import datetime
from typing import Any

from keyart.decisions import (
    Change,
    Decision,
    RecordRequest,
    ReverseRequest,
    SetAside,
    SetAsideRequest,
)
from keyart.insights.policies import Policy
from keyart.questions.registry import DecisionQuestions


class Decisions(DecisionQuestions):
    """Decisions: made, remembered, reversed. See docs/decisions.md."""

    def record(
        self,
        kind: str,
        title: str | None,
        chosen: Any,
        because: str,
        until: datetime | None = None,
        *,
        by: str | None = None,
    ) -> Decision:
        """Record a decision, with the version of the store and what it is expected to gain.

        kind: winner, policy, clickbait, under_served or other. chosen: an asset's id, a policy as
        `store.decide` returned it, or a text. until: when to review it, by default in four weeks.
        by: who decided. Raises `BadQuestion` without a reason, and `UnknownName`.
        """
        request = RecordRequest(
            kind=kind,
            title=title,
            chosen=chosen.to_dict() if isinstance(chosen, Policy) else chosen,
            because=because,
            until=None if until is None else until.isoformat(),
            by=by,
        )
        return self._change(request)

    def reverse(self, decision: int, because: str, *, by: str | None = None) -> Decision:
        """Reverse a decision; it stays in the record. Raises `BadQuestion`."""
        return self._change(ReverseRequest(decision=decision, because=because, by=by))

    def dismiss(self, pending: str, because: str, *, by: str | None = None) -> SetAside | None:
        """Dismiss what waits for a decision: it comes back only when it says something else.

        pending: its key. Raises `BadQuestion` without a reason.
        """
        return self._set_aside(SetAsideRequest(pending=pending, because=because, by=by))

    def remind(self, pending: str, until: datetime, *, by: str | None = None) -> SetAside | None:
        """Put off what waits for a decision until a time; raises `BadQuestion` if that is over."""
        return self._set_aside(SetAsideRequest(pending=pending, until=until.isoformat(), by=by))

    def bring_back(self, pending: str) -> None:
        """Put what was dismissed or put off back on the list."""
        self._set_aside(SetAsideRequest(pending=pending))

    @abstractmethod
    def policies(self) -> list[dict[str, Any]]:
        """Return the policies that stand, as a home page carries them out."""

    @abstractmethod
    def _change(self, request: Change) -> Decision:
        """Record or reverse."""

    @abstractmethod
    def _set_aside(self, request: SetAsideRequest) -> SetAside | None:
        """Dismiss, put off or bring back."""
