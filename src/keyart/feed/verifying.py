"""Is a feed what it should be? Asked before it is announced, of the file as it lies on the disk."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from math import isclose
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from keyart.core.errors import StoreDamaged
from keyart.core.facts import Family
from keyart.feed.announcing import Announced, checksum
from keyart.feed.asking import Asking
from keyart.feed.cells import term_name
from keyart.feed.feed import Feed
from keyart.feed.figures import ASSET, KEYS, TITLE
from keyart.query import Query, Result, ask, owner
from keyart.store import Snapshot

SAMPLES = 3
"""Titles whose answers are compared with those of the engine."""

CLOSE = 1e-9
"""How close, relatively, figures that are not whole must be."""


def verify(snapshot: Snapshot, path: Path, sha256: str, rows: Mapping[str, int]) -> None:
    """Raise `StoreDamaged` unless the feed in `path` is as it was written, and true.

    `rows` are those of each sheet that were written.
    """
    if checksum(path) != sha256:
        raise _wrong(path, "is not on the disk as it was written")
    now = datetime.now(UTC)
    told = Announced(snapshot.version, 0, path.name, sha256, path.stat().st_size, now)
    feed = Feed(path.parent, told)
    _verify_rows(feed, path, rows)
    _verify_sums(snapshot, feed, path)
    for query in _questions(snapshot, feed):
        held = ask(snapshot, owner(), query, feed=feed)
        if held.meta.answered_by != "feed":
            raise _wrong(path, f"has no answer to {query.to_dict()}: {held.meta.reason}")
        if not _equal(held, ask(snapshot, owner(), query)):
            raise _wrong(path, f"answers {query.to_dict()} otherwise than the store does")


def _wrong(path: Path, what: str) -> StoreDamaged:
    return StoreDamaged(
        f"The new feed {path} {what}.", hint="It was not announced; the one before holds."
    )


def _verify_rows(feed: Feed, path: Path, rows: Mapping[str, int]) -> None:
    for name, count in rows.items():
        sheet = feed.sheet(name)
        if sheet is None or sheet.num_rows != count:
            raise _wrong(path, f"has not the {count:,} rows of {name}")


def _verify_sums(snapshot: Snapshot, feed: Feed, path: Path) -> None:
    """Compare each sheet's sums of whole numbers with those of the whole catalogue."""
    for name, (family, _) in KEYS.items():
        sheet, whole = feed.sheet(name), feed.sheet(family.value)
        if sheet is None or whole is None:
            continue
        for column in _whole_sums(snapshot, family):
            if _total(sheet, column) != _total(whole, column):
                raise _wrong(path, f"has another sum of {column} in {name} than over all")


def _whole_sums(snapshot: Snapshot, family: Family) -> Sequence[str]:
    asking = Asking(snapshot, owner())
    plan = asking.plan(Query(asking.measures(family)))
    return [term_name(term) for term in plan.sums if not term.per_runtime]


def _total(sheet: pa.Table, column: str) -> int:
    return int(np.sum(sheet.column(column).to_numpy(), dtype=np.int64))


def _questions(snapshot: Snapshot, feed: Feed) -> list[Query]:
    """Return questions that the feed must answer as the store does: totals, and some titles."""
    asking = Asking(snapshot, owner())
    whole = [Query(asking.measures(family)) for family in Family]
    sheet = feed.sheet("exposure_title")
    titles: list[str | None] = [] if sheet is None else sheet.column(TITLE).to_pylist()
    places = sorted({round(at) for at in np.linspace(0, len(titles) - 1, SAMPLES)} - {-1})
    return [
        *whole,
        *(
            replace(whole[0], by=(ASSET,), where={TITLE: [titles[place]]}, intervals=True)
            for place in places
            if titles
        ),
    ]


def _equal(held: Result, direct: Result) -> bool:
    pairs = zip([*held.to_dicts(), held.totals], [*direct.to_dicts(), direct.totals], strict=True)
    return held.table.num_rows == direct.table.num_rows and all(
        one.keys() == other.keys() and all(_close(one[n], other[n]) for n in one)
        for one, other in pairs
    )


def _close(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)
    return one == other
