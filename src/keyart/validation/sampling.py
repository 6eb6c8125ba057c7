"""Random questions about picked titles, of what their facts really hold.

The same seed asks the same of the same version of a store.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pyarrow as pa

from keyart.audiences import Named, to_text
from keyart.core.dimensions import BUILT_IN
from keyart.core.facts import Family
from keyart.core.measures import Ratio
from keyart.core.zones import GRAINS
from keyart.query import Access, Query, ask
from keyart.query.model import AUDIENCE, Model
from keyart.query.plan import PEOPLE, Axis
from keyart.store import Snapshot
from keyart.validation.findings import REFERENCE, Pick

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata")
NOTHING = "no such value"
MOST_VALUES = 30
"""So many of a dimension's values, the most frequent, are filtered by."""

_USUAL = frozenset(dimension.name for dimension in BUILT_IN)
_RANGED = (pa.int64(), pa.float64())


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
        axes = self._axes(family)
        by = self._some(axes, most=2 if pick.where else 1)
        asked: dict[str, Any] = {
            "measures": self._measures(family),
            "by": [axis.name for axis in by],
            "where": {**self._where(pick, family, axes), **pick.where},
            "tz": chance.choice(ZONES),
        }
        if chance.random() < 0.4:
            asked["grain"] = chance.choice(GRAINS if pick.where else GRAINS[1:])
        if chance.random() < 0.5:
            asked |= self._range()
        if self.model.names.known and chance.random() < 0.3:
            asked["audience"] = self._audience()
        if AUDIENCE in asked["by"]:
            asked["audiences"] = self._named()
        return Query.from_dict(asked)

    def _measures(self, family: Family) -> list[str]:
        """Return some measures; ratios come with what they are made of, to be judged by it."""
        own = [one for one in self.model.measures.values() if one.family is family]
        chosen = self.random.sample(own, min(len(own), self.random.randint(1, 3)))
        names: dict[str, None] = {}
        for measure in chosen:
            parts = [measure.numerator, measure.denominator] if isinstance(measure, Ratio) else []
            names |= dict.fromkeys([*parts, measure.name])
        return list(names)

    def _axes(self, family: Family) -> list[Axis]:
        distinct = {axis.name: axis for axis in self.model.axes.values()}
        return [
            axis
            for axis in distinct.values()
            if family in axis.families and (axis.name != AUDIENCE or self.model.names.known)
        ]

    def _some(self, axes: Sequence[Axis], most: int) -> list[Axis]:
        """Return some axes, mostly of those that every store has."""
        usual = [axis for axis in axes if axis.name in _USUAL]
        others = [axis for axis in axes if axis.name not in _USUAL]
        chosen: dict[str, Axis] = {}
        for _ in range(self.random.randint(0, most)):
            pool = others if others and self.random.random() < 0.2 else usual
            axis = self.random.choice(pool)
            chosen[axis.name] = axis
        return list(chosen.values())

    def _where(self, pick: Pick, family: Family, axes: Sequence[Axis]) -> dict[str, Any]:
        chosen = self._some([axis for axis in axes if axis.name != AUDIENCE], most=2)
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
        if pa.types.is_string(axis.type) and self.random.random() < 0.1:
            some.append(NOTHING)
        return self.random.choice([some, {"not": some}]) if some else None

    def _values_of(self, pick: Pick, family: Family, axis: Axis) -> list[Any]:
        key = (repr(pick.where), axis.name, family)
        if key not in self._values:
            people = PEOPLE[family]
            question = Query(
                measures=(people,),
                by=(axis.name,),
                where=pick.where,
                order=(f"-{people}",),
                limit=MOST_VALUES,
                engine=REFERENCE,
            )
            table = ask(self.snapshot, self.access, question).table
            self._values[key] = table.column(axis.name).to_pylist()
        return self._values[key]

    def _range(self) -> dict[str, str]:
        """Return a range of whole hours, or days, within the last 120 days of data."""
        until = self.snapshot.data_until
        last = datetime.fromtimestamp((until or 0) / 1e6, UTC)
        day = last.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        begin = day - timedelta(days=self.random.randint(1, 120))
        end = min(begin + timedelta(days=self.random.randint(1, 60)), day)
        if self.random.random() < 0.3:
            begin += timedelta(hours=self.random.randint(0, 23))
        bounds = {"since": begin.isoformat(), "until": end.isoformat()}
        return self.random.choice([bounds, {"since": bounds["since"]}, bounds])

    def _audience(self) -> str:
        one, other = (_quoted(self.random.choice(self.model.names.known)) for _ in range(2))
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
    return to_text(Named(kind, name))
