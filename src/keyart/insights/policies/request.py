"""What to decide: the arguments of `store.decide`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from keyart.core.ranges import Range
from keyart.core.request import Request
from keyart.insights.catalogue.context import ARTWORK
from keyart.query.request import TimeBound


class Reward(StrEnum):
    """What a policy is to win."""

    VIEWERS = "viewers"
    """People who play."""
    WATCH_SECONDS = "watch_seconds"
    """Seconds watched; a person counts at most as the 99th percentile of viewers does."""
    KEPT = "kept"
    """People who play and see it to the end, or at least half of it where the end is unknown."""


@dataclass(frozen=True, kw_only=True)
class PolicyRequest(Request):
    """Decide which asset of a title to show to whom, and say what that is worth.

    It learns from people to whom chance gave an asset: those of the explore phase, of a test on
    record, or with logged propensities.
    """

    title: str = field(kw_only=False)
    """The title whose assets are shown."""
    audiences: Sequence[str] | None = None
    """The audiences that may get an asset of their own: by default every named one."""
    reward: Reward = Reward.VIEWERS
    """What the policy is to win."""
    explore: Annotated[float, Range(0, 0.9)] = 0.1
    """The share of people who are shown another asset that may still be best."""
    min_gain: Annotated[float, Range(0, 100_000)] = 0.0
    """Personalise only if this much reward per person is surely gained: 0.002 is 2 more viewers
    among 1,000 people."""
    asset_type: str = ARTWORK
    """The type of the assets."""
    keep: bool = True
    """Keep what is in use of the policy or winner on record, except where something else is surely
    better."""
    since: TimeBound | None = None
    """Learn from people who came from this time on: ISO text, a date, or a time."""
    until: TimeBound | None = None
    """Learn from people who came before this time."""
