"""The newest play of a snapshot: days before its day are over."""

import numpy as np

from keyart.core.facts import Family
from keyart.query.memo import memo
from keyart.store import Segment, Snapshot


def newest_play_slot(snapshot: Snapshot) -> int | None:
    """Return the slot of the newest play that counts, None without plays."""
    slots = (_newest_slot(snapshot, segment) for segment in snapshot.segments(Family.VIEWING))
    return max((slot for slot in slots if slot is not None), default=None)


def _newest_slot(snapshot: Snapshot, segment: Segment) -> int | None:
    """Return the newest slot of a segment with a row that no later version hides."""
    hidden = segment.hidden
    if not segment.rows or hidden is None:
        return segment.last_slot if segment.rows else None

    def newest() -> int:
        return max(
            int(
                chunk.column("slot")
                .astype(np.int64)
                .max(initial=-1, where=hidden[chunk.start : chunk.start + chunk.rows] == 0)
            )
            for chunk in segment.chunks
        )

    slot = memo(snapshot, (segment.id, "newest slot"), newest)
    return None if slot < 0 else slot
