"""A planned test: what it needs, as data and as a sentence."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from keyart.insights.comparison.words import is_share, measure_words, percent

_LONG = 365


@dataclass(frozen=True)
class PlannedTest:
    """What a test needs.

    Attributes:
        title: whose assets are to be tested; `name` is what it is called.
        arms: how many.
        measure, mde, level, power, sequential, horizon: what it is to find, as asked.
        rate: the measure that was reckoned with.
        people_per_arm: how many each arm needs, by their first exposure.
        people: all arms together.
        impressions: how many that makes, people being shown an asset as often as lately; None
            where nothing is known of that.
        days: how long until so many have come and their plays are counted.
        people_per_day: new people a day, as given or on average of the traffic.
        since, until: the days that rate and traffic were taken from; None where both were given.
        explore_only: whether only what was shown while exploring was taken.
        people_known: how many people the store has seen so far, in the audience that was asked for;
            None where they are too few to be told of.
        in_four_weeks: the difference that the people of four weeks find; None if more than 100%.
    """

    title: str
    name: str
    arms: int
    measure: str
    mde: float
    level: float
    power: float
    sequential: bool
    horizon: bool
    rate: float
    people_per_arm: int
    people: int
    impressions: int | None
    days: int
    people_per_day: float
    since: date | None
    until: date | None
    explore_only: bool
    people_known: int | None
    in_four_weeks: float | None

    @property
    def sentence(self) -> str:
        """What it comes to."""
        digits = 0 if (self.mde * 100).is_integer() else 1
        look = "however often one looks" if self.sequential else "with one look at its end"
        if self.horizon:
            look += ", if it is compared with that many days as its horizon"
        return (
            f"A test of {self.arms} assets of “{self.name}” {_takes(self.days)}: it needs "
            f"{self.people_per_arm:,} people for each to find a difference of "
            f"{percent(self.mde, digits)} in {self._measured}, {look}.{self._beyond}"
        )

    @property
    def _beyond(self) -> str:
        """That there are not so many people, if there are not."""
        if self.people_known is None or self.people <= self.people_known:
            return ""
        return (
            f" That is {self.people:,} people, and only {self.people_known:,} are known so far: "
            "plan for a larger difference, or for fewer assets."
        )

    @property
    def _measured(self) -> str:
        words = measure_words(self.measure)
        return f"{words} ({percent(self.rate)})" if is_share(self.measure) else words

    def to_dict(self) -> dict[str, Any]:
        """Return it as data that JSON can hold, its sentence included."""
        days = {name: value.isoformat() for name in ("since", "until")
                if (value := getattr(self, name)) is not None}  # fmt: skip
        return {"sentence": self.sentence, **asdict(self), **days}


def _takes(days: int) -> str:
    if days > _LONG:
        return f"takes more than a year at this traffic (about {days:,} days)"
    return f"takes about {days:,} {'day' if days == 1 else 'days'}"
