"""What to plan: the arguments of `store.plan_test`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from keyart.core.ranges import SHARE, Range
from keyart.core.request import Request, names
from keyart.insights.comparison.request import ARTWORK, MOST_ARMS
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

    With `power` it finds that the best of the arms is better than another one by a relative
    difference of `mde`. Traffic and rate are those of the last 28 complete days, unless given.
    """

    title: str = field(kw_only=False)
    """The title whose assets are to be tested."""
    arms: Annotated[int | Sequence[str], ARMS] = field(default=2, kw_only=False)
    """How many assets, or which."""
    mde: Annotated[float, DIFFERENCE] = 0.05
    """The smallest relative difference that the test must find: 0.05 is 5%."""
    measure: str = "take_rate"
    """The measure that decides. For `watch_time_share` the plan is made with watch time per
    profile: shares differ just where that does."""
    level: Annotated[float, SHARE] = 0.95
    """The confidence with which a difference is to be found."""
    power: Annotated[float, SHARE] = 0.8
    """How likely it is found if it is there."""
    sequential: bool = True
    """Plan for a test that is looked at every day, instead of once at its end."""
    horizon: bool = False
    """Plan for a test that is looked at every day but ends when planned, and is compared with its
    planned days as `horizon`: it needs fewer people."""
    rate: Annotated[float | None, SHARE] = None
    """The share of people who take the title, in place of what it has had lately."""
    people_per_day: Annotated[float | None, DAILY] = None
    """New people a day, in place of those that it has had lately."""
    asset_type: str = ARTWORK
    """The type of the assets that rate and traffic are taken from."""
    where: Conditions = field(default_factory=dict[str, Any])
    """Conditions on dimensions, as in a question: only what meets all of them counts."""
    audience: str | None = None
    """An audience or an expression of audiences: only its members count."""

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
