"""The segments that every store has; saving a segment of the same name replaces one."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ReadyMade:
    """A segment that nobody needs to save."""

    name: str
    text: str
    note: str


READY_MADE: Mapping[str, ReadyMade] = {
    segment.name: segment
    for segment in (
        ReadyMade("new", "new(days=28)", "First seen within the last 28 days."),
        ReadyMade(
            "light",
            "viewed(days=28) and hours(days=28) < 5",
            "Watched in the last 28 days, for less than 5 hours.",
        ),
        ReadyMade(
            "medium",
            "hours(days=28) >= 5 and hours(days=28) < 20",
            "Watched for at least 5 and less than 20 hours in the last 28 days.",
        ),
        ReadyMade(
            "heavy", "hours(days=28) >= 20", "Watched for 20 hours or more in the last 28 days."
        ),
        ReadyMade("lapsed", "lapsed(days=28)", "Watched once, and not in the last 28 days."),
    )
}
"""By name, without the kind."""
