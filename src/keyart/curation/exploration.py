"""Exploration of an audience: what it over-indexes on, its growth, neighbours and return rates."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from keyart.audiences import AFFINITY, Expression, NamedAudience
from keyart.curation.indexes import Index, IndexOf, everybody, indexes
from keyart.curation.return_rates import ReturnRate, return_rates
from keyart.query import Access, Query, ask
from keyart.query.membership import Members, overlap
from keyart.query.planning.audience_names import AudienceNames
from keyart.query.planning.plan import Audience
from keyart.store import Snapshot

NEAREST = 5
TOP = 10


@dataclass(frozen=True)
class Growth:
    """The size of an affinity in one fit."""

    fit: int
    """The number of the fit."""
    profiles: int
    """How many profiles it had."""


@dataclass(frozen=True)
class Neighbour:
    """An audience that has many members in common with another one."""

    audience: str
    """Its name."""
    profiles: int
    """How many profiles are in both."""
    share: float
    """Which share of the explored audience that is."""
    lift: float
    """How many times as many as by chance."""


@dataclass(frozen=True)
class TopTitle:
    """A title that many of an audience watched."""

    title: str
    """Its id."""
    name: str
    """What people call it."""
    profiles: int
    """How many of the audience watched it."""


@dataclass(frozen=True)
class Exploration:
    """An audience seen from all sides."""

    name: str
    """Its name, or the text of an expression."""
    label: str
    """What people call it."""
    profiles: int
    """How many members it has."""
    share: float
    """Their share of all profiles that may be segmented."""
    growth: tuple[Growth, ...]
    """Its size in each fit that is kept; of an affinity only."""
    indexes: Mapping[str, Sequence[Index]]
    """What it watches more than everybody, by dimension: shares of plays, or of hours."""
    top_titles: tuple[TopTitle, ...]
    """What most of its members watched; a series stands for its episodes."""
    nearest: tuple[Neighbour, ...]
    """The audiences that it has most in common with, beyond chance."""
    returns: tuple[ReturnRate, ...]
    """How many of its members come back."""
    returns_of_all: tuple[ReturnRate, ...]
    """The same of everybody."""

    def to_dict(self) -> dict[str, Any]:
        """Return all fields in JSON types."""
        return asdict(self)


def explored(
    members: Members, names: AudienceNames, audience: Audience, tz: str, access: Access, of: IndexOf
) -> Exploration:
    """Return the exploration of an audience; indexes compare shares of `of`.

    Indexes and titles that may not be shown with the rights of `access` are left out.
    """
    snapshot, expression = members.snapshot, audience.expression
    all_ = everybody(expression)
    size, whole = members.size(expression), members.size(all_)
    return Exploration(
        name=audience.name,
        label=label_of(members, audience),
        profiles=size,
        share=size / max(whole, 1),
        growth=_growth(members, audience),
        indexes=indexes(snapshot, access, expression, tz, of),
        top_titles=_top_titles(members, access, audience),
        nearest=_nearest(members, names, access, audience),
        returns=return_rates(snapshot, access, expression, tz),
        returns_of_all=return_rates(snapshot, access, all_, tz),
    )


def label_of(members: Members, audience: Audience) -> str:
    """Return the name of an audience to show."""
    fit = members.snapshot.fit
    affinity_name = None if fit is None else fit.names.get(audience.name)
    return affinity_name or audience.label


def _is_affinity(expression: Expression) -> bool:
    return isinstance(expression, NamedAudience) and expression.kind == AFFINITY


def _growth(members: Members, audience: Audience) -> tuple[Growth, ...]:
    if not _is_affinity(audience.expression):
        return ()
    return growth_of(members.snapshot, audience.name)


def growth_of(snapshot: Snapshot, affinity: str) -> tuple[Growth, ...]:
    """Return the sizes of an affinity, by full name, in all kept fits that have it."""
    sizes: list[Growth] = []
    for number in snapshot.fits:
        profiles = snapshot.stored_fit(number).profiles.get(affinity)
        if profiles is not None:
            allowed = profiles[~snapshot.protected[profiles]]
            sizes.append(Growth(number, int(allowed.size)))
    return tuple(sizes)


def _top_titles(members: Members, access: Access, audience: Audience) -> tuple[TopTitle, ...]:
    query = Query(
        measures=("active_profiles",), by=("series",), audience=audience.name, labels=True,
        order=("-active_profiles",), limit=TOP,
    )  # fmt: skip
    rows = ask(members.snapshot, access, query).to_dicts()
    return tuple(
        TopTitle(row["series"], row["series_name"] or row["series"], row["active_profiles"])
        for row in rows
        if row["series"] is not None and row["active_profiles"]
    )


def _nearest(
    members: Members, names: AudienceNames, access: Access, audience: Audience
) -> tuple[Neighbour, ...]:
    """Return the audiences with the greatest lift that share members."""
    others = [names.audience(name) for name in names.kept if name != audience.name]
    overlaps = overlap(members, [audience, *others])
    sizes = dict(zip(overlaps.audiences, overlaps.sizes.tolist(), strict=True))
    neighbours = [
        Neighbour(row["other"], row["profiles"], row["share"], row["lift"])
        for row in overlaps.to_dicts()
        if row["audience"] == audience.name
        and row["other"] != audience.name
        and row["profiles"]
        and _may_be_shown(access, row["profiles"], sizes[audience.name], sizes[row["other"]])
    ]
    return tuple(
        sorted(neighbours, key=lambda neighbour: (-neighbour.lift, neighbour.audience))[:NEAREST]
    )


def _may_be_shown(access: Access, both: int, size: int, other: int) -> bool:
    """Return whether an overlap, and the differences from the sizes, are of enough people."""
    least = access.min_cell
    return not least or min(both, size - both, other - both) >= least
