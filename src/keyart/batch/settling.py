"""Events whose ids come in several parts: settled once for all of them."""

import numpy as np
import pyarrow as pa

from keyart.attribute import Counts, EventTable, contested_ids, crossing, only
from keyart.batch.batch import EVENT_TABLES, Batch
from keyart.batch.keys import Hashes, NewEvents
from keyart.batch.parts import Settled, keep_and_merge
from keyart.core.texthash import hash_text

NO_HASHES = np.empty(0, np.uint64)


def settle(batch: Batch, new: NewEvents) -> tuple[Settled, dict[EventTable, Counts]]:
    """Settle the ids that occur in more than one part, and return the account of their rows.

    Each id's winner goes to the part of its profile; all parts leave its other rows out.
    """
    ids: dict[str, Hashes] = {}
    winners: dict[tuple[str, int], pa.Table] = {}
    counts: dict[EventTable, Counts] = {}
    for table in EVENT_TABLES:
        ids[table] = _crossing(batch, new, table)
        if len(ids[table]) == 0:
            continue
        fresh, known = _rows(batch, new, table, ids[table])
        batch.p.contest(table, contested_ids(pa.concat_tables([fresh, known])))
        events, counts[table] = keep_and_merge(batch, table, fresh, known)
        own = batch.part_of(events)
        for part in np.unique(own).tolist():
            winners[table, part] = events.filter(pa.array(own == part))
    return Settled(ids, winners), counts


def _crossing(batch: Batch, new: NewEvents, table: EventTable) -> Hashes:
    if batch.parts == 1:
        return NO_HASHES
    hashes: list[Hashes] = []
    for part in range(batch.parts):
        old = batch.old[table].part(part, ["event_id"])
        known = np.sort(hash_text(old.column("event_id")))
        own = new.ids(table, part)
        hashes.append(np.sort(np.concatenate([own, known])) if len(known) else own)
    return crossing(hashes)


def _rows(
    batch: Batch, new: NewEvents, table: EventTable, ids: Hashes
) -> tuple[pa.Table, pa.Table]:
    """Return the rows of all parts with the given ids: (new, kept)."""
    fresh: list[pa.Table] = []
    known: list[pa.Table] = []
    for part in range(batch.parts):
        for rows, into in (
            (new.rows(table, part), fresh),
            (batch.old_events(table, part), known),
        ):
            into.append(only(rows, ids))
    return pa.concat_tables(fresh), pa.concat_tables(known)
