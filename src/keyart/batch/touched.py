"""The facts that a batch changes, and the kept events to process again for them."""

import math
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.attribute import EventTable, changed_titles, families, is_in
from keyart.batch.batch import EVENT_TABLES, OpenBatch, Ordinals
from keyart.batch.new_events import Hashes, NewEvents
from keyart.core.facts import Family
from keyart.core.texthash import hash_text
from keyart.core.vocabulary import Codes
from keyart.store import PairSet, contested_ids, find_event_ids, read_events

Days = npt.NDArray[np.int32]
Titled = npt.NDArray[np.uint64]
"""Distinct title code << 32 | profile, ascending."""

NOTHING = np.empty(0, np.uint64)

DAY = 86_400_000_000
"""Microseconds."""

PAIR_ROWS = 16
"""Kept events that a new event brings back, those of its pair; few pairs have more."""


@dataclass
class MetadataChanges:
    """What new metadata changes for existing facts."""

    titles: set[str] = field(default_factory=set[str])
    """Titles whose families are attributed again."""
    profiles: list[Ordinals] = field(default_factory=list[Ordinals])
    """Profiles whose consent changed: all their events are processed again."""
    returned: bool = False
    """Whether some of them consent again: no facts show on which days their kept events are."""
    everything: bool = False


def catalogue_changes(batch: OpenBatch) -> set[str]:
    """Return the titles whose facts the new catalogue changes: their family, runtime or type.

    This includes titles that showed an asset which now belongs to another title.
    """
    before, after = batch.p.base.titles, batch.p.metadata("titles")
    changed = set(changed_titles(before, after).to_pylist())
    return changed | _disputed_titles(batch)


def consent_changes(batch: OpenBatch) -> tuple[list[Ordinals], bool]:
    """Return the profiles that gave or withdrew consent, and whether any gave it."""
    before = np.flatnonzero(batch.p.base.no_consent).astype(np.uint32)
    after = batch.p.no_consent()
    return [np.setxor1d(before, after)], len(np.setdiff1d(before, after)) > 0


def estimate_rows_to_read(batch: OpenBatch, rows: int, changes: MetadataChanges) -> int:
    """Return about how many events a batch of `rows` new ones processes, including kept ones.

    Each new event is assumed to bring back `PAIR_ROWS` kept ones. The estimate sets the number of
    parts, so it need not be exact.
    """
    kept = _count_kept_rows(batch)
    if changes.everything:
        return rows + kept
    share = sum(map(len, changes.profiles)) / max(batch.p.base.profiles, 1)
    again = PAIR_ROWS * rows + _count_facts(batch, changes.titles) + math.ceil(share * kept)
    return rows + min(kept, again)


def _count_kept_rows(batch: OpenBatch) -> int:
    return sum(file.rows for table in EVENT_TABLES for file in batch.p.base.event_files(table))


def _count_facts(batch: OpenBatch, titles: Collection[str]) -> int:
    """Return how many facts the families of `titles` have: about as many as events."""
    if not titles:
        return 0
    names = families(batch.p.metadata("titles"), batch.coded["title"]).relatives(titles)
    relatives = pa.array(sorted(names), pa.string())
    rows = 0
    for segment in (s for family in Family for s in batch.p.base.segments(family)):
        matches = pc.is_in(segment.dictionary("title"), value_set=relatives)
        runs = np.append(matches.to_numpy(zero_copy_only=False), False)[segment.title_codes]
        rows += int(np.diff(segment.title_starts)[runs].sum())
    return rows


def _disputed_titles(batch: OpenBatch) -> set[str]:
    assets_before = batch.p.base.assets.column("asset_id").to_pylist()
    after = batch.p.metadata("assets")
    titles = dict(
        zip(after.column("asset_id").to_pylist(), after.column("title_id").to_pylist(), strict=True)
    )
    for asset in assets_before:
        titles.pop(asset, None)
    disputed: set[str] = set()
    for segment in batch.p.base.segments(Family.EXPOSURE) if titles else ():
        assets = segment.dictionary("asset").to_pylist()
        names = segment.dictionary("title").to_pylist()
        owner = np.array([titles.get(asset, "") for asset in assets], dtype=object)
        for run, title in enumerate(segment.title_codes.tolist()):
            codes = segment.asset_codes[segment.asset_starts[run] : segment.asset_starts[run + 1]]
            if title < len(names) and any(o not in {"", names[title]} for o in owner[codes]):
                disputed.add(names[title])
    return disputed


