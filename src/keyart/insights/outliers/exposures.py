"""How often, and when, each unit was shown compared with others."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from keyart.insights.catalogue import Figures, Level
from keyart.insights.norms.baselines import PeerGroups
from keyart.insights.norms.rate_model import combine_codes, sum_by_group
from keyart.insights.outliers.request import ComparedWith
from keyart.query.engine import Floats, Ints

DIFFERS = 0.05
"""A relative difference in how often something was shown, and one in time as a share of all the
time in which it or the others were: smaller ones are not mentioned."""


@dataclass(frozen=True, eq=False)
class DailyFirstExposures:
    """First exposures: `people` of a unit on a day, [rows]."""

    unit: Ints
    day: Ints
    people: Floats


@dataclass(frozen=True, eq=False)
class ExposureDifferences:
    """How often each unit and its peers were shown, and when first: [units].

    `frequency` are impressions for each person, `day` is the mean day of first exposures, both
    (own, others); `span` is the number of days on which people saw either.
    """

    frequency: tuple[Floats, Floats]
    day: tuple[Floats, Floats]
    span: Floats
    beside: ComparedWith

    @classmethod
    def of(cls, catalogue: Figures, level: Level, beside: ComparedWith) -> "ExposureDifferences":
        """Return how units of a level differ from their title's others, or from their kind."""
        units, count = catalogue.units, catalogue.units.count
        if beside is ComparedWith.TITLE:
            circle = PeerGroups(combine_codes(units.title, units.asset_type), np.arange(count))
        else:
            cluster = units.title if level is Level.ASSET else np.arange(count)
            circle = PeerGroups(combine_codes(units.content_type, units.asset_type), cluster)
        reach = catalogue.reach.astype(np.float64)
        first = DailyFirstExposures(
            catalogue.unit, catalogue.day, catalogue.moments.n.astype(np.float64)
        )
        return cls.among(circle, (catalogue.frequency * reach, reach), first, beside)

    @classmethod
    def among(
        cls,
        circle: PeerGroups,
        shown: tuple[Floats, Floats],
        first: DailyFirstExposures,
        beside: ComparedWith,
    ) -> Self:
        """Return how units differ from the others of their group.

        `shown` are impressions and people of all exposures, [units].
        """
        count, start = circle.group.size, int(first.day.min(initial=0))
        people = sum_by_group(first.unit, first.people, count)
        days = sum_by_group(first.unit, first.people * (first.day - start), count)
        return cls(
            frequency=_both(*shown, circle),
            day=_both(days, people, circle),
            span=_span(first, circle),
            beside=beside,
        )

    def describe(self, place: int) -> str:
        """Return how a unit differs, as sentences; empty if no difference matters."""
        parts: list[str] = []
        value, others = (float(part[place]) for part in self.frequency)
        those = "the others" if self.beside is ComparedWith.TITLE else "its kind"
        if abs(value / others - 1) > DIFFERS:
            parts.append(
                f"Each person saw it {value:.1f} times ({those}: {others:.1f} times); only first "
                "exposures count."
            )
        value, others = (float(part[place]) for part in self.day)
        later = value - others
        if self.beside is ComparedWith.TITLE and abs(later) > DIFFERS * float(self.span[place]):
            when = "later" if later > 0 else "earlier"
            parts.append(
                f"On average, people first saw it {_days(abs(later))} {when} than the others; only "
                "days when both were shown count."
            )
        return " ".join(parts)


def _days(days: float) -> str:
    return f"{days:.1f} days" if days < 10 else f"{days:.0f} days"


def _both(total: Floats, of: Floats, circle: PeerGroups) -> tuple[Floats, Floats]:
    """Return `total / of` for each unit and for its peers; nan where there are none."""
    others = circle.others(total), circle.others(of)
    value = np.divide(total, of, out=np.full(of.shape, np.nan), where=of > 0)
    beside = np.divide(*others, out=np.full(of.shape, np.nan), where=others[1] > 1e-9)
    return value, beside


def _span(first_exposures: DailyFirstExposures, circle: PeerGroups) -> Floats:
    """Return the days from the first to the last exposure of each unit's group."""
    group = circle.group[first_exposures.unit]
    groups = int(circle.group.max(initial=-1)) + 1
    first = np.full(groups, np.inf)
    last = np.full(groups, -np.inf)
    np.minimum.at(first, group, first_exposures.day)
    np.maximum.at(last, group, first_exposures.day)
    return (last - first + 1)[circle.group]
