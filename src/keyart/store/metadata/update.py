"""The metadata, profiles, lists, definitions and fits that one publication changes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from keyart.core.errors import UnknownName
from keyart.store.catalogue.draft import VersionDraft
from keyart.store.metadata.audiences import Definition, Definitions
from keyart.store.metadata.campaigns import Stored, campaigns_table
from keyart.store.metadata.tables import METADATA_TABLES, ImportedParts, merge_metadata, parts_table
from keyart.store.paths import FileKind
from keyart.store.profiles.attributes import ProfileUpdate
from keyart.store.snapshot import Snapshot

Ordinals = npt.NDArray[np.uint32]


class MetadataUpdate:
    """Changes in memory until `save`; lists and fits are written at once."""

    def __init__(self, draft: VersionDraft, base: Snapshot) -> None:
        self._draft = draft
        self._base = base
        self._tables: dict[str, pa.Table] = {}
        self._profiles: ProfileUpdate | None = None
        self._definitions: Definitions | None = None
        self._campaigns: Stored | None = None

    def put(self, table: str, rows: pa.Table) -> None:
        """Put rows into `titles`, `assets`, `availability` or `tests`; see `merge_metadata`."""
        if table not in METADATA_TABLES:
            raise UnknownName("metadata table", table, METADATA_TABLES)
        self._tables[table] = merge_metadata(table, self.table(table), rows)

    def table(self, table: str) -> pa.Table:
        """Return a metadata table as the new version will have it."""
        changed = self._tables.get(table)
        return self._base.metadata(table) if changed is None else changed

    def put_profiles(self, ordinals: Ordinals, rows: pa.Table, profiles: int) -> None:
        """Set columns of profiles; `profiles` is the number of all ordinals so far."""
        if self._profiles is None:
            files = self._base.files(FileKind.PROFILES)
            older = self._base.map_table(files[-1]) if files else None
            self._profiles = ProfileUpdate(older, self._base.profiles)
        self._profiles.put(ordinals, rows, profiles)

    def no_consent(self) -> Ordinals:
        """Return the ordinals, ascending, of the profiles whose events are refused."""
        if self._profiles is not None:
            return self._profiles.no_consent()
        return np.flatnonzero(self._base.no_consent).astype(np.uint32)

    def put_imported(self, parts: ImportedParts) -> None:
        """Replace the table of imported parts."""
        table = parts_table(parts)
        self._draft.replace_table(FileKind.IMPORTED, "imported", "imported", table)

    def put_list(self, name: str, ordinals: Ordinals) -> None:
        """Add a list, or replace the one of the same name."""
        distinct = np.unique(ordinals.astype(np.uint32, copy=False))
        rows = pa.table({"profile": distinct})
        self._draft.replace_table(FileKind.LIST, name, "list", rows)

    def remove_list(self, name: str) -> None:
        """Remove a list; raises `UnknownName`."""
        files = self._draft.files(FileKind.LIST, name)
        if not files:
            names = [file.subject for file in self._draft.files(FileKind.LIST)]
            raise UnknownName("list", name, names)
        for file in files:
            self._draft.end(file)

    def define(self, row: Definition) -> None:
        """Set the definition of a segment; without a text the segment is removed."""
        definitions = self._base.definitions if self._definitions is None else self._definitions
        revision = len(definitions.history(row.name)) + 1
        row = replace(row, revision=revision, version=self._draft.version)
        self._definitions = Definitions([*definitions, row])

    def put_fit(self, number: int, members: pa.Table, model: pa.Table, most: int) -> None:
        """Add a fit of affinities, as tables of `metadata.audiences`; keep the newest `most`."""
        for kind, label, rows in (
            (FileKind.FIT_MEMBERS, "fit-members", members),
            (FileKind.FIT_MODEL, "fit-model", model),
        ):
            self._draft.add_table(kind, str(number), label, rows)
            by_number = sorted(self._draft.files(kind), key=lambda file: int(file.subject))
            for file in by_number[:-most]:
                self._draft.end(file)

    def put_fit_model(self, number: int, model: pa.Table) -> None:
        """Replace the model of a fit, as after a change of names."""
        self._draft.replace_table(FileKind.FIT_MODEL, str(number), "fit-model", model)

    def put_campaign(self, name: str, campaign: Mapping[str, Any]) -> None:
        """Add a campaign, or replace what is stored of it."""
        campaigns = self._base.campaigns if self._campaigns is None else self._campaigns
        self._campaigns = {**campaigns, name: campaign}

    def put_campaign_members(self, name: str, members: pa.Table) -> None:
        """Set who is in a campaign, as `campaign_members_table` returns them."""
        self._draft.replace_table(FileKind.CAMPAIGN_MEMBERS, name, "campaign-members", members)

    def save(self, profiles: int) -> None:
        """Write the changed tables; `profiles` is the number of all ordinals."""
        for name, rows in self._tables.items():
            self._draft.replace_table(FileKind.METADATA, name, name, rows)
        if self._profiles is not None:
            rows = self._profiles.table(profiles)
            self._draft.replace_table(FileKind.PROFILES, "profiles", "profiles", rows)
        if self._definitions is not None:
            rows = self._definitions.table()
            self._draft.replace_table(FileKind.DEFINITIONS, "definitions", "definitions", rows)
        if self._campaigns is not None:
            rows = campaigns_table(self._campaigns)
            self._draft.replace_table(FileKind.CAMPAIGNS, "campaigns", "campaigns", rows)
