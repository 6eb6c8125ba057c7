"""Decisions: made, remembered, reviewed.

`recording` keeps them in a database beside the events, with what was known when they were made;
`waiting` finds what waits for one, `reviewing` what came of them.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.decisions.choosing import choose_all
    from keyart.decisions.deciding import decide
    from keyart.decisions.decision import (
        Change,
        Decision,
        DecisionKind,
        DecisionList,
        DecisionsRequest,
        DecisionState,
        PendingDecision,
        PendingDecisions,
        PendingRequest,
        RecordRequest,
        ReverseRequest,
        SetAside,
        SetAsideRequest,
        visible_decisions,
        visible_pending,
    )
    from keyart.decisions.exporting import CHOICES, PolicyChoices, shares_table
    from keyart.decisions.recording import (
        DECISIONS,
        change,
        decisions,
        list_decisions,
        policies,
        record,
        reverse,
        set_aside,
    )
    from keyart.decisions.reviewing import review
    from keyart.decisions.reviews import (
        Review,
        ReviewRequest,
        Reviews,
        ReviewState,
        visible_reviews,
    )
    from keyart.decisions.waiting import find_pending
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = [
    "CHOICES",
    "DECISIONS",
    "Change",
    "Decision",
    "DecisionKind",
    "DecisionList",
    "DecisionState",
    "DecisionsRequest",
    "PendingDecision",
    "PendingDecisions",
    "PendingRequest",
    "PolicyChoices",
    "RecordRequest",
    "ReverseRequest",
    "Review",
    "ReviewRequest",
    "ReviewState",
    "Reviews",
    "SetAside",
    "SetAsideRequest",
    "change",
    "choose_all",
    "decide",
    "decisions",
    "find_pending",
    "list_decisions",
    "policies",
    "record",
    "reverse",
    "review",
    "set_aside",
    "shares_table",
    "visible_decisions",
    "visible_pending",
    "visible_reviews",
]
