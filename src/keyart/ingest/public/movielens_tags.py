"""The tags that people gave films, as tags of titles."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.ingest.blocks import Block, Input, Wanted
from keyart.ingest.text import readable

MOST = 10
"""How many tags a title gets at most."""

_COUNTS = pa.schema([("movie", pa.string()), ("tag", pa.string()), ("n", pa.int64())])


@dataclass(frozen=True)
class Tags:
    """The most frequent tags of each film.

    Attributes:
        movies: string: the ids of films with tags, distinct.
        tags: list of string: their tags, the most frequent first.
        unread: how many rows could not be used.
    """

    movies: pa.Array
    tags: pa.Array
    unread: int

    def of(self, movies: pa.Array) -> pa.Array:
        """Return the tags of films by their ids, null for those without."""
        return self.tags.take(pc.index_in(movies, value_set=self.movies))


def read_tags(rows: Input | None) -> Tags:
    """Return the `MOST` frequent tags of each film, in small letters.

    `rows` has the columns `movieId` and `tag`. Of tags that were given equally often the first in
    byte order comes first.
    """
    unread, counts = 0, _COUNTS.empty_table()
    for block in () if rows is None else rows.blocks(Wanted(("movieId", "tag"))):
        clean = readable(block)
        found = _counted(clean)
        unread += len(clean.broken) + len(clean.rows) - (pc.sum(found["n"]).as_py() or 0)
        counts = _added(pa.concat_tables([counts, found]))
    return _most_frequent(counts, unread)


def _counted(block: Block) -> pa.Table:
    """Return how often each film of a block was given each tag, as `_COUNTS`."""
    tags = pc.utf8_lower(pc.utf8_trim_whitespace(block.columns["tag"]))
    ones = pa.array(np.ones(len(tags), np.int64))
    rows = pa.Table.from_arrays([block.columns["movieId"], tags, ones], schema=_COUNTS)
    given = pc.and_(pc.not_equal(rows["movie"], ""), pc.not_equal(rows["tag"], ""))
    return _added(rows.filter(given))


def _added(counts: pa.Table) -> pa.Table:
    sums = counts.group_by(["movie", "tag"], use_threads=False).aggregate([("n", "sum")])
    return sums.rename_columns(["movie", "tag", "n"])


def _most_frequent(counts: pa.Table, unread: int) -> Tags:
    order = [("movie", "ascending"), ("n", "descending"), ("tag", "ascending")]
    ordered = counts.sort_by(order).combine_chunks()
    movies = ordered["movie"].combine_chunks().dictionary_encode()
    codes = movies.indices.to_numpy()
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    place = np.arange(len(codes)) - starts[codes]
    few = place < MOST
    ends = np.cumsum(np.bincount(codes[few], minlength=len(starts)))
    offsets = np.concatenate([[0], ends]).astype(np.int32)
    tags = ordered["tag"].combine_chunks().filter(pa.array(few))
    return Tags(movies.dictionary, pa.ListArray.from_arrays(pa.array(offsets), tags), unread)
