"""Gaps: runs of hours, or of days, with far fewer events than usual.

A span (an hour or a day) is compared with the median of the same span on the same weekday in
earlier weeks, times the level of the last days. A series' counts vary by more than chance; how much
is learned from how well earlier spans were predicted. So a count is treated as negative binomial
with variance m + φ·m². A gap starts where a count is at most `KEPT` of the expected one, and such a
low count has a probability of at most `ALPHA`. It lasts until a span has `BACK` of the expected
count. Spans within a gap are not used as a baseline for later ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

from keyart.query.engine import Floats

Flags = npt.NDArray[np.bool_]

WEEK = 7
WEEKS = 8
"""The number of earlier weeks used; at least 2 of them must be known."""
LEAST_WEEKS = 2
LEVEL_DAYS, LEAST_LEVEL_DAYS = 7, 3
"""The level covers that many days; with fewer known, it is that of the weeks."""
SPREAD_DAYS, LEAST_SPREAD_DAYS = 28, 7
JUDGED_DAYS = 28
"""Report gaps that started in these last days: after four weeks, the lower level is the norm."""
HISTORY_DAYS = WEEKS * WEEK + JUDGED_DAYS
"""The number of days needed before the newest."""

KEPT, BACK = 0.6, 0.85
ALPHA = 1e-6
LEAST_EXPECTED = 50.0
"""Spans with fewer expected events are not checked."""
LEAST_SPREAD, UNKNOWN_SPREAD = 0.01, 0.1
"""The smallest φ, a standard deviation of 10%; and φ when there is little to learn it from."""

_MEDIAN_SQUARE = 0.4549364
"""The median of the square of a standard normal variable."""


@dataclass(frozen=True)
class Gap:
    """Consecutive spans with far fewer events than expected.

    `first` and `end` are span numbers, half-open. `goes_on`: nothing known comes after it. `actual`
    and `expected` are sums over the spans with a known expectation.
    """

    series: int
    first: int
    end: int
    goes_on: bool
    actual: float
    expected: float


def find_gaps(counts: Floats) -> list[Gap]:
    """Return the gaps of each series, by series and time.

    `counts` is [days, spans of a day, series], nan where unknown: before a series started, and
    after the newest complete span. The last day is today.
    """
    days, spans, series = counts.shape
    if not series:
        return []
    judging = _search(counts)
    began = max(days - JUDGED_DAYS, 0) * spans
    flat = [part.reshape(-1, series) for part in (counts, judging.expected)]
    return list(_runs(flat[0], flat[1], judging.low.reshape(-1, series), began=began))


def expected_counts(counts: Floats) -> Floats:
    """Return the expected count of each span, same shape as `counts`; nan where unknown."""
    return _search(counts).expected


def _search(counts: Floats) -> "_GapSearch":
    days, spans, _ = counts.shape
    judging = _GapSearch(counts, around=int(spans > 1))
    for day in range(LEAST_WEEKS * WEEK, days):
        judging.judge(day, report=day >= days - JUDGED_DAYS)
    return judging


class _GapSearch:
    """Checks days one after the other; arrays are [days, spans, series] unless noted."""

    def __init__(self, counts: Floats, around: int) -> None:
        self.counts = counts
        self.clean = counts.copy()
        """Counts without those in gaps."""
        self.expected = np.full(counts.shape, np.nan)
        self.low = np.zeros(counts.shape, np.bool_)
        """Whether a span is part of a gap."""
        self._around = around
        self._ratio = np.full((counts.shape[0], counts.shape[2]), np.nan)
        """Each day's count relative to its earlier weekdays: [days, series]."""
        self._running = np.zeros(counts.shape[2], np.bool_)

    def judge(self, day: int, *, report: bool) -> None:
        """Check one day, and record its gaps if `report`; earlier days must have been checked."""
        season = self._season(day)
        recent = self._ratio[max(day - LEVEL_DAYS, 0) : day]
        enough = np.isfinite(recent).sum(axis=0) >= LEAST_LEVEL_DAYS
        level = np.where(enough, _median(recent), 1.0)
        self.expected[day] = level * season
        if report:
            self._find(day, level * self._calmest(day, season))
        both = np.isfinite(self.clean[day]) & np.isfinite(season)
        of = np.where(both, season, 0.0).sum(axis=0)
        had = np.where(both, self.clean[day], 0.0).sum(axis=0)
        self._ratio[day] = had / np.where(of > 0, of, np.nan)

    def _season(self, day: int) -> Floats:
        """Return the medians of the same weekday in earlier weeks: [spans, series]."""
        before = self.clean[day % WEEK : day : WEEK][-WEEKS:]
        enough = np.isfinite(before).sum(axis=0) >= LEAST_WEEKS
        return np.where(enough, _median(before), np.nan)

    def _calmest(self, day: int, season: Floats) -> Floats:
        """Return the smallest season of a span and its neighbours.

        So changing clocks does not create gaps.
        """
        if not self._around:
            return season
        before, after = self._season(day - 1)[-1:], self._season(day + 1)[:1]
        padded = np.concatenate([before, season, after])
        least = np.fmin(np.fmin(padded[:-2], padded[2:]), season)
        return np.where(np.isfinite(season), least, np.nan)

    def _find(self, day: int, calm: Floats) -> None:
        count = np.nan_to_num(self.counts[day])
        enough = np.isfinite(self.counts[day]) & (np.nan_to_num(calm) >= LEAST_EXPECTED)
        mean = np.where(enough, calm, 1.0)
        p = _at_most(count, mean, self._spread(day))
        begins = enough & (count <= KEPT * mean) & (p <= ALPHA)
        over = enough & (count >= BACK * mean)
        for span, (starts, ends) in enumerate(zip(begins, over, strict=True)):
            self._running = starts | (self._running & ~ends)
            self.low[day, span] = self._running
        self.clean[day][self.low[day]] = np.nan

    def _spread(self, day: int) -> Floats:
        """Return φ of each series: how much counts varied beyond chance."""
        days = slice(max(day - SPREAD_DAYS, 0), day)
        expected = np.where(self.expected[days] > 0, self.expected[days], np.nan)
        square = ((self.clean[days] - expected) / expected) ** 2
        by_chance = np.where(np.isfinite(square), 1 / expected, np.nan)
        flat = (part.reshape(-1, part.shape[-1]) for part in (square, by_chance))
        squares, chances = map(_median, flat)
        spread = np.nan_to_num(squares / _MEDIAN_SQUARE - chances)
        enough = np.isfinite(square).sum(axis=(0, 1)) >= LEAST_SPREAD_DAYS * square.shape[1]
        return np.maximum(spread, np.where(enough, LEAST_SPREAD, UNKNOWN_SPREAD))


