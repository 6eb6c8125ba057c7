"""Rows that were judged, and what is said of each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from keyart.insights.authenticity.judging import Judged, side
from keyart.insights.authenticity.record import Flags, Record
from keyart.insights.authenticity.result import Effect, Found, Pair, Standing
from keyart.insights.authenticity.rules import Kind, Place, Rules
from keyart.insights.authenticity.sentences import sentence
from keyart.insights.catalogue.units import Strings, Units
from keyart.insights.charts.figures import known
from keyart.insights.statistics.ratios import Estimate
from keyart.insights.statistics.sequences import fixed
from keyart.query.engine import Ints, Moments

PLACES = {
    (1, 1): Place.BOTH,
    (1, -1): Place.CLICKBAIT,
    (-1, 1): Place.GEM,
    (-1, -1): Place.NEITHER,
}
LEVEL = 0.95
"""Of the intervals that are shown."""

NAMELESS = "an unknown title"

Named = tuple[str | None, str | None]
"""An audience and its name, both None for everybody."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Assets, each with everybody or in an audience; all are [rows].

    `asset` is the place among `units`; `titles` are the names of their titles, by code.
    """

    units: Units
    titles: Strings
    asset: Ints
    audience: Sequence[Named]
    record: Record
    judged: Judged
    rules: Rules


def standing(rows: Rows, row: int) -> Standing:
    """Return where one row stands."""
    units, at = rows.units, int(rows.asset[row])
    audience, called = rows.audience[row]
    own, others = rows.record.at(row), rows.judged.others.at(row)
    title = int(units.title[at])
    return Standing(
        asset=units.ids[at].as_py(),
        name=units.names[at].as_py(),
        title=units.titles[title].as_py(),
        title_name=rows.titles[title].as_py() or NAMELESS,
        asset_type=units.asset_types[int(units.asset_type[at])].as_py(),
        audience=audience,
        audience_name=called,
        people=int(own.people),
        plays=int(own.plays),
        take_rate=_pair(own.taken, others.taken),
        kept_rate=_pair(own.kept, others.kept),
        short_play_rate=_pair(own.short, others.short),
        completion_rate=_pair(own.completed, others.completed),
        seconds_per_play=_pair(own.watched, others.watched),
        winning=_effect(rows.judged.drawn.winning[row]),
        keeping=_effect(rows.judged.drawn.keeping[row]),
        place=_place(rows, row),
    )


def findings(
    rows: Rows, chosen: Flags, affected: Mapping[tuple[str, str | None], int]
) -> list[Found]:
    """Return what was found in `chosen` rows; `affected` are people by asset and audience."""
    found: list[Found] = []
    for number, kind in enumerate(Kind):
        for row in np.flatnonzero(rows.judged.found[number] & chosen).tolist():
            one = standing(rows, row)
            reach = affected.get((one.asset, one.audience), one.people)
            q = float(rows.judged.adjusted[number, row])
            found.append(Found(kind, one, q, reach, sentence(kind, one)))
    return found


def _pair(own: Moments, others: Moments) -> Pair:
    return Pair(_rate(own), _rate(others))


def _rate(moments: Moments) -> float | None:
    return float(moments.y / moments.x) if moments.x else None


def _effect(drawn: Estimate) -> Effect | None:
    if known(float(drawn.value)) is None:
        return None
    low, high = fixed(drawn, 1 - LEVEL)
    return Effect(*(float(np.expm1(log)) for log in (drawn.value, low, high)))


def _place(rows: Rows, row: int) -> Place:
    if not rows.judged.axes.judged[row]:
        return Place.NOT_JUDGED
    drawn = rows.judged.drawn
    winning, keeping = (side(one[row], rows.rules) for one in (drawn.winning, drawn.keeping))
    return PLACES.get((int(winning), int(keeping)), Place.UNCLEAR)
