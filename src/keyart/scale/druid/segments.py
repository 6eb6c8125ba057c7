"""Segments of a datasource: list, await and remove them."""

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from keyart.core.errors import DruidUnavailable
from keyart.scale.druid import tasks
from keyart.scale.druid.client import Druid
from keyart.scale.druid.layout import ROWS

COORDINATOR = "/druid/coordinator/v1"
OVERLORD = "/druid/indexer/v1"

EVER = "1000-01-01/3000-01-01"

QUERIES = "/druid/v2"
NOT_KEPT = {"useCache": False, "populateCache": False}

PAUSE = 0.25
"""Seconds between two checks whether segments are served."""

PATIENCE = 600.0
"""Seconds in which historicals must load new segments from deep storage."""


@dataclass(frozen=True)
class DruidSegment:
    """A segment that is in use."""

    id: str
    start: datetime
    end: datetime
    bytes: int
    is_tombstone: bool
    """Whether it only marks its interval as empty."""
    is_replaced: bool = False
    """Whether newer segments have replaced it, and it waits to be removed."""


def current_segments(druid: Druid, datasource: str) -> tuple[DruidSegment, ...]:
    """Return the current segments of a datasource, from the metadata, by start."""
    return tuple(segment for segment in used_segments(druid, datasource) if not segment.is_replaced)


def used_segments(druid: Druid, datasource: str) -> tuple[DruidSegment, ...]:
    """Return the segments in use, including replaced ones, by start."""
    # This request makes Druid refresh its metadata, so that the following list is current.
    druid.calls.get(
        f"{COORDINATOR}/datasources/{quote(datasource)}/loadstatus",
        forceMetadataRefresh="true",
        interval=EVER,
    )
    listed = druid.calls.get(
        f"{COORDINATOR}/metadata/segments",
        datasources=datasource,
        includeOvershadowedStatus="true",
    )
    segments = map(_parse_segment, listed)
    return tuple(sorted(segments, key=lambda segment: (segment.start, segment.id)))


def _parse_segment(entry: Any) -> DruidSegment:
    start, end = entry["interval"].split("/")
    shard: Mapping[str, Any] = entry.get("shardSpec") or {}
    return DruidSegment(
        id=entry["identifier"],
        start=datetime.fromisoformat(start),
        end=datetime.fromisoformat(end),
        bytes=int(entry.get("size", 0)),
        is_tombstone=shard.get("type") == "tombstone",
        is_replaced=bool(entry.get("overshadowed")),
    )


def await_served(
    druid: Druid, datasource: str, columns: Iterable[str], patience: float = PATIENCE
) -> None:
    """Wait until queries see exactly the segments in the metadata, with `columns`.

    Raises `DruidUnavailable` after `patience` seconds.
    """
    expected = current_segments(druid, datasource)
    nonempty = {segment.id for segment in expected if not segment.is_tombstone}
    empty = {segment.id for segment in expected if segment.is_tombstone}
    until = time.monotonic() + patience
    while _served_segments(druid, datasource) - empty != nonempty or not _sql_columns(
        druid, datasource
    ) >= {*columns}:
        if time.monotonic() > until:
            raise DruidUnavailable(
                f"Druid does not serve the new segments of {datasource} yet.",
                hint="Check that its historicals have enough space: keyart druid status.",
            )
        time.sleep(PAUSE)


def _served_segments(druid: Druid, datasource: str) -> set[str]:
    """Return the segments that the broker queries."""
    query = {
        "queryType": "segmentMetadata",
        "dataSource": datasource,
        "intervals": [EVER],
        "analysisTypes": [],
        "toInclude": {"type": "none"},
        "merge": False,
        "context": NOT_KEPT,
    }
    return {segment["id"] for segment in druid.calls.post(QUERIES, query) or ()}


def _sql_columns(druid: Druid, datasource: str) -> set[str]:
    """Return a datasource's columns in SQL."""
    rows = druid.sql(
        "SELECT COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS "
        "WHERE TABLE_SCHEMA = 'druid' AND TABLE_NAME = ?",
        [datasource],
    )
    return set(rows.column("COLUMN_NAME").to_pylist())


