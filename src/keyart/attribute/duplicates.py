"""Rows of the same event: which one counts, and how the account counts the others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.attribute.canonical import (
    ProfileText,
    canonical_columns,
    decimal_profiles,
    row_ranks,
)
from keyart.attribute.identity import Contest, Flags, Rows, contest, value_columns
from keyart.attribute.part import column
from keyart.core.vocabulary import Vocabulary

EventTable = Literal["impressions", "plays"]

NOBODY = -1


@dataclass(frozen=True)
class EventCounts:
    """The account of the current batch's rows; `updated` and `conflict` are duplicates."""

    accepted: int
    duplicate: int = 0
    updated: int = 0
    conflict: int = 0


@dataclass(frozen=True)
class Deduplicated:
    """The rows that count, in order, and the account of the new ones."""

    table: pa.Table
    counts: EventCounts


def merge_duplicates(
    table: pa.Table,
    kind: EventTable,
    batch: int,
    vocabularies: Mapping[str, Vocabulary],
    profile_text: ProfileText = decimal_profiles,
) -> Deduplicated:
    """Keep one row for each event of `table`, and count the rows of the current batch.

    Rows with the same event id are one event, and so are rows without id that agree in all columns
    except the batch. Among impressions, the row with the smallest (ts, canonical row text) counts;
    among plays, the one with the most `watch_ms`, then the smallest. It keeps its batch; among
    equal rows, the one from the oldest batch counts.

    Rows of `batch` are new. A new row whose event has no older row is accepted if it counts. Every
    other new row is a duplicate. Its counterpart is the row that counts; for a row that counts
    itself, it is the older one that it replaces. If a value differs from the counterpart's, the row
    is also `updated` (only a play that grows) or a `conflict`.
    """
    new = column(table, "batch") == batch
    contested = contest(table)
    if contested is None:
        return Deduplicated(table, EventCounts(accepted=int(new.sum())))
    order = _sort_by_event(contested, kind, vocabularies, profile_text)
    winner = _first_of_event(contested, order)
    own_new = new[contested.place]
    counts = _count(contested, kind, own_new, _find_counterparts(contested, order, winner, own_new))
    keep = np.ones(len(new), np.bool_)
    keep[contested.place] = winner == np.arange(len(winner))
    return Deduplicated(
        table.filter(pa.array(keep)), replace(counts, accepted=int(new.sum()) - counts.duplicate)
    )


def _sort_by_event(
    contested: Contest,
    kind: EventTable,
    vocabularies: Mapping[str, Vocabulary],
    profile_text: ProfileText,
) -> Rows:
    """Return the rows sorted by event; the row that counts comes first in each event."""
    ts, batch = contested.values("ts"), contested.values("batch")
    weight = -contested.values("watch_ms") if kind == "plays" else np.zeros_like(ts)
    order = np.lexsort((batch, ts, weight, contested.event))
    group = _number_runs(contested.event[order], weight[order], ts[order])
    head = order[np.flatnonzero(np.diff(group, prepend=-1))[group]]
    unequal = contested.differ(order, head, value_columns(contested.table))
    needy = order[np.isin(group, group[unequal])]
    if not len(needy):
        return order
    rank = np.zeros(len(ts), np.int64)
    rows = contested.table.take(pa.array(contested.place[needy]))
    rank[needy] = row_ranks(rows, canonical_columns(rows), vocabularies, profile_text)
    return np.lexsort((batch, rank, ts, weight, contested.event))


def _number_runs(*sorted_columns: npt.NDArray[np.int64]) -> Rows:
    """Number the runs of rows that agree in all columns, from 0."""
    begins = np.zeros(len(sorted_columns[0]), np.int64)
    for values in sorted_columns:
        begins[1:] |= values[1:] != values[:-1]
    return np.cumsum(begins)


def _first_of_event(contested: Contest, order: Rows) -> Rows:
    """Return, for each row, the first row of its event among those in `order`, `NOBODY` if none.

    `order` is sorted by event.
    """
    events = contested.event[order]
    first = np.full(int(contested.event.max()) + 1, NOBODY, np.int64)
    begins = np.flatnonzero(np.diff(events, prepend=-1))
    first[events[begins]] = order[begins]
    return first[contested.event]


def _find_counterparts(contested: Contest, order: Rows, winner: Rows, new: Flags) -> Rows:
    """Return, for each row, the row to compare it with; `NOBODY` if its event is new."""
    older = _first_of_event(contested, order[~new[order]])
    return np.where(winner == np.arange(len(winner)), older, winner)


def _count(contested: Contest, kind: EventTable, new: Flags, counterpart: Rows) -> EventCounts:
    """Count the new rows that have a counterpart; `accepted` is left to the caller."""
    rows = np.flatnonzero(new & (counterpart != NOBODY))
    others = counterpart[rows]
    unequal = contested.differ(rows, others, value_columns(contested.table))
    updated = np.zeros(len(rows), np.bool_)
    if kind == "plays":
        moved = contested.differ(rows, others, ("profile", "title", "ts"))
        updated = contested.differ(rows, others, ["watch_ms"]) & ~moved
    return EventCounts(0, len(rows), int(updated.sum()), int((unequal & ~updated).sum()))
