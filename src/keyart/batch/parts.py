"""Making the facts of one part: events merged, attributed, added up, and kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.attribute import (
    Counts,
    EventTable,
    TitleRules,
    attribute,
    inside,
    merge_duplicates,
    title_rules,
)
from keyart.batch.batch import EVENT_TABLES, Batch
from keyart.batch.keys import Hashes, NewEvents
from keyart.core.facts import MISSING, REASONS, Family
from keyart.core.report import QUALIFIED
from keyart.core.texthash import hash_text

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
    asset_title: npt.NDArray[np.int32]
    """The title's code of each asset's code, `MISSING` where the catalogue has none."""
    no_consent: npt.NDArray[np.bool_]

    def make(self, part: int) -> Made:
        """Make the facts of a part and keep its new events."""
        merged = {table: self._events(table, part) for table in EVENT_TABLES}
        counts = {table: found[1] for table, found in merged.items()}
        impressions = self._countable(merged["impressions"][0], impressions=True)
        plays = self._countable(merged["plays"][0], impressions=False)
        facts = attribute(impressions, plays, self.rules, self.batch.coded)
        runs = {
            Family.EXPOSURE: self._write(facts.exposure, Family.EXPOSURE, part),
            Family.VIEWING: self._write(facts.viewing, Family.VIEWING, part),
        }
        return Made(runs, counts, plays_by_reason(facts.viewing))

    def _events(self, table: EventTable, part: int) -> tuple[pa.Table, Counts]:
        """Return a part's events, one for each id, and the account of the new ones."""
        ids = self.settled.ids.get(table, NO_HASHES)
        fresh = without(self.new.rows(table, part), ids)
        known = without(self.batch.old_events(table, part), ids)
        events, counts = keep_and_merge(self.batch, table, fresh, known)
        winners = self.settled.winners.get((table, part))
        return (events if winners is None else pa.concat_tables([events, winners])), counts

    def _countable(self, events: pa.Table, *, impressions: bool) -> pa.Table:
        """Return the events without those that consent or catalogue have ruled out since."""
        good = ~self.no_consent[events.column("profile").to_numpy()]
        if impressions:
            own = self.asset_title[events.column("asset").to_numpy()]
            good &= (own == MISSING) | (own == events.column("title").to_numpy())
        return events if good.all() else events.filter(pa.array(good))

    def _write(self, facts: pa.Table, family: Family, part: int) -> Path:
        path = self.batch.p.work / f"{family}-{part}.arrow"
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, facts.schema) as writer:
            writer.write_table(facts)
        return path


def maker(batch: Batch, new: NewEvents, settled: Settled) -> Maker:
    """Return the maker of the parts; all rows must have been encoded."""
    titles, assets = batch.p.metadata("titles"), batch.p.metadata("assets")
    coded, settings = batch.coded, batch.reading.config.settings
    flags = np.zeros(batch.p.profiles, np.bool_)
    flags[batch.p.no_consent()] = True
    at = pc.index_in(coded["asset"].array(), value_set=assets.column("asset_id").combine_chunks())
    own = assets.column("title_id").combine_chunks().take(at)
    asset_title = coded["title"].encode(own)
    rules = title_rules(titles, coded["title"], coded["placement"], settings)
    return Maker(batch, new, settled, rules, asset_title, flags)


def without(events: pa.Table, ids: Hashes) -> pa.Table:
    """Return the events whose ids are not among the hashes `ids` (ascending)."""
    if len(ids) == 0 or events.num_rows == 0:
        return events
    return events.filter(pa.array(~inside(hash_text(events.column("event_id")), ids)))


def keep_and_merge(
    batch: Batch, table: EventTable, fresh: pa.Table, known: pa.Table
) -> tuple[pa.Table, Counts]:
    """Keep the new events, and return those that count among new and known, with the account.

    A batch keeps one row for each of its events even if an earlier batch has a better one: what
    counts is then still right when that batch is undone.
    """
    p = batch.p
    own = merge_duplicates(fresh, table, p.batch, batch.coded, p.profile_text)
    p.add_events(table, [own.table], batch.coded)
    if known.num_rows == 0:
        return own.table, own.counts
    together = pa.concat_tables([own.table, known])
    both = merge_duplicates(together, table, p.batch, batch.coded, p.profile_text)
    if both.table.num_rows < together.num_rows:
        p.contest(table, contested_ids(together))
    return both.table, Counts(
        both.counts.accepted,
        own.counts.duplicate + both.counts.duplicate,
        own.counts.updated + both.counts.updated,
        own.counts.conflict + both.counts.conflict,
    )


def contested_ids(events: pa.Table) -> Hashes:
    """Return the hashes of ids that rows of different profiles or titles have, ascending."""
    ids = hash_text(events.column("event_id"))
    order = np.argsort(ids, kind="stable")
    ids = ids[order]
    again = ids[1:] == ids[:-1]
    differ = np.zeros(len(again), np.bool_)
    for name in ("profile", "title"):
        values = events.column(name).to_numpy()[order]
        differ |= values[1:] != values[:-1]
    found = np.unique(ids[1:][again & differ])
    return found[found != 0]


def plays_by_reason(viewing: pa.Table) -> dict[str, int]:
    """Return the plays of viewing facts by reason, or `QUALIFIED`."""
    reason = viewing.column("reason").to_numpy()
    starts = viewing.column("starts").to_numpy()
    names = {MISSING: QUALIFIED, **dict(enumerate(REASONS))}
    return {name: int(starts[reason == code].sum()) for code, name in names.items()}
