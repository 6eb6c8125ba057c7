"""Decisions: made, remembered, reviewed.

`recording` keeps them in a database beside the events, with what was known when they were made.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.decisions.decision import (
        Change,
        Decision,
        DecisionKind,
        DecisionList,
        DecisionsRequest,
        DecisionState,
        RecordRequest,
        ReverseRequest,
    )
    from keyart.decisions.recording import (
        DECISIONS,
        change,
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
    "Change",
    "Decision",
    "DecisionKind",
    "DecisionList",
    "DecisionState",
    "DecisionsRequest",
    "RecordRequest",
    "ReverseRequest",
    "change",
    "decisions",
    "list_decisions",
    "policies",
    "record",
    "reverse",
]
