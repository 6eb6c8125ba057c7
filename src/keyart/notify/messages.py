"""The text of messages: plain text for chats, e-mails and web hooks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from keyart.core.notice import KINDS, NoticeCondition
from keyart.notify.incidents import OpenIncident

MAX_SEPARATE = 5
"""More conditions than this at once go into one message."""

MAX_LISTED = 10
"""A message lists so many of them, and counts the others."""

WORDS = {
    "outlier": "Outlier",
    "clickbait": "Clickbait",
    "broken_test": "Broken test",
    "volume_gap": "Missing events",
    "damaged_file": "Damaged file",
}
"""The name of each kind in a message."""


@dataclass(frozen=True)
class Message:
    """One message."""

    subject: str
    body: str


def opening(condition: NoticeCondition, base: str) -> Message:
    """Return the message about a condition that was found; links start with `base`."""
    return Message(
        f"{WORDS[condition.kind]}: {_headline(condition)}",
        _lines(
            _one_line(condition.how_much),
            f"How sure: {_one_line(condition.how_sure)}",
            base + condition.link,
        ),
    )


def resolution(incident: OpenIncident, base: str) -> Message:
    """Return the message about a resolved condition."""
    condition, opened = incident.condition, incident.opened
    return Message(
        f"Resolved: {_headline(condition)}",
        _lines(
            f"Found on {opened.day} {opened:%B %Y} at {opened:%H:%M} UTC; it no longer holds.",
            f"It was: {_one_line(condition.how_much)}",
            base + condition.link,
        ),
    )


def openings(conditions: Sequence[NoticeCondition], base: str, *, first: bool) -> Message:
    """Return the message about several conditions; `first`: of the first judgement."""
    when = " in the first check" if first else ""
    subject = f"{len(conditions):,} findings{when}. {_counts(conditions)}"
    return Message(subject, _list(conditions, base))


def resolutions(incidents: Sequence[OpenIncident], base: str) -> Message:
    """Return the message about several resolved conditions."""
    conditions = [incident.condition for incident in incidents]
    subject = f"{len(conditions):,} findings resolved. {_counts(conditions)}"
    return Message(subject, _lines("These no longer hold:", _list(conditions, base)))


def trial_message() -> Message:
    """Return the message of a test."""
    return Message(
        "A test message from Keyart",
        "Notices about artwork, tests and missing events will arrive here.",
    )


def _counts(conditions: Sequence[NoticeCondition]) -> str:
    by_kind = Counter(condition.kind for condition in conditions)
    return ", ".join(f"{WORDS[kind]}: {by_kind[kind]:,}" for kind in KINDS if by_kind[kind])


def _list(conditions: Sequence[NoticeCondition], base: str) -> str:
    shown = conditions[:MAX_LISTED]
    more = len(conditions) - len(shown)
    return _lines(
        *(f"- {_one_line(c.what)} {base}{c.link}" for c in shown),
        f"And {more:,} more, in the inbox: {base}/" if more else "",
    )


def _headline(condition: NoticeCondition) -> str:
    return _one_line(condition.what).removesuffix(".")


def _one_line(text: str) -> str:
    """Return a text as one line: names may contain any characters."""
    return " ".join(text.split())


def _lines(*lines: str) -> str:
    return "\n".join(filter(None, lines))
