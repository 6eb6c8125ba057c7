"""Stores with a planted reason why plays find no impression, each of which should be found."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from keyart import session
from keyart.insights import Attribution, attribution

START = datetime(2026, 3, 1, 18, tzinfo=UTC)
PROFILES = 40

Rows = Sequence[dict[str, Any]]


def impression(number: int, **other: Any) -> dict[str, Any]:
    """Return an impression of title `show` to profile `number`, a minute later for each."""
    return {
        "ts": START + timedelta(minutes=number),
        "profile_id": f"p{number}",
        "asset_id": "poster",
        "title_id": "show",
        "placement": "home",
        **other,
    }


def play(number: int, after: timedelta = timedelta(minutes=5), **other: Any) -> dict[str, Any]:
    """Return a play of title `show` by profile `number`, so long after its impression."""
    return {
        "ts": START + timedelta(minutes=number) + after,
        "profile_id": f"p{number}",
        "title_id": "show",
        "seconds": 600.0,
        **other,
    }


def judged(folder: Path, *, impressions: Rows, plays: Rows, titles: Rows = ()) -> Attribution:
    """Return what a store of these rows says of its plays."""
    tables = {"impressions": impressions, "plays": plays, "titles": titles}
    given: Any = {name: pa.Table.from_pylist(list(rows)) for name, rows in tables.items() if rows}
    with session.create(folder / "planted.keyart") as store:
        store.ingest(**given)
        return attribution(store.snapshot())
