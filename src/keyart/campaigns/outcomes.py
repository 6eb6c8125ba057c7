"""What each profile did in a span of time, read from the facts of viewing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from keyart.campaigns.campaign import Campaign, CampaignGoal
from keyart.core.facts import SLOT_MICROSECONDS, Family
from keyart.query.engine import Floats, Ints
from keyart.query.membership.rules import below
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import Filter, Tally
from keyart.query.router import ENGINES, engine
from keyart.store import Snapshot

LEVEL = 0.95
"""The confidence of intervals."""

MS_AN_HOUR = 3_600_000
MOST_HOURS = 0.999
"""Hours above this quantile of viewers count as the quantile: one screen left on overnight must not
decide."""

RETURNS = {CampaignGoal.RETURN_RATE_7: 7, CampaignGoal.RETURN_RATE_28: 28}
"""After how many days somebody comes back."""


@dataclass(frozen=True)
class Span:
    """A half-open span of time, in whole quarters of an hour."""

    since: datetime
    until: datetime

    @property
    def slots(self) -> tuple[int, int]:
        """The first slot, and the one behind the last."""
        return slot_of(self.since), slot_of(self.until)


def slot_of(moment: datetime) -> int:
    """Return the slot in which a moment lies."""
    micros = round((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1))
    return micros // SLOT_MICROSECONDS


def outcome(
    snapshot: Snapshot, campaign: Campaign, span: Span, goal: CampaignGoal, *, of_all: bool = False
) -> Floats:
    """Return what each profile did in a span: [profiles].

    goal: whether it watched (at least `min_play_seconds`), for how many hours, or whether it
    watched on the day that begins 7 (28) days after the span does. of_all: anything, not only the
    title.
    """
    after = RETURNS.get(goal)
    if after is not None:
        since = span.since + timedelta(days=after)
        span = Span(since, since + timedelta(days=1))
    column = "watch_ms" if goal is CampaignGoal.HOURS_VIEWED else "active_starts"
    sums = _tally(snapshot, campaign, span, column, of_all=of_all)
    if goal is not CampaignGoal.HOURS_VIEWED:
        return (sums > 0).astype(np.float64)
    hours = sums / MS_AN_HOUR
    viewers = hours[hours > 0]
    return np.minimum(hours, np.quantile(viewers, MOST_HOURS)) if viewers.size else hours


def _tally(
    snapshot: Snapshot, campaign: Campaign, span: Span, column: str, *, of_all: bool
) -> Ints:
    titles = below(snapshot, campaign.title)
    only = () if of_all else (Filter(axis=model_of(snapshot).axis("title"), values=titles),)
    first, last = span.slots
    tally = Tally(Family.VIEWING, column, only, first, last)
    return engine(next(iter(ENGINES))).tally(snapshot, tally)
