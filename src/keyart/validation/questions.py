"""Random questions about picked titles, of what their facts really hold.

The same seed asks the same of the same version of a store.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pyarrow as pa

from keyart.audiences import NamedAudience, to_text
from keyart.core.dimensions import BUILT_IN
from keyart.core.facts import Family
from keyart.core.measures import Ratio
from keyart.core.zones import GRAINS
from keyart.query import Access, Query, ask
from keyart.query.planning.model import AUDIENCE, Model
from keyart.query.planning.plan import PEOPLE, TIME, Axis, Lookup
from keyart.store import Snapshot
from keyart.validation.findings import REFERENCE, Pick

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata")
NOTHING = "no such value"
MOST_VALUES = 30
"""So many of a dimension's values, the most frequent, are filtered by."""

_ASKED_MOST = (
    *("impressions", "reach", "qualified_plays", "viewers", "take_rate"),
    *("starts", "active_profiles", "hours_viewed"),
)
_USUAL = frozenset(dimension.name for dimension in BUILT_IN)
_RANGED = (pa.int64(), pa.float64())
_BY, _BY_OF_ALL, _FILTERS = (1, 3, 3), (1, 3), (5, 3, 2)


@dataclass
class Sampler:
    """Makes questions."""

    snapshot: Snapshot
    access: Access
    model: Model
    random: Random
    _values: dict[tuple[str, str, Family], list[Any]] = field(
        default_factory=dict[tuple[str, str, Family], "list[Any]"]
    )

    def question(self, pick: Pick) -> Query:
        """Return a question about the titles of a pick."""
        chance = self.random
        family = Family.EXPOSURE if chance.random() < 0.7 else Family.VIEWING
        axes = self._axes(family, pick)
        by = self._some(axes, _BY if pick.where else _BY_OF_ALL)
        asked: dict[str, Any] = {
            "measures": self._measures(family),
            "by": [axis.name for axis in by],
            "where": {**self._where(pick, family, axes), **pick.where},
            "tz": chance.choice(ZONES),
        }
        if chance.random() < 0.4:
            asked["grain"] = chance.choice(GRAINS if pick.where else GRAINS[1:])
        if chance.random() < 0.5:
            asked |= self._range(pick, family)
        if self.model.names.known and chance.random() < 0.3:
            asked["audience"] = self._audience()
        if AUDIENCE in asked["by"]:
            asked["audiences"] = self._named()
        return Query.from_dict(asked)

    def _measures(self, family: Family) -> list[str]:
        """Return some measures; ratios come with what they are made of, to be judged by it."""
        own = [one for one in self.model.measures.values() if one.family is family]
        weights = [5 if one.name in _ASKED_MOST else 1 for one in own]
        chosen = self.random.choices(own, weights, k=self.random.randint(2, 5))
        names: dict[str, None] = {}
        for measure in chosen:
            parts = [measure.numerator, measure.denominator] if isinstance(measure, Ratio) else []
            names |= dict.fromkeys([*parts, measure.name])
        return list(names)

    def _axes(self, family: Family, pick: Pick) -> Mapping[str, int]:
        """Return how often each dimension is to be asked for, by full name.

        Mostly those that every store has, and seldom what is the same in all rows of one title.
        """
        weights: dict[str, int] = {}
        for axis in self.model.axes.values():
            if family in axis.families and (axis.name != AUDIENCE or self.model.names.known):
                is_same = axis.column == "title" and axis.lookup is not Lookup.AGE and pick.where
                weights[axis.name] = (4 if axis.name in _USUAL else 1) * (1 if is_same else 5)
        return weights

    def _some(self, axes: Mapping[str, int], weights: Sequence[int]) -> list[Axis]:
        """Return 0, 1, … axes, with these weights."""
        count = self.random.choices(range(len(weights)), weights)[0]
        names = self.random.choices(list(axes), list(axes.values()), k=count)
        return [self.model.axes[name] for name in dict.fromkeys(names)]

    def _where(self, pick: Pick, family: Family, axes: Mapping[str, int]) -> dict[str, Any]:
        chosen = self._some({name: n for name, n in axes.items() if name != AUDIENCE}, _FILTERS)
        found = {axis.name: self._condition(pick, family, axis) for axis in chosen}
        return {name: condition for name, condition in found.items() if condition is not None}

    def _condition(self, pick: Pick, family: Family, axis: Axis) -> Any:
        """Return a condition of one of the contract's forms; None if there is nothing to say."""
        if not (pa.types.is_string(axis.type) or axis.type in _RANGED):
            return None
        values = self._values_of(pick, family, axis)
        present = [value for value in values if value is not None]
        if axis.type in _RANGED and present and self.random.random() < 0.5:
            low, high = sorted(self.random.choices(present, k=2))
            return self.random.choice([{"from": low}, {"to": high}, {"from": low, "to": high}])
        some = self.random.sample(values, min(len(values), self.random.randint(1, 4)))
        if 0 < len(some) < len(values) and self.random.random() < 0.5:
            return {"not": some}
        if pa.types.is_string(axis.type) and self.random.random() < 0.1:
            some.append(NOTHING)
        return some or None

    def _values_of(self, pick: Pick, family: Family, axis: Axis) -> list[Any]:
        people = PEOPLE[family]
        by = {"by": [axis.name], "order": [f"-{people}"], "limit": MOST_VALUES}
        return self._looked_up(pick, family, axis.name, by)

    def _looked_up(self, pick: Pick, family: Family, column: str, by: Mapping[str, Any]) -> Any:
        """Return a column of the people behind a pick's facts, as they are grouped."""
        key = (repr(pick.where), column, family)
        if key not in self._values:
            asked = {"measures": [PEOPLE[family]], "where": pick.where, "engine": REFERENCE, **by}
            table = ask(self.snapshot, self.access, Query.from_dict(asked)).table
            self._values[key] = table.column(column).to_pylist()
        return self._values[key]

    def _range(self, pick: Pick, family: Family) -> dict[str, str]:
        """Return a range of whole days, now and then of hours, in which there are facts."""
        days: list[datetime] = self._looked_up(pick, family, TIME, {"grain": "day"})
        if not days:
            return {}
        begin, end = sorted(self.random.choices(days, k=2))
        end += timedelta(days=1)
        if self.random.random() < 0.3:
            begin += timedelta(hours=self.random.randint(0, 23))
        bounds = {"since": begin.isoformat(), "until": end.isoformat()}
        name = self.random.choice(list(bounds))
        return bounds if self.random.random() < 0.6 else {name: bounds[name]}

    def _audience(self) -> str:
        known = self.model.names.known
        one, other = (_quoted(name) for name in self.random.sample([*known, known[0]], 2))
        forms: Sequence[Callable[[], str]] = (
            lambda: one,
            lambda: f"not {one}",
            lambda: f"{one} and {other}",
            lambda: f"{one} or {other}",
            lambda: f"{one} and not {other}",
        )
        return self.random.choice(forms)()

    def _named(self) -> list[str]:
        known = self.model.names.known
        return sorted(self.random.sample(known, min(len(known), self.random.randint(1, 5))))


def _quoted(audience: str) -> str:
    """Return an audience's name as expressions write it."""
    kind, name = audience.split(":", 1)
    return to_text(NamedAudience(kind, name))
