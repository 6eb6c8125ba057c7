"""What to plan: the arguments of `store.plan_test`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from keyart.core.ranges import SHARE, Range
from keyart.core.request import Request, names
from keyart.insights.catalogue.context import ARTWORK
from keyart.insights.comparison.request import MOST_ARMS
from keyart.query import Query
from keyart.query.request import Conditions

ARMS = Range(2, MOST_ARMS, whole=True)
DIFFERENCE = Range(0.0001, 10)
"""Relative differences that can be planned for."""
DAILY = Range(0.001, 1_000_000_000_000)
"""People a day."""


@dataclass(frozen=True, kw_only=True)
class PlanRequest(Request):
    """Plan a test: how many people, impressions and days it needs.

    With probability `power` it detects that the best arm beats another one by a relative difference
    of `mde`. Traffic and rate come from the last 28 complete days, unless given.
    """

    title: str = field(kw_only=False)
    """The title whose assets you want to test."""
    arms: Annotated[int | Sequence[str], ARMS] = field(default=2, kw_only=False)
    """The number of assets, or their ids."""
    mde: Annotated[float, DIFFERENCE] = 0.05
    """The smallest relative difference that the test must detect: 0.05 is 5%."""
    measure: str = "take_rate"
    """The measure that decides. For `watch_time_share` the plan uses watch time per profile: shares
    differ exactly where it does."""
    level: Annotated[float, SHARE] = 0.95
    """The confidence of the result."""
    power: Annotated[float, SHARE] = 0.8
    """The probability of detecting the difference if it is real."""
    sequential: bool = True
    """Plan for a test that you check every day, instead of once at its end."""
    horizon: bool = False
    """Plan for a test that you check every day but end as planned, with its length as `horizon`
    when you compare. It needs fewer people."""
    rate: Annotated[float | None, SHARE] = None
    """The expected take rate, instead of the recent one."""
    people_per_day: Annotated[float | None, DAILY] = None
    """New people per day, instead of the recent number."""
    asset_type: str = ARTWORK
    """The asset type whose rate and traffic the plan uses."""
    where: Conditions = field(default_factory=dict[str, Any])
    """Conditions on dimensions, as in `query`; only impressions that meet all of them count."""
    audience: str | None = None
    """An audience or audience expression; only its members count."""

    def __post_init__(self) -> None:
        """Check what can be checked without a store."""
        super().__post_init__()
        if not isinstance(self.arms, int):
            object.__setattr__(self, "arms", names("arms", self.arms))
            ARMS.check("arms", self.count)
        object.__setattr__(self, "where", Query(("reach",), where=self.where).where)

    @property
    def count(self) -> int:
        """How many arms there are to be."""
        return self.arms if isinstance(self.arms, int) else len(self.arms)
