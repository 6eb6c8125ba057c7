"""`keyart init --from`: guess which file is which table, and which column is which field."""

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
from keyart.ingest.formats.blocks import ColumnSelection, Input, Unreadable
from keyart.ingest.formats.sources import Source
from keyart.ingest.mapping.columns import MOST_COMPARED, nearest
from keyart.ingest.mapping.fields import Field, contract_fields
from keyart.ingest.metadata import TABLES_WITH_EXTRAS
from keyart.ingest.reading import open_source
from keyart.ingest.values.conversion import convert
from keyart.ingest.values.sql import connect
from keyart.ingest.values.text import clean_block, decode, is_text

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
    """The likely table of files with equal columns.

    Attributes:
        table: the contract's table, None for none.
        files: their names.
        columns: the contract's column → the files' column.
        unused: columns that match no column of the contract.
        local: whether its times have no offset.
    """

    table: str | None
    files: tuple[str, ...]
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    local: bool = False


@dataclass(frozen=True)
class Proposal:
    """A first `keyart.toml`, and the guesses that it is made from."""

    text: str
    guesses: tuple[Guess, ...]


def propose(source: Source) -> Proposal:
    """Return a mapping for the files of `source`, for the user to review.

    Raises `BadInput` as `sources.open_inputs` does.
    """
    opened = open_source(source)
    alike: dict[tuple[str, ...], list[Input]] = {}
    for item in opened.inputs:
        columns = opened.columns.get(item.name)
        if columns:
            alike.setdefault(tuple(columns), []).append(item)
    with connect() as con:
        unsorted = [_guess(con, columns, items) for columns, items in alike.items()]
    guesses = tuple(sorted(unsorted, key=lambda guess: _table_position(guess.table)))
    return Proposal("\n".join(_toml_lines(guesses)) + "\n", guesses)


def _table_position(table: str | None) -> int:
    return list(INPUT_TABLES).index(table) if table else len(INPUT_TABLES)


def _guess(con: Connection, columns: tuple[str, ...], items: Sequence[Input]) -> Guess:
    sample = _read_sample(items[0])
    matches = {
        name: _match_columns(con, table, columns, sample) for name, table in INPUT_TABLES.items()
    }
    scores = {
        name: _score(table, matches[name], items[0].name) for name, table in INPUT_TABLES.items()
    }
    best = max(scores, key=lambda name: scores[name])
    files = tuple(item.name for item in items)
    if scores[best] <= 0:
        return Guess(None, files, {}, columns)
    chosen = matches[best]
    unused = tuple(column for column in columns if column not in chosen.values())
    local = "ts" in chosen and _is_local(sample[chosen["ts"]]) if sample else False
    return Guess(best, files, chosen, unused, local)


def _score(table: Table, matches: Mapping[str, str], file: str) -> float:
    """Return how much a file looks like a table, 0 or less if it does not.

    Required columns count most, then equal names, then the file's name.
    """
    present = sum(name in matches for name in table.required)
    absent = len(table.required) - present
    exact = sum(name == column for name, column in matches.items())
    path = Path(file)
    named = any(stem in f"{path.parent.name}/{path.name}".lower() for stem in _STEMS[table.name])
    return present - 1.5 * absent + 0.3 * exact + 0.5 * named + 0.1 * len(matches)


def _match_columns(
    con: Connection, table: Table, columns: Collection[str], sample: Mapping[str, pa.Array]
) -> dict[str, str]:
    """Return the likely column of each field: equal names first, then similar ones."""
    fields = contract_fields(table, Config())
    matches = {field.label: field.source for field in fields if field.source in columns}
    for field in sorted(fields, key=lambda field: not field.required):
        free = [column for column in columns if column not in matches.values()]
        if field.label in matches:
            continue
        likely = [c for c in nearest(field, free) if _fits(con, field, sample.get(c))]
        if not likely and field.kind is Kind.TS and field.required:
            looked_at = [c for c in free[:MOST_COMPARED] if c in sample]
            likely = [c for c in looked_at if _are_times(con, sample[c])]
        if likely:
            matches[field.label] = likely[0]
    return {field.label: matches[field.label] for field in fields if field.label in matches}


def _read_sample(item: Input) -> dict[str, pa.Array]:
    """Return the first values of each column; nothing if the input cannot be read."""
    if item.size is None:
        return {}
    try:
        for block in item.blocks(ColumnSelection(tuple(item.header().columns))):
            columns = clean_block(block).columns
            return {name: decode(a.slice(0, _SAMPLE)) for name, a in columns.items()}
    except Unreadable:
        return {}
    return {}


def _fits(con: Connection, field: Field, values: pa.Array | None) -> bool:
    """Return whether nine of ten values fit the field."""
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
    """Return whether times have no offset: naive timestamps, or text that ends like HH:MM[:SS]."""
    if pa.types.is_timestamp(values.type):
        return values.type.tz is None
    if not is_text(values) or not len(values.drop_null()):
        return False
    return bool(
        pc.all(pc.match_substring_regex(values, r"^\d{4}-\d\d-\d\d([T ][\d:.]+)?$")).as_py()
    )


def _toml_lines(guesses: Sequence[Guess]) -> Iterator[str]:
    yield "# Proposed from the columns and first values of your files: review it."
    mapped: set[str] = set()
    dimensions: list[str] = []
    for guess in guesses:
        yield ""
        more = len(guess.files) - 1
        yield f"# {guess.files[0]}" + (f" and {more} more with the same columns" if more else "")
        if guess.table is None:
            yield f"# matches no table of Keyart: {', '.join(map(_quote, guess.unused))}"
        elif guess.table in mapped:
            yield f"# also looks like {guess.table}, with other names. A table has one mapping, so"
            yield "# rename these columns from the right name to the left one:"
            yield from (f"# {line}" for line in _mapping_lines(guess))
        else:
            yield f"[map.{guess.table}]"
            yield from _mapping_lines(guess)
            yield from _comment_lines(guess, guess.table)
            mapped.add(guess.table)
        if guess.table == "impressions":
            dimensions += guess.unused
    if dimensions:
        yield ""
        yield "# Other columns of impressions; declare those to group and filter by:"
        yield "[dimensions]"
        yield from (f'# {_quote(column)} = "impressions"' for column in dict.fromkeys(dimensions))


def _mapping_lines(guess: Guess) -> list[str]:
    return [
        f"{ours} = {_quote(column)}" for ours, column in guess.columns.items() if ours != column
    ]


def _comment_lines(guess: Guess, table: str) -> Iterator[str]:
    if guess.local:
        yield '# tz = "America/New_York"  # its times have no offset; without this they are UTC'
    for name in INPUT_TABLES[table].required:
        if name not in guess.columns:
            yield f'# {name} = "?"  # required, and no column looks like it'
    if guess.unused and table != "impressions":
        kept = "kept as attributes" if table in TABLES_WITH_EXTRAS else "ignored"
        yield f"# {kept}: {', '.join(map(_quote, guess.unused))}"


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
