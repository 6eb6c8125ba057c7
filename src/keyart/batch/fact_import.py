"""Taking in a folder of facts: what of it is not as it was, and what becomes of consent.

A store holds either events or imported facts. Imported facts cannot be made anew here, so nothing
may hide them for good but what was imported later, or a profile that refuses to be counted.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pyarrow.compute as pc

from keyart.batch.batch import EVENT_TABLES, Batch
from keyart.batch.imported_facts import FactReader, Seen, profile_rows
from keyart.batch.touched import Changes
from keyart.core.errors import BadInput, WrongKind
from keyart.core.fact_files import ACCOUNT, CATALOGUE, QUARANTINE
from keyart.core.facts import Family
from keyart.core.rebuild import rebuilt
from keyart.core.report import Account, Report, sum_of
from keyart.scale.facts.folder import AGAIN, FactFolder, Files
from keyart.store import (
    QUARANTINE_SCHEMA,
    UNKNOWN,
    Imported,
    Part,
    Parts,
    Snapshot,
    Touched,
    days_of,
)
from keyart.store import Batch as KnownBatch
from keyart.store.inbox import inbox_folder, size
from keyart.store.paths import Kind

COMMAND = "import facts"
"""What such a batch is remembered by."""

_EPOCH = date(1970, 1, 1)


def require_events(snapshot: Snapshot) -> None:
    """Raise `WrongKind` for a store of imported facts, into which no events go."""
    if snapshot.imported is not None:
        raise WrongKind(
            f"{snapshot.root} holds imported facts: it cannot take events or attribute plays.",
            hint="Build the facts again where its events are, and import them; or load the "
            "events into a store of their own.",
        )


def require_facts(snapshot: Snapshot) -> None:
    """Raise `WrongKind` for a store that has, or waits for, events."""
    if snapshot.imported is not None:
        return
    kinds = (Kind.EVENTS, Kind.SEGMENT, Kind.RETRY)
    inbox = inbox_folder(snapshot.root)
    if any(snapshot.files(kind) for kind in kinds) or (inbox.exists() and size(inbox)):
        raise WrongKind(
            f"{snapshot.root} holds events: facts that were made elsewhere cannot stand beside "
            "theirs.",
            hint="Import the facts into a store of their own.",
        )


@dataclass
class Taking:
    """One import of a folder; `replace` also takes out the days that the folder lacks."""

    batch: Batch
    folder: FactFolder
    replace: bool
    parts: dict[Part, Imported] = field(init=False)
    """What the store has of folders of facts, kept up to date on the way."""

    def __post_init__(self) -> None:
        self.parts = dict(self.batch.p.base.imported or {})

    def catalogue(self) -> dict[str, Files]:
        """Return the tables beside the facts that are not as they were."""
        tables = {name: self.folder.table(name) for name in CATALOGUE}
        return {n: files for n, files in tables.items() if files and self._is_new(n, files)}

    def profiles(self, files: Files) -> None:
        """Put what is known of profiles."""
        account = self.batch.account("profiles")
        for ordinals, rows in profile_rows(self.batch, files):
            self.batch.p.put_profiles(ordinals, rows)
            account.rows += rows.num_rows
            account.accepted += rows.num_rows

    def _is_new(self, name: str, files: Files) -> bool:
        """Return whether a part beside the facts has changed, and remember how it looks."""
        before, now = self.parts.get(Part(name)), Imported(files.rows, files.seal())
        self.parts[Part(name)] = now
        return before != now

    def facts(self) -> None:
        """Put the days that are not as they were in the place of what they had been."""
        seen = Seen()
        for family in Family:
            self._family(family, seen)
        notes = self.batch.report.notes
        for name in sorted(seen.further):
            notes.append(f"Column {name} of the facts is ignored: keyart.toml does not declare it.")
        for name in sorted(seen.absent):
            notes.append(f"Facts without the column {name} have none of it.")

    def _family(self, family: Family, seen: Seen) -> None:
        p, reader = self.batch.p, FactReader(self.batch, family, seen)
        there = self.folder.days(family)
        # 1. What is new or different, by the contents of the files.
        seals = {day: files.seal(*reader.checks.schema.names) for day, files in there.items()}
        known = {day: self.parts[Part(family, day)] for day in days_of(self.parts, family)}
        new = {d: f for d, f in there.items() if d not in known or known[d].seal != seals[d]}
        gone = [day for day in known if day not in there] if self.replace else []
        # 2. The facts that these days had are hidden, and the new ones become a segment.
        hidden = sorted((known.keys() & new.keys()) | set(gone))
        p.hide_days(family, np.array([(day - _EPOCH).days for day in hidden], np.int32))
        self.batch.reading.progress.begin(family, sum(files.rows for files in new.values()))
        p.add_segment(family, list(reader.runs(new)), self.batch.coded)
        # 3. All of it is remembered.
        for day in gone:
            del self.parts[Part(family, day)]
        for day, rows in reader.rows.items():
            self.parts[Part(family, day)] = Imported(rows, seals[day])
        self._tell(family, reader.rows, len(there), len(known.keys() - there.keys()), len(gone))

    def _tell(self, family: str, read: dict[date, int], there: int, away: int, gone: int) -> None:
        rows = sum(read.values())
        told = [f"{rows:,} facts on {len(read):,} days read", f"{there - len(read):,} unchanged"]
        if gone:
            told.append(f"{gone:,} taken out")
        elif away:
            told.append(f"{away:,} kept that the folder lacks")
        self.batch.report.notes.append(f"{family}: {', '.join(told)}.")

    def rest(self) -> None:
        """Take over what was rejected, and the account, of the rows that the facts are made of."""
        account, rejected = self.folder.account, self.folder.table(QUARANTINE)
        if rejected is None and account is not None:
            rejected = Files(())
        if rejected is not None and self._is_new(QUARANTINE, rejected):
            self._quarantine(rejected)
        if account is not None:
            self._account(account)
        self.folder.require_still()
        until = self.folder.about.until
        if until is not None:
            self.batch.p.seen_until(until)

    def _quarantine(self, files: Files) -> None:
        p = self.batch.p
        for table in EVENT_TABLES:
            p.drop_quarantine(table, {batch.batch for batch in _imports(p.base)})
        for path, rows in files.batches():
            absent = set(QUARANTINE_SCHEMA.names) - set(rows.schema.names)
            if absent:
                raise BadInput(f"{path} has no column {min(absent)}.", hint=AGAIN)
            for table in EVENT_TABLES:
                own = rows.filter(pc.equal(rows.column("table"), table))
                p.quarantine(table, own.select(QUARANTINE_SCHEMA.names), final=True)

    def _account(self, text: str) -> None:
        """Add an account that is new: of a whole store what earlier imports did not bring."""
        now = Imported(0, hashlib.sha256(text.encode()).hexdigest())
        if self.parts.get(Part(ACCOUNT)) == now:
            return
        self.parts[Part(ACCOUNT)] = now
        try:
            raw = json.loads(text)
            told = rebuilt(Report, raw)
            whole = bool(raw.get("whole"))
        except (ValueError, TypeError, KeyError, AttributeError):
            raise BadInput(f"{ACCOUNT} is no account.", hint=AGAIN) from None
        for table in EVENT_TABLES:
            own = told.batches.get(table)
            if own is not None:
                before = _added(self.batch.p.base, table) if whole else Account()
                self.batch.report.batches[table] = own.beyond(before)
        self.batch.report.plays_by_reason = told.plays_by_reason

    @property
    def is_idle(self) -> bool:
        """Whether the store has all this already."""
        return self.parts == self.batch.p.base.imported


def follow_consent(batch: Batch, changes: Changes, parts: Parts) -> Parts:
    """Hide the facts of profiles that refuse to be counted; return what the store has then.

    Those of a profile that allows it again are gone: all days are to be read again.
    """
    changed = np.unique(np.concatenate([np.empty(0, np.uint32), *changes.profiles]))
    refuse = np.intersect1d(changed, batch.p.no_consent())
    batch.p.hide(Touched(profiles=refuse.astype(np.uint32)))
    if not changes.returned:
        return parts
    return {part: replace(own, seal=UNKNOWN) if part.day else own for part, own in parts.items()}


def keep_facts(batch: Batch, changes: Changes) -> None:
    """Let a store of imported facts follow a change of metadata that came without facts.

    Titles, assets and parents hold at once, as everywhere; plays stay as they were attributed.
    """
    known = batch.p.base.imported
    if known is None:
        return
    parts = follow_consent(batch, changes, known)
    if parts != known:
        batch.p.put_imported(parts)
        batch.report.notes.append(
            "Profiles allow again that they are counted: import the facts again, so that they are."
        )


def _imports(snapshot: Snapshot) -> Iterator[KnownBatch]:
    return (batch for batch in snapshot.batches() if batch.command == COMMAND)


def _added(snapshot: Snapshot, table: str) -> Account:
    """Return the accounts of `table` of all earlier imports as one."""
    return sum_of(b.tables[table] for b in _imports(snapshot) if table in b.tables)
