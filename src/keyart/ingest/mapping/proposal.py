"""`keyart init --from`: guess which file is which table, and which column is which of ours."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.config import Config
from keyart.core.schema import EARLIEST, INPUT_TABLES, Kind, Table
from keyart.ingest.checks import microseconds
from keyart.ingest.formats.blocks import Input, Unreadable, Wanted
from keyart.ingest.formats.sources import Source
from keyart.ingest.mapping.columns import MOST_COMPARED, nearest
from keyart.ingest.mapping.fields import Field, contract_fields
from keyart.ingest.metadata import KEEP_OWN
from keyart.ingest.reading import open_source
from keyart.ingest.values.conversion import convert
from keyart.ingest.values.sql import connect
from keyart.ingest.values.text import decoded, is_text, readable

Connection = duckdb.DuckDBPyConnection

_SAMPLE = 1_000
_LATEST = 4_102_444_800_000_000  # 2100

_STEMS = {
    "impressions": ("imp", "exposure", "shown"),
    "plays": ("play", "watch", "stream", "session"),
    "titles": ("title", "movie", "content", "catalog", "film", "game"),
    "assets": ("asset", "artwork", "image", "creative", "poster", "headline", "thumbnail"),
    "profiles": ("profile", "user", "account", "member", "viewer", "customer"),
    "availability": ("availab", "window", "right"),
    "tests": ("test", "experiment"),
}


@dataclass(frozen=True)
class Guess:
    """What some files of equal columns seem to be.

    Attributes:
        table: the contract's table, None if it is none.
        files: their names.
        columns: the contract's column → the files' column.
        unused: columns that are nothing of the contract.
        local: whether its times have no offset.
    """

    table: str | None
    files: tuple[str, ...]
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    local: bool = False


@dataclass(frozen=True)
class Proposal:
    """A `keyart.toml` to begin with, and the guesses it is made of."""

    text: str
    guesses: tuple[Guess, ...]


def propose(source: Source) -> Proposal:
    """Return a mapping for the files of `source`, to be looked over by the user.

    Raises `BadInput` as `sources.inputs` does.
    """
    opened = open_source(source)
    alike: dict[tuple[str, ...], list[Input]] = {}
    for item in opened.inputs:
        columns = opened.columns.get(item.name)
        if columns:
            alike.setdefault(tuple(columns), []).append(item)
    with connect() as con:
        found = [_guess(con, columns, items) for columns, items in alike.items()]
    guesses = tuple(sorted(found, key=lambda guess: _position(guess.table)))
    return Proposal("\n".join(_lines(guesses)) + "\n", guesses)


def _position(table: str | None) -> int:
    return list(INPUT_TABLES).index(table) if table else len(INPUT_TABLES)


def _guess(con: Connection, columns: tuple[str, ...], items: Sequence[Input]) -> Guess:
    sample = _sample(items[0])
    found = {name: _match(con, table, columns, sample) for name, table in INPUT_TABLES.items()}
    scores = {
        name: _score(table, found[name], items[0].name) for name, table in INPUT_TABLES.items()
    }
    best = max(scores, key=lambda name: scores[name])
    files = tuple(item.name for item in items)
    if scores[best] <= 0:
        return Guess(None, files, {}, columns)
    chosen = found[best]
    unused = tuple(column for column in columns if column not in chosen.values())
    local = "ts" in chosen and _is_local(sample[chosen["ts"]]) if sample else False
    return Guess(best, files, chosen, unused, local)


def _score(table: Table, found: Mapping[str, str], file: str) -> float:
    """Return how much a file looks like a table, 0 or less if it does not.

    The most counts that it has what the table requires, then equal names, then the file's name.
    """
    present = sum(name in found for name in table.required)
    absent = len(table.required) - present
    exact = sum(name == column for name, column in found.items())
    path = Path(file)
    named = any(stem in f"{path.parent.name}/{path.name}".lower() for stem in _STEMS[table.name])
    return present - 1.5 * absent + 0.3 * exact + 0.5 * named + 0.1 * len(found)


def _match(
    con: Connection, table: Table, columns: Collection[str], sample: Mapping[str, pa.Array]
) -> dict[str, str]:
    """Return the columns that seem to be the contract's: equal names first, then likely ones."""
    fields = contract_fields(table, Config())
    found = {field.label: field.source for field in fields if field.source in columns}
    for field in sorted(fields, key=lambda field: not field.required):
        free = [column for column in columns if column not in found.values()]
        if field.label in found:
            continue
        likely = [c for c in nearest(field, free) if _fits(con, field, sample.get(c))]
        if not likely and field.kind is Kind.TS and field.required:
            looked_at = [c for c in free[:MOST_COMPARED] if c in sample]
            likely = [c for c in looked_at if _are_times(con, sample[c])]
        if likely:
            found[field.label] = likely[0]
    return {field.label: found[field.label] for field in fields if field.label in found}


