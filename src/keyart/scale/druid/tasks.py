"""Tasks of Druid: submitted, watched, stopped; a failure in Druid's own words."""

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from keyart.core.errors import DruidError, DruidUnavailable
from keyart.core.progress import Progress
from keyart.scale.druid.client import Druid

TASKS = "/druid/indexer/v1/task"
SAMPLER = "/druid/indexer/v1/sampler"

PAUSE = 0.5
"""Seconds between two looks at a task."""

PATIENCE = 60.0
"""Seconds for which nobody may answer for tasks: a coordinator may be replaced by another."""

PASSES = ("determinePartitions", "buildSegments")
"""How often a task reads its rows: to see how they spread over segments, then to build these."""

NOTHING_READ: Mapping[str, Any] = {"processed": 0}

RUNNING, SUCCESS = "RUNNING", "SUCCESS"


@dataclass(frozen=True)
class Task:
    """How a task is."""

    id: str
    status: str
    message: str

    @property
    def is_over(self) -> bool:
        """Whether it has ended, well or not."""
        return self.status != RUNNING


@dataclass(frozen=True)
class Sample:
    """What Druid's sampler read of a file."""

    rows: int
    usable: int
    """Those of them that a task would take."""
    columns: frozenset[str]
    """The columns of the rows as they stand in the file."""


def sample(druid: Druid, spec: Mapping[str, Any]) -> Sample:
    """Let Druid's sampler read what `spec` says; nothing changes in Druid."""
    said = druid.calls.post(SAMPLER, spec)
    rows: Sequence[Mapping[str, Any]] = said["data"]
    columns = frozenset(name for row in rows for name in row.get("input") or ())
    return Sample(int(said["numRowsRead"]), int(said["numRowsIndexed"]), columns)


def submit(druid: Druid, spec: Mapping[str, Any]) -> str:
    """Hand a task over, and return its id."""
    return str(druid.calls.post(TASKS, spec)["task"])


def task(druid: Druid, task_id: str) -> Task:
    """Return how a task is."""
    status = druid.calls.get(f"{_path(task_id)}/status")["status"]
    return Task(task_id, str(status["statusCode"]), str(status.get("errorMsg") or ""))


def stop(druid: Druid, task_id: str) -> None:
    """End a task that runs, and return once it has ended.

    What it was to replace stays as it is, unless it was just about to be replaced.
    """
    druid.calls.post(f"{_path(task_id)}/shutdown", {})
    until = time.monotonic() + PATIENCE
    while not task(druid, task_id).is_over and time.monotonic() < until:
        time.sleep(PAUSE)


def finish(druid: Druid, task_ids: Sequence[str], progress: Progress) -> None:
    """Wait for tasks, and advance `progress` by the rows that they read.

    Raises `DruidError` when one fails. When that or anything else ends the waiting, those that
    still run are stopped.
    """
    left = dict.fromkeys(task_ids, 0)
    heard = time.monotonic()
    try:
        while left:
            for task_id, before in list(left.items()):
                try:
                    now = task(druid, task_id)
                except DruidUnavailable:
                    if time.monotonic() - heard > PATIENCE:
                        raise
                    continue
                heard = time.monotonic()
                left[task_id] = max(before, _rows_read(druid, task_id))
                progress.advance(left[task_id] - before)
                if now.is_over:
                    del left[task_id]
                    _require_success(druid, now)
            if left:
                time.sleep(PAUSE)
    finally:
        for task_id in left:
            with suppress(DruidError):  # what ended the waiting matters more
                stop(druid, task_id)


def _require_success(druid: Druid, ended: Task) -> None:
    if ended.status == SUCCESS:
        return
    words = _reported(druid, ended.id).get("errorMsg") or ended.message or "it does not say why"
    raise DruidError(
        f"Druid's task {ended.id} failed: {words}",
        hint=f"Its log says more: {druid.url}{_path(ended.id)}/log",
    )


def _rows_read(druid: Druid, task_id: str) -> int:
    """Return how many rows a task has read in all its passes, as far as it tells."""
    stats: Any = _reported(druid, task_id).get("rowStats") or {}
    totals: Mapping[str, Any] = stats.get("totals") or stats
    return sum(int((totals.get(name) or NOTHING_READ)["processed"]) for name in PASSES)


def _reported(druid: Druid, task_id: str) -> Mapping[str, Any]:
    """Return what a task reports of itself; nothing before it has begun."""
    try:
        reports: Mapping[str, Any] = druid.calls.find(f"{_path(task_id)}/reports") or {}
    except DruidError:  # a task that begins or ends just now has nobody to answer for it
        return {}
    return reports.get("ingestionStatsAndErrors", {}).get("payload", {})


def _path(task_id: str) -> str:
    return f"{TASKS}/{quote(task_id, safe='')}"
