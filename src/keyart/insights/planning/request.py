"""What to plan: the arguments of `store.plan_test`, checked."""

from dataclasses import dataclass, field
from typing import Any

from keyart.core.ranges import SHARE, Range
from keyart.insights.comparison.request import ARTWORK, MOST_ARMS
from keyart.insights.planning.units import Aim
from keyart.query.question import Conditions

ARMS = Range(2, MOST_ARMS, whole=True)
DIFFERENCE = Range(0.0001, 10)
"""Relative differences that can be planned for."""
DAILY = Range(0.001, 1_000_000_000_000)
"""People a day."""


@dataclass(frozen=True, kw_only=True)
class Planning:
    """One test to plan; the fields are the arguments of `store.plan_test`.

    Attributes:
        title: whose assets are to be tested.
        arms: how many, or which.
        mde: the relative difference between two arms that the test is to find.
        measure: the primary measure, as in a comparison. For `watch_time_share`, watch time per
            profile is reckoned with: shares differ just where that does.
        level: the confidence with which a difference is to be found.
        power: how probably it is found if it is there.
        sequential: for a test that may be looked at every day; else for one look at its end.
        horizon: for a test that ends as planned, and is compared with the planned days as its
            `horizon`: it may be looked at every day, and needs fewer people.
        rate: of the title's people, a share, in place of what it has had lately.
        people_per_day: new people a day, in place of those that it has had lately.
        asset_type: of which assets the rate and the traffic are taken.
        where, audience: the context, as in a question.
    """

    title: str
    arms: int | tuple[str, ...] = 2
    mde: float = 0.05
    measure: str = "take_rate"
    level: float = 0.95
    power: float = 0.8
    sequential: bool = True
    horizon: bool = False
    rate: float | None = None
    people_per_day: float | None = None
    asset_type: str = ARTWORK
    where: Conditions = field(default_factory=dict[str, Any])
    audience: str | None = None

    def __post_init__(self) -> None:
        """Check what can be checked without a store; raises `BadQuestion`."""
        if isinstance(self.arms, int) or not 2 <= self.count <= MOST_ARMS:
            ARMS.check("arms", self.arms if isinstance(self.arms, int) else self.count)
        for name, allowed in (("level", SHARE), ("power", SHARE), ("mde", DIFFERENCE)):
            allowed.check(name, getattr(self, name))
        for name, allowed in (("rate", SHARE), ("people_per_day", DAILY)):
            if getattr(self, name) is not None:
                allowed.check(name, getattr(self, name))

    @property
    def count(self) -> int:
        """How many arms there are to be."""
        return self.arms if isinstance(self.arms, int) else len(self.arms)

    @property
    def aim(self) -> Aim:
        """What the test is to find: that the best arm is better than another one."""
        horizon = self.horizon and self.sequential
        return Aim(
            self.mde, 1 - self.level, self.power, self.count / 2, self.sequential, horizon=horizon
        )
