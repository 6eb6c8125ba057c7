"""A planned test: what it needs, as data and as a sentence."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from keyart.core.direction import quoted
from keyart.core.plain import plain
from keyart.core.request import Large
from keyart.insights.comparison.wording import is_share, measure_words, percent

_LONG = 365


@dataclass(frozen=True)
class PlannedTest:
    """What a test needs."""

    title: str
    """The title whose assets are to be tested."""
    name: str
    """Its name."""
    arms: int
    """How many assets."""
    measure: str
    """The measure that decides."""
    mde: float
    """The relative difference that it finds."""
    level: float
    """The confidence with which."""
    power: float
    """How likely it is found if it is there."""
    sequential: bool
    """Whether one may look every day."""
    horizon: bool
    """Whether it ends as planned, and is compared with its planned days as `horizon`."""
    rate: float
    """The rate that the plan is made with."""
    people_per_arm: Large
    """How many people each asset needs, by their first exposure."""
    people: Large
    """How many all assets need together."""
    impressions: Large | None
    """How many impressions that makes, people being shown an asset as often as lately; null where
    nothing is known of that."""
    days: int
    """How many days until so many have come and their plays are counted."""
    people_per_day: float
    """New people a day, as given or on average of the traffic."""
    since: date | None
    """The first day that rate and traffic were taken from; null where both were given."""
    until: date | None
    """The day before which they were."""
    explore_only: bool
    """Whether only what was shown while exploring was taken."""
    people_known: int | None
    """How many people the store has seen so far, in the audience; null where they are too few to
    show."""
    in_four_weeks: float | None
    """The difference that the people of four weeks find; null if that is more than 100%."""
    sentence: str = field(init=False)
    """What it comes to."""

    def __post_init__(self) -> None:
        """Say what it comes to."""
        object.__setattr__(self, "sentence", self._sentence())

    def _sentence(self) -> str:
        digits = 0 if (self.mde * 100).is_integer() else 1
        look = "however often you check" if self.sequential else "with one check at the end"
        if self.horizon:
            look += ", if you compare it with that many days as the horizon"
        return (
            f"A test of {self.arms} assets of {quoted(self.name)} {_takes(self.days)}: it needs "
            f"{self.people_per_arm:,} people for each to find a difference of "
            f"{percent(self.mde, digits)} in {self._measured}, {look}.{self._beyond}"
        )

    @property
    def _beyond(self) -> str:
        """That there are not so many people, if there are not."""
        if self.people_known is None or self.people <= self.people_known:
            return ""
        return (
            f" That is {self.people:,} people, but only {self.people_known:,} are known so far: "
            "plan for a larger difference or fewer assets."
        )

    @property
    def _measured(self) -> str:
        words = measure_words(self.measure)
        return f"{words} ({percent(self.rate)})" if is_share(self.measure) else words

    def to_dict(self) -> dict[str, Any]:
        """Return it as data that JSON can hold, its sentence first."""
        return plain({"sentence": self.sentence, **asdict(self)})


def _takes(days: int) -> str:
    if days > _LONG:
        return f"takes more than a year at this traffic (about {days:,} days)"
    return f"takes about {days:,} {'day' if days == 1 else 'days'}"
