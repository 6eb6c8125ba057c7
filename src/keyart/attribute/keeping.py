"""Which rows of a batch are kept, and which rows of new and earlier batches count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.attribute.canonical import ProfileText
from keyart.attribute.duplicates import EventCounts, EventTable, merge_duplicates
from keyart.core.texthash import hash_text
from keyart.core.vocabulary import Vocabulary

Hashes = npt.NDArray[np.uint64]

PIECES = 64


def find_shared_ids(parts: Sequence[Hashes]) -> Hashes:
    """Return the hashes that occur in more than one of `parts`, ascending.

    Each part is ascending and may be mapped from disk; 0 (no id) never counts. Ranges of hashes are
    processed one by one, so that only a fraction of the parts is in memory.
    """
    cuts = np.arange(1, PIECES, dtype=np.uint64) * np.uint64(2**64 // PIECES)
    places = [np.concatenate([[0], np.searchsorted(part, cuts), [len(part)]]) for part in parts]
    shared = [np.empty(0, np.uint64)]
    for piece in range(PIECES):
        slices = [
            np.unique(part[place[piece] : place[piece + 1]])
            for part, place in zip(parts, places, strict=True)
        ]
        together = np.sort(np.concatenate(slices)) if slices else np.empty(0, np.uint64)
        again = np.flatnonzero(together[1:] == together[:-1])
        shared.append(np.unique(together[again]))
    hashes = np.concatenate(shared)
    return hashes[hashes != 0]


def is_in(hashes: Hashes, members: Hashes) -> npt.NDArray[np.bool_]:
    """Return which of `hashes` are in `members` (ascending)."""
    if len(members) == 0:
        return np.zeros(len(hashes), np.bool_)
    at = np.searchsorted(members, hashes)
    at[at == len(members)] = 0
    return members[at] == hashes


NO_HASHES = np.empty(0, np.uint64)


@dataclass(frozen=True)
class KeepResult:
    """The outcome for the new rows of some events."""

    kept: pa.Table
    """The new rows to keep."""
    counting: pa.Table
    """The row that counts for each event, new or earlier."""
    counts: EventCounts
    """The account of the new rows."""
    contested: Hashes
    """Hashes of ids with several profiles, titles or assets; not distinct."""


def keep(
    fresh: pa.Table,
    earlier: pa.Table,
    kind: EventTable,
    batch: int,
    vocabularies: Mapping[str, Vocabulary],
    profile_text: ProfileText,
) -> KeepResult:
    """Decide which of the `fresh` rows to keep, and which of `fresh` and `earlier` rows count.

    A batch keeps one row for each of its events, even if an earlier batch has a better one, so that
    the result does not depend on the order of batches. If the rows of an event differ in profile,
    title or asset, it keeps all of them: when consent or the catalogue excludes one, another one
    counts.
    """
    batch_result = merge_duplicates(fresh, kind, batch, vocabularies, profile_text)
    kept, contested = batch_result.table, NO_HASHES
    if batch_result.counts.conflict:
        contested = contested_ids(fresh)
        kept = pa.concat_tables([drop_ids(kept, contested), select_ids(fresh, contested)])
    if earlier.num_rows == 0:
        return KeepResult(kept, batch_result.table, batch_result.counts, contested)
    together = pa.concat_tables([batch_result.table, earlier])
    both = merge_duplicates(together, kind, batch, vocabularies, profile_text)
    if both.table.num_rows < together.num_rows:
        contested = np.concatenate([contested, contested_ids(together)])
    counts = EventCounts(
        both.counts.accepted,
        batch_result.counts.duplicate + both.counts.duplicate,
        batch_result.counts.updated + both.counts.updated,
        batch_result.counts.conflict + both.counts.conflict,
    )
    return KeepResult(kept, both.table, counts, contested)


def drop_ids(events: pa.Table, ids: Hashes) -> pa.Table:
    """Return the events whose ids are not among the hashes `ids` (ascending)."""
    if len(ids) == 0 or events.num_rows == 0:
        return events
    return events.filter(pa.array(~is_in(hash_text(events.column("event_id")), ids)))


def select_ids(events: pa.Table, ids: Hashes) -> pa.Table:
    """Return the events whose ids are among the hashes `ids` (ascending)."""
    return events.filter(pa.array(is_in(hash_text(events.column("event_id")), ids)))


def contested_ids(events: pa.Table) -> Hashes:
    """Return the hashes of ids shared by different profiles, titles or assets, ascending.

    One of these rows can be excluded without another, so they are always read together.
    """
    ids = hash_text(events.column("event_id"))
    order = np.argsort(ids, kind="stable")
    ids = ids[order]
    again = ids[1:] == ids[:-1]
    differ = np.zeros(len(again), np.bool_)
    for name in {"profile", "title", "asset"} & set(events.column_names):
        values = events.column(name).to_numpy()[order]
        differ |= values[1:] != values[:-1]
    contested = np.unique(ids[1:][again & differ])
    return contested[contested != 0]
