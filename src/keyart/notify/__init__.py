"""Notices: one message when a condition is found, and one when it is resolved.

`record` saves the conditions found in a version and the messages to send;
`keyart.notify.deliveries` sends them; `notices` and `see` are the inbox, for people.
`keyart.insights.notices` finds the conditions.
"""

from keyart.notify.inbox import NoticeTotals, check_notices, count, find_notices, notices, see
from keyart.notify.records import Channel, Judgement, give_up_others, is_due, record

__all__ = [
    "Channel",
    "Judgement",
    "NoticeTotals",
    "check_notices",
    "count",
    "find_notices",
    "give_up_others",
    "is_due",
    "notices",
    "record",
    "see",
]
