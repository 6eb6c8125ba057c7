"""From what is known of an audience and an asset to a favourite that can be told."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from keyart.insights.favourites import sentences
from keyart.insights.favourites.judging import Judged
from keyart.insights.favourites.result import AudienceRate, Favourite
from keyart.insights.favourites.shelves import Shelf, Shown
from keyart.insights.outliers.sentences import sure
from keyart.insights.statistics.ratios import Estimate, difference, ratio
from keyart.insights.statistics.sequences import fixed
from keyart.query.engine import Ints

RISK = 0.05
"""Of the intervals that are shown, each at one look."""

NAMELESS = "an unknown title"


@dataclass(frozen=True, eq=False)
class Place:
    """One arm with one audience."""

    shelf: Shelf
    verdict: Judged
    audience: int
    arm: int

    @property
    def rates(self) -> Estimate:
        """The rates of all arms in the audience: [arms]."""
        return self.verdict.rate[self.audience]

    @property
    def rival(self) -> int:
        """The arm that everybody else takes most; where it is this one, the next best here."""
        usual = int(np.nanargmax(ratio(self.shelf.inside.elsewhere).value[self.audience]))
        return usual if usual != self.arm else self.order[1]

    @property
    def order(self) -> list[int]:
        """The arms in the audience, the favourite first, then the best first."""
        best = np.argsort(-self.rates.value, kind="stable").tolist()
        return [self.arm, *(one for one in best if one != self.arm)]

    @property
    def people(self) -> Ints:
        """How many people of the audience count for each arm: [arms]."""
        return self.shelf.inside.own.n[self.audience]


def favourite(known: Shown, place: Place, q: float, names: Mapping[str, str]) -> Favourite:
    """Return what there is to say of a favourite."""
    units, rates = known.units, _rated(known, place)
    at = int(place.shelf.arms[place.arm])
    audience = known.audiences[place.audience]
    title = units.title[at]
    title_name = known.titles[int(title)].as_py() or NAMELESS
    usual = int(np.nanargmax(ratio(place.shelf.inside.elsewhere).value[place.audience]))
    rival = rates[place.order.index(place.rival)]
    gap = difference(place.rates[place.arm], place.rates[place.rival])
    low, high = fixed(gap, RISK)
    people = int(place.people.sum())
    return Favourite(
        asset=rates[0].asset,
        name=rates[0].name,
        title=units.titles[int(title)].as_py(),
        title_name=title_name,
        asset_type=units.asset_types[int(units.asset_type[at])].as_py(),
        audience=audience,
        audience_name=names[audience],
        people=people,
        rates=rates,
        usual=rates[place.order.index(usual)].asset,
        usual_name=rates[place.order.index(usual)].name,
        difference=float(gap.value),
        low=float(low),
        high=float(high),
        q=q,
        sure=sure(q),
        gain=float(gap.value) * people,
        sentence=sentences.sentence(
            title_name, names[audience], rates[0], rival, wins=usual == place.arm
        ),
    )


def _rated(known: Shown, place: Place) -> tuple[AudienceRate, ...]:
    low, high = fixed(place.rates, RISK)
    arms = place.shelf.arms
    return tuple(
        AudienceRate(
            asset=known.units.ids[int(arms[arm])].as_py(),
            name=known.units.names[int(arms[arm])].as_py(),
            people=int(place.people[arm]),
            rate=float(place.rates.value[arm]),
            low=max(float(low[arm]), 0.0),
            high=float(high[arm]),
        )
        for arm in place.order
    )
