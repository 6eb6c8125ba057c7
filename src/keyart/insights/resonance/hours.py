"""What people viewed of each value: sums over people, for all markets or audiences of a table."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from keyart.insights.resonance.request import MARKETS, ResonanceRequest
from keyart.insights.resonance.supply import Supply
from keyart.insights.statistics.shares import log_index_variance, log_share_variance
from keyart.query import Access, Query
from keyart.query.engine import Floats
from keyart.query.moments import measure_parts, measure_split
from keyart.query.planning.model import model_of
from keyart.query.split import Flags, SlotRange, Split, SplitAnswer
from keyart.store import Snapshot

HOURS = "hours_viewed"
MS_AN_HOUR = 3_600_000
Cell = str | None
"""A market or an audience; None where rows are not split."""


@dataclass(frozen=True, eq=False)
class Shares:
    """Hours of each value and of all, of the people of a cell and of those compared with.

    `y`, `yy`, `xy` and `people`, who watched the value, are [2, values, cells]; `x`, `xx` and
    `everybody`, who watched anything, [2, 1, cells].
    """

    y: Floats
    yy: Floats
    xy: Floats
    people: Floats
    x: Floats
    xx: Floats
    everybody: Floats

    @property
    def share(self) -> Floats:
        """The parts of all hours: [2, values, cells]."""
        return self.y / np.where(self.x > 0, self.x, 1.0)

    def taste(self, half: Floats) -> tuple[Floats, Floats]:
        """Return the log of share / base and its variance; nan where nobody has watched.

        `half` is what half a person watches of each value: it is added to both sides, so that
        every interval has a width.
        """
        more = self._with(half)
        share = more.share
        with np.errstate(divide="ignore", invalid="ignore"):
            log = np.log(share[0] / share[1])
        a, b, c, d, e = ((s[0], s[1]) for s in (more.y, more.yy, more.xy, more.x, more.xx))
        return _finite(log, log_index_variance(a, b, c, d, e))

    def watched(self, half: Floats) -> tuple[Floats, Floats]:
        """Return the log of the share of the cell's people, and its variance."""
        more = self._with(half)
        with np.errstate(divide="ignore", invalid="ignore"):
            log = np.log(more.share[0])
        parts = (s[0] for s in (more.y, more.yy, more.xy, more.x, more.xx))
        return _finite(log, log_share_variance(*parts))

    def _with(self, half: Floats) -> "Shares":
        added = half[np.newaxis]
        beside = self.xy[1] / np.where(self.y[1] > 0, self.y[1], 1.0)
        return replace(
            self,
            y=self.y + added,
            yy=self.yy + 2 * added * added,
            xy=self.xy + (half * beside)[np.newaxis],
        )


def _finite(value: Floats, variance: Floats) -> tuple[Floats, Floats]:
    there = np.isfinite(value) & np.isfinite(variance)
    return np.where(there, value, np.nan), np.where(there, variance, np.nan)


