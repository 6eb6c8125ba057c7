"""Reading: any source of the contract's tables → checked rows → parts that attribution can take.

The road is `read_events` (or `read_metadata`) → `Stage.add` → `Stage.table`. Profile ids leave
the reader as keyed hashes only; every row that is not accepted leaves it with a reason.
"""

from keyart.ingest.catalogue import GOOD, VERDICTS, Catalogue, revived
from keyart.ingest.events import read_events
from keyart.ingest.formats.sources import Source, repeatable
from keyart.ingest.mapping.inference import InferredColumn, infer
from keyart.ingest.mapping.proposal import Guess, Proposal, propose
from keyart.ingest.metadata import read_metadata
from keyart.ingest.parts import Spool, distinct_keys, memory_for, part_of, parts_for
from keyart.ingest.public import (
    MOVIELENS,
    OPEN_BANDIT,
    Archive,
    DataSet,
    EventBatch,
    open_download,
    read_upworthy,
)
from keyart.ingest.reading import Checked, ReadOptions, estimated_rows
from keyart.ingest.rejections import REJECTED
from keyart.ingest.staging import Stage, staged_schema
from keyart.ingest.values.keyed_hash import list_keys

__all__ = [
    "GOOD",
    "MOVIELENS",
    "OPEN_BANDIT",
    "REJECTED",
    "VERDICTS",
    "Archive",
    "Catalogue",
    "Checked",
    "DataSet",
    "EventBatch",
    "Guess",
    "InferredColumn",
    "Proposal",
    "ReadOptions",
    "Source",
    "Spool",
    "Stage",
    "distinct_keys",
    "estimated_rows",
    "infer",
    "list_keys",
    "memory_for",
    "open_download",
    "part_of",
    "parts_for",
    "propose",
    "read_events",
    "read_metadata",
    "read_upworthy",
    "repeatable",
    "revived",
    "staged_schema",
]
