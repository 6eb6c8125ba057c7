"""The store: immutable files, named by one SQLite catalogue.

A store is a folder. `create` makes it; `publication` changes it, one writer at a time, by writing
new files and then publishing them in one transaction; `open_snapshot` reads one version of it
while others are published. See `catalog` for what a version is, `segments` for how facts lie on
disk, `event_files` for kept events, `dictionary` for profiles.
"""

from keyart.store.accounts import Batch
from keyart.store.checking import check
from keyart.store.creation import create
from keyart.store.definitions import Definition, Definitions
from keyart.store.dictionary import sorted_keys
from keyart.store.event_ids import KnownIds, contested, known_ids
from keyart.store.finding import Finding
from keyart.store.fits import Fit, members_table, model_table
from keyart.store.history import history
from keyart.store.imported import UNKNOWN, Imported, Part, Parts, days_of
from keyart.store.profile_keys import key_texts, known_ordinals, profile_keys
from keyart.store.profiles import ProfileAttribute
from keyart.store.publication import Publication, publication
from keyart.store.quarantine import QUARANTINE_SCHEMA
from keyart.store.scrubbing import Verified, last_verified, remember, verify_all
from keyart.store.segments import Chunk, Segment
from keyart.store.snapshot import EventFile, Snapshot, open_snapshot
from keyart.store.touched import Touched

__all__ = [
    "QUARANTINE_SCHEMA",
    "UNKNOWN",
    "Batch",
    "Chunk",
    "Definition",
    "Definitions",
    "EventFile",
    "Finding",
    "Fit",
    "Imported",
    "KnownIds",
    "Part",
    "Parts",
    "ProfileAttribute",
    "Publication",
    "Segment",
    "Snapshot",
    "Touched",
    "Verified",
    "check",
    "contested",
    "create",
    "days_of",
    "history",
    "key_texts",
    "known_ids",
    "known_ordinals",
    "last_verified",
    "members_table",
    "model_table",
    "open_snapshot",
    "profile_keys",
    "publication",
    "remember",
    "sorted_keys",
    "verify_all",
]
