"""What people viewed of each value: sums over people, for all markets or audiences of a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from keyart.insights.resonance.request import MARKETS, ResonanceRequest
from keyart.insights.resonance.supply import Supply, Value
from keyart.insights.statistics.shares import log_index_variance, log_share_variance
from keyart.query import Access, Query
from keyart.query.engine import Floats
from keyart.query.moments import measure_parts
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

    def cells_query(self, *by: str, **span: Any) -> Query:
        """Return the query by cell, and by further dimensions."""
        request = self.request
        across = () if request.across is None else (request.across,)
        audiences = tuple(self.audiences) if request.across == "audience" else None
        return Query(
            (HOURS,), by=(*by, *across), where=request.where, audience=self.people,
            audiences=audiences, tz=request.tz, **(span or self._span),
        )  # fmt: skip

    def base_query(self, **span: Any) -> Query:
        """Return the query of those compared with: by market where they are of the same one."""
        request = self.request
        market = self._by_market()
        where = request.where if request.against == "market" else request.elsewhere
        return Query(
            (HOURS,), by=market, where=where, audience=self.everybody, tz=request.tz,
            **(span or self._span),
        )  # fmt: skip

    @property
    def _span(self) -> dict[str, Any]:
        return {"since": self.request.since, "until": self.request.until}

    def _by_market(self) -> tuple[str, ...]:
        request = self.request
        split = request.against == "market" and request.across in MARKETS
        return (str(request.across),) if split else ()

    def cells(self) -> list[Cell]:
        """Return the markets or audiences that watched anything."""
        if self.request.across is None:
            return [None]
        if self.request.across == "audience":
            return list(self.audiences)
        keys = measure_parts(self.snapshot, self.access, self.cells_query()).keys
        names = keys.column(str(self.request.across)).to_pylist()
        return sorted(name for name in names if name is not None)

    def shares(self, values: Mapping[Value, int], cells: Sequence[Cell], **span: Any) -> Shares:
        """Return the sums of all values and cells."""
        split = bool(self._by_market())
        one, two = self.cells_query(**span), self.base_query(**span)
        sides: list[tuple[Floats, ...]] = []
        for query, by_cell in ((one, self.request.across is not None), (two, split)):
            parts = measure_parts(
                self.snapshot, self.access, replace(query, by=(*self.by, *query.by))
            )
            whole = measure_parts(self.snapshot, self.access, query)
            sums = (parts.y, parts.yy, parts.xy, parts.people)
            grid = self._grid(parts.keys, values, cells, by_cell, *sums)
            totals = self._totals(whole.keys, cells, by_cell, whole.y, whole.yy, whole.people)
            sides.append((*grid, *totals))
        return Shares(*(np.stack(pair) for pair in zip(*sides, strict=True)))

    def by_title(self, cells: Sequence[Cell], offer: Supply) -> tuple[Floats, Floats]:
        """Return hours, and who watched, of each value with each title: [pairs, cells] each."""
        at = {cell: place for place, cell in enumerate(cells)}
        hours, people = np.zeros((2, len(offer.pairs), len(cells)))
        query = self.cells_query()
        by = () if offer.is_alike else self.by
        names = (*by, "series", *query.by)
        found = measure_parts(self.snapshot, self.access, replace(query, by=names))
        rows = zip(*(found.keys.column(name).to_pylist() for name in names), strict=True)
        width = len(by)
        pairs_of = offer.pairs_of(() if offer.is_alike else offer.values)
        for row, key in enumerate(rows):
            cell = key[width + 1] if self.request.across else None
            for pair in pairs_of.get(key[: width + 1], ()) if cell in at else ():
                hours[pair, at[cell]] = found.y[row] / MS_AN_HOUR
                people[pair, at[cell]] = found.people[row]
        return hours, people

    def by_country(self, cells: Sequence[Cell]) -> tuple[list[str | None], Floats]:
        """Return the countries, and the hours of each cell in each: [countries, cells]."""
        across = self.request.across or ""
        by = () if across == "country" else ("country",)
        found = measure_parts(self.snapshot, self.access, self.cells_query(*by))
        countries = list(dict.fromkeys(found.keys.column("country").to_pylist()))
        hours = np.zeros((len(countries), len(cells)))
        at = {cell: place for place, cell in enumerate(cells)}
        of = found.keys.column(across).to_pylist() if across else [None] * len(found.keys)
        for row, (country, cell) in enumerate(
            zip(found.keys.column("country").to_pylist(), of, strict=True)
        ):
            if cell in at:
                hours[countries.index(country), at[cell]] += found.y[row] / MS_AN_HOUR
        return countries, hours

    def _grid(
        self,
        keys: pa.Table,
        values: Mapping[Value, int],
        cells: Sequence[Cell],
        by_cell: bool,
        *sums: Floats,
    ) -> list[Floats]:
        """Return sums by row as [values, cells] each; the same for all cells if not by cell."""
        names = [*self.by, *([str(self.request.across)] if by_cell else [])]
        rows = list(zip(*(keys.column(name).to_pylist() for name in names), strict=True))
        at = {cell: place for place, cell in enumerate(cells)}
        grid = np.zeros((len(sums), len(values), len(cells)))
        width = len(self.by)
        for row, key in enumerate(rows):
            if key[:width] not in values or (by_cell and key[width] not in at):
                continue
            place = at[key[width]] if by_cell else slice(None)
            for number, entry in enumerate(sums):
                grid[number, values[key[:width]], place] = entry[row]
        return list(grid)

    def _totals(
        self, keys: pa.Table, cells: Sequence[Cell], by_cell: bool, *sums: Floats
    ) -> list[Floats]:
        """Return sums by row as [1, cells] each."""
        if not by_cell:
            return [np.full((1, len(cells)), float(entry.sum())) for entry in sums]
        names = keys.column(str(self.request.across)).to_pylist()
        at = {name: row for row, name in enumerate(names)}
        return [
            np.array([[entry[at[cell]] if cell in at else 0.0 for cell in cells]]) for entry in sums
        ]
