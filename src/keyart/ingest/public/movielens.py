"""MovieLens as a store's input (`keyart import movielens`).

Harper, Konstan, "The MovieLens Datasets: History and Context", ACM Transactions on Interactive
Intelligent Systems 5, 4, 19 (2015). The data has people's ratings of films, but not what they were
shown or how long they watched. So:

- each film becomes a title, with its genres and its most frequent tags, launched on the first day
  of its year;
- each rating becomes a play that starts at the time of the rating. The watched part is unknown:
  `WATCHED` derives it from the stars, for films of `RUNTIME_SECONDS`;
- each person becomes a profile, with the 1M edition's attributes.

There are no impressions.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.settings import Settings
from keyart.ingest.formats.blocks import Block, ColumnSelection, Input
from keyart.ingest.public.data_set import (
    Accounts,
    DataSet,
    DataSetTables,
    MappedInput,
    describe_account,
    number,
    translate,
)
from keyart.ingest.public.download import Download
from keyart.ingest.public.movielens_files import MOVIES, RATINGS, TAGS, USERS, find_edition
from keyart.ingest.values.text import clean_block

GENDERS = {"F": "female", "M": "male"}

UNDER_18 = "1"

AGE_BANDS = {
    UNDER_18: "under 18",
    "18": "18-24",
    "25": "25-34",
    "35": "35-44",
    "45": "45-49",
    "50": "50-55",
    "56": "56 and over",
}

OCCUPATIONS = {
    "0": "other or not specified",
    "1": "academic or educator",
    "2": "artist",
    "3": "clerical or admin",
    "4": "college or graduate student",
    "5": "customer service",
    "6": "doctor or health care",
    "7": "executive or managerial",
    "8": "farmer",
    "9": "homemaker",
    "10": "school student",
    "11": "lawyer",
    "12": "programmer",
    "13": "retired",
    "14": "sales or marketing",
    "15": "scientist",
    "16": "self-employed",
    "17": "technician or engineer",
    "18": "tradesman or craftsman",
    "19": "unemployed",
    "20": "writer",
}


def read_people(users: Input) -> MappedInput:
    """Return the rows of `users.dat` as profiles.

    The codes are those of the edition's README; unknown codes are kept. People under 18 are minors.
    The post code is omitted: with the other three attributes it would often identify a person.
    """
    needs = ("userId", "gender", "age", "occupation")
    gives = ("profile_id", "is_minor", "gender", "age_band", "occupation")
    return MappedInput(users, needs, gives, _to_profiles)


def _to_profiles(block: Block) -> Block:
    ages = block.columns["age"]
    columns = {
        "profile_id": block.columns["userId"],
        "is_minor": translate(ages, lambda age: str(age == UNDER_18).lower() if age else None),
        "gender": translate(block.columns["gender"], _lookup_in(GENDERS)),
        "age_band": translate(ages, _lookup_in(AGE_BANDS)),
        "occupation": translate(block.columns["occupation"], _lookup_in(OCCUPATIONS)),
    }
    return replace(block, columns=columns)


def _lookup_in(words: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that looks a code up, and keeps unknown codes."""
    return lambda code: words.get(code, code)


MOST = 10
"""Tags of a title at most."""

_COUNTS = pa.schema([("movie", pa.string()), ("tag", pa.string()), ("n", pa.int64())])


@dataclass(frozen=True)
class TitleTags:
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


def read_tags(rows: Input | None) -> TitleTags:
    """Return the `MOST` frequent tags of each film, in lower case.

    `rows` has the columns `movieId` and `tag`. Equally frequent tags are in byte order.
    """
    unread, counts = 0, _COUNTS.empty_table()
    for block in () if rows is None else rows.blocks(ColumnSelection(("movieId", "tag"))):
        clean = clean_block(block)
        block_counts = _count_tags(clean)
        unread += len(clean.broken) + len(clean.rows) - (pc.sum(block_counts["n"]).as_py() or 0)
        counts = _sum_counts(pa.concat_tables([counts, block_counts]))
    return _most_frequent(counts, unread)


def _count_tags(block: Block) -> pa.Table:
    """Return how often each film of a block was given each tag, as `_COUNTS`."""
    tags = pc.utf8_lower(pc.utf8_trim_whitespace(block.columns["tag"]))
    ones = pa.array(np.ones(len(tags), np.int64))
    rows = pa.Table.from_arrays([block.columns["movieId"], tags, ones], schema=_COUNTS)
    filled = pc.and_(pc.not_equal(rows["movie"], ""), pc.not_equal(rows["tag"], ""))
    return _sum_counts(rows.filter(filled))


