"""The metadata, profiles, lists, definitions and fits that one publication changes."""

from dataclasses import replace

import numpy as np
import pyarrow as pa

from keyart.core.errors import UnknownName
from keyart.store.arrow_files import write_table
from keyart.store.definitions import Definition, Definitions
from keyart.store.dictionary import Ordinals
from keyart.store.fits import kept
from keyart.store.metadata import METADATA_TABLES, merge_metadata
from keyart.store.paths import Kind
from keyart.store.pending import Contents, Pending
from keyart.store.profile_update import ProfileUpdate
from keyart.store.snapshot import Snapshot


class MetadataUpdate:
    """Changes in memory until `save`; lists and fits are written at once."""

    def __init__(self, pending: Pending, base: Snapshot) -> None:
        self._pending = pending
        self._base = base
        self._changed: dict[str, pa.Table] = {}
        self._profiles: ProfileUpdate | None = None
        self._definitions: Definitions | None = None

    def put(self, table: str, rows: pa.Table) -> None:
        """Put rows into a metadata table."""
        if table not in METADATA_TABLES:
            raise UnknownName("metadata table", table, METADATA_TABLES)
        self._changed[table] = merge_metadata(table, self.table(table), rows)

    def table(self, table: str) -> pa.Table:
        """Return a metadata table as it is now."""
        changed = self._changed.get(table)
        return self._base.metadata(table) if changed is None else changed

    def put_profiles(self, ordinals: Ordinals, rows: pa.Table, profiles: int) -> None:
        """Set columns of profiles; `profiles` is the number of ordinals given so far."""
        if self._profiles is None:
            files = self._base.files(Kind.PROFILES)
            older = self._base.map(files[-1]) if files else None
            self._profiles = ProfileUpdate(older, self._base.profiles)
        self._profiles.put(ordinals, rows, profiles)

    def no_consent(self) -> Ordinals:
        """Return the ordinals, ascending, of the profiles whose events are refused."""
        if self._profiles is not None:
            return self._profiles.no_consent()
        return np.flatnonzero(self._base.no_consent).astype(np.uint32)

    def put_imported(self, parts: pa.Table) -> None:
        """Put the table of imported parts in the place of the older one."""
        self._replace(Kind.IMPORTED, "imported", parts)

    def put_list(self, name: str, ordinals: Ordinals) -> None:
        """Put a list in the place of that of the same name."""
        distinct = np.unique(ordinals.astype(np.uint32, copy=False))
        older = self._pending.files(Kind.LIST, name)
        self._write(Kind.LIST, name, "list", pa.table({"profile": distinct}))
        for file in older:
            self._pending.end(file)

    def remove_list(self, name: str) -> None:
        """Remove a list; raises `UnknownName`."""
        files = self._pending.files(Kind.LIST, name)
        if not files:
            known = [file.subject for file in self._pending.files(Kind.LIST)]
            raise UnknownName("list", name, known)
        for file in files:
            self._pending.end(file)

    def define(self, row: Definition) -> None:
        """Say what a segment is from now on, or that it is removed."""
        before = self._base.definitions if self._definitions is None else self._definitions
        next_ = len(before.history(row.name)) + 1
        own = replace(row, revision=next_, version=self._pending.version)
        self._definitions = before.with_row(own)

    def put_fit(self, number: int, members: pa.Table, model: pa.Table, most: int) -> None:
        """Put a fit of affinities beside the older ones, of which the newest few stay."""
        self._write(Kind.FIT_MEMBERS, str(number), "fit-members", members)
        self._write(Kind.FIT_MODEL, str(number), "fit-model", model)
        for kind in (Kind.FIT_MEMBERS, Kind.FIT_MODEL):
            by_number = {int(file.subject): file for file in self._pending.files(kind)}
            for old in by_number.keys() - set(kept(list(by_number), most)):
                self._pending.end(by_number[old])

    def put_fit_model(self, number: int, model: pa.Table) -> None:
        """Put a fit's model in the place of its older one."""
        self._replace(Kind.FIT_MODEL, str(number), model, label="fit-model")

    def save(self, profiles: int) -> None:
        """Write the changed tables; `profiles` is the number of ordinals given."""
        for table, rows in self._changed.items():
            self._replace(Kind.METADATA, table, rows)
        if self._profiles is not None:
            self._replace(Kind.PROFILES, "profiles", self._profiles.table(profiles))
        if self._definitions is not None:
            self._replace(Kind.DEFINITIONS, "definitions", self._definitions.table())

    def _replace(self, kind: Kind, subject: str, rows: pa.Table, label: str | None = None) -> None:
        older = self._pending.files(kind, subject)
        self._write(kind, subject, label or subject, rows)
        for file in older:
            self._pending.end(file)

    def _write(self, kind: Kind, subject: str, label: str, rows: pa.Table) -> None:
        name = self._pending.new_name(kind, label)
        write_table(self._pending.path(name), rows)
        self._pending.add(kind, subject, name, Contents(rows.num_rows))
