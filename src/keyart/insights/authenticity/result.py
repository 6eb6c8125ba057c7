"""The result: where assets stand, and the findings."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from html import escape
from typing import Any

import pyarrow as pa

from keyart.core.plain import plain
from keyart.core.ranges import PEOPLE, Range
from keyart.insights.charts.quadrant import Quadrant, Spot


@dataclass(frozen=True)
class AuthenticityRules:
    """How strictly assets are judged."""

    q: float = 0.1
    """The share of false findings among all that is found, at most, on average."""
    least_effect: float = 0.1
    """The relative difference from which on a likely difference matters, on both axes."""
    least_people: int = 500
    """Profiles that met the asset first, and as many its title's others, on the same days."""
    least_plays: int = 50
    """Plays that this led to, and as many those of the others."""
    sure: float = 0.95
    """How likely an effect has the sign that it seems to have, for a place on an axis."""

    def __post_init__(self) -> None:
        """Check each number; raises `BadQuestion`."""
        for name, allowed in (
            ("q", Range(0, 1)),
            ("least_effect", Range(0, 0.99)),
            ("least_people", Range(2, PEOPLE.most)),
            ("least_plays", Range(2, PEOPLE.most)),
            ("sure", Range(0.5, 1)),
        ):
            allowed.check(name, getattr(self, name))


class Place(StrEnum):
    """Where an asset stands on the two axes."""

    BOTH = "effective_authentic"
    """It wins plays and keeps its viewers."""
    CLICKBAIT = "effective_not_authentic"
    """It wins plays but loses viewers."""
    HIDDEN_GEM = "not_effective_authentic"
    """Few play, but they stay."""
    NEITHER = "neither"
    """Few play, and they leave."""
    UNCLEAR = "no_clear_place"
    """One axis or both are unclear."""
    NOT_JUDGED = "not_judged"
    """It needs more data."""


class FindingKind(StrEnum):
    """What is found."""

    CLICKBAIT = "clickbait"
    """It wins plays but loses viewers."""
    HIDDEN_GEM = "hidden_gem"
    """Few play, but they stay."""

    @property
    def words(self) -> str:
        """The kind in words."""
        return self.value.replace("_", " ")


LABELS = 8
"""So many findings have their names in the chart."""


@dataclass(frozen=True)
class OwnAndOthers:
    """A figure of an asset, and what its title's others would have come to on the same days.

    Both are by first exposure; null where unknown.
    """

    own: float | None
    """The asset's."""
    others: float | None
    """The others'."""


@dataclass(frozen=True)
class LikelyEffect:
    """The likely relative difference from its others: 0.2 is 20% more. Shrunk to the usual."""

    value: float
    """The likely value."""
    low: float
    """The lower bound, at 95%."""
    high: float
    """The upper bound."""


@dataclass(frozen=True)
class AuthenticityStanding:
    """Where an asset stands between winning plays and keeping viewers."""

    asset: str
    """Its id."""
    name: str
    """Its name."""
    title: str | None
    """The id of its title."""
    title_name: str
    """The name of its title."""
    asset_type: str | None
    """Its type."""
    audience: str | None
    """The audience; null is everyone."""
    audience_name: str | None
    """The name of the audience."""
    people: int
    """Profiles that saw it first of its title and type, on days when people also saw others."""
    plays: int
    """Plays that these first exposures led to, short ones included, as in all rates below."""
    take_rate: OwnAndOthers
    """The share of people who played."""
    kept_rate: OwnAndOthers
    """The share of plays with a known end that were watched to the end."""
    short_play_rate: OwnAndOthers
    """The share of plays that were too short to qualify."""
    completion_rate: OwnAndOthers
    """The share of qualified plays watched to the end."""
    seconds_per_play: OwnAndOthers
    """Seconds of qualified plays per started play."""
    winning: LikelyEffect | None
    """Plays won: the effect on the take rate; null if not judged."""
    keeping: LikelyEffect | None
    """Satisfaction: the effect on the kept rate, or on seconds per play if ends are unknown."""
    place: Place
    """Where it stands on both."""


@dataclass(frozen=True)
class AuthenticityFinding:
    """An asset that misleads or is overlooked."""

    kind: FindingKind
    """What is found."""
    standing: AuthenticityStanding
    """Where it stands."""
    q: float
    """The smallest q at which it would be found."""
    affected: int
    """Profiles that were shown it in any phase."""
    sentence: str
    """The finding in a sentence."""