def _median(values: Floats) -> Floats:
    """Return medians over the first axis, ignoring unknown values; nan where all are unknown."""
    count = np.isfinite(values).sum(axis=0)
    if not len(values):
        return np.full(values.shape[1:], np.nan)
    ordered = np.sort(values, axis=0)
    below, above = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, len(values) - 1)
    middle = np.stack([below, above]).reshape(2, *values.shape[1:])
    both: Floats = np.take_along_axis(ordered, middle, axis=0)
    return np.add(both[0], both[1]) / 2


def _at_most(count: Floats, mean: Floats, spread: Floats) -> Floats:
    """Return the probability of at most `count`, for variance mean + spread · mean²."""
    size = 1 / spread
    return np.asarray(betainc(size, count + 1, size / (size + mean)), np.float64)


def _runs(counts: Floats, expected: Floats, low: Flags, *, began: int) -> Iterator[Gap]:
    """Yield the runs of spans flagged in `low`, [spans, series], without their uncertain parts.

    Runs already under way at `began` are skipped: their start is unknown.
    """
    is_known = np.isfinite(counts)
    edges = np.diff(np.pad(low, ((1, 1), (0, 0))).astype(np.int8), axis=0)
    for series in np.flatnonzero(low.any(axis=0)).tolist():
        starts, ends = (np.flatnonzero(edges[:, series] == sign).tolist() for sign in (1, -1))
        newest = int(np.flatnonzero(is_known[:, series])[-1]) + 1
        for first, end in zip(starts, ends, strict=True):
            spans = slice(first, min(end, newest))
            few = counts[spans, series] < BACK * expected[spans, series]
            both = is_known[spans, series] & np.isfinite(expected[spans, series])
            if first == began:
                continue
            yield Gap(
                series=series,
                first=first,
                end=first + int(np.flatnonzero(few)[-1]) + 1,
                goes_on=end >= newest,
                actual=float(counts[spans, series][both].sum()),
                expected=float(expected[spans, series][both].sum()),
            )
