"""Which rows of a batch are kept, and which of them and of those kept before count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.attribute.canonical import ProfileText
from keyart.attribute.duplicates import Counts, EventTable, merge_duplicates
from keyart.core.texthash import hash_text
from keyart.core.vocabulary import Vocabulary

Hashes = npt.NDArray[np.uint64]

PIECES = 64


def crossing(parts: Sequence[Hashes]) -> Hashes:
    """Return the hashes that occur in more than one of `parts`, ascending.

    Each part is ascending and may be mapped from disk; 0 (no id) never counts. Works through
    ranges of hashes, so that only a fraction of all parts is in memory at once.
    """
    cuts = np.arange(1, PIECES, dtype=np.uint64) * np.uint64(2**64 // PIECES)
    places = [np.concatenate([[0], np.searchsorted(part, cuts), [len(part)]]) for part in parts]
    found = [np.empty(0, np.uint64)]
    for piece in range(PIECES):
        slices = [
            np.unique(part[place[piece] : place[piece + 1]])
            for part, place in zip(parts, places, strict=True)
        ]
        together = np.sort(np.concatenate(slices)) if slices else np.empty(0, np.uint64)
        again = np.flatnonzero(together[1:] == together[:-1])
        found.append(np.unique(together[again]))
    hashes = np.concatenate(found)
    return hashes[hashes != 0]


def inside(hashes: Hashes, wanted: Hashes) -> npt.NDArray[np.bool_]:
    """Return which of `hashes` are in `wanted` (ascending)."""
    if len(wanted) == 0:
        return np.zeros(len(hashes), np.bool_)
    at = np.searchsorted(wanted, hashes)
    at[at == len(wanted)] = 0
    return wanted[at] == hashes


NO_HASHES = np.empty(0, np.uint64)


@dataclass(frozen=True)
class Kept:
    """What becomes of the new rows of some events."""

    kept: pa.Table
    """Those that are worth keeping."""
    counting: pa.Table
    """The row that counts of each event, new or known."""
    counts: Counts
    """The account of the new rows."""
    contested: Hashes
    """Hashes of ids that came with several profiles, titles or assets; an id may come twice."""


def keep(
    fresh: pa.Table,
    known: pa.Table,
    kind: EventTable,
    batch: int,
    vocabularies: Mapping[str, Vocabulary],
    profile_text: ProfileText,
) -> Kept:
    """Settle which of the new rows are kept, and which of new and known ones count.

    A batch keeps one row for each of its events even if an earlier batch has a better one: what
    counts then does not hang on which batch came first. Of events whose rows differ in profile,
    title or asset it keeps all rows: when consent or catalogue rule one out, another one counts.
    """
    own = merge_duplicates(fresh, kind, batch, vocabularies, profile_text)
    kept, contested = own.table, NO_HASHES
    if own.counts.conflict:
        contested = contested_ids(fresh)
        kept = pa.concat_tables([without(kept, contested), only(fresh, contested)])
    if known.num_rows == 0:
        return Kept(kept, own.table, own.counts, contested)
    together = pa.concat_tables([own.table, known])
    both = merge_duplicates(together, kind, batch, vocabularies, profile_text)
    if both.table.num_rows < together.num_rows:
        contested = np.concatenate([contested, contested_ids(together)])
    counts = Counts(
        both.counts.accepted,
        own.counts.duplicate + both.counts.duplicate,
        own.counts.updated + both.counts.updated,
        own.counts.conflict + both.counts.conflict,
    )
    return Kept(kept, both.table, counts, contested)


def without(events: pa.Table, ids: Hashes) -> pa.Table:
    """Return the events whose ids are not among the hashes `ids` (ascending)."""
    if len(ids) == 0 or events.num_rows == 0:
        return events
    return events.filter(pa.array(~inside(hash_text(events.column("event_id")), ids)))


def only(events: pa.Table, ids: Hashes) -> pa.Table:
    """Return the events whose ids are among the hashes `ids` (ascending)."""
    return events.filter(pa.array(inside(hash_text(events.column("event_id")), ids)))


def contested_ids(events: pa.Table) -> Hashes:
    """Return the hashes of ids that rows of different profiles, titles or assets have, ascending.

    One of these rows can be ruled out without another, so they are always looked at together.
    """
    ids = hash_text(events.column("event_id"))
    order = np.argsort(ids, kind="stable")
    ids = ids[order]
    again = ids[1:] == ids[:-1]
    differ = np.zeros(len(again), np.bool_)
    for name in {"profile", "title", "asset"} & set(events.column_names):
        values = events.column(name).to_numpy()[order]
        differ |= values[1:] != values[:-1]
    found = np.unique(ids[1:][again & differ])
    return found[found != 0]
