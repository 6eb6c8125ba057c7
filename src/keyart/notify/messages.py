"""What is sent, in words: plain text that reads well in a chat, an e-mail or a web hook."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from keyart.core.notice import KINDS, Condition
from keyart.notify.changes import Open

MOST_ALONE = 5
"""More new conditions than this at once are told in one message."""

MOST_LISTED = 10
"""So many of them are listed, the others counted."""

WORDS = {
    "outlier": "Outlier",
    "clickbait": "Clickbait",
    "broken_test": "Broken test",
    "volume_gap": "Missing events",
    "damaged_file": "Damaged file",
}
"""What each kind is called at the beginning of a message."""


@dataclass(frozen=True)
class Message:
    """One message."""

    subject: str
    body: str


def opening(condition: Condition, base: str) -> Message:
    """Return what is said of a condition that was found; links begin with `base`."""
    return Message(
        f"{WORDS[condition.kind]}: {_headline(condition)}",
        _lines(
            _plain(condition.how_much),
            f"How sure: {_plain(condition.how_sure)}",
            base + condition.link,
        ),
    )


def ending(ended: Open, base: str) -> Message:
    """Return what is said of a condition that holds no more."""
    condition, opened = ended.condition, ended.opened
    return Message(
        f"Resolved: {_headline(condition)}",
        _lines(
            f"Found on {opened.day} {opened:%B %Y} at {opened:%H:%M} UTC; it no longer holds.",
            f"It was: {_plain(condition.how_much)}",
            base + condition.link,
        ),
    )


def many_opened(conditions: Sequence[Condition], base: str, *, first: bool) -> Message:
    """Return what is said of several conditions; `first`: they are all that a store began with."""
    when = ", at first sight" if first else ""
    said = f"{len(conditions):,} things to know{when}. {_counts(conditions)}"
    return Message(said, _listed(conditions, base))


def many_ended(several: Sequence[Open], base: str) -> Message:
    """Return what is said of several conditions that hold no more."""
    conditions = [one.condition for one in several]
    said = f"{len(conditions):,} things resolved. {_counts(conditions)}"
    return Message(said, _lines("These no longer hold:", _listed(conditions, base)))


def trial() -> Message:
    """Return what is sent to see whether it arrives."""
    return Message(
        "A test message from Keyart",
        "Notices about artwork, tests and missing events will arrive here.",
    )


def _counts(conditions: Sequence[Condition]) -> str:
    by_kind = Counter(one.kind for one in conditions)
    return ", ".join(f"{WORDS[kind]}: {by_kind[kind]:,}" for kind in KINDS if by_kind[kind])


def _listed(conditions: Sequence[Condition], base: str) -> str:
    shown = conditions[:MOST_LISTED]
    more = len(conditions) - len(shown)
    return _lines(
        *(f"- {_plain(one.what)} {base}{one.link}" for one in shown),
        f"And {more:,} more, in the inbox: {base}/" if more else "",
    )


def _headline(condition: Condition) -> str:
    return _plain(condition.what).removesuffix(".")


def _plain(text: str) -> str:
    """Return a text as one line: names may have any signs in them."""
    return " ".join(text.split())


def _lines(*lines: str) -> str:
    return "\n".join(filter(None, lines))
