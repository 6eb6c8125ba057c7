"""Importing a folder of facts: what has changed in it, and how consent applies to it.

A store holds either events or imported facts. Imported facts cannot be made again here, so only a
later import, or a profile without consent, hides them for good.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pyarrow.compute as pc

from keyart.batch.batch import EVENT_TABLES, OpenBatch
from keyart.batch.imported_facts import ColumnNotes, FactReader, profile_rows
from keyart.batch.touched import MetadataChanges
from keyart.core.errors import BadInput, WrongKind
from keyart.core.fact_files import ACCOUNT, CATALOGUE, QUARANTINE
from keyart.core.facts import Family
from keyart.core.rebuild import rebuild
from keyart.core.report import Account, Report, sum_of
from keyart.scale.facts.folder import AGAIN, FactFiles, FactFolder
from keyart.store import (
    QUARANTINE_SCHEMA,
    STALE_SEAL,
    Batch,
    ImportedPart,
    ImportedParts,
    PairSet,
    PartState,
    Snapshot,
    imported_days,
)
from keyart.store.inbox import inbox_folder, inbox_size
from keyart.store.paths import FileKind

COMMAND = "import facts"
"""The command of such a batch."""

_EPOCH = date(1970, 1, 1)


def require_events(snapshot: Snapshot) -> None:
    """Raise `WrongKind` for a store of imported facts, which takes no events."""
    if snapshot.imported is not None:
        raise WrongKind(
            f"{snapshot.root} holds imported facts: it cannot take events or attribute plays.",
            hint="Build the facts again from the events and import them, or load the events into "
            "another store.",
        )


def require_facts(snapshot: Snapshot) -> None:
    """Raise `WrongKind` for a store that has events, stored or in its inbox."""
    if snapshot.imported is not None:
        return
    kinds = (FileKind.EVENTS, FileKind.SEGMENT, FileKind.RETRY)
    inbox = inbox_folder(snapshot.root)
    if any(snapshot.files(kind) for kind in kinds) or (inbox.exists() and inbox_size(inbox)):
        raise WrongKind(
            f"{snapshot.root} holds events: it cannot take facts that were made elsewhere.",
            hint="Import the facts into another store.",
        )


@dataclass
class FactImport:
    """One import of a folder; `replace` also removes the days that the folder lacks."""

    batch: OpenBatch
    folder: FactFolder
    replace: bool
    parts: dict[ImportedPart, PartState] = field(init=False)
    """The parts of fact folders in the store, updated by each step."""

    def __post_init__(self) -> None:
        self.parts = dict(self.batch.p.base.imported or {})

    def catalogue(self) -> dict[str, FactFiles]:
        """Return the tables of the folder that have changed."""
        tables = {name: self.folder.table(name) for name in CATALOGUE}
        return {n: files for n, files in tables.items() if files and self._note_change(n, files)}

    def profiles(self, files: FactFiles) -> None:
        """Import the folder's profiles."""
        account = self.batch.account("profiles")
        for ordinals, rows in profile_rows(self.batch, files):
            self.batch.p.put_profiles(ordinals, rows)
            account.rows += rows.num_rows
            account.accepted += rows.num_rows

    def _note_change(self, name: str, files: FactFiles) -> bool:
        """Return whether a part of the folder has changed, and remember its new state."""
        before, now = self.parts.get(ImportedPart(name)), PartState(files.rows, files.seal())
        self.parts[ImportedPart(name)] = now
        return before != now

    def facts(self) -> None:
        """Import the days that have changed, each in place of its earlier facts."""
        column_notes = ColumnNotes()
        for family in Family:
            self._import_family(family, column_notes)
        notes = self.batch.report.notes
        for name in sorted(column_notes.further):
            notes.append(f"Column {name} of the facts is ignored: keyart.toml does not declare it.")
        for name in sorted(column_notes.absent):
            notes.append(f"The facts have no column {name}: it is null or 0.")

    def _import_family(self, family: Family, column_notes: ColumnNotes) -> None:
        p, reader = self.batch.p, FactReader(self.batch, family, column_notes)
        offered = self.folder.days(family)
        # 1. Find new or changed days by the contents of their files.
        seals = {day: files.seal(*reader.checks.schema.names) for day, files in offered.items()}
        stored = {
            day: self.parts[ImportedPart(family, day)] for day in imported_days(self.parts, family)
        }
        new = {d: f for d, f in offered.items() if d not in stored or stored[d].seal != seals[d]}
        removed = [day for day in stored if day not in offered] if self.replace else []
        # 2. Hide the earlier facts of these days, and write the new ones as a segment.
        hidden = sorted((stored.keys() & new.keys()) | set(removed))
        p.hide_days(family, np.array([(day - _EPOCH).days for day in hidden], np.int32))
        self.batch.reading.progress.begin(family, sum(files.rows for files in new.values()))
        p.add_segment(family, list(reader.runs(new)), self.batch.coded)
        # 3. Remember all of it.
        for day in removed:
            del self.parts[ImportedPart(family, day)]
        for day, rows in reader.rows.items():
            self.parts[ImportedPart(family, day)] = PartState(rows, seals[day])
        self._note_days(
            family, reader.rows, len(offered), len(stored.keys() - offered.keys()), len(removed)
        )

    def _note_days(
        self, family: str, read: dict[date, int], offered: int, missing: int, removed: int
    ) -> None:
        rows = sum(read.values())
        phrases = [
            f"{rows:,} facts on {len(read):,} days read",
            f"{offered - len(read):,} unchanged",
        ]
        if removed:
            phrases.append(f"{removed:,} taken out")
        elif missing:
            phrases.append(f"{missing:,} kept that the folder lacks")
        self.batch.report.notes.append(f"{family}: {', '.join(phrases)}.")

    def rest(self) -> None:
        """Import the rejected rows and the account of the rows behind the facts."""
        account, rejected = self.folder.account, self.folder.table(QUARANTINE)
        if rejected is None and account is not None:
            rejected = FactFiles(())
        if rejected is not None and self._note_change(QUARANTINE, rejected):
            self._import_quarantine(rejected)
        if account is not None:
            self._import_account(account)
        self.folder.require_still()
        until = self.folder.about.until
        if until is not None:
            self.batch.p.extend_until(until)

    def _import_quarantine(self, files: FactFiles) -> None:
        p = self.batch.p
        for table in EVENT_TABLES:
            p.drop_quarantine(table, {batch.batch for batch in _earlier_imports(p.base)})
        for path, rows in files.batches():
            absent = set(QUARANTINE_SCHEMA.names) - set(rows.schema.names)
            if absent:
                raise BadInput(f"{path} has no column {min(absent)}.", hint=AGAIN)
            for table in EVENT_TABLES:
                table_rows = rows.filter(pc.equal(rows.column("table"), table))
                p.quarantine(table, table_rows.select(QUARANTINE_SCHEMA.names), final=True)

    def _import_account(self, text: str) -> None:
        """Add a new account; for a whole store only what earlier imports did not have."""
        now = PartState(0, hashlib.sha256(text.encode()).hexdigest())
        if self.parts.get(ImportedPart(ACCOUNT)) == now:
            return
        self.parts[ImportedPart(ACCOUNT)] = now
        try:
            raw = json.loads(text)
            report = rebuild(Report, raw)
            whole = bool(raw.get("whole"))
        except (ValueError, TypeError, KeyError, AttributeError):
            raise BadInput(f"{ACCOUNT} is not a valid account.", hint=AGAIN) from None
        for table in EVENT_TABLES:
            account = report.batches.get(table)
            if account is not None:
                before = _sum_accounts(self.batch.p.base, table) if whole else Account()
                self.batch.report.batches[table] = account.beyond(before)
        self.batch.report.plays_by_reason = report.plays_by_reason

    @property
    def is_idle(self) -> bool:
        """Whether the store already has everything."""
        return self.parts == self.batch.p.base.imported


