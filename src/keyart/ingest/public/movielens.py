"""MovieLens as a store's input (`keyart import movielens`).

Harper, Konstan, "The MovieLens Datasets: History and Context", ACM Transactions on Interactive
Intelligent Systems 5, 4, 19 (2015). People rated films; nobody logged what they were shown or how
long they watched. So:

- each film becomes a title, with its genres and the tags that people gave it most often, launched
  on the first day of its year;
- each rating becomes a play that starts when the rating was given. Nobody knows how much of the
  film was watched: `WATCHED` says so much for so many stars, of films of `RUNTIME_SECONDS`;
- each person becomes a profile, with what the 1M edition tells of people.

There are no impressions.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.settings import Settings
from keyart.ingest.blocks import Block, Input
from keyart.ingest.mapped_input import MappedInput
from keyart.ingest.public.data_set import Accounts, DataSet, Tables, balance
from keyart.ingest.public.download import Download
from keyart.ingest.public.movielens_edition import MOVIES, RATINGS, TAGS, USERS, find_edition
from keyart.ingest.public.movielens_people import people
from keyart.ingest.public.movielens_tags import Tags, read_tags
from keyart.ingest.public.texts import number, retold

RUNTIME_SECONDS = 6_000
"""How long every film is taken to be: a hundred minutes."""

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
`min_play_seconds`: the film was left at once. Four stars and more reach the default
`completion_fraction`: a film is liked from four stars on, as studies of MovieLens take it (Liang
et al., "Variational Autoencoders for Collaborative Filtering", WWW 2018).
"""

NO_GENRES = "(no genres listed)"

_NAME_AND_YEAR = r"^(?P<name>.*\S)\s*\((?P<year>(?:18|19|20)\d\d)(?:[-–](?:\d{4})?)?\)\s*$"


def _tables(download: Download, _: Settings) -> Tables:
    edition = find_edition(download)
    ratings, movies = edition.needed("ratings", RATINGS), edition.needed("movies", MOVIES)
    tags = read_tags(edition.rows("tags", TAGS))
    users = edition.rows("users", USERS)
    sources = {"titles": _titles(movies, tags), "plays": _plays(ratings)}
    if users is not None:
        sources["profiles"] = people(users)
    told = edition.ratings_told()
    return Tables(sources, lambda accounts: _remarks(accounts, told, tags))


def _plays(ratings: Input) -> MappedInput:
    gives = ("ts", "profile_id", "title_id", "seconds", "fraction")
    return MappedInput(ratings, RATINGS, gives, _plays_of)


def _plays_of(block: Block) -> Block:
    stars = block.columns["rating"]
    columns = {
        "ts": block.columns["timestamp"],
        "profile_id": block.columns["userId"],
        "title_id": block.columns["movieId"],
        "seconds": retold(stars, _seconds),
        "fraction": retold(stars, _fraction),
    }
    return replace(block, columns=columns)


def _seconds(stars: str) -> str | None:
    """Return the seconds for a rating; what is not on the scale is told to who reads quarantine."""
    watched = WATCHED.get(number(stars))
    if watched is not None:
        return f"{watched * RUNTIME_SECONDS:.0f}"
    return f"{stars} stars" if stars else None


def _fraction(stars: str) -> str | None:
    watched = WATCHED.get(number(stars))
    return None if watched is None else str(watched)


def _titles(movies: Input, tags: Tags) -> MappedInput:
    gives = ("title_id", "name", "content_type", "genres", "launched_at", "tags")
    return MappedInput(movies, MOVIES, gives, lambda block: _titles_of(block, tags))


def _titles_of(block: Block, tags: Tags) -> Block:
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


def _remarks(accounts: Accounts, told: int | None, tags: Tags) -> Iterator[str]:
    plays = accounts["plays"]
    yield balance(plays, "ratings", "plays")
    if told is not None and told != plays.rows:
        yield f"The README says {told:,} ratings: the file was cut or changed."
    if tags.unread:
        yield f"{tags.unread:,} rows of tags could not be read and are left out."


MOVIELENS = DataSet("movielens", _tables)
