"""What was watched in a version of a store, kept for all who ask it again."""

from collections.abc import Iterable, Sequence

from keyart.audiences.affinities import WatchedTitles
from keyart.core.facts import Family
from keyart.curation.affinities import model_of
from keyart.curation.viewing import StoreViewing
from keyart.query.memo import memo, recent
from keyart.store import Snapshot

MOST_KEPT = 16_000_000
"""What was watched is kept in memory if it comes from so many facts: 128 MB at most."""


def viewing_of(snapshot: Snapshot) -> StoreViewing:
    """Return what was watched, with the markets of the newest fit of affinities if there is one."""
    fit = snapshot.fit
    markets = None if fit is None else model_of(fit).markets
    return memo(snapshot, (StoreViewing, markets), lambda: StoreViewing(snapshot, None, markets))


def watched_parts(snapshot: Snapshot) -> Iterable[WatchedTitles]:
    """Return what all profiles that may be profiled watched, by ranges; kept if it is small."""
    viewing = viewing_of(snapshot)
    if not is_kept(snapshot):
        return viewing.parts()
    return recent(snapshot, WatchedTitles, lambda: [*viewing.parts()], _bytes)


def is_kept(snapshot: Snapshot) -> bool:
    """Return whether what was watched is small enough to keep."""
    return sum(segment.rows for segment in snapshot.segments(Family.VIEWING)) <= MOST_KEPT


def _bytes(parts: Sequence[WatchedTitles]) -> int:
    return sum(part.title.nbytes + part.strength.nbytes + 16 * part.profiles for part in parts)
