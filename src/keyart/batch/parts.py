"""The facts of one part: events merged, attributed, added up, and kept.

Ids that occur in several parts are settled once for all of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.attribute import (
    EventCounts,
    EventTable,
    TitleRules,
    attribute,
    contested_ids,
    drop_ids,
    find_shared_ids,
    keep,
    select_ids,
    title_rules,
)
from keyart.batch.batch import EVENT_TABLES, OpenBatch
from keyart.batch.new_events import Hashes, NewEvents
from keyart.core.facts import MISSING, REASONS, Family
from keyart.core.report import QUALIFIED
from keyart.core.texthash import hash_text
from keyart.ingest import EventBatch

NO_HASHES = np.empty(0, np.uint64)


@dataclass(frozen=True)
class SharedEvents:
    """Events whose ids occur in several parts: settled once; winners go to their parts."""

    ids: Mapping[str, Hashes] = field(default_factory=dict[str, Hashes])
    winners: Mapping[tuple[str, int], pa.Table] = field(
        default_factory=dict[tuple[str, int], pa.Table]
    )


@dataclass(frozen=True)
class PartFacts:
    """The facts of one part, in files, and the account of its rows."""

    runs: Mapping[Family, Path]
    counts: Mapping[EventTable, EventCounts]
    plays: Mapping[str, int]
    """Plays by reason."""


@dataclass(frozen=True)
class FactMaker:
    """Makes parts; safe for threads."""

    batch: OpenBatch
    new: NewEvents
    settled: SharedEvents
    rules: TitleRules

    def make(self, part: int) -> PartFacts:
        """Make the facts of a part and keep its new events."""
        merged = {table: self._merge_events(table, part) for table in EVENT_TABLES}
        counts: dict[EventTable, EventCounts] = {table: merged[table][1] for table in EVENT_TABLES}
        events = merged["impressions"][0], merged["plays"][0]
        return make_facts(self.batch, part, events, self.rules, counts)

    def _merge_events(self, table: EventTable, part: int) -> tuple[pa.Table, EventCounts]:
        """Return a part's events, one per id, and the account of the new ones."""
        ids = self.settled.ids.get(table, NO_HASHES)
        fresh = drop_ids(self.new.rows(table, part), ids)
        earlier = drop_ids(self.batch.old_events(table, part), ids)
        events, counts = keep_and_merge(self.batch, table, fresh, earlier)
        winners = self.settled.winners.get((table, part))
        return (events if winners is None else pa.concat_tables([events, winners])), counts


def make_fact_maker(batch: OpenBatch, new: NewEvents, settled: SharedEvents) -> FactMaker:
    """Return the maker of the parts; all rows must have been encoded."""
    titles, settings = batch.p.metadata("titles"), batch.reading.config.settings
    coded = batch.coded
    rules = title_rules(titles, coded["title"], coded["placement"], settings)
    return FactMaker(batch, new, settled, rules)


@dataclass(frozen=True)
class EventImporter:
    """Makes facts of events whose profiles have ordinals already; safe for threads."""

    batch: OpenBatch
    rules: Callable[[], TitleRules]

    def make(self, numbered: tuple[int, EventBatch]) -> PartFacts:
        """Keep the events of a numbered batch of profiles, and make their facts."""
        number, events = numbered
        impressions = self.batch.numbered("impressions", events.impressions)
        plays = self.batch.numbered("plays", events.plays)
        self.batch.p.add_events("impressions", [impressions], self.batch.coded)
        self.batch.p.add_events("plays", [plays], self.batch.coded)
        return make_facts(self.batch, number, (impressions, plays), self.rules(), {})


def make_event_importer(batch: OpenBatch) -> EventImporter:
    """Return an importer; its rules are made at the first events, when all texts are encoded."""
    titles, settings = batch.p.metadata("titles"), batch.reading.config.settings
    coded = batch.coded
    return EventImporter(
        batch,
        cache(lambda: title_rules(titles, coded["title"], coded["placement"], settings)),
    )


