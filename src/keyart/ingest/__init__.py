"""Reading: any source of the contract's tables → checked rows → parts that attribution can take.

The road is `read_events` (or `read_metadata`) → `Stage.add` → `Stage.parts`. Profile ids leave
the reader as keyed hashes only; every row that is not accepted leaves it with a reason.
"""

from keyart.ingest.catalogue import GOOD, VERDICTS, Catalogue
from keyart.ingest.events import read_events
from keyart.ingest.infer import InferredColumn, infer
from keyart.ingest.metadata import read_metadata
from keyart.ingest.options import ReadOptions
from keyart.ingest.keyed_hash import list_keys
from keyart.ingest.parts import Part, Spool, distinct_keys, part_of, parts_for, with_profiles
from keyart.ingest.proposal import Guess, Proposal, propose
from keyart.ingest.reading import Checked, estimated_rows
from keyart.ingest.rejected import REJECTED
from keyart.ingest.set_aside import revived
from keyart.ingest.sources import Source
from keyart.ingest.staging import Stage, impressions_schema, plays_schema

__all__ = [
    "GOOD",
    "REJECTED",
    "VERDICTS",
    "Catalogue",
    "Checked",
    "Guess",
    "InferredColumn",
    "Part",
    "Proposal",
    "ReadOptions",
    "Source",
    "Spool",
    "Stage",
    "distinct_keys",
    "estimated_rows",
    "impressions_schema",
    "infer",
    "list_keys",
    "part_of",
    "parts_for",
    "plays_schema",
    "propose",
    "read_events",
    "read_metadata",
    "revived",
    "with_profiles",
]
