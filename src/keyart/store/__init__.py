"""The store: immutable files, named by one SQLite catalogue.

A store is a folder. `create` makes it; `publication` changes it, one writer at a time, by writing
new files and then publishing them in one transaction; `open_snapshot` reads one version of it
while others are published. See `catalogue.database` for versions, `segments` for facts on disk,
`events.kept` for kept events, `profiles.dictionary` for profiles.
"""

from keyart.store.catalogue.accounts import Batch
from keyart.store.checks.check import (
    Verification,
    check,
    last_verification,
    save_verification,
    verify_files,
)
from keyart.store.checks.contents import Finding
from keyart.store.creation import create
from keyart.store.events.kept import EventIdMatches, contested_ids, find_event_ids, read_events
from keyart.store.events.quarantine import QUARANTINE_SCHEMA
from keyart.store.metadata.audiences import Definition, Definitions, Fit, members_table, model_table
from keyart.store.metadata.campaigns import CAMPAIGN_LIST, campaign_members_table
from keyart.store.metadata.tables import (
    STALE_SEAL,
    ImportedPart,
    ImportedParts,
    PartState,
    imported_days,
)
from keyart.store.profiles.attributes import ProfileAttribute
from keyart.store.profiles.dictionary import (
    find_ordinals,
    key_texts,
    locate,
    profile_keys,
    sorted_keys,
)
from keyart.store.publication import Publication, publication
from keyart.store.segments.pairs import PairSet
from keyart.store.segments.segment import Chunk, Segment
from keyart.store.snapshot import EventFile, Snapshot, open_snapshot

__all__ = [
    "CAMPAIGN_LIST",
    "QUARANTINE_SCHEMA",
    "STALE_SEAL",
    "Batch",
    "Chunk",
    "Definition",
    "Definitions",
    "EventFile",
    "EventIdMatches",
    "Finding",
    "Fit",
    "ImportedPart",
    "ImportedParts",
    "PairSet",
    "PartState",
    "ProfileAttribute",
    "Publication",
    "Segment",
    "Snapshot",
    "Verification",
    "campaign_members_table",
    "check",
    "contested_ids",
    "create",
    "find_event_ids",
    "find_ordinals",
    "imported_days",
    "key_texts",
    "last_verification",
    "locate",
    "members_table",
    "model_table",
    "open_snapshot",
    "profile_keys",
    "publication",
    "read_events",
    "save_verification",
    "sorted_keys",
    "verify_files",
]
