"""Public data sets as a store's input (`keyart import …`).

MovieLens and Open Bandit are rows of single people: each is a `DataSet`, which finds the files of
a `Download` and gives their rows as the contract's tables, so that they take the road of every
ingest. Upworthy is counts, from which events are made: `read_upworthy`.
"""

from keyart.ingest.public.data_set import DataSet, Tables
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
    "Download",
    "EventBatch",
    "Tables",
    "open_download",
    "read_upworthy",
]
