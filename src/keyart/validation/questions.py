"""Random questions about picked titles, with values that occur in their facts.

The same seed makes the same questions for the same version of a store.
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
from keyart.core.measures import Measure, Ratio, is_derived
from keyart.core.zones import GRAINS
from keyart.query import Access, Query, ask
from keyart.query.planning.model import AUDIENCE, Model
from keyart.query.planning.plan import PEOPLE, TIME, Axis, Lookup
from keyart.store import Snapshot
from keyart.validation.findings import REFERENCE, Pick

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata")
NOTHING = "no such value"
MOST_VALUES = 30
"""Filters use this many of a dimension's most frequent values."""

_ASKED_MOST = (
    *("impressions", "reach", "qualified_plays", "viewers", "take_rate"),
    *("starts", "active_profiles", "hours_viewed"),
)
_USUAL = frozenset(dimension.name for dimension in BUILT_IN)
_RANGED = (pa.int64(), pa.float64())
_BY, _BY_OF_ALL, _FILTERS = (1, 3, 3), (1, 3), (5, 3, 2)


@dataclass
class QuestionSampler:
    """Makes questions."""

    snapshot: Snapshot
    access: Access
    model: Model
    random: Random
    _columns: dict[tuple[str, str, Family], list[Any]] = field(
        default_factory=dict[tuple[str, str, Family], "list[Any]"]
    )

    def question(self, pick: Pick) -> Query:
        """Return a question about the titles of a pick."""
        chance = self.random
        family = Family.EXPOSURE if chance.random() < 0.7 else Family.VIEWING
        axes = self._weigh_axes(family, pick)
        by = self._pick_axes(axes, _BY if pick.where else _BY_OF_ALL)
        request: dict[str, Any] = {
            "measures": self._pick_measures(family),
            "by": [axis.name for axis in by],
            "where": {**self._make_filters(pick, family, axes), **pick.where},
            "tz": chance.choice(ZONES),
        }
        if chance.random() < 0.4:
            request["grain"] = chance.choice(GRAINS if pick.where else GRAINS[1:])
        if chance.random() < 0.5:
            request |= self._pick_range(pick, family)
        if self.model.names.known and chance.random() < 0.3:
            request["audience"] = self._make_expression()
        if AUDIENCE in request["by"]:
            request["audiences"] = self._pick_audiences()
        return Query.from_dict(request)

    def _pick_measures(self, family: Family) -> list[str]:
        """Return some measures; ratios bring their parts, which are needed to judge them."""
        measures = [item for item in self.model.measures.values() if item.family is family]
        weights = [self._weight(item) for item in measures]
        chosen = self.random.choices(measures, weights, k=self.random.randint(2, 5))
        names: dict[str, None] = {}
        for measure in chosen:
            parts = [measure.numerator, measure.denominator] if isinstance(measure, Ratio) else []
            names |= dict.fromkeys([*parts, measure.name])
        return list(names)

    def _weight(self, measure: Measure) -> float:
        """Return a measure's weight; few questions have measures that some engines refuse."""
        if measure.name in _ASKED_MOST:
            return 5
        return 0.1 if is_derived(self.model.measures, measure) else 1

    def _weigh_axes(self, family: Family, pick: Pick) -> Mapping[str, int]:
        """Return the weight of each dimension, by full name.

        Built-in dimensions are frequent, those that are constant in a title are rare.
        """
        weights: dict[str, int] = {}
        for axis in self.model.axes.values():
            if family in axis.families and (axis.name != AUDIENCE or self.model.names.known):
                is_same = axis.column == "title" and axis.lookup is not Lookup.AGE and pick.where
                weights[axis.name] = (4 if axis.name in _USUAL else 1) * (1 if is_same else 5)
        return weights

    def _pick_axes(self, axes: Mapping[str, int], weights: Sequence[int]) -> list[Axis]:
        """Return 0, 1, … axes, with these weights."""
        count = self.random.choices(range(len(weights)), weights)[0]
        names = self.random.choices(list(axes), list(axes.values()), k=count)
        return [self.model.axes[name] for name in dict.fromkeys(names)]

    def _make_filters(self, pick: Pick, family: Family, axes: Mapping[str, int]) -> dict[str, Any]:
        chosen = self._pick_axes(
            {name: n for name, n in axes.items() if name != AUDIENCE}, _FILTERS
        )
        conditions = {axis.name: self._make_condition(pick, family, axis) for axis in chosen}
        return {name: condition for name, condition in conditions.items() if condition is not None}

    def _make_condition(self, pick: Pick, family: Family, axis: Axis) -> Any:
        """Return a filter condition in any of its forms; None if there are no values."""
        if not (pa.types.is_string(axis.type) or axis.type in _RANGED):
            return None
        values = self._frequent_values(pick, family, axis)
        present = [value for value in values if value is not None]
        if axis.type in _RANGED and present and self.random.random() < 0.5:
            low, high = sorted(self.random.choices(present, k=2))
            return self.random.choice([{"from": low}, {"to": high}, {"from": low, "to": high}])
        chosen = self.random.sample(values, min(len(values), self.random.randint(1, 4)))
        if 0 < len(chosen) < len(values) and self.random.random() < 0.5:
            return {"not": chosen}
        if pa.types.is_string(axis.type) and self.random.random() < 0.1:
            chosen.append(NOTHING)
        return chosen or None

    def _frequent_values(self, pick: Pick, family: Family, axis: Axis) -> list[Any]:
        people = PEOPLE[family]
        by = {"by": [axis.name], "order": [f"-{people}"], "limit": MOST_VALUES}
        return self._look_up(pick, family, axis.name, by)

    def _look_up(self, pick: Pick, family: Family, column: str, by: Mapping[str, Any]) -> Any:
        """Return a column of the people of a pick's facts, grouped by `by`."""
        key = (repr(pick.where), column, family)
        if key not in self._columns:
            request = {"measures": [PEOPLE[family]], "where": pick.where, "engine": REFERENCE, **by}
            table = ask(self.snapshot, self.access, Query.from_dict(request)).table
            self._columns[key] = table.column(column).to_pylist()
        return self._columns[key]

    def _pick_range(self, pick: Pick, family: Family) -> dict[str, str]:
        """Return a range of whole days, sometimes of hours, that has facts."""
        days: list[datetime] = self._look_up(pick, family, TIME, {"grain": "day"})
        if not days:
            return {}
        begin, end = sorted(self.random.choices(days, k=2))
        end += timedelta(days=1)
        if self.random.random() < 0.3:
            begin += timedelta(hours=self.random.randint(0, 23))
        bounds = {"since": begin.isoformat(), "until": end.isoformat()}
        name = self.random.choice(list(bounds))
        return bounds if self.random.random() < 0.6 else {name: bounds[name]}

    def _make_expression(self) -> str:
        audiences = self.model.names.known
        first, second = (
            _quote_name(name) for name in self.random.sample([*audiences, audiences[0]], 2)
        )
        forms: Sequence[Callable[[], str]] = (
            lambda: first,
            lambda: f"not {first}",
            lambda: f"{first} and {second}",
            lambda: f"{first} or {second}",
            lambda: f"{first} and not {second}",
        )
        return self.random.choice(forms)()

    def _pick_audiences(self) -> list[str]:
        audiences = self.model.names.known
        return sorted(self.random.sample(audiences, min(len(audiences), self.random.randint(1, 5))))


def _quote_name(audience: str) -> str:
    """Return an audience's name quoted for expressions."""
    kind, name = audience.split(":", 1)
    return to_text(NamedAudience(kind, name))
