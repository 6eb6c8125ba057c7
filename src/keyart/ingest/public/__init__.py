"""Public data sets as a store's input (`keyart import …`).

MovieLens and Open Bandit have a row per person and event: each is a `DataSet`, which finds the
files of a `Download` and maps their rows to the contract's tables for an ordinary ingest. Upworthy
has only counts, from which events are made: `read_upworthy`.
"""

from keyart.ingest.public.data_set import DataSet, DataSetTables
from keyart.ingest.public.download import Download, open_download
from keyart.ingest.public.movielens import MOVIELENS
from keyart.ingest.public.open_bandit import OPEN_BANDIT
from keyart.ingest.public.upworthy import Archive, read_upworthy
from keyart.ingest.public.upworthy_events import EventBatch

__all__ = [
    "MOVIELENS",
    "OPEN_BANDIT",
    "Archive",
    "DataSet",
    "DataSetTables",
    "Download",
    "EventBatch",
    "open_download",
    "read_upworthy",
]
