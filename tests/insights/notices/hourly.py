"""Seven weeks of events, some a minute, in two countries; hours of them can be left out.

What is played is another title than what is shown, so that nothing else is to be known of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from keyart import session
from keyart.pipeline import WriteOptions, ingest

START = datetime(2026, 3, 2, tzinfo=UTC)
DAYS = 49
END = START + timedelta(days=DAYS)
A_DAY = 3_600
"""Impressions, and as many plays; of four, three are in the US."""
PROFILES = 4_000

_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Lost:
    """What is left out: events of `table` in `country` (None: everywhere) from then until then."""

    table: str
    since: datetime
    until: datetime
    country: str | None = None

    def of(self, table: pa.Table) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Return which rows are lost."""
        ts = table.column("ts").to_numpy().astype("M8[us]").astype(np.int64)
        low, high = (int(at.timestamp() * 1e6) for at in (self.since, self.until))
        here = np.array(table.column("country").to_pylist()) == self.country
        return (ts >= low) & (ts < high) & (here | (self.country is None))


def both(since: datetime, until: datetime, country: str | None = None) -> tuple[Lost, Lost]:
    """Return what is lost of impressions and plays."""
    return (
        Lost("impressions", since, until, country),
        Lost("plays", since, until, country),
    )


def events(*lost: Lost, until: datetime = END) -> dict[str, pa.Table]:
    """Return the tables without what is lost."""
    rng = np.random.default_rng(5)
    tables = {"impressions": _table(rng, "film"), "plays": _table(rng, "series")}
    tables["plays"] = tables["plays"].append_column("seconds", pa.array([600.0] * A_DAY * DAYS))
    asset = rng.integers(0, 2, A_DAY * DAYS)
    tables["impressions"] = (
        tables["impressions"]
        .append_column("asset_id", pa.array([f"a{n}" for n in asset.tolist()]))
        .append_column("phase", pa.array(["explore"] * asset.size))
    )
    for one in (*lost, *both(until, END)):
        tables[one.table] = tables[one.table].filter(pa.array(~one.of(tables[one.table])))
    return tables


def _table(rng: np.random.Generator, title: str) -> pa.Table:
    count = A_DAY * DAYS
    ts = np.sort(rng.integers(0, DAYS * 86_400, count)) * 1_000_000
    profile = rng.integers(0, PROFILES, count)
    return pa.table(
        {
            "ts": pa.array(ts + int(START.timestamp() * 1e6), pa.timestamp("us", "UTC")),
            "profile_id": [f"p{n}" for n in profile.tolist()],
            "title_id": [title] * count,
            "country": ["US" if n % 4 else "DE" for n in profile.tolist()],
        }
    )


def store(
    folder: Path, tables: dict[str, pa.Table], *, now: datetime | None = None, splits: int = 1
) -> session.Store:
    """Return a store of the tables, published at `now`, in so many parts of mixed rows."""
    path = folder / "hours.keyart"
    made = session.create(str(path))
    for part in _parts(tables, splits):
        ingest(path, part, WriteOptions(now=now or END + timedelta(days=100)))
    return made


def _parts(tables: dict[str, pa.Table], splits: int) -> Sequence[dict[str, Any]]:
    rng = np.random.default_rng(splits)
    orders = {name: rng.permutation(table.num_rows) for name, table in tables.items()}
    return [
        {name: tables[name].take(pa.array(order[at::splits])) for name, order in orders.items()}
        for at in range(splits)
    ]
