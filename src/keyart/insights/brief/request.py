"""What can be asked of a brief."""

from dataclasses import dataclass

from keyart.core.request import Request
from keyart.query.request import TimeBound


@dataclass(frozen=True)
class BriefRequest(Request):
    """Write one page for a commissioning meeting: what to make for an audience in a market."""

    audience: str | None = None
    """An audience or audience expression; everybody by default."""
    market: str | None = None
    """A country, such as DE, or a region; all of them by default."""
    since: TimeBound | None = None
    """Count from this time on: ISO text, a date, or a time."""
    until: TimeBound | None = None
    """Count up to this time (exclusive)."""
    tz: str = "UTC"
    """The time zone of bounds without an offset."""