def _sum_counts(counts: pa.Table) -> pa.Table:
    sums = counts.group_by(["movie", "tag"], use_threads=False).aggregate([("n", "sum")])
    return sums.rename_columns(["movie", "tag", "n"])


def _most_frequent(counts: pa.Table, unread: int) -> TitleTags:
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
    return TitleTags(movies.dictionary, pa.ListArray.from_arrays(pa.array(offsets), tags), unread)


RUNTIME_SECONDS = 6_000
"""The assumed length of every film: a hundred minutes."""

WATCHED: Mapping[float, float] = {
    0.5: 0.004,
    1.0: 0.008,
    1.5: 0.012,
    2.0: 0.016,
    2.5: 0.25,
    3.0: 0.5,
    3.5: 0.75,
    4.0: 0.9,
    4.5: 0.95,
    5.0: 1.0,
}
"""The fraction of a film that a rating stands for, by stars.

More stars, more watched. Up to two stars are at most 96 seconds, less than the default
`min_play_seconds`: the viewer left at once. Four stars and more reach the default
`completion_fraction`: studies of MovieLens count a film as liked from four stars (Liang
et al., "Variational Autoencoders for Collaborative Filtering", WWW 2018).
"""

NO_GENRES = "(no genres listed)"

_NAME_AND_YEAR = r"^(?P<name>.*\S)\s*\((?P<year>(?:18|19|20)\d\d)(?:[-–](?:\d{4})?)?\)\s*$"


def _find_tables(download: Download, _: Settings) -> DataSetTables:
    edition = find_edition(download)
    ratings, movies = edition.needed("ratings", RATINGS), edition.needed("movies", MOVIES)
    tags = read_tags(edition.rows("tags", TAGS))
    users = edition.rows("users", USERS)
    sources = {"titles": _map_titles(movies, tags), "plays": _map_plays(ratings)}
    if users is not None:
        sources["profiles"] = read_people(users)
    ratings_in_readme = edition.ratings_told()
    return DataSetTables(sources, lambda accounts: _remarks(accounts, ratings_in_readme, tags))


def _map_plays(ratings: Input) -> MappedInput:
    gives = ("ts", "profile_id", "title_id", "seconds", "fraction")
    return MappedInput(ratings, RATINGS, gives, _to_plays)


def _to_plays(block: Block) -> Block:
    stars = block.columns["rating"]
    columns = {
        "ts": block.columns["timestamp"],
        "profile_id": block.columns["userId"],
        "title_id": block.columns["movieId"],
        "seconds": translate(stars, _seconds),
        "fraction": translate(stars, _fraction),
    }
    return replace(block, columns=columns)


def _seconds(stars: str) -> str | None:
    """Return the seconds for a rating; an unknown rating stays readable in quarantine."""
    watched = WATCHED.get(number(stars))
    if watched is not None:
        return f"{watched * RUNTIME_SECONDS:.0f}"
    return f"{stars} stars" if stars else None


def _fraction(stars: str) -> str | None:
    watched = WATCHED.get(number(stars))
    return None if watched is None else str(watched)


def _map_titles(movies: Input, tags: TitleTags) -> MappedInput:
    gives = ("title_id", "name", "content_type", "genres", "launched_at", "tags")
    return MappedInput(movies, MOVIES, gives, lambda block: _to_titles(block, tags))


def _to_titles(block: Block, tags: TitleTags) -> Block:
    ids, names = block.columns["movieId"], block.columns["title"]
    genres = block.columns["genres"]
    parts = pc.extract_regex(names, pattern=_NAME_AND_YEAR)
    year = pc.struct_field(parts, [1])
    columns = {
        "title_id": ids,
        "name": pc.coalesce(pc.struct_field(parts, [0]), names),
        "content_type": pa.repeat("film", len(ids)),
        "genres": pc.if_else(pc.equal(genres, NO_GENRES), None, genres),
        "launched_at": pc.binary_join_element_wise(year, "01-01", "-"),
        "tags": tags.of(ids),
    }
    return replace(block, columns=columns)


def _remarks(accounts: Accounts, ratings_in_readme: int | None, tags: TitleTags) -> Iterator[str]:
    plays = accounts["plays"]
    yield describe_account(plays, "ratings", "plays")
    if ratings_in_readme is not None and ratings_in_readme != plays.rows:
        yield f"The README says {ratings_in_readme:,} ratings: the file was cut or changed."
    if tags.unread:
        yield f"{tags.unread:,} rows of tags could not be read and were skipped."


MOVIELENS = DataSet("movielens", _find_tables)