@dataclass(frozen=True)
class Authenticity:
    """Where assets stand between winning plays and keeping viewers."""

    found: tuple[AuthenticityFinding, ...]
    """Clickbait and hidden gems, those shown to the most people first."""
    standings: tuple[AuthenticityStanding, ...]
    """Every asset that was judged, in order of title and asset."""
    notes: tuple[str, ...]
    """Notes for the reader."""
    rules: AuthenticityRules
    """How strictly assets were judged."""
    version: int
    """The version of the store that was read."""
    suppressed: int = 0
    """How many more were seen by too few people to show."""

    def of(self, kind: FindingKind) -> tuple[AuthenticityFinding, ...]:
        """Return the findings of one kind."""
        return tuple(finding for finding in self.found if finding.kind is kind)

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as data that JSON can hold."""
        return plain(asdict(self))

    def to_arrow(self) -> pa.Table:
        """Return a row for each standing, and one for each finding in an audience."""
        by_standing = {(f.standing.asset, f.standing.audience): f for f in self.found}
        rows = [
            _row(standing, by_standing.get((standing.asset, standing.audience)))
            for standing in self._all()
        ]
        return pa.Table.from_pylist(rows, schema=SCHEMA)

    def _all(self) -> Iterator[AuthenticityStanding]:
        yield from self.standings
        yield from (f.standing for f in self.found if f.standing.audience is not None)

    def chart(self) -> Quadrant:
        """Return both axes as a chart; only the first findings are labelled."""
        one_title = len({standing.title for standing in self.standings}) == 1
        named = {(f.standing.asset, f.standing.audience): f.kind for f in self.found[:LABELS]}
        spots = [_spot(f.standing, f.kind, one_title=one_title) for f in self.found[:LABELS]]
        spots += [
            _spot(standing, None, one_title=one_title)
            for standing in self.standings
            if (standing.asset, standing.audience) not in named
        ]
        return Quadrant(
            "Plays won, viewers kept",
            tuple(spots),
            subtitle="Compared with the title's other assets of its type, shrunk to the average",
        )

    def html(self) -> str:
        """Return the chart, the findings and the notes as HTML for notebooks."""
        sentences = "".join(f"<li>{escape(finding.sentence)}</li>" for finding in self.found)
        notes = "".join(f"<p><small>{escape(note)}</small></p>" for note in self.notes)
        return f"{self.chart().html()}<ul>{sentences}</ul>{notes}"

    def _repr_html_(self) -> str:
        return self.html()


_TONES: Mapping[FindingKind | None, Any] = {
    FindingKind.CLICKBAIT: "mislead",
    FindingKind.HIDDEN_GEM: "win",
    None: "plain",
}


def _spot(standing: AuthenticityStanding, kind: FindingKind | None, *, one_title: bool) -> Spot:
    winning, keeping = standing.winning, standing.keeping
    return Spot(
        standing.name if one_title else f"{standing.title_name}: {standing.name}",
        None if winning is None else winning.value,
        None if keeping is None else keeping.value,
        x_interval=None if winning is None else (winning.low, winning.high),
        y_interval=None if keeping is None else (keeping.low, keeping.high),
        tone=_TONES[kind],
        label=kind is not None,
    )


_NAME_COLUMNS = ("asset", "name", "title", "title_name", "asset_type", "audience", "audience_name")
_PAIRS = ("take_rate", "kept_rate", "short_play_rate", "completion_rate", "seconds_per_play")
_EFFECTS = ("winning", "keeping")

SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in _NAME_COLUMNS),
        ("people", pa.int64()),
        ("plays", pa.int64()),
        *((f"{name}{end}", pa.float64()) for name in _PAIRS for end in ("", "_others")),
        *((f"{name}{end}", pa.float64()) for name in _EFFECTS for end in ("", "_low", "_high")),
        ("place", pa.string()),
        ("found", pa.string()),
        ("q", pa.float64()),
        ("affected", pa.int64()),
        ("sentence", pa.string()),
    ]
)
"""The columns of `Authenticity.to_arrow`."""


def _row(standing: AuthenticityStanding, finding: AuthenticityFinding | None) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(standing, name) for name in _NAME_COLUMNS}
    row |= {"people": standing.people, "plays": standing.plays, "place": standing.place.value}
    for name in _PAIRS:
        pair: OwnAndOthers = getattr(standing, name)
        row |= {name: pair.own, f"{name}_others": pair.others}
    for name in _EFFECTS:
        effect: LikelyEffect | None = getattr(standing, name)
        if effect is not None:
            row |= {name: effect.value, f"{name}_low": effect.low, f"{name}_high": effect.high}
    if finding is not None:
        row |= {
            "found": finding.kind.value,
            "q": finding.q,
            "affected": finding.affected,
            "sentence": finding.sentence,
        }
    return row
