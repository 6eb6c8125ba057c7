"""From a question about assets to what is said of them beside their norm."""

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from keyart.insights.catalogue import Context, Figures, Level, figures
from keyart.insights.catalogue.context import settled
from keyart.insights.catalogue.units import Ints
from keyart.insights.norms import words
from keyart.insights.norms.against import against_kind
from keyart.insights.norms.deviations import Deviations, Least, deviations
from keyart.insights.norms.fitting import positive, sums
from keyart.insights.norms.peers import Standing, standings
from keyart.insights.norms.request import NormRequest
from keyart.insights.norms.result import Norm, Norms
from keyart.query import Access
from keyart.query.engine import Floats
from keyart.query.intervals import z_of
from keyart.store import Snapshot

LEAST = Least(people=2, takes=5.0)
"""Few: what little data say of an asset is drawn to the middle anyhow."""
LEVEL = 0.95


def norms(snapshot: Snapshot, access: Access, request: NormRequest) -> Norms:
    """Return the norm of one asset, of all of a title, or of all there are.

    Raises as `keyart.query.ask` does, and `BadQuestion` if the measure is no rate of impressions.
    """
    asset, title = request.asset, request.title
    # 1. What all assets got, and what their kinds do.
    context, notes = settled(snapshot, access, request.context(request.measure))
    known = figures(snapshot, access, context, Level.ASSET)
    found = deviations(known, against_kind(known, Level.ASSET), LEAST)
    # 2. Those asked for, and where they stand.
    wanted = _wanted(known, asset, title)
    places = wanted[known.reach[wanted] >= access.least_people]
    stand = standings(snapshot, known.units, found.shrunk.value, places.tolist())
    rows = _Rows.of(known, found, context)
    made = [rows.row(int(place), at) for place, at in zip(places, stand, strict=True)]
    if not made and (asset or title):
        kind, name = ("asset", asset) if asset else ("title", title)
        notes.append(words.nothing_shown(kind, name, access.least_people))
    made.sort(key=lambda row: (row.percentile is None, -(row.percentile or 0), row.asset))
    return Norms(context.measure, tuple(made), tuple(notes))


def _wanted(known: Figures, asset: str | None, title: str | None) -> Ints:
    if asset is not None:
        return np.array([at for at in [pc.index(known.units.ids, asset).as_py()] if at >= 0], int)
    return known.units.of_title(title) if title is not None else np.arange(known.units.count)


def ratios(found: Deviations) -> tuple[Floats, Floats, Floats]:
    """Return (likely rate / norm, low, high) of each unit: shrunken, at 95%."""
    half = z_of(LEVEL) * np.sqrt(found.shrunk.variance)
    value = found.shrunk.value
    low, middle, high = (
        found.scale.shifted(found.norm, at) / found.norm
        for at in (value - half, value, value + half)
    )
    return middle, low, high


def observed_and_expected(known: Figures, found: Deviations) -> tuple[Floats, Floats]:
    """Return the rate of each unit by first exposure, and its norm beside that.

    What it is held against may weigh days unlike the people who met it then.
    """
    count = known.units.count
    x, y = (sums(known.unit, part, count) for part in (known.moments.x, known.moments.y))
    rate = y / positive(x)
    weighed = found.observed > 0
    beside = np.divide(rate, found.observed, out=np.ones_like(rate), where=weighed)
    return rate, found.norm * beside


@dataclass(frozen=True)
class _Rows:
    """Makes rows of arrays by asset: rates by first exposure, and likely index with bounds."""

    known: Figures
    found: Deviations
    context: Context
    rates: tuple[Floats, Floats]
    index: tuple[Floats, Floats, Floats]

    @classmethod
    def of(cls, known: Figures, found: Deviations, context: Context) -> "_Rows":
        return cls(known, found, context, observed_and_expected(known, found), ratios(found))

    def row(self, place: int, at: Standing) -> Norm:
        known, units = self.known, self.known.units
        observed, expected = (float(part[place]) for part in self.rates)
        index, low, high = (100 * float(part[place]) for part in self.index)
        usual_low, usual, usual_high = self._usual(expected, at)
        among = at.among + words.market(self.context.where)
        return Norm(
            asset=units.ids[place].as_py(),
            name=units.names[place].as_py(),
            title=units.titles[int(units.title[place])].as_py(),
            kind=words.kind_of(units, place),
            people=int(known.reach[place]),
            takes=float(known.whole.y[place]),
            observed=observed,
            expected=words.number(expected),
            index=words.number(index),
            low=words.number(low),
            high=words.number(high),
            percentile=words.number(at.percentile),
            among=among,
            peers=at.peers,
            usual_low=words.number(usual_low),
            usual=words.number(usual),
            usual_high=words.number(usual_high),
            sentence=self._sentence((observed, expected), (index, low, high), at.percentile, among),
        )

    def _usual(self, expected: float, at: Standing) -> tuple[float, float, float]:
        """Return the rates that its peers' quarters would have got, shown as it was."""
        low, middle, high = self.found.scale.shifted(np.array(expected), np.array(at.quarters))
        return float(low), float(middle), float(high)

    def _sentence(
        self,
        rates: tuple[float, float],
        index: tuple[float, float, float],
        percentile: float,
        among: str,
    ) -> str:
        if not np.isfinite(index[0]):
            return "Too little was shown to say anything."
        said = [words.rate(rate, share=self.known.yes_or_no) for rate in rates]
        text = (
            f"{said[0]} where its kind gets {said[1]} by first exposure: index {index[0]:.0f} "
            f"({index[1]:.0f} to {index[2]:.0f})"
        )
        standing = words.standing(percentile, among)
        return f"{text}, {standing}." if standing else f"{text}."
