"""Reading: any source of the contract's tables → checked rows → parts ready for attribution.

The steps are `read_events` (or `read_metadata`) → `Stage.add` → `Stage.table`. Profile ids leave
the reader only as keyed hashes; every rejected row leaves it with a reason.
"""

from keyart.ingest.catalogue import ACCEPTED, VERDICTS, EventCatalogue, revive_events
from keyart.ingest.events import read_events
from keyart.ingest.formats.sources import Source, make_repeatable
from keyart.ingest.mapping.inference import InferredColumn, infer
from keyart.ingest.mapping.proposal import Guess, Proposal, propose
from keyart.ingest.metadata import read_metadata
from keyart.ingest.parts import Spool, choose_part_count, distinct_keys, estimate_memory, part_of
from keyart.ingest.public import (
    MOVIELENS,
    OPEN_BANDIT,
    Archive,
    DataSet,
    EventBatch,
    open_download,
    read_upworthy,
)
from keyart.ingest.reading import CheckedRows, ReadOptions, estimate_rows
from keyart.ingest.rejections import REJECTED
from keyart.ingest.staging import Stage, staged_schema
from keyart.ingest.values.keyed_hash import ids_as_text, list_keys, profile_keys

__all__ = [
    "ACCEPTED",
    "MOVIELENS",
    "OPEN_BANDIT",
    "REJECTED",
    "VERDICTS",
    "Archive",
    "CheckedRows",
    "DataSet",
    "EventBatch",
    "EventCatalogue",
    "Guess",
    "InferredColumn",
    "Proposal",
    "ReadOptions",
    "Source",
    "Spool",
    "Stage",
    "choose_part_count",
    "distinct_keys",
    "estimate_memory",
    "estimate_rows",
    "ids_as_text",
    "infer",
    "list_keys",
    "make_repeatable",
    "open_download",
    "part_of",
    "profile_keys",
    "propose",
    "read_events",
    "read_metadata",
    "read_upworthy",
    "revive_events",
    "staged_schema",
]
