"""Turn judged rows into standings and findings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.insights.authenticity.judgement import RowVerdicts, sign_of_effect
from keyart.insights.authenticity.record import Flags, Record
from keyart.insights.authenticity.result import (
    AuthenticityFinding,
    AuthenticityRules,
    AuthenticityStanding,
    FindingKind,
    LikelyEffect,
    OwnAndOthers,
    Place,
)
from keyart.insights.authenticity.wording import finding_sentence
from keyart.insights.catalogue.units import CatalogueUnits, Strings
from keyart.insights.charts.figures import finite_or_none
from keyart.insights.statistics.ratios import Estimate
from keyart.insights.statistics.sequences import fixed
from keyart.query.engine import Ints, Moments

PLACES = {
    (1, 1): Place.BOTH,
    (1, -1): Place.CLICKBAIT,
    (-1, 1): Place.HIDDEN_GEM,
    (-1, -1): Place.NEITHER,
}
RATES = {
    "take_rate": "takes",
    "kept_rate": "kept",
    "short_play_rate": "short",
    "completion_rate": "completed",
    "seconds_per_play": "watched",
}
"""The rates of a standing, and their names in a record."""
LEVEL = 0.95
"""The level of the intervals shown."""

NAMELESS = "an unknown title"

AudienceName = tuple[str | None, str | None]
"""An audience and its name, both None for everyone."""


@dataclass(frozen=True, eq=False)
class JudgedAssets:
    """Assets, each with everyone or in an audience; all are [rows].

    `asset` is the place among `units`; `titles` are the names of their titles, by code; `unlike`
    describes how often and when each was shown, if that differs from its others.
    """

    units: CatalogueUnits
    titles: Strings
    asset: Ints
    audience: Sequence[AudienceName]
    record: Record
    verdicts: RowVerdicts
    unlike: Sequence[str]
    rules: AuthenticityRules


def build_standings(rows: JudgedAssets, which: Ints) -> list[AuthenticityStanding]:
    """Return the standings of some rows, in the order of `which`."""
    units, at = rows.units, rows.asset[which]
    asset_record, others = rows.verdicts.asset_record.at(which), rows.verdicts.others.at(which)
    title, titles = units.title[at], pc.fill_null(rows.titles, NAMELESS)
    called: list[AudienceName] = [rows.audience[row] for row in which.tolist()]
    columns: dict[str, Iterable[Any]] = {
        "asset": _pick(units.ids, at),
        "name": _pick(units.names, at),
        "title": _pick(units.titles, title),
        "title_name": _pick(titles, title),
        "asset_type": _pick(units.asset_types, units.asset_type[at]),
        "audience": [audience for audience, _ in called],
        "audience_name": [name for _, name in called],
        "people": asset_record.people.astype(int).tolist(),
        "plays": asset_record.plays.astype(int).tolist(),
        **{
            rate: _pairs(getattr(asset_record, of), getattr(others, of))
            for rate, of in RATES.items()
        },
        "winning": _effects(rows.verdicts.drawn.winning[which]),
        "keeping": _effects(rows.verdicts.drawn.keeping[which]),
        "place": _places(rows, which),
    }
    lines = zip(*columns.values(), strict=True)
    return [AuthenticityStanding(**dict(zip(columns, line, strict=True))) for line in lines]


def _pick(values: pa.Array, at: Ints) -> list[Any]:
    return values.take(pa.array(at)).to_pylist()


def build_findings(
    rows: JudgedAssets, chosen: Flags, affected: Mapping[tuple[str, str | None], int]
) -> list[AuthenticityFinding]:
    """Return the findings in `chosen` rows; `affected` are people by asset and audience."""
    findings: list[AuthenticityFinding] = []
    for number, kind in enumerate(FindingKind):
        which = np.flatnonzero(rows.verdicts.is_finding[number] & chosen)
        qs = rows.verdicts.adjusted[number, which].tolist()
        differing = [rows.unlike[row] for row in which.tolist()]
        for standing, q, unlike in zip(build_standings(rows, which), qs, differing, strict=True):
            reach = affected.get((standing.asset, standing.audience), standing.people)
            findings.append(
                AuthenticityFinding(
                    kind, standing, q, reach, finding_sentence(kind, standing, unlike)
                )
            )
    return findings


def _pairs(asset: Moments, others: Moments) -> Iterator[OwnAndOthers]:
    return map(OwnAndOthers, _rates(asset), _rates(others))


def _rates(moments: Moments) -> list[float | None]:
    rates = moments.y / np.where(moments.x > 0, moments.x, np.nan)
    return [finite_or_none(rate) for rate in rates.tolist()]


def _effects(drawn: Estimate) -> list[LikelyEffect | None]:
    logs = (drawn.value, *fixed(drawn, 1 - LEVEL))
    return [
        None if finite_or_none(value) is None else LikelyEffect(value, low, high)
        for value, low, high in zip(*(np.expm1(log).tolist() for log in logs), strict=True)
    ]


def _places(rows: JudgedAssets, which: Ints) -> list[Place]:
    drawn, has_both = rows.verdicts.drawn, rows.verdicts.axes.has_both[which].tolist()
    winning, keeping = (
        sign_of_effect(effect[which], rows.rules).tolist()
        for effect in (drawn.winning, drawn.keeping)
    )
    return [
        PLACES.get((winning_sign, keeping_sign), Place.UNCLEAR) if both else Place.NOT_JUDGED
        for winning_sign, keeping_sign, both in zip(winning, keeping, has_both, strict=True)
    ]