def apply_consent(
    batch: OpenBatch, changes: MetadataChanges, parts: ImportedParts
) -> ImportedParts:
    """Hide the facts of profiles without consent; return the store's parts afterwards.

    If a profile consents again, its facts are missing, so all days must be read again.
    """
    changed = np.unique(np.concatenate([np.empty(0, np.uint32), *changes.profiles]))
    refuse = np.intersect1d(changed, batch.p.no_consent())
    batch.p.hide(PairSet(profiles=refuse.astype(np.uint32)))
    if not changes.returned:
        return parts
    return {
        part: replace(imported, seal=STALE_SEAL) if part.day else imported
        for part, imported in parts.items()
    }


def update_imported_facts(batch: OpenBatch, changes: MetadataChanges) -> None:
    """Apply a change of metadata to a store of imported facts.

    Titles, assets and parents apply at once; plays keep their attribution.
    """
    imported = batch.p.base.imported
    if imported is None:
        return
    parts = apply_consent(batch, changes, imported)
    if parts != imported:
        batch.p.put_imported(parts)
        batch.report.notes.append(
            "Some profiles consent again: import the facts again to count them."
        )


def _earlier_imports(snapshot: Snapshot) -> Iterator[Batch]:
    return (batch for batch in snapshot.batches() if batch.command == COMMAND)


def _sum_accounts(snapshot: Snapshot, table: str) -> Account:
    """Return the sum of the accounts of `table` of all earlier imports."""
    return sum_of(b.tables[table] for b in _earlier_imports(snapshot) if table in b.tables)
