"""Decisions: made, remembered, reviewed.

`recording` keeps them in a database beside the events, with what was known when they were made.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.decisions.decision import (
        Decision,
        DecisionKind,
        DecisionList,
        DecisionsRequest,
        DecisionState,
        kind_of,
    )
    from keyart.decisions.recording import (
        DECISIONS,
        NewDecision,
        decisions,
        list_decisions,
        policies,
        record,
        reverse,
    )
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = [
    "DECISIONS",
    "Decision",
    "DecisionKind",
    "DecisionList",
    "DecisionState",
    "DecisionsRequest",
    "NewDecision",
    "decisions",
    "kind_of",
    "list_decisions",
    "policies",
    "record",
    "reverse",
]