def restore_kept_events(batch: OpenBatch, new: NewEvents, changes: MetadataChanges) -> None:
    """Hide the facts that the batch changes, and put their kept events into `batch.old`."""
    base = batch.p.base
    if not any(base.event_files(table) for table in EVENT_TABLES):
        return
    # 1. Earlier events whose ids occur again, wherever they are.
    again = {table: _find_repeated_ids(batch, new, table) for table in EVENT_TABLES}
    titled = [_restore_by_id(batch, table, *again[table]) for table in EVENT_TABLES]
    # 2. The pairs of those and of the new rows, and what metadata changed.
    titled += [_titled_profiles(batch, new, table) for table in EVENT_TABLES]
    touched = _collect_touched(batch, np.unique(np.concatenate(titled)), changes)
    # 3. All other kept events of these pairs, titles and profiles.
    days = batch.p.hide(touched)
    for table in EVENT_TABLES:
        ids = again[table][0]
        where = _all_days(batch, table) if changes.returned else days[table]
        for rows in read_events(base, table, where, touched):
            fresh = ~is_in(hash_text(rows.column("event_id")), ids)
            batch.put_back(table, rows.filter(pa.array(fresh)))


def _all_days(batch: OpenBatch, table: EventTable) -> Days:
    """Return every day that may have events of `table`."""
    files = batch.p.base.event_files(table)
    spans = [np.arange(f.first_ts // DAY, f.last_ts // DAY + 1, dtype=np.int32) for f in files]
    return np.unique(np.concatenate([np.empty(0, np.int32), *spans]))


def _find_repeated_ids(batch: OpenBatch, new: NewEvents, table: EventTable) -> tuple[Hashes, Days]:
    """Return (hashes of ids to look up, their days); disputed ids always count."""
    base = batch.p.base
    hashes, days = [contested_ids(base, table)], [np.empty(0, np.int32)]
    days.append(find_event_ids(base, table, hashes[0]).days)
    for part in range(batch.parts):
        new_ids = np.asarray(new.ids(table, part))
        repeated = find_event_ids(base, table, new_ids)
        hashes.append(new_ids[repeated.positions])
        days.append(np.unique(repeated.days))
    return np.unique(np.concatenate(hashes)), np.unique(np.concatenate(days))


def _restore_by_id(batch: OpenBatch, table: EventTable, ids: Hashes, days: Days) -> Titled:
    titled = [NOTHING]
    for rows in read_events(batch.p.base, table, days, PairSet(), ids):
        events = batch.put_back(table, rows)
        titled.append(
            _pack_pairs(events.column("title").to_numpy(), events.column("profile").to_numpy())
        )
    return np.unique(np.concatenate(titled))


def _titled_profiles(batch: OpenBatch, new: NewEvents, table: EventTable) -> Titled:
    titled = [_pack_pairs(new.titles(table, k), new.profiles(table, k)) for k in range(batch.parts)]
    return np.unique(np.concatenate(titled))


def _pack_pairs(title: Codes, profile: Ordinals) -> Titled:
    return np.unique((title.astype(np.uint64) << np.uint64(32)) | profile.astype(np.uint64))


def _collect_touched(batch: OpenBatch, titled: Titled, changes: MetadataChanges) -> PairSet:
    family = families(batch.p.metadata("titles"), batch.coded["title"])
    if changes.everything:
        titles = _titles_with_facts(batch) | set(family.names)
    else:
        before = families(batch.p.base.titles, batch.coded["title"])
        titles = before.relatives(changes.titles) | family.relatives(changes.titles)
    profiles = np.unique(np.concatenate([np.empty(0, np.uint32), *changes.profiles]))
    pairs = family.pairs(batch.coded["title"], titled)
    return PairSet(family.names, pairs, frozenset(titles), profiles)


def _titles_with_facts(batch: OpenBatch) -> set[str]:
    """Return the titles that have facts."""
    segments = [s for family in Family for s in batch.p.base.segments(family)]
    return {title for s in segments for title in s.dictionary("title").to_pylist()}
