"""Answer how assets do compared with their norm."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.insights.catalogue import Context, Figures, Level, figures
from keyart.insights.catalogue.context import settled
from keyart.insights.catalogue.units import CatalogueUnits, Ints
from keyart.insights.norms import wording
from keyart.insights.norms.baselines import baseline_of_kind
from keyart.insights.norms.deviations import Deviations, MinimumSample, measure_deviations
from keyart.insights.norms.rate_model import positive_divisors, sum_by_group
from keyart.insights.norms.request import NormRequest
from keyart.insights.norms.result import Norm, Norms
from keyart.query import Access
from keyart.query.engine import Floats
from keyart.query.intervals import z_of
from keyart.query.lookups import value_lists, values_of
from keyart.query.planning.model import model_of
from keyart.store import Snapshot

LEAST = MinimumSample(people=2, takes=5.0)
"""A low minimum: assets with little data are shrunk to the middle anyway."""
LEVEL = 0.95


@dataclass(frozen=True)
class PeerRank:
    """The percentage of peers that an asset is better than (ties count half), and who they are.

    `quarters` are the quartiles of the peers' values. `percentile` and `quarters` are nan if there
    are too few peers.
    """

    percentile: float
    among: str
    peers: int
    quarters: tuple[float, float, float]


def norms(snapshot: Snapshot, access: Access, request: NormRequest) -> Norms:
    """Return the norm of one asset, of all assets of a title, or of all assets.

    Raises as `keyart.query.ask` does, and `BadQuestion` if the measure is no rate of impressions.
    """
    asset, title = request.asset, request.title
    # 1. What all assets got, and what is usual for their kinds.
    context, notes = settled(snapshot, access, request.context(request.measure))
    catalogue = figures(snapshot, access, context, Level.ASSET)
    deviations = measure_deviations(catalogue, baseline_of_kind(catalogue, Level.ASSET), LEAST)
    # 2. The requested assets, and their ranks.
    requested = _find_places(catalogue, asset, title)
    places = requested[catalogue.reach[requested] >= access.least_people]
    stand = rank_among_peers(snapshot, catalogue.units, deviations.shrunk.value, places.tolist())
    rows = _NormBuilder.of(catalogue, deviations, context)
    made = [rows.row(int(place), at) for place, at in zip(places, stand, strict=True)]
    if not made and (asset or title):
        kind, name = ("asset", asset) if asset else ("title", title)
        notes.append(wording.nothing_shown(kind, name, access.least_people))
    made.sort(key=lambda row: (row.percentile is None, -(row.percentile or 0), row.asset))
    return Norms(context.measure, tuple(made), tuple(notes))


def _find_places(catalogue: Figures, asset: str | None, title: str | None) -> Ints:
    if asset is not None:
        return np.array(
            [at for at in [pc.index(catalogue.units.ids, asset).as_py()] if at >= 0], int
        )
    return (
        catalogue.units.of_title(title) if title is not None else np.arange(catalogue.units.count)
    )


def ratios(deviations: Deviations) -> tuple[Floats, Floats, Floats]:
    """Return (likely rate / norm, low, high) of each unit: shrunken, at 95%."""
    half = z_of(LEVEL) * np.sqrt(deviations.shrunk.variance)
    value = deviations.shrunk.value
    low, middle, high = (
        deviations.scale.shifted(deviations.norm, at) / deviations.norm
        for at in (value - half, value, value + half)
    )
    return middle, low, high


def observed_and_expected(catalogue: Figures, deviations: Deviations) -> tuple[Floats, Floats]:
    """Return each unit's rate by first exposure, and its norm.

    The baseline may weight days differently than the unit's own people.
    """
    count = catalogue.units.count
    x, y = (
        sum_by_group(catalogue.unit, part, count)
        for part in (catalogue.moments.x, catalogue.moments.y)
    )
    rate = y / positive_divisors(x)
    weighed = deviations.observed > 0
    beside = np.divide(rate, deviations.observed, out=np.ones_like(rate), where=weighed)
    return rate, deviations.norm * beside


@dataclass(frozen=True)
class _NormBuilder:
    """Builds rows from arrays by asset: rates by first exposure, and likely index with bounds."""

    catalogue: Figures
    deviations: Deviations
    context: Context
    rates: tuple[Floats, Floats]
    index: tuple[Floats, Floats, Floats]

    @classmethod
    def of(cls, catalogue: Figures, deviations: Deviations, context: Context) -> "_NormBuilder":
        return cls(
            catalogue,
            deviations,
            context,
            observed_and_expected(catalogue, deviations),
            ratios(deviations),
        )

    def row(self, place: int, at: PeerRank) -> Norm:
        catalogue, units = self.catalogue, self.catalogue.units
        observed, expected = (float(part[place]) for part in self.rates)
        index, low, high = (100 * float(part[place]) for part in self.index)
        usual_low, usual, usual_high = self._usual(expected, at)
        among = at.among + wording.market_text(self.context.where)
        return Norm(
            asset=units.ids[place].as_py(),
            name=units.names[place].as_py(),
            title=units.titles[int(units.title[place])].as_py(),
            kind=wording.kind_of(units, place),
            people=int(catalogue.reach[place]),
            takes=float(catalogue.whole.y[place]),
            observed=observed,
            expected=wording.number(expected),
            index=wording.number(index),
            low=wording.number(low),
            high=wording.number(high),
            percentile=wording.number(at.percentile),
            among=among,
            peers=at.peers,
            usual_low=wording.number(usual_low),
            usual=wording.number(usual),
            usual_high=wording.number(usual_high),
            sentence=self._sentence((observed, expected), (index, low, high), at.percentile, among),
        )

    def _usual(self, expected: float, at: PeerRank) -> tuple[float, float, float]:
        """Return the quartiles of its peers as rates, as if they had been shown like this asset."""
        low, middle, high = self.deviations.scale.shifted(np.array(expected), np.array(at.quarters))
        return float(low), float(middle), float(high)

    def _sentence(
        self,
        rates: tuple[float, float],
        index: tuple[float, float, float],
        percentile: float,
        among: str,
    ) -> str:
        if not np.isfinite(index[0]):
            return "Not enough data."
        rate_texts = [wording.rate_text(rate, share=self.catalogue.yes_or_no) for rate in rates]
        text = (
            f"{rate_texts[0]} where its kind gets {rate_texts[1]} by first exposure: "
            f"index {index[0]:.0f} ({index[1]:.0f} to {index[2]:.0f})"
        )
        standing = wording.standing_text(percentile, among)
        return f"{text}, {standing}." if standing else f"{text}."


FEWEST_PEERS = 20
"""With fewer peers than this, an asset has no percentile."""


def rank_among_peers(
    snapshot: Snapshot, units: CatalogueUnits, values: Floats, places: Sequence[int]
) -> list[PeerRank]:
    """Return the ranks of the units at `places` by `values`, which are nan where unknown.

    Peers share the first of the title's genres in which there are enough of them, else only the
    asset type.
    """
    genres = value_lists(_genres(snapshot, units))
    crowds: dict[tuple[int, object], list[float]] = {}
    for place in np.flatnonzero(np.isfinite(values)).tolist():
        for genre in {None, *genres[place]}:
            crowds.setdefault((int(units.asset_type[place]), genre), []).append(values[place])
    ordered = {key: np.sort(crowd) for key, crowd in crowds.items()}
    types = units.asset_types.to_pylist()
    ranks: list[PeerRank] = []
    for place in places:
        type_ = int(units.asset_type[place])
        named = [genre for genre in genres[place] if genre is not None]
        enough = (g for g in named if len(crowds.get((type_, g), ())) >= FEWEST_PEERS)
        genre = next(enough, None)
        among = " ".join([*([] if genre is None else [str(genre)]), types[type_] or "asset"])
        ranks.append(_rank(float(values[place]), ordered.get((type_, genre)), among))
    return ranks


def _rank(value: float, crowd: Floats | None, among: str) -> PeerRank:
    if crowd is None or crowd.size < FEWEST_PEERS or not np.isfinite(value):
        return PeerRank(np.nan, among, 0 if crowd is None else crowd.size, (np.nan, np.nan, np.nan))
    below, until = (np.searchsorted(crowd, value, side=side) for side in ("left", "right"))
    low, middle, high = (float(at) for at in np.quantile(crowd, (0.25, 0.5, 0.75)))
    return PeerRank(100 * (below + until) / 2 / crowd.size, among, crowd.size, (low, middle, high))


def _genres(snapshot: Snapshot, units: CatalogueUnits) -> pa.Array:
    titles = units.titles.take(pa.array(units.title))
    return values_of(snapshot, model_of(snapshot).axis("genre"), titles)
