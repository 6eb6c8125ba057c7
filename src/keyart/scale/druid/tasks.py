"""Druid's tasks: submit, watch and stop them."""

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
"""Seconds between two checks of a task."""

PATIENCE = 60.0
"""Seconds to wait for an answer about tasks, since a coordinator may be being replaced."""

PASSES = ("determinePartitions", "buildSegments")
"""The passes of a task over its rows: to plan segments, then to build them."""

NOTHING_READ: Mapping[str, Any] = {"processed": 0}

RUNNING, SUCCESS = "RUNNING", "SUCCESS"


@dataclass(frozen=True)
class Task:
    """The state of a task."""

    id: str
    status: str
    message: str

    @property
    def is_over(self) -> bool:
        """Whether it has ended, successfully or not."""
        return self.status != RUNNING


@dataclass(frozen=True)
class FileSample:
    """A sample of a file, read by Druid's sampler."""

    rows: int
    usable: int
    """The rows that a task would accept."""
    columns: frozenset[str]
    """The columns of the rows in the file."""


def sample(druid: Druid, spec: Mapping[str, Any]) -> FileSample:
    """Let Druid's sampler read a file; nothing changes in Druid."""
    answer = druid.calls.post(SAMPLER, spec)
    rows: Sequence[Mapping[str, Any]] = answer["data"]
    columns = frozenset(name for row in rows for name in row.get("input") or ())
    return FileSample(int(answer["numRowsRead"]), int(answer["numRowsIndexed"]), columns)


def submit(druid: Druid, spec: Mapping[str, Any]) -> str:
    """Submit a task, and return its id."""
    return str(druid.calls.post(TASKS, spec)["task"])


def task(druid: Druid, task_id: str) -> Task:
    """Return the state of a task."""
    status = druid.calls.get(f"{_task_path(task_id)}/status")["status"]
    return Task(task_id, str(status["statusCode"]), str(status.get("errorMsg") or ""))


def stop(druid: Druid, task_id: str) -> None:
    """Stop a running task, and wait until it has ended.

    The data to be replaced stays, unless the task was in the middle of replacing it.
    """
    druid.calls.post(f"{_task_path(task_id)}/shutdown", {})
    until = time.monotonic() + PATIENCE
    while not task(druid, task_id).is_over and time.monotonic() < until:
        time.sleep(PAUSE)


def finish(druid: Druid, task_ids: Sequence[str], progress: Progress) -> None:
    """Wait for tasks, and advance `progress` by the rows that they read.

    Raises `DruidError` if one fails. After any error the tasks that still run are stopped.
    """
    left = dict.fromkeys(task_ids, 0)
    last_answer = time.monotonic()
    try:
        while left:
            for task_id, before in list(left.items()):
                try:
                    now = task(druid, task_id)
                except DruidUnavailable:
                    if time.monotonic() - last_answer > PATIENCE:
                        raise
                    continue
                last_answer = time.monotonic()
                left[task_id] = max(before, _count_rows_read(druid, task_id))
                progress.advance(left[task_id] - before)
                if now.is_over:
                    del left[task_id]
                    _require_success(druid, now)
            if left:
                time.sleep(PAUSE)
    finally:
        for task_id in left:
            with suppress(DruidError):  # the original error matters more
                stop(druid, task_id)


def _require_success(druid: Druid, ended: Task) -> None:
    if ended.status == SUCCESS:
        return
    words = _read_report(druid, ended.id).get("errorMsg") or ended.message or "no reason given"
    raise DruidError(
        f"Druid's task {ended.id} failed: {words}",
        hint=f"See its log: {druid.url}{_task_path(ended.id)}/log",
    )


def _count_rows_read(druid: Druid, task_id: str) -> int:
    """Return how many rows a task has read in all its passes, as far as it reports."""
    stats: Any = _read_report(druid, task_id).get("rowStats") or {}
    totals: Mapping[str, Any] = stats.get("totals") or stats
    return sum(int((totals.get(name) or NOTHING_READ)["processed"]) for name in PASSES)


def _read_report(druid: Druid, task_id: str) -> Mapping[str, Any]:
    """Return a task's report, empty before it starts."""
    try:
        reports: Mapping[str, Any] = druid.calls.find(f"{_task_path(task_id)}/reports") or {}
    except DruidError:  # no service answers for a task that is just starting or ending
        return {}
    return reports.get("ingestionStatsAndErrors", {}).get("payload", {})


def _task_path(task_id: str) -> str:
    return f"{TASKS}/{quote(task_id, safe='')}"
