"""Tests on record: which assets of a title were shown at random, in which shares, and when."""

from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import strawberry

from keyart.store import Snapshot


@strawberry.type(description="A test on record, as `compare` takes it by its name.")
class Test:
    """One test."""

    name: str = strawberry.field(description="What the input calls it.")
    assets: list[str] = strawberry.field(description="The ids of its assets.")
    shares: list[float | None] = strawberry.field(
        description="The shares of people intended for them; null where none is on record."
    )
    start: datetime | None = strawberry.field(description="When it begins, if that is on record.")
    end: datetime | None = strawberry.field(description="When it ends, if that is on record.")


def tests_of(snapshot: Snapshot, title: str) -> list[Test]:
    """Return the tests of a title by name, each with its assets in the order of their ids."""
    table = snapshot.tests
    own = table.filter(pc.equal(table.column("title_id"), pa.scalar(title)))
    by_name: dict[str, list[dict[str, Any]]] = {}
    for row in own.sort_by([("test", "ascending"), ("asset_id", "ascending")]).to_pylist():
        by_name.setdefault(row["test"], []).append(row)
    return [_test(name, rows) for name, rows in by_name.items()]


def _test(name: str, rows: list[dict[str, Any]]) -> Test:
    starts = [row["start"] for row in rows if row["start"] is not None]
    ends = [row["end"] for row in rows if row["end"] is not None]
    return Test(
        name=name,
        assets=[row["asset_id"] for row in rows],
        shares=[row["share"] for row in rows],
        start=min(starts, default=None),
        end=max(ends, default=None),
    )