def keep_for(druid: Druid, datasource: str, seconds: float) -> None:
    """Let Druid serve only data younger than `seconds`; 0 means all, by Druid's default rules."""
    rules: list[Any] = []
    if seconds:
        period = f"PT{round(seconds)}S"
        young = {"type": "loadByPeriod", "period": period, "includeFuture": True}
        rules = [{**young, "useDefaultTierForNull": True}, {"type": "dropForever"}]
    place = f"{COORDINATOR}/rules/{quote(datasource)}"
    if rules or druid.calls.get(place):  # an empty list, once written, can never be removed
        druid.calls.post(place, rules)


def compact(druid: Druid, datasource: str, rows_per_segment: int) -> None:
    """Let Druid merge added data of a datasource into segments of about `rows_per_segment` rows."""
    druid.calls.post(
        f"{COORDINATOR}/config/compaction",
        {
            "dataSource": datasource,
            "tuningConfig": {
                "partitionsSpec": {"type": "hashed", "targetRowsPerSegment": rows_per_segment}
            },
        },
    )


def kill(druid: Druid, datasource: str) -> str:
    """Remove a datasource, its rules and compaction; return the task that removes its files."""
    druid.calls.forget(f"{COORDINATOR}/config/compaction/{quote(datasource)}")
    keep_for(druid, datasource, 0)
    unuse(druid, datasource)
    killing = {"type": "kill", "dataSource": datasource, "interval": EVER}
    return tasks.submit(druid, killing)


def unuse(druid: Druid, datasource: str) -> None:
    """Hide a datasource from queries; its files stay."""
    druid.calls.forget(f"{OVERLORD}/datasources/{quote(datasource)}")


def unuse_segments(druid: Druid, datasource: str, ids: Collection[str]) -> None:
    """Hide segments from queries; their files stay."""
    _mark_segments(druid, datasource, "markUnused", ids)


def use_segments(druid: Druid, datasource: str, ids: Collection[str]) -> None:
    """Show hidden segments to queries again."""
    _mark_segments(druid, datasource, "markUsed", ids)


def _mark_segments(druid: Druid, datasource: str, how: str, ids: Collection[str]) -> None:
    if ids:
        path = f"{OVERLORD}/datasources/{quote(datasource)}/{how}"
        druid.calls.post(path, {"segmentIds": sorted(ids)})


def await_gone(druid: Druid, datasource: str, patience: float = PATIENCE) -> None:
    """Wait until queries see nothing of a datasource; raises as `await_served`."""
    until = time.monotonic() + patience
    while datasource in druid.tables():
        if time.monotonic() > until:
            raise DruidUnavailable(
                f"Druid still serves {datasource}.", hint="Check its coordinator's log."
            )
        time.sleep(PAUSE)


def counts(
    druid: Druid, datasource: str, times: Sequence[tuple[datetime, datetime]] | None = None
) -> tuple[int, int]:
    """Return (number of facts in a datasource, number of rolled-up rows that hold them).

    `times` are disjoint intervals; only data within them counts.
    """
    within = (
        None if times is None else ["/".join(t.isoformat() for t in interval) for interval in times]
    )
    query = {
        "queryType": "timeseries",
        "dataSource": datasource,
        "intervals": [EVER] if within is None else within,
        "granularity": "all",
        "aggregations": [
            {"type": "longSum", "name": "facts", "fieldName": ROWS},
            {"type": "count", "name": "rows"},
        ],
        "context": NOT_KEPT,
    }
    results = [result["result"] for result in druid.calls.post(QUERIES, query)]
    return sum(int(result["facts"] or 0) for result in results), sum(
        int(result["rows"]) for result in results
    )


def stored_datasources(druid: Druid) -> frozenset[str]:
    """Return the datasources with files in Druid, served or not."""
    return frozenset(druid.calls.get(f"{COORDINATOR}/metadata/datasources", includeUnused="true"))


def served_share(druid: Druid, datasource: str) -> float:
    """Return the share of a datasource's segments that are served, 0 to 1."""
    status = druid.calls.get(
        f"{COORDINATOR}/datasources/{quote(datasource)}/loadstatus",
        forceMetadataRefresh="false",
        interval=EVER,
    )
    return float(status[datasource]) / 100
