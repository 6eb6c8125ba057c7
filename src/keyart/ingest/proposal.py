"""`keyart init --from`: guess which file is which table, and which column is which of ours."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.config import Config
from keyart.core.schema import INPUT_TABLES, Kind, Table
from keyart.ingest.blocks import Input, Unreadable, Wanted
from keyart.ingest.checks import EARLIEST, microseconds
from keyart.ingest.convert import convert
from keyart.ingest.fields import Field, contract_fields
from keyart.ingest.mapping import nearest
from keyart.ingest.reading import open_source
from keyart.ingest.sources import Source
from keyart.ingest.sql import connect
from keyart.ingest.text import decoded, is_text, readable

_SAMPLE = 1_000
_LATEST = 4_102_444_800_000_000  # 2100

_STEMS = {
    "impressions": "impression exposure shown view",
    "plays": "play watch stream session playback start",
    "titles": "title movie content catalog film show game",
    "assets": "asset artwork image creative poster headline thumbnail",
    "profiles": "profile user account member viewer customer",
    "availability": "availab window right",
    "tests": "test experiment",
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
    guesses = tuple(_guess(columns, items) for columns, items in alike.items())
    guesses = tuple(sorted(guesses, key=lambda guess: _position(guess.table)))
    return Proposal("\n".join(_lines(guesses)) + "\n", guesses)


def _position(table: str | None) -> int:
    return list(INPUT_TABLES).index(table) if table else len(INPUT_TABLES)


def _guess(columns: tuple[str, ...], items: Sequence[Input]) -> Guess:
    sample = _sample(items[0])
    found = {name: _match(table, columns, sample) for name, table in INPUT_TABLES.items()}
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
    """Return how much a file looks like a table: 0 or less if half of what it needs is absent."""
    present = sum(name in found for name in table.required) / len(table.required)
    if present <= 0.5:
        return 0
    exact = sum(name == column for name, column in found.items()) / len(table.columns)
    stems = _STEMS[table.name].split()
    named = any(stem in file.lower().rsplit("/", 1)[-1] for stem in stems)
    return present + exact + named + 0.5 * len(found) / len(table.columns)


def _match(
    table: Table, columns: Collection[str], sample: Mapping[str, pa.Array]
) -> dict[str, str]:
    """Return the columns that seem to be the contract's: equal names first, then likely ones."""
    fields = contract_fields(table, Config())
    found = {field.label: field.source for field in fields if field.source in columns}
    for field in sorted(fields, key=lambda field: not field.required):
        free = [column for column in columns if column not in found.values()]
        if field.label in found:
            continue
        likely = [c for c in nearest(field, free) if _fits(field, sample.get(c))]
        if not likely and field.kind is Kind.TS and field.required:
            likely = [c for c in free if c in sample and _are_times(sample[c])]
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


def _fits(field: Field, values: pa.Array | None) -> bool:
    """Say whether nine of ten values can be what the field holds."""
    if values is None or not len(values.drop_null()):
        return True
    if field.kind is Kind.TS:
        return _are_times(values)
    if field.label == "country":
        return is_text(values) and pc.max(pc.utf8_length(values)).as_py() <= 3
    with connect() as con:
        typed = convert(con, {"x": values}, {"x": field.kind}, "UTC")["x"]
    return typed.null_count - values.null_count <= len(values) / 10


def _are_times(values: pa.Array) -> bool:
    with connect() as con:
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
    dimensions: list[str] = []
    for guess in guesses:
        yield ""
        count = len(guess.files)
        yield f"# {guess.files[0]}" + (f" and {count - 1} more files" if count > 1 else "")
        if guess.table is None:
            yield f"# looks like no table of Keyart: {', '.join(map(_quoted, guess.unused))}"
            continue
        yield f"[map.{guess.table}]"
        yield from (
            f"{ours} = {_quoted(theirs)}"
            for ours, theirs in guess.columns.items()
            if ours != theirs
        )
        yield from _remarks(guess)
        if guess.table == "impressions":
            dimensions += guess.unused
    if dimensions:
        yield ""
        yield "# Further columns of impressions; declare those you want to group and filter by:"
        yield "[dimensions]"
        yield from (f'# {_quoted(column)} = "impressions"' for column in dict.fromkeys(dimensions))


def _remarks(guess: Guess) -> Iterator[str]:
    if guess.table is None:
        return
    if guess.local:
        yield '# tz = "America/New_York"  # its times have no offset; without this they are UTC'
    for name in INPUT_TABLES[guess.table].required:
        if name not in guess.columns:
            yield f'# {name} = "?"  # required, and no column looks like it'
    if guess.unused and guess.table != "impressions":
        kept = (
            "kept as attributes" if guess.table in ("titles", "assets", "profiles") else "ignored"
        )
        yield f"# {kept}: {', '.join(map(_quoted, guess.unused))}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