def _sample(item: Input) -> dict[str, pa.Array]:
    """Return the first values of each column; none of what cannot be read."""
    if item.size is None:
        return {}
    try:
        for block in item.blocks(Wanted(tuple(item.header().columns))):
            columns = readable(block).columns
            return {name: decoded(a.slice(0, _SAMPLE)) for name, a in columns.items()}
    except Unreadable:
        return {}
    return {}


def _fits(con: Connection, field: Field, values: pa.Array | None) -> bool:
    """Say whether nine of ten values can be what the field holds."""
    if values is None or not len(values.drop_null()):
        return True
    if field.kind is Kind.TS:
        return _are_times(con, values)
    if field.label == "country":
        return is_text(values) and pc.max(pc.utf8_length(values)).as_py() <= 3
    typed = convert(con, {"x": values}, {"x": field.kind}, "UTC")["x"]
    return typed.null_count - values.null_count <= len(values) / 10


def _are_times(con: Connection, values: pa.Array) -> bool:
    micros = convert(con, {"x": values}, {"x": Kind.TS}, "UTC")["x"].drop_null()
    near = pc.and_(pc.greater(micros, microseconds(EARLIEST)), pc.less(micros, _LATEST))
    return len(micros) > 0 and pc.sum(near).as_py() >= 0.9 * len(values.drop_null())


def _is_local(values: pa.Array) -> bool:
    """Say whether times have no offset: naive timestamps, or text that ends like HH:MM[:SS]."""
    if pa.types.is_timestamp(values.type):
        return values.type.tz is None
    if not is_text(values) or not len(values.drop_null()):
        return False
    return bool(
        pc.all(pc.match_substring_regex(values, r"^\d{4}-\d\d-\d\d([T ][\d:.]+)?$")).as_py()
    )


def _lines(guesses: Sequence[Guess]) -> Iterator[str]:
    yield "# Proposed from the columns and first values of your files: look it over."
    seen: set[str] = set()
    dimensions: list[str] = []
    for guess in guesses:
        yield ""
        more = len(guess.files) - 1
        yield f"# {guess.files[0]}" + (f" and {more} more with the same columns" if more else "")
        if guess.table is None:
            yield f"# looks like no table of Keyart: {', '.join(map(_quoted, guess.unused))}"
        elif guess.table in seen:
            yield f"# looks like {guess.table}, too, under other names. A table has one mapping, so"
            yield "# rename its columns, the right ones to the left ones:"
            yield from (f"# {line}" for line in _mapping(guess))
        else:
            yield f"[map.{guess.table}]"
            yield from _mapping(guess)
            yield from _remarks(guess, guess.table)
            seen.add(guess.table)
        if guess.table == "impressions":
            dimensions += guess.unused
    if dimensions:
        yield ""
        yield "# Further columns of impressions; declare those you want to group and filter by:"
        yield "[dimensions]"
        yield from (f'# {_quoted(column)} = "impressions"' for column in dict.fromkeys(dimensions))


def _mapping(guess: Guess) -> list[str]:
    return [
        f"{ours} = {_quoted(column)}" for ours, column in guess.columns.items() if ours != column
    ]


def _remarks(guess: Guess, table: str) -> Iterator[str]:
    if guess.local:
        yield '# tz = "America/New_York"  # its times have no offset; without this they are UTC'
    for name in INPUT_TABLES[table].required:
        if name not in guess.columns:
            yield f'# {name} = "?"  # required, and no column looks like it'
    if guess.unused and table != "impressions":
        kept = "kept as attributes" if table in KEEP_OWN else "ignored"
        yield f"# {kept}: {', '.join(map(_quoted, guess.unused))}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
