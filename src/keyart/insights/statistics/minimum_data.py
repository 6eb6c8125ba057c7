"""The minimum sample: below it, normal approximations do not hold and there is no verdict."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyart.insights.statistics.ratios import Estimate, difference, ratio
from keyart.query.engine import Floats, Moments

Contrast = Callable[[Estimate, Estimate], Estimate]
"""How to compare two rates: `ratios.difference` or `ratios.log_ratio`."""


@dataclass(frozen=True)
class MinimumData:
    """What each arm needs: units, events, and for yes-or-no measures as many non-events.

    Events are effective ones, (Σy)² / Σy² (L. Kish, "Survey Sampling", 1965): for a yes-or-no
    measure their number; for seconds fewer, the more of the sum comes from a few viewers.
    Non-events are the same for x - y.
    """

    units: int
    events: int

    def passed(self, moments: Moments, *, yes_or_no: bool) -> npt.NDArray[np.bool_]:
        """Return whether each group has the minimum sample."""
        return self.progress(moments, yes_or_no=yes_or_no) >= 1

    def progress(self, moments: Moments, *, yes_or_no: bool) -> Floats:
        """Return each group's share of the minimum sample; 1 or more when it has it."""
        counts = [moments.n / self.units, _effective(moments.y, moments.yy) / self.events]
        if yes_or_no:
            squares = moments.xx - 2 * moments.xy + moments.yy
            counts.append(_effective(moments.x - moments.y, squares) / self.events)
        return np.minimum.reduce(counts)

    def opened(self, path: Moments, *, yes_or_no: bool) -> Floats:
        """Return when each group reached the minimum, in days from the first day's start; or nan.

        `path` holds cumulative moments at the end of each day, [days, groups…]. Within a day, a
        group is assumed to grow evenly.
        """
        progress = self.progress(path, yes_or_no=yes_or_no)
        before = np.concatenate([np.zeros_like(progress[:1]), progress[:-1]])
        open_ = progress >= 1
        first = np.argmax(open_, axis=0)[np.newaxis]
        last, now = (np.take_along_axis(part, first, axis=0)[0] for part in (before, progress))
        within = (1 - last) / np.where(now > last, now - last, 1.0)
        return np.where(open_.any(axis=0), first[0] + within, np.nan)


DEFAULT_MINIMUM = MinimumData(units=200, events=100)


def start_information(
    paths: tuple[Moments, Moments],
    gate: MinimumData,
    compared: Contrast = difference,
    *,
    yes_or_no: bool,
) -> Floats:
    """Return a comparison's information when the later of its two arms passed the gate.

    `paths` hold the cumulative moments of both arms at the end of each day, [days, groups…]. nan
    where an arm has not passed yet.
    """
    times = [gate.opened(path, yes_or_no=yes_or_no) for path in paths]
    when = np.maximum(*times)
    a, b = (ratio(moments_at(path, when)) for path in paths)
    return compared(a, b).information


def moments_at(path: Moments, when: Floats) -> Moments:
    """Return cumulative moments at a time in days, interpolated linearly between ends of days.

    `path` is [days, groups…], `when` [groups…]; all 0 where it is nan.
    """
    time = np.nan_to_num(when)
    day = np.minimum(time.astype(np.int64), path.n.shape[0] - 1)
    share = time - day

    def line(ends: Floats) -> Floats:
        later = np.take_along_axis(ends, day[np.newaxis], axis=0)[0]
        earlier = np.take_along_axis(ends, np.maximum(day - 1, 0)[np.newaxis], axis=0)[0]
        earlier = np.where(day > 0, earlier, 0.0)
        return earlier + share * (later - earlier)

    sums = (line(part) for part in (path.x, path.y, path.xx, path.yy, path.xy))
    return Moments(np.floor(line(path.n.astype(np.float64))).astype(np.int64), *sums)


def _effective(total: Floats, squares: Floats) -> Floats:
    return total**2 / np.where(squares > 0, squares, np.inf)
