"""How far each asset or title is from its norm, and how far is ordinary."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.insights.catalogue import Figures
from keyart.insights.norms.centre import Circle, centres, ordinary_variance
from keyart.insights.norms.drawing import drawn
from keyart.insights.norms.scale import Scale
from keyart.insights.statistics.ratios import Estimate
from keyart.query.engine import Floats

Flags = npt.NDArray[np.bool_]

_ROUNDS = 2
_START = 0.04
"""The variance between units that the first round goes by: a fifth up or down."""
_AS_OFTEN = 0.05
"""A difference in how often something was shown, in logs, that needs no account."""


@dataclass(frozen=True)
class Least:
    """The least data of who is judged: profiles, and events that the norm expects of them."""

    people: int = 200
    takes: float = 25.0


@dataclass(frozen=True, eq=False)
class Against:
    """What units got, and what they are held against, [units]; rates are per x of the measure.

    `information` is 1 / the variance of observed / norm if the norm were known.
    """

    observed: Floats
    norm: Floats
    expected: Floats
    """Effective events."""
    information: Floats
    circle: Circle
    repeated: Floats
    """The log of how much oftener each was shown within the first quarters of an hour."""

    def of(self, which: Flags) -> "Against":
        """Return the same of some units."""
        return Against(
            observed=self.observed[which],
            norm=self.norm[which],
            expected=self.expected[which],
            information=self.information[which],
            circle=Circle(self.circle.group[which], self.circle.own[which]),
            repeated=self.repeated[which],
        )


@dataclass(frozen=True, eq=False)
class Deviations:
    """Arrays by unit, nan for those not judged.

    `norm` is the rate that its kind gets in its strata; `raw` the deviation from that on the
    scale with its sampling variance; `shrunk` the same drawn towards 0; `ordinary` the variance
    of true deviations in the bulk, which are no outliers.
    """

    scale: Scale
    judged: Flags
    observed: Floats
    norm: Floats
    expected: Floats
    raw: Estimate
    shrunk: Estimate
    ordinary: float

    @property
    def z(self) -> Floats:
        """Deviations in standard deviations of ordinary units, chance included."""
        return self.raw.value / np.sqrt(self.raw.variance + self.ordinary)


def deviations(figures: Figures, against: Against, least: Least) -> Deviations:
    """Return how far each unit is from its norm."""
    scale = Scale(figures.yes_or_no)
    there = (against.expected > 0) & (against.information > 0) & (against.norm > 0)
    some = against.of(there)
    enough = (figures.reach[there] >= least.people) & (some.expected >= least.takes)
    norm, raw, ordinary = _settled(scale, some, enough)
    likely = drawn(raw)
    whole = _Scattered(there)
    return Deviations(
        scale=scale,
        judged=np.isfinite(whole(raw.value)),
        observed=against.observed,
        norm=whole(norm),
        expected=against.expected,
        raw=Estimate(whole(raw.value), whole(raw.variance)),
        shrunk=Estimate(whole(likely.value), whole(likely.variance)),
        ordinary=ordinary,
    )


def _settled(scale: Scale, against: Against, enough: Flags) -> tuple[Floats, Estimate, float]:
    """Return norms, deviations from them (nan unless judged), and their ordinary variance.

    How far is ordinary says who stands out, and who does not bend the middle: found in turns.
    """
    norm, raw = _held(scale, against, enough, _START)
    for _ in range(_ROUNDS):
        norm, raw = _held(scale, against, enough, ordinary_variance(raw))
    return norm, raw, ordinary_variance(raw)


def _held(
    scale: Scale, against: Against, enough: Flags, ordinary: float
) -> tuple[Floats, Estimate]:
    """Return the norm of each unit, its circle's middle included, and how far it is from that."""
    plain = scale.deviation(against.observed, against.norm, against.information)
    middle = centres(plain, ordinary, against.circle)
    norm = scale.shifted(against.norm, middle.value)
    unsure = middle.variance * scale.squeezed(norm) ** 2
    raw = scale.deviation(against.observed, norm, 1 / (1 / against.information + unsure))
    value = _beyond(raw.value, against.repeated / scale.squeezed(norm))
    judged = enough & np.isfinite(value) & np.isfinite(raw.variance)
    parts = (np.where(judged, part, np.nan) for part in (value, raw.variance))
    return norm, Estimate(*parts)


def _beyond(value: Floats, explained: Floats) -> Floats:
    """Return values without what lies between 0 and `explained`.

    Of impressions in one quarter of an hour nobody knows which led to a play. If each has the same
    chance, twice as many have twice the takes at most; if they are one exposure, none more.
    """
    explained = np.where(np.abs(explained) > _AS_OFTEN, explained, 0.0)
    return value - np.clip(value, np.minimum(explained, 0.0), np.maximum(explained, 0.0))


@dataclass(frozen=True)
class _Scattered:
    """Puts values back to the places that they were taken from; the others are nan."""

    places: Flags

    def __call__(self, values: Floats) -> Floats:
        whole = np.full(self.places.shape, np.nan)
        whole[self.places] = values
        return whole
