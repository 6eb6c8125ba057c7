"""Making the facts of one part: events merged, attributed, added up, and kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.attribute import (
    Counts,
    EventTable,
    TitleRules,
    attribute,
    contested_ids,
    crossing,
    keep,
    only,
    title_rules,
    without,
)
from keyart.batch.batch import EVENT_TABLES, Batch
from keyart.batch.new_events import Hashes, NewEvents
from keyart.core.facts import MISSING, REASONS, Family
from keyart.core.report import QUALIFIED
from keyart.core.texthash import hash_text
from keyart.ingest import EventBatch

NO_HASHES = np.empty(0, np.uint64)


@dataclass(frozen=True)
class Settled:
    """Events whose ids came in several parts: settled once, the winners given to their parts."""

    ids: Mapping[str, Hashes] = field(default_factory=dict[str, Hashes])
    winners: Mapping[tuple[str, int], pa.Table] = field(
        default_factory=dict[tuple[str, int], pa.Table]
    )


@dataclass(frozen=True)
class Made:
    """The facts of one part, in files, and what its rows count for."""

    runs: Mapping[Family, Path]
    counts: Mapping[EventTable, Counts]
    plays: Mapping[str, int]
    """Plays by reason."""


@dataclass(frozen=True)
class Maker:
    """Makes parts; safe for threads."""

    batch: Batch
    new: NewEvents
    settled: Settled
    rules: TitleRules

    def make(self, part: int) -> Made:
        """Make the facts of a part and keep its new events."""
        merged = {table: self._events(table, part) for table in EVENT_TABLES}
        counts: dict[EventTable, Counts] = {table: merged[table][1] for table in EVENT_TABLES}
        events = merged["impressions"][0], merged["plays"][0]
        return make_facts(self.batch, part, events, self.rules, counts)

    def _events(self, table: EventTable, part: int) -> tuple[pa.Table, Counts]:
        """Return a part's events, one for each id, and the account of the new ones."""
        ids = self.settled.ids.get(table, NO_HASHES)
        fresh = without(self.new.rows(table, part), ids)
        known = without(self.batch.old_events(table, part), ids)
        events, counts = keep_and_merge(self.batch, table, fresh, known)
        winners = self.settled.winners.get((table, part))
        return (events if winners is None else pa.concat_tables([events, winners])), counts


def maker(batch: Batch, new: NewEvents, settled: Settled) -> Maker:
    """Return the maker of the parts; all rows must have been encoded."""
    titles, settings = batch.p.metadata("titles"), batch.reading.config.settings
    coded = batch.coded
    rules = title_rules(titles, coded["title"], coded["placement"], settings)
    return Maker(batch, new, settled, rules)


@dataclass(frozen=True)
class Importer:
    """Makes facts of events whose profiles have ordinals already; safe for threads."""

    batch: Batch
    rules: Callable[[], TitleRules]

    def make(self, numbered: tuple[int, EventBatch]) -> Made:
        """Keep the events of a numbered batch of profiles, and make their facts."""
        number, events = numbered
        impressions = self.batch.numbered("impressions", events.impressions)
        plays = self.batch.numbered("plays", events.plays)
        self.batch.p.add_events("impressions", [impressions], self.batch.coded)
        self.batch.p.add_events("plays", [plays], self.batch.coded)
        return make_facts(self.batch, number, (impressions, plays), self.rules(), {})


def importer(batch: Batch) -> Importer:
    """Return an importer; its rules are made at the first events, when all is encoded."""
    titles, settings = batch.p.metadata("titles"), batch.reading.config.settings
    coded = batch.coded
    return Importer(
        batch,
        cache(lambda: title_rules(titles, coded["title"], coded["placement"], settings)),
    )


def make_facts(
    batch: Batch,
    part: int,
    events: tuple[pa.Table, pa.Table],
    rules: TitleRules,
    counts: Mapping[EventTable, Counts],
) -> Made:
    """Attribute (impressions, plays), no event twice, and write their facts as runs."""
    facts = attribute(*events, rules, batch.coded)
    runs = {
        Family.EXPOSURE: write_run(batch, facts.exposure, f"exposure-{part}"),
        Family.VIEWING: write_run(batch, facts.viewing, f"viewing-{part}"),
    }
    return Made(runs, counts, plays_by_reason(facts.viewing))


def write_run(batch: Batch, facts: pa.Table, name: str) -> Path:
    """Write facts with codes, sorted, as a run: a file that lives as long as the publication."""
    path = batch.p.work / f"{name}.arrow"
    narrow = pa.table({n: _narrowed(facts.column(n)) for n in facts.column_names})
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, narrow.schema) as writer:
        writer.write_table(narrow)
    return path


def _narrowed(values: pa.ChunkedArray) -> pa.ChunkedArray:
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
    batch: Batch, table: EventTable, fresh: pa.Table, known: pa.Table
) -> tuple[pa.Table, Counts]:
    """Keep the new events, and return those that count among new and known, with the account."""
    p = batch.p
    own = keep(fresh, known, table, p.batch, batch.coded, p.profile_text)
    p.add_events(table, [own.kept], batch.coded)
    p.contest(table, own.contested)
    return own.counting, own.counts


def plays_by_reason(viewing: pa.Table) -> dict[str, int]:
    """Return the plays of viewing facts by reason, or `QUALIFIED`."""
    reason = viewing.column("reason").to_numpy()
    starts = viewing.column("starts").to_numpy()
    names = {MISSING: QUALIFIED, **dict(enumerate(REASONS))}
    return {name: int(starts[reason == code].sum()) for code, name in names.items()}


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