def make_facts(
    batch: OpenBatch,
    part: int,
    events: tuple[pa.Table, pa.Table],
    rules: TitleRules,
    counts: Mapping[EventTable, EventCounts],
) -> PartFacts:
    """Attribute (impressions, plays), each event once, and write their facts as runs."""
    facts = attribute(*events, rules, batch.coded)
    runs = {
        Family.EXPOSURE: write_run(batch, facts.exposure, f"exposure-{part}"),
        Family.VIEWING: write_run(batch, facts.viewing, f"viewing-{part}"),
    }
    return PartFacts(runs, counts, plays_by_reason(facts.viewing))


def write_run(batch: OpenBatch, facts: pa.Table, name: str) -> Path:
    """Write coded, sorted facts as a run: a file that exists as long as the publication."""
    path = batch.p.work / f"{name}.arrow"
    narrow = pa.table({n: _narrow(facts.column(n)) for n in facts.column_names})
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, narrow.schema) as writer:
        writer.write_table(narrow)
    return path


def _narrow(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return sums (int64) in the smallest type that holds them: they are mostly 0 and 1."""
    if values.type != pa.int64() or len(values) == 0:
        return values
    bounds = pc.min_max(values).as_py()
    for narrow in (pa.int8(), pa.int16(), pa.int32()):
        limit = 1 << (narrow.bit_width - 1)
        if -limit <= bounds["min"] and bounds["max"] < limit:
            return values.cast(narrow)
    return values


def keep_and_merge(
    batch: OpenBatch, table: EventTable, fresh: pa.Table, earlier: pa.Table
) -> tuple[pa.Table, EventCounts]:
    """Keep the new events; return the events that count, new and earlier, and the account."""
    p = batch.p
    result = keep(fresh, earlier, table, p.batch, batch.coded, p.profile_text)
    p.add_events(table, [result.kept], batch.coded)
    p.add_contested_ids(table, result.contested)
    return result.counting, result.counts


def plays_by_reason(viewing: pa.Table) -> dict[str, int]:
    """Return the plays of viewing facts by reason, or `QUALIFIED`."""
    reason = viewing.column("reason").to_numpy()
    starts = viewing.column("starts").to_numpy()
    names = {MISSING: QUALIFIED, **dict(enumerate(REASONS))}
    return {name: int(starts[reason == code].sum()) for code, name in names.items()}


def settle_shared_ids(
    batch: OpenBatch, new: NewEvents
) -> tuple[SharedEvents, dict[EventTable, EventCounts]]:
    """Settle the ids that occur in more than one part, and return the account of their rows.

    Each id's winner goes to the part of its profile; its other rows are dropped from all parts.
    """
    ids: dict[str, Hashes] = {}
    winners: dict[tuple[str, int], pa.Table] = {}
    counts: dict[EventTable, EventCounts] = {}
    for table in EVENT_TABLES:
        ids[table] = _shared_ids(batch, new, table)
        if len(ids[table]) == 0:
            continue
        fresh, earlier = _rows_with_ids(batch, new, table, ids[table])
        batch.p.add_contested_ids(table, contested_ids(pa.concat_tables([fresh, earlier])))
        events, counts[table] = keep_and_merge(batch, table, fresh, earlier)
        part_numbers = batch.part_of(events)
        for part in np.unique(part_numbers).tolist():
            winners[table, part] = events.filter(pa.array(part_numbers == part))
    return SharedEvents(ids, winners), counts


def _shared_ids(batch: OpenBatch, new: NewEvents, table: EventTable) -> Hashes:
    if batch.parts == 1:
        return NO_HASHES
    hashes: list[Hashes] = []
    for part in range(batch.parts):
        old = batch.old[table].part(part, ["event_id"])
        earlier = np.sort(hash_text(old.column("event_id")))
        new_ids = new.ids(table, part)
        hashes.append(np.sort(np.concatenate([new_ids, earlier])) if len(earlier) else new_ids)
    return find_shared_ids(hashes)


def _rows_with_ids(
    batch: OpenBatch, new: NewEvents, table: EventTable, ids: Hashes
) -> tuple[pa.Table, pa.Table]:
    """Return the rows of all parts with the given ids: (new, kept)."""
    fresh: list[pa.Table] = []
    earlier: list[pa.Table] = []
    for part in range(batch.parts):
        for rows, into in (
            (new.rows(table, part), fresh),
            (batch.old_events(table, part), earlier),
        ):
            into.append(select_ids(rows, ids))
    return pa.concat_tables(fresh), pa.concat_tables(earlier)
