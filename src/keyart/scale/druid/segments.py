"""Segments of a datasource: which there are, which are served, and how they are let go of."""

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
"""Seconds between two looks at whether segments are served."""

PATIENCE = 600.0
"""Seconds in which new segments must be served: historicals load them from deep storage."""


@dataclass(frozen=True)
class Segment:
    """A segment that is in use."""

    id: str
    start: datetime
    end: datetime
    bytes: int
    is_tombstone: bool
    """Whether it only says that its interval is empty."""
    is_replaced: bool = False
    """Whether newer segments stand in its place, and it only waits to be let go of."""


def published(druid: Druid, datasource: str) -> tuple[Segment, ...]:
    """Return the segments that make up a datasource now, as the metadata says, by start."""
    return tuple(segment for segment in used(druid, datasource) if not segment.is_replaced)


def used(druid: Druid, datasource: str) -> tuple[Segment, ...]:
    """Return the segments in use, also those that newer ones have replaced, by start."""
    # Asked for its side effect: the list of segments that follows is not an older one.
    druid.calls.get(
        f"{COORDINATOR}/datasources/{quote(datasource)}/loadstatus",
        forceMetadataRefresh="true",
        interval=EVER,
    )
    found = druid.calls.get(
        f"{COORDINATOR}/metadata/segments",
        datasources=datasource,
        includeOvershadowedStatus="true",
    )
    own = map(_segment, found)
    return tuple(sorted(own, key=lambda segment: (segment.start, segment.id)))


def _segment(said: Any) -> Segment:
    start, end = said["interval"].split("/")
    shard: Mapping[str, Any] = said.get("shardSpec") or {}
    return Segment(
        id=said["identifier"],
        start=datetime.fromisoformat(start),
        end=datetime.fromisoformat(end),
        bytes=int(said.get("size", 0)),
        is_tombstone=shard.get("type") == "tombstone",
        is_replaced=bool(said.get("overshadowed")),
    )


def await_served(
    druid: Druid, datasource: str, columns: Iterable[str], patience: float = PATIENCE
) -> None:
    """Wait until questions see exactly the segments that the metadata names, with `columns`.

    Raises `DruidUnavailable` when that takes longer than `patience` seconds.
    """
    wanted = published(druid, datasource)
    own = {segment.id for segment in wanted if not segment.is_tombstone}
    empty = {segment.id for segment in wanted if segment.is_tombstone}
    until = time.monotonic() + patience
    while _served(druid, datasource) - empty != own or not _known(druid, datasource) >= {*columns}:
        if time.monotonic() > until:
            raise DruidUnavailable(
                f"Druid has not begun to serve what was loaded into {datasource}.",
                hint="Have its historicals room for more? See keyart druid status.",
            )
        time.sleep(PAUSE)


def _served(druid: Druid, datasource: str) -> set[str]:
    """Return the segments that the broker asks."""
    asked = {
        "queryType": "segmentMetadata",
        "dataSource": datasource,
        "intervals": [EVER],
        "analysisTypes": [],
        "toInclude": {"type": "none"},
        "merge": False,
        "context": NOT_KEPT,
    }
    return {one["id"] for one in druid.calls.post(QUERIES, asked) or ()}


def _known(druid: Druid, datasource: str) -> set[str]:
    """Return the columns that SQL knows of a datasource."""
    found = druid.sql(
        "SELECT COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS "
        "WHERE TABLE_SCHEMA = 'druid' AND TABLE_NAME = ?",
        [datasource],
    )
    return set(found.column("COLUMN_NAME").to_pylist())


def keep_for(druid: Druid, datasource: str, seconds: float) -> None:
    """Let Druid serve what is younger than `seconds` only; 0 means all, as its defaults say."""
    rules: list[Any] = []
    if seconds:
        period = f"PT{round(seconds)}S"
        young = {"type": "loadByPeriod", "period": period, "includeFuture": True}
        rules = [{**young, "useDefaultTierForNull": True}, {"type": "dropForever"}]
    place = f"{COORDINATOR}/rules/{quote(datasource)}"
    if rules or druid.calls.get(place):  # an empty list, once put, can never be removed
        druid.calls.post(place, rules)


def compact(druid: Druid, datasource: str, rows_per_segment: int) -> None:
    """Let Druid merge what is added to a datasource into segments of about so many rows."""
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
    """Let go of a datasource, its rules and compaction; return the task that removes its files."""
    druid.calls.forget(f"{COORDINATOR}/config/compaction/{quote(datasource)}")
    keep_for(druid, datasource, 0)
    unuse(druid, datasource)
    killing = {"type": "kill", "dataSource": datasource, "interval": EVER}
    return tasks.submit(druid, killing)


def unuse(druid: Druid, datasource: str) -> None:
    """Let no question see anything of a datasource any more; its files stay."""
    druid.calls.forget(f"{OVERLORD}/datasources/{quote(datasource)}")


def unuse_segments(druid: Druid, datasource: str, ids: Collection[str]) -> None:
    """Let no question see some segments any more; their files stay."""
    _mark(druid, datasource, "markUnused", ids)


def use_segments(druid: Druid, datasource: str, ids: Collection[str]) -> None:
    """Let questions see some segments again."""
    _mark(druid, datasource, "markUsed", ids)


def _mark(druid: Druid, datasource: str, how: str, ids: Collection[str]) -> None:
    if ids:
        path = f"{OVERLORD}/datasources/{quote(datasource)}/{how}"
        druid.calls.post(path, {"segmentIds": sorted(ids)})


def await_gone(druid: Druid, datasource: str, patience: float = PATIENCE) -> None:
    """Wait until questions see nothing of a datasource; raises as `await_served`."""
    until = time.monotonic() + patience
    while datasource in druid.tables():
        if time.monotonic() > until:
            raise DruidUnavailable(
                f"Druid still serves {datasource}.", hint="Look at its coordinator's log."
            )
        time.sleep(PAUSE)


def counts(
    druid: Druid, datasource: str, times: Sequence[tuple[datetime, datetime]] | None = None
) -> tuple[int, int]:
    """Return (of how many facts a datasource is made, to how many rows they are rolled up).

    `times` are intervals that do not overlap; only what lies within them counts.
    """
    within = None if times is None else ["/".join(t.isoformat() for t in own) for own in times]
    asked = {
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
    found = [one["result"] for one in druid.calls.post(QUERIES, asked)]
    return sum(int(one["facts"] or 0) for one in found), sum(int(one["rows"]) for one in found)


def stored(druid: Druid) -> frozenset[str]:
    """Return the datasources of which Druid has files, served or not."""
    return frozenset(druid.calls.get(f"{COORDINATOR}/metadata/datasources", includeUnused="true"))


def available(druid: Druid, datasource: str) -> float:
    """Return the share of a datasource's segments that can be asked, 0 to 1."""
    status = druid.calls.get(
        f"{COORDINATOR}/datasources/{quote(datasource)}/loadstatus",
        forceMetadataRefresh="false",
        interval=EVER,
    )
    return float(status[datasource]) / 100
