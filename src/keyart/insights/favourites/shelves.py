"""What everybody, and the people of each audience, did with the assets of some titles."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.insights.authenticity.judging import compared, side
from keyart.insights.authenticity.record import Record, others, recorded
from keyart.insights.authenticity.rules import Rules
from keyart.insights.catalogue.context import Context
from keyart.insights.catalogue.units import Units, coded, units
from keyart.insights.favourites.judging import Inside
from keyart.insights.statistics.ratios import pick
from keyart.query import Access, Query, ask
from keyart.query.engine import Ints, Moments
from keyart.query.model import AUDIENCE
from keyart.query.moments import measured
from keyart.store import Snapshot

AFFINITIES = f"{AUDIENCE}:affinity"


@dataclass(frozen=True, eq=False)
class Shelf:
    """The assets of one title and type: `arms` are their places among the units."""

    arms: Ints
    inside: Inside


@dataclass(frozen=True, eq=False)
class Shown:
    """All assets that count: `whole` by asset, `inside` by asset and audience.

    `group` tells the title and type of each asset apart, `loses` is set where one surely loses
    viewers against the others of its group.
    """

    units: Units
    titles: pa.Array
    """Names of titles, by code."""
    audiences: tuple[str, ...]
    group: Ints
    loses: npt.NDArray[np.bool_]
    whole: Moments
    inside: Moments

    def shelves(self) -> Iterator[Shelf]:
        """Return the assets of each title and type of which there are several."""
        for group in np.unique(self.group).tolist():
            arms = np.flatnonzero(self.group == group)
            if arms.size > 1:
                own, whole = pick(self.inside, arms), pick(self.whole, arms)
                yield Shelf(arms, Inside(_by_audience(own), _by_audience(_without(whole, own))))


def most_shown(snapshot: Snapshot, access: Access, context: Context, most: int) -> Context:
    """Return the context of the titles that most people were shown, few people's left out."""
    if "title" in context.where and not access.least_people:
        return context
    query = replace(context.query("title"), measures=("reach",), order=("-reach",), limit=most)
    rows = ask(snapshot, access, query).to_dicts()
    least = access.least_people
    titles = [r["title"] for r in rows if r["title"] is not None and r["reach"] >= least]
    return replace(context, where={**context.where, "title": titles})


def shown(snapshot: Snapshot, access: Access, context: Context) -> Shown:
    """Return the assets that were shown in a context to enough people, and who took them."""
    keys, record = recorded(snapshot, access, context.query("asset"))
    enough = record.people >= access.least_people
    some = np.flatnonzero(pc.is_valid(keys.column("asset")).to_numpy() & enough)
    record = record.at(some)
    ids = keys.column("asset").take(pa.array(some)).combine_chunks()
    known = units(snapshot, ids, of_assets=True)
    group = known.title * max(len(known.asset_types), 1) + known.asset_type
    audiences, inside = _inside(snapshot, access, context.query("asset", AFFINITIES), ids)
    return Shown(
        units=known,
        titles=units(snapshot, known.titles, of_assets=False).names,
        audiences=audiences,
        group=group,
        loses=_loses(record, group),
        whole=record.taken,
        inside=inside,
    )


def _loses(record: Record, group: Ints) -> npt.NDArray[np.bool_]:
    rules = Rules()
    rest = others(record, group, np.ones(group.size, np.bool_))
    keeping = compared(record, rest, rules).keeping
    return (side(keeping, rules) < 0) & (keeping.value <= np.log1p(-rules.least_effect))


def _inside(
    snapshot: Snapshot, access: Access, query: Query, assets: pa.Array
) -> tuple[tuple[str, ...], Moments]:
    """Return (the audiences, what the people of each did: [assets, audiences])."""
    found = measured(snapshot, access, query)
    told = pc.is_in(found.keys.column("asset"), value_set=assets).to_numpy()
    some = np.flatnonzero(told & pc.is_valid(found.keys.column(AUDIENCE)).to_numpy())
    keys, rows = found.keys.take(pa.array(some)), pick(found.moments["take_rate"], some)
    code, names = coded(keys.column(AUDIENCE))
    at = (pc.index_in(keys.column("asset"), value_set=assets).to_numpy(), code)
    dense: dict[str, npt.NDArray[np.generic]] = {}
    for part in fields(Moments):
        values = getattr(rows, part.name)
        dense[part.name] = np.zeros((len(assets), len(names)), values.dtype)
        dense[part.name][at] = values
    return tuple(names.to_pylist()), Moments(**dense)  # pyright: ignore[reportArgumentType]


def _without(whole: Moments, own: Moments) -> Moments:
    """Return the moments of those outside of each audience: [arms, audiences]."""
    parts = (getattr(whole, f.name)[:, np.newaxis] - getattr(own, f.name) for f in fields(Moments))
    return Moments(*parts)


def _by_audience(moments: Moments) -> Moments:
    """Return moments [audiences, arms]."""
    return Moments(*(getattr(moments, part.name).T for part in fields(Moments)))
