"""Answer what resonates with whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from keyart.audiences.affinities import Sensitive
from keyart.core.errors import BadQuestion
from keyart.core.facts import SLOT_MICROSECONDS, Family
from keyart.core.zones import slot_bound
from keyart.insights.resonance import wording
from keyart.insights.resonance.estimates import LEVEL, LogIndex, demand_over_titles, log_index
from keyart.insights.resonance.findings import FINDINGS, find
from keyart.insights.resonance.hours import MS_AN_HOUR, Cell, Hours, Scope, Shares
from keyart.insights.resonance.request import ResonanceRequest
from keyart.insights.resonance.result import Resonance, ResonanceRow
from keyart.insights.resonance.supply import Supply, Value, carried_values, supply, values_by_title
from keyart.query import Access
from keyart.query.engine import Floats, Ints
from keyart.query.findings import kept_answer
from keyart.query.intervals import z_of
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import Axis, Lookup
from keyart.query.split import Flags, SlotRange
from keyart.store import Snapshot

LEAST = 30
"""The people who must have watched a value, or be expected to from what others watch."""
TREND_DAYS = 28
SUBJECTS = ("genre", "tag", "title.genres", "title.tags")


def resonance(snapshot: Snapshot, access: Access, request: ResonanceRequest) -> Resonance:
    """Return how values resonate with people; computed once per version.

    Raises as `keyart.query.ask` does, and `BadQuestion` if `by` names no dimension of titles.
    """
    return kept_answer(
        Resonance,
        snapshot,
        access,
        request,
        lambda: _resonance(snapshot, access, request),
        lambda result: 1000 * (len(result.rows) + 1),
    )


def _resonance(snapshot: Snapshot, access: Access, request: ResonanceRequest) -> Resonance:
    axes = [_axis(snapshot, name) for name in request.by]
    names = model_of(snapshot).names
    audiences = list(names.kept) if request.across == "audience" else []
    scope = Scope(snapshot, access, request, audiences)
    period = period_of(snapshot, request)
    nothing = Resonance(scope.by, request.across, request.against, (), (wording.NOTHING,))
    if period is None:
        return nothing
    # 1. What was viewed of each value, and what could have been.
    values, notes = _values(snapshot, scope, axes)
    spans = _spans_of_trend(scope, period)
    hours = scope.read(values_by_title(snapshot, axes, values), len(values), spans)
    if not hours.cells:
        return nothing
    conditions = (request.where, access.where)
    offer = supply(snapshot, axes, values, hours.countries, period, conditions)
    # 2. Indexes, findings, sentences.
    table = _Table.of(scope, values, hours, offer)
    rows = table.rows(_trend(scope, hours.spans))
    rows.sort(
        key=lambda row: (FINDINGS.index(row.finding), -row.hours, row.value, row.market or "")
    )
    return Resonance(
        scope.by,
        request.across,
        request.against,
        tuple(rows),
        (
            wording.SUPPLY,
            *([] if scope.is_compared else [wording.ALIKE]),
            *wording.notes_on_supply(offer.everywhere, offer.guessed),
            *notes,
        ),
    )


def _axis(snapshot: Snapshot, name: str) -> Axis:
    axis = model_of(snapshot).axis(name)
    if axis.column != "title" or axis.lookup is not Lookup.TITLES:
        raise BadQuestion(
            f"{name!r} is not something that titles have in common.",
            hint="Choose genre, tag, content_type, or title.X.",
        )
    return axis


def _values(
    snapshot: Snapshot, scope: Scope, axes: Sequence[Axis]
) -> tuple[dict[Value, int], list[str]]:
    """Return the values of the catalogue, without sensitive ones where audiences are asked for."""
    found = sorted(carried_values(snapshot, axes), key=str)
    if scope.everybody is None:
        return {value: place for place, value in enumerate(found)}, []
    sensitive = Sensitive(snapshot.config.settings.sensitive_tags)
    subjects = [place for place, name in enumerate(scope.by) if name in SUBJECTS]
    kept = [
        value
        for value in found
        if not any(sensitive.is_named_by(str(value[place])) for place in subjects)
    ]
    notes = ["Sensitive subjects are left out."] if len(kept) < len(found) else []
    return {value: place for place, value in enumerate(kept)}, notes


def period_of(snapshot: Snapshot, request: ResonanceRequest) -> tuple[int, int] | None:
    """Return the instants between which plays count (µs since 1970); None without plays."""
    segments = [s for s in snapshot.segments(Family.VIEWING) if s.rows]
    if not segments:
        return None
    first = min(s.first_slot for s in segments)
    last = max(s.last_slot for s in segments) + 1
    if request.since is not None:
        first = max(first, slot_bound(request.since, request.tz))
    if request.until is not None:
        last = min(last, slot_bound(request.until, request.tz))
    return (first * SLOT_MICROSECONDS, last * SLOT_MICROSECONDS) if first < last else None


@dataclass(frozen=True, eq=False)
class _Trend:
    """The ratio of two taste indexes as a log, with its bounds: [values, cells]."""

    value: Floats
    far: Floats


def _spans_of_trend(scope: Scope, period: tuple[int, int]) -> Sequence[SlotRange]:
    """Return the last 28 days and the 28 before, as slots; nothing without both."""
    start, end = (at // SLOT_MICROSECONDS for at in period)
    length = TREND_DAYS * 86_400_000_000 // SLOT_MICROSECONDS
    if not scope.is_compared or end - 2 * length < start:
        return ()
    return ((end - length, end), (end - 2 * length, end - length))


def _trend(scope: Scope, spans: Sequence[Shares]) -> _Trend | None:
    """Return the taste index of the last 28 days against the 28 before.

    Its variance is that of independent periods: people who watch alike in both make it smaller.
    """
    if not spans:
        return None
    enough = np.ones(spans[0].y[0].shape, bool)
    logs: list[tuple[Floats, Floats]] = []
    for shares in spans:
        enough &= _effective(shares) >= max(LEAST, scope.access.least_people)
        logs.append(shares.taste(np.zeros(enough.shape)))
    (now, noise), (then, before_noise) = logs
    value = np.where(enough, now - then, np.nan)
    return _Trend(value, z_of(LEVEL) * np.sqrt(noise + before_noise))


def _effective(shares: Shares) -> Floats:
    """Return as how many people with equal hours a value's viewers count: Kish's number."""
    squares = shares.yy[0]
    return shares.y[0] ** 2 / np.where(squares > 0, squares, np.inf)


@dataclass(frozen=True, eq=False)
class _Table:
    """All rows, as arrays [values, cells]."""

    scope: Scope
    values: dict[Value, int]
    cells: Sequence[Cell]
    shares: Shares
    offer: Supply
    supplied: Floats
    people: Floats
    beside: Floats
    taste: LogIndex | None
    demand: LogIndex
    hours: Floats
    named: npt.NDArray[np.bool_]
    """Whether enough people watched a value's top title for it to be named."""
    top: Floats
    without: Floats
    titles: Floats
    findings: Ints

    @classmethod
    def of(
        cls,
        scope: Scope,
        values: dict[Value, int],
        viewed: Hours,
        offer: Supply,
    ) -> "_Table":
        shares, cells, weights = viewed.shares, viewed.cells, viewed.of_countries
        (people, base), (active, everybody) = shares.people, shares.everybody
        hours, watched = viewed.of_pairs(offer)
        # Supply: each market weighs as much as the cell's people watch there.
        weight = weights / np.where(weights.sum(axis=0) > 0, weights.sum(axis=0), 1.0)
        whole = offer.hours.sum(axis=0)
        part = offer.carried / np.where(whole > 0, whole, 1.0) @ weight
        supplied = np.zeros(people.shape)
        for (value, _), row in offer.pairs.items():
            supplied[value] += part[row]
        half = 0.5 * shares.y[1] / np.maximum(base, 1.0)
        own_base, own_supply = (
            np.log(_ratio(shares.y[0].sum(axis=1), (shares.x[0] * beside).sum(axis=1)))
            for beside in (shares.share[1], supplied)
        )
        taste = log_index(*shares.taste(half), own_base) if scope.is_compared else None
        variance, free, top, without, titles = demand_over_titles(
            hours, part, offer.pairs, (shares.share[0], supplied), shares.x[0] / MS_AN_HOUR
        )
        log, noise = shares.watched(half)
        with np.errstate(divide="ignore", invalid="ignore"):
            log = np.where(supplied > 0, log - np.log(supplied), np.nan)
        demand = log_index(log, noise, own_supply, (variance, free))
        expected = active * base / np.maximum(everybody, 1.0)
        enough = (np.maximum(people, expected) >= LEAST) & np.isfinite(log)
        found = find(taste, demand, enough, titles, 100 * without)
        named = _named(scope, cells, offer, top, watched)
        return cls(
            scope, values, cells, shares, offer, supplied, people, base - people, taste, demand,
            hours, named, top, without, titles, found,
        )  # fmt: skip

    @cached_property
    def roots(self) -> Sequence[int]:
        """The title of each pair, by number."""
        return [root for _, root in self.offer.pairs]

    def rows(self, trend: _Trend | None) -> list[ResonanceRow]:
        """Return the rows of values that there are or that are watched, with enough people."""
        least = self.scope.access.least_people
        kept = (self.supplied > 0) | (self.shares.y[0] > 0)
        if least:
            kept &= (self.people >= least) & ((self.beside == 0) | (self.beside >= least))
        names = list(self.values)
        found: list[list[int]] = np.argwhere(kept).tolist()
        return [self._row(names[v], v, c, trend) for v, c in found]

    def _row(self, value: Value, v: int, c: int, trend: _Trend | None) -> ResonanceRow:
        request, at = self.scope.request, (v, c)
        label = " × ".join(map(str, value))
        hours = float(self.shares.y[0][at]) / MS_AN_HOUR
        share, base = (float(side[at]) for side in self.shares.share)
        taste, demand = self._taste(at, share, base), self._demand(at, share)
        top, top_name, top_share, without = self._top(at, hours)
        finding = FINDINGS[int(self.findings[at])]
        trends = (None,) * 3 if trend is None else (
            _index(trend.value[at]), _index(trend.value[at] - trend.far[at]),
            _index(trend.value[at] + trend.far[at]),
        )  # fmt: skip
        return ResonanceRow(
            value=label,
            market=self.cells[c] if request.across in ("country", "region") else None,
            audience=self.cells[c] if request.across == "audience" else request.audience,
            people=int(self.people[at]),
            hours=hours,
            share_of_hours=share,
            share_of_supply=float(self.supplied[at]),
            taste_index=taste[0],
            taste_index_low=taste[1],
            taste_index_high=taste[2],
            demand_index=demand[0],
            demand_index_low=demand[1],
            demand_index_high=demand[2],
            trend=trends[0],
            trend_low=trends[1],
            trend_high=trends[2],
            titles=int(self.titles[at]),
            top_title=top,
            top_title_name=top_name,
            top_title_share=top_share,
            without_top_title=without,
            finding=finding,
            sentence=wording.sentence(
                finding, label, (taste[0], demand[0]), int(self.titles[at]), top_name
            ),
        )

    def _taste(
        self, at: tuple[int, int], share: float, base: float
    ) -> tuple[float | None, float | None, float | None]:
        if self.taste is None:
            return (100.0, 100.0, 100.0) if base > 0 else (None, None, None)
        plain = 100 * share / base if base > 0 else None
        return self._bounds(self.taste, at, plain)

    def _demand(
        self, at: tuple[int, int], share: float
    ) -> tuple[float | None, float | None, float | None]:
        supplied = float(self.supplied[at])
        return self._bounds(self.demand, at, 100 * share / supplied if supplied > 0 else None)

    def _bounds(
        self, index: LogIndex, at: tuple[int, int], plain: float | None
    ) -> tuple[float | None, float | None, float | None]:
        """Return an index as counted where there is one cell, else as shrunken; its bounds."""
        value = plain if len(self.cells) == 1 or plain is None else _index(index.shown[at])
        return value, _index(index.low[at]), _index(index.high[at])

    def _top(
        self, at: tuple[int, int], hours: float
    ) -> tuple[str | None, str | None, float | None, float | None]:
        row = int(self.top[at])
        if not self.named[at]:
            return None, None, None, None
        title = self.offer.titles[self.roots[row]]
        share = float(self.hours[row, at[1]]) / hours if hours else None
        without = float(self.without[at])
        shown = 100 * without if np.isfinite(without) else None
        return title, self.offer.names.get(title, title), share, shown


def _named(
    scope: Scope, cells: Sequence[Cell], offer: Supply, top: Floats, watched: Flags
) -> npt.NDArray[np.bool_]:
    """Return whether each value's top title was watched by enough people to be named."""
    least, cell = scope.access.least_people, np.arange(len(cells))
    pairs = top.astype(int)
    known = pairs >= 0
    if not known.any():
        return known
    if least <= 1:
        return known & watched[pairs, cell]
    watchers = scope.watchers(cells, offer, set(pairs[known].tolist()))
    named = np.zeros(pairs.shape, bool)
    for v, c in np.argwhere(known).tolist():
        named[v, c] = watchers.get((int(pairs[v, c]), c), 0) >= least
    return named


def _ratio(a: Floats, b: Floats) -> Floats:
    return np.where((a > 0) & (b > 0), a / np.where(b > 0, b, 1.0), np.nan)


def _index(log: float) -> float | None:
    """Return 100 × the exponential, None where it says nothing."""
    if not np.isfinite(log) or log > 12:
        return None
    return float(100 * np.exp(log))
