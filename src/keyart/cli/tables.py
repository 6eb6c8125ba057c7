"""Answers and accounts as tables on the terminal."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import pyarrow as pa
from rich import box
from rich.table import Table

from keyart.cli import figures
from keyart.core.report import Account
from keyart.query import Query, Result

MOST_ROWS = 200
"""Show this many rows of an answer, and the number of the rest."""

ACCOUNT = ("rows", "accepted", "duplicate", "updated", "conflict", "quarantined")


def table(headings: Sequence[str], numbers: Iterable[str] = ()) -> Table:
    """Return an empty table; the columns named in `numbers` are aligned to the right."""
    right = set(numbers)
    drawn = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading in headings:
        justify = "right" if heading in right else "left"
        drawn.add_column(heading, justify=justify, overflow="fold")
    return drawn


def plain_grid() -> Table:
    """Return an empty grid of names and what they are."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim")
    grid.add_column(overflow="fold")
    return grid


def answer(result: Result, query: Query) -> Table:
    """Return the rows of an answer, and its totals below them."""
    schema = result.table.schema
    drawn = table(schema.names, [field.name for field in schema if _is_number(field.type)])
    for row in result.table.slice(0, MOST_ROWS).to_pylist():
        drawn.add_row(*(_cell(name, value, query.grain) for name, value in row.items()))
    if query.by or query.grain:
        drawn.add_section()
        drawn.add_row(*_total_cells(schema.names, result.totals), style="bold")
    return drawn


def _is_number(type_: pa.DataType) -> bool:
    return pa.types.is_integer(type_) or pa.types.is_floating(type_)


def _cell(name: str, value: object, grain: str | None) -> str:
    if isinstance(value, datetime) and grain is not None and grain != "hour":
        return f"{value:%Y-%m-%d}"
    return figures.value(name, value)


def _total_cells(names: Sequence[str], totals: Mapping[str, object]) -> list[str]:
    cells = [figures.value(name, totals[name]) if name in totals else "" for name in names]
    return ["total", *cells[1:]] if names[0] not in totals else cells


def origin(result: Result) -> str:
    """Return the origin and accuracy of an answer as one line."""
    meta = result.meta
    exact = "exact" if meta.exact else f"within {figures.percent(meta.error_bound)}"
    return source(meta.answered_by, meta, exact)


class Provenance(Protocol):
    """Where a result comes from."""

    @property
    def ms(self) -> float:
        """How long it took, in milliseconds."""
        ...

    @property
    def rows_scanned(self) -> int:
        """How many rows were read."""
        ...

    @property
    def version(self) -> int:
        """The version of the store."""
        ...

    @property
    def as_of(self) -> datetime | None:
        """The time of the newest event."""
        ...

    @property
    def complete_until(self) -> datetime | None:
        """Up to here no more plays can come."""
        ...


def source(done: str, of: Provenance, *accuracy: str) -> str:
    """Return the origin of a result as one line: what was `done`, and its `accuracy`."""
    parts = [
        f"{done} in {of.ms:,.0f} ms",
        f"{figures.count(of.rows_scanned, 'row')} scanned",
        *accuracy,
        f"version {of.version}",
        f"data until {figures.instant(of.as_of)}",
        f"complete until {figures.instant(of.complete_until)}",
    ]
    return " · ".join(parts)


def accounts(batches: Mapping[str, Account]) -> Table:
    """Return the account of each table's rows."""
    drawn = table(("table", *ACCOUNT), ACCOUNT)
    for name, account in batches.items():
        drawn.add_row(name, *(f"{account[figure]:,}" for figure in ACCOUNT))
    return drawn


def reasons(batches: Mapping[str, Account]) -> list[str]:
    """Return a line for each table with quarantined rows: the number of rows by code."""
    return [
        f"{name}: {listed(account.reasons)}" for name, account in batches.items() if account.reasons
    ]


def listed(counts: Mapping[str, int], most: int | None = None) -> str:
    """Return counts by name as one line, greatest first; beyond `most`, only how many more."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    more = [f"and {len(ordered) - most:,} more"] if most and len(ordered) > most else []
    return ", ".join([*(f"{name} {count:,}" for name, count in ordered[:most]), *more])


def plays(by_reason: Mapping[str, int]) -> str:
    """Return the share of plays by outcome as one line."""
    total = sum(by_reason.values())
    shares = [
        f"{outcome} {figures.percent(count / total)}"
        for outcome, count in by_reason.items()
        if total
    ]
    return f"{figures.count(total, 'play')}: {', '.join(shares) or figures.MISSING}"


def rejected(rows: Sequence[Mapping[str, object]], headings: Sequence[str]) -> Table:
    """Return rejected rows, one line each."""
    drawn = table(headings, ("row", "batch"))
    for row in rows:
        shown = {**row, "data": _present(str(row["data"]))}
        drawn.add_row(*(figures.value(name, shown[name]) for name in headings))
    return drawn


def _present(data: str) -> str:
    """Return a row as JSON without its missing values."""
    values: dict[str, object] = json.loads(data) if data.startswith("{") else {}
    present = {name: value for name, value in values.items() if value is not None}
    return json.dumps(present, ensure_ascii=False) if present else data
