"""Notices: each condition is told once when it is found, and once when it holds no more.

`record` remembers what was found in a version and what is to be sent; `keyart.notify.sending` sends
it; `notices` and `see` are the inbox, for people. What is found, `keyart.insights.notices` says.
"""

from keyart.notify.checking import check_notices
from keyart.notify.inbox import Counts, count, find_notices, notices, see
from keyart.notify.recording import Channel, Judgement, give_up_others, is_due, record

__all__ = [
    "Channel",
    "Counts",
    "Judgement",
    "check_notices",
    "count",
    "find_notices",
    "give_up_others",
    "is_due",
    "notices",
    "record",
    "see",
]
