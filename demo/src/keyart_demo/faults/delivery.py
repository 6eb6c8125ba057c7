"""How events are delivered: most once and at once, some twice, some a batch later."""

from collections import Counter
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from keyart_demo.arrays import F64, I64, Flags

FIRST, LATE = "first", "late"
LONG_ENOUGH_MS = 300_000
"""Plays of at least five minutes are reported while they grow."""


class Copy(IntEnum):
    """How a delivered row relates to its event."""

    EVENT = 0
    IDENTICAL = 1
    CONFLICT = 2
    """The same event a few seconds later: the original counts."""
    GROWING = 3
    """An earlier report of a play, with fewer seconds."""


@dataclass(frozen=True)
class Rates:
    """Shares of a table's events."""

    late: float
    identical: float
    conflict: float
    late_copy: float = 0.0
    """Delivered at once, and once more a batch later."""
    growing: float = 0.0
    growing_late: float = 0.0
    """Reported while still growing, and complete only a batch later."""


IMPRESSION_RATES = Rates(late=0.004, identical=0.002, conflict=0.0005, late_copy=0.0005)
PLAY_RATES = Rates(
    late=0.004,
    identical=0.002,
    conflict=0.0005,
    late_copy=0.0005,
    growing=0.003,
    growing_late=0.002,
)


@dataclass(frozen=True)
class Delivery:
    """Rows to write: each one's event, kind of copy, and batch."""

    row: I64
    copy: I64
    late: Flags

    def batch(self, late: bool) -> tuple[I64, I64]:
        """Return the events and kinds of copies of one batch."""
        chosen = self.late == late
        return self.row[chosen], self.copy[chosen]


def deliver(consenting: Flags, ms: I64 | None, rates: Rates, rng: np.random.Generator) -> Delivery:
    """Return how the events of one table are delivered.

    Args:
        consenting: for each event, whether its profile's events are counted at all; those of other
            profiles are delivered once, so that each is one row in quarantine.
        ms: durations, for plays.
        rates: the frequency of each kind of delivery.
        rng: the source of the choices.
    """
    count = consenting.size
    late = rng.random(count) < rates.late
    u = np.where(consenting, rng.random(count), 1.0)
    long = np.zeros(count, np.bool_) if ms is None else ms >= LONG_ENOUGH_MS
    identical, conflict, again, growing, grows_late = _parted(u, rates)
    again, growing, grows_late = again & ~late, growing & long, grows_late & long & ~late
    copies = [
        (np.arange(count), Copy.EVENT, late | grows_late),
        (np.flatnonzero(identical), Copy.IDENTICAL, late[identical]),
        (np.flatnonzero(conflict), Copy.CONFLICT, late[conflict]),
        (np.flatnonzero(again), Copy.IDENTICAL, ~late[again]),
        (np.flatnonzero(growing), Copy.GROWING, late[growing]),
        (np.flatnonzero(grows_late), Copy.GROWING, late[grows_late]),
    ]
    return Delivery(
        row=np.concatenate([rows for rows, _, _ in copies]),
        copy=np.concatenate([np.full(rows.size, int(copy)) for rows, copy, _ in copies]),
        late=np.concatenate([flags for _, _, flags in copies]),
    )


def _parted(u: F64, rates: Rates) -> tuple[Flags, Flags, Flags, Flags, Flags]:
    """Return five disjoint sets of events."""
    shares = (rates.identical, rates.conflict, rates.late_copy, rates.growing, rates.growing_late)
    ends = np.cumsum(shares)
    kind = np.searchsorted(ends, u, side="right")
    return kind == 0, kind == 1, kind == 2, kind == 3, kind == 4


def account(table: str, delivery: Delivery, consenting: Flags) -> Counter[str]:
    """Return the expected report of an ingest, by `<batch>.<table>.<figure>`.

    The second batch is read after the first: a play that has grown since is `updated` there.
    """
    counts: Counter[str] = Counter()
    in_first = np.zeros(consenting.size, np.bool_)
    in_first[delivery.batch(late=False)[0]] = True
    for name, late in ((FIRST, False), (LATE, True)):
        row, copy = delivery.batch(late)
        expected = {
            "rows": row.size,
            "no_consent": int((~consenting[row]).sum()),
            "conflict": int((copy == Copy.CONFLICT).sum()),
        }
        identical = int((copy == Copy.IDENTICAL).sum())
        grown = int(((copy == Copy.EVENT) & in_first[row]).sum()) if late else 0
        whole_here = np.isin(row, row[copy == Copy.EVENT])
        expected["updated"] = grown + int(((copy == Copy.GROWING) & whole_here).sum())
        expected["duplicate"] = identical + expected["conflict"] + expected["updated"]
        counts.update({f"{name}.{table}.{figure}": value for figure, value in expected.items()})
    return counts
