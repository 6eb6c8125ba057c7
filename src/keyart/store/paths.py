"""The files and folders of a store."""

import os
import secrets
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from keyart.core.errors import ReadOnlyStore


class FileKind(StrEnum):
    """What a file of the store holds."""

    SEGMENT = "segment"
    """Facts of one family; subject = the family, first and last = slots."""
    SEGMENT_INDEX = "segment_index"
    """Where a segment's titles begin; parent = the segment."""
    HIDDEN = "hidden"
    """Row numbers of a segment that a later version hides; parent = the segment."""
    EVENTS = "events"
    """Kept events; subject = the table, first and last = µs since the epoch."""
    EVENT_IDS = "event_ids"
    """Hashes and days of kept events' ids; subject = the table."""
    CONTESTED = "contested"
    """Hashes of ids that events of several profiles, titles or assets have; subject = the table."""
    DICTIONARY = "dictionary"
    """Keyed hashes of profile ids and their ordinals."""
    KEY_BITS = "key_bits"
    """The top eight bits of each ordinal's keyed hash; first = the first ordinal."""
    PROFILES = "profiles"
    """Consent and attributes by ordinal."""
    METADATA = "metadata"
    """A metadata table; subject = its name."""
    LIST = "list"
    """The ordinals of an uploaded list; subject = its name."""
    DEFINITIONS = "definitions"
    """Definitions of segments, with their history; there is one file."""
    FIT_MEMBERS = "fit_members"
    """The members of the affinities of a fit; subject = the fit's number."""
    FIT_MODEL = "fit_model"
    """The model of a fit of affinities, and its model card; subject = the fit's number."""
    CAMPAIGNS = "campaigns"
    """Campaigns with their plans and logs; there is one file."""
    CAMPAIGN_MEMBERS = "campaign_members"
    """Who was in a campaign when it started; subject = its name."""
    QUARANTINE = "quarantine"
    """Rows rejected for good; subject = the table."""
    RETRY = "retry"
    """Rejected rows that are tried again when assets arrive; subject = the table."""
    IMPORTED = "imported"
    """Imported parts of folders of facts; there is one file, in stores of imported facts."""


FOLDERS = {
    FileKind.SEGMENT: "facts",
    FileKind.SEGMENT_INDEX: "facts",
    FileKind.HIDDEN: "facts",
    FileKind.EVENTS: "events",
    FileKind.EVENT_IDS: "events",
    FileKind.CONTESTED: "events",
    FileKind.DICTIONARY: "dictionary",
    FileKind.KEY_BITS: "dictionary",
    FileKind.PROFILES: "metadata",
    FileKind.METADATA: "metadata",
    FileKind.LIST: "lists",
    FileKind.DEFINITIONS: "lists",
    FileKind.FIT_MEMBERS: "lists",
    FileKind.FIT_MODEL: "lists",
    FileKind.CAMPAIGNS: "lists",
    FileKind.CAMPAIGN_MEMBERS: "lists",
    FileKind.QUARANTINE: "quarantine",
    FileKind.RETRY: "quarantine",
    FileKind.IMPORTED: "metadata",
}


@dataclass(frozen=True)
class Paths:
    """The paths of the store in the folder `root`."""

    root: Path

    @property
    def is_read_only(self) -> bool:
        """Whether this process can only read the folder."""
        return not os.access(self.root, os.W_OK)

    def require_writable(self) -> None:
        """Raise `ReadOnlyStore` if nothing can be written in the store."""
        if self.is_read_only:
            raise ReadOnlyStore(
                f"Nothing can be written in {self.root}: the store can only be queried.",
                hint="Run this where its folder can be written, as the owner of the store.",
            )

    @property
    def config(self) -> Path:
        """The settings, mapping, dimensions and measures that people edit."""
        return self.root / "keyart.toml"

    @property
    def key(self) -> Path:
        """The salt of the profile hashes: anyone who has it can test a guessed id."""
        return self.root / "store.key"

    @property
    def catalog(self) -> Path:
        """The SQLite database that names everything else."""
        return self.root / "catalog.sqlite"

    @property
    def writer_lock(self) -> Path:
        """Locked by the one process that writes; its text says which one."""
        return self.root / "writer.lock"

    @property
    def data(self) -> Path:
        """The folder of the immutable files."""
        return self.root / "data"

    @property
    def scratch(self) -> Path:
        """Work folders of publications, removed at their end."""
        return self.data / "tmp"

    @property
    def versions(self) -> Path:
        """One lock file for each version; readers hold theirs."""
        return self.data / "versions"

    def version_lock(self, version: int) -> Path:
        """Return the lock file that readers of `version` hold."""
        return self.versions / f"{version}.lock"

    def file(self, name: str) -> Path:
        """Return the path of a file as the catalogue names it."""
        return self.data / name


def new_name(kind: FileKind, subject: str, version: int, suffix: str) -> str:
    """Return a name, relative to the data folder, that no other file has or will have."""
    return f"{FOLDERS[kind]}/{subject}-{version:06d}-{secrets.token_hex(4)}{suffix}"