@dataclass(frozen=True)
class Scope:
    """Reads a store for one request: which people, compared with whom."""

    snapshot: Snapshot
    access: Access
    request: ResonanceRequest
    audiences: Sequence[str]

    @property
    def by(self) -> tuple[str, ...]:
        """The dimensions of values."""
        return tuple(self.request.by)

    @property
    def is_compared(self) -> bool:
        """Whether people are compared with others than themselves."""
        request = self.request
        if self.people is not None or request.across == "audience":
            return True
        if request.against == "market":
            return False
        return request.across is not None or any(name in request.where for name in MARKETS)

    @property
    def people(self) -> str | None:
        """The audience."""
        return self.request.audience

    @property
    def everybody(self) -> str | None:
        """All who may be segmented, if audiences are asked for: others are in none of them."""
        named = self.people or (self.audiences[0] if self.audiences else None)
        return None if named is None else f"({named}) or not ({named})"

    def read(
        self, values: Mapping[str, Sequence[int]], count: int, spans: Sequence[SlotRange]
    ) -> "Hours":
        """Return what was viewed of each value; `values` are those of each title, `count` in all.

        `spans` are parts of the period to look at by themselves, too.
        """
        request = self.request
        across = None if request.across == "audience" else request.across
        audiences = None
        if request.across == "audience":
            names = model_of(self.snapshot).names
            audiences = [names.audience(name) for name in self.audiences]
        how = Split(values, count, across, audiences, spans)
        own = self._query(request.where, self.people or self.everybody)
        where = request.where if request.against == "market" else request.elsewhere
        base = self._query(where, self.everybody)
        found = measure_split(self.snapshot, self.access, own, how)
        beside = found
        if (own.where, own.audience) != (base.where, base.audience):
            beside = measure_split(self.snapshot, self.access, base, how)
        return _hours(found, beside, across, in_market=request.against == "market")

    def watchers(
        self, cells: Sequence[Cell], offer: Supply, pairs: AbstractSet[int]
    ) -> Mapping[tuple[int, int], int]:
        """Return how many people watched the titles of some pairs, by (pair, cell)."""
        request = self.request
        across = () if request.across is None else (request.across,)
        by = ("series", *(() if offer.is_alike else self.by), *across)
        titles = {offer.titles[root] for pair, (_, root) in enumerate(offer.pairs) if pair in pairs}
        query = replace(
            self._query({"series": sorted(titles), **request.where}, self.people),
            by=by,
            audiences=tuple(self.audiences) if request.across == "audience" else None,
        )
        found = measure_parts(self.snapshot, self.access, query)
        pairs_of = offer.pairs_of(() if offer.is_alike else offer.values)
        at = {cell: place for place, cell in enumerate(cells)}
        people: dict[tuple[int, int], int] = {}
        rows = zip(*(found.keys.column(name).to_pylist() for name in by), strict=True)
        for row, (series, *rest) in enumerate(rows):
            cell = rest.pop() if across else None
            for pair in pairs_of.get((*rest, series), ()) if cell in at else ():
                people[pair, at[cell]] = int(found.people[row])
        return people

    def _query(self, where: Mapping[str, Any], audience: str | None) -> Query:
        request = self.request
        return Query(
            (HOURS,), where=where, audience=audience, tz=request.tz, since=request.since,
            until=request.until,
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Hours:
    """What was viewed, in all and in each span."""

    cells: Sequence[Cell]
    """The markets or audiences that watched anything."""
    shares: Shares
    spans: Sequence[Shares]
    titles: Mapping[str | None, int]
    """The row of each title."""
    of_titles: Floats
    """Hours: [titles, cells]."""
    watched: Flags
    """Whether anybody watched: [titles, cells]."""
    countries: Sequence[str | None]
    of_countries: Floats
    """Hours: [countries, cells]."""

    def of_pairs(self, offer: Supply) -> tuple[Floats, Flags]:
        """Return hours, and whether anybody watched, of each value's titles: [pairs, cells]."""
        known = [
            (pair, self.titles[title]) for pair, title in offer.carriers if title in self.titles
        ]
        into, rows = np.array(known, int).reshape(-1, 2).T
        hours = np.zeros((len(offer.pairs), len(self.cells)))
        watched = np.zeros(hours.shape, np.bool_)
        np.add.at(hours, into, self.of_titles[rows])
        np.logical_or.at(watched, into, self.watched[rows])
        return hours, watched


def _hours(
    found: SplitAnswer, beside: SplitAnswer, across: str | None, *, in_market: bool
) -> Hours:
    cells = list(found.cells)
    if across is not None:
        y, _, _, people = found.by_cell[:, 0, -1]
        cells = sorted(str(cell) for cell, n in zip(cells, y + people, strict=True) if n > 0)
    own = [found.cells.index(cell) for cell in cells]
    sides = [found.by_cell[..., own]]
    if across is not None and in_market:
        # A last column for markets in which nobody watched.
        every = np.pad(beside.by_cell, ((0, 0), (0, 0), (0, 0), (0, 1)))
        place = {cell: number for number, cell in enumerate(beside.cells)}
        sides.append(every[..., [place.get(cell, -1) for cell in cells]])
    else:
        sides.append(np.broadcast_to(beside.overall[..., np.newaxis], sides[0].shape))
    both = np.stack(sides, axis=2)
    whole, *spans = (_shares(both[:, span]) for span in range(both.shape[1]))
    seen: list[int] = np.flatnonzero(found.by_country.any(axis=1)).tolist()
    countries = [found.countries[place] for place in seen]
    of_countries = found.by_country[seen][:, own] / MS_AN_HOUR
    return Hours(
        cells=cells,
        shares=whole,
        spans=spans,
        titles={title: row for row, title in enumerate(found.titles)},
        of_titles=found.by_title[:, own] / MS_AN_HOUR,
        watched=found.watched[:, own],
        countries=countries or [None],
        of_countries=of_countries if countries else np.zeros((1, len(cells))),
    )


def _shares(parts: Floats) -> Shares:
    """Return shares from [parts, 2, values + 1, cells], where the last value is everything."""
    y, yy, xy, people = parts[:, :, :-1]
    x, xx, _, everybody = parts[:, :, -1:]
    return Shares(y, yy, xy, people, x, xx, everybody)
