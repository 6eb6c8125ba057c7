"""Plain events: an impression and the play that it leads to, with whatever else a test says."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

Row = Mapping[str, Any]


def table(rows: Sequence[Row]) -> pa.Table:
    """Return rows as an Arrow table with all their keys as columns."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.table({name: [row.get(name) for row in rows] for name in names})


def impression(profile: object = "p", **further: Any) -> Row:
    """Return an impression of title t."""
    return {
        "ts": "2026-01-05T12:00:00Z", "profile_id": profile, "asset_id": "a", "title_id": "t",
        **further,
    }  # fmt: skip


def play(profile: object = "p", **further: Any) -> Row:
    """Return ten minutes of title t, half an hour later."""
    return {
        "ts": "2026-01-05T12:30:00Z", "profile_id": profile, "title_id": "t", "seconds": 600.0,
        **further,
    }  # fmt: skip
