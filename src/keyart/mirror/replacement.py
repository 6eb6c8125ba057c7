"""Replacing what datasources in Druid hold, so that a failed load loses nothing.

Druid replaces chunks of time as a whole, a day or a month (UTC) each. It treats files that it
cannot find as empty, and a task that read nothing as a success. So its sampler reads a file before
any task starts, the rows of a task are compared with those sent, and only then are the older rows
dropped; otherwise they are restored.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from keyart.core.errors import DruidError
from keyart.core.progress import Progress
from keyart.scale.druid import segments, tasks
from keyart.scale.druid.client import Druid
from keyart.scale.druid.ingestion import sample_task
from keyart.scale.druid.segments import DruidSegment

Interval = tuple[datetime, datetime]

DAY, MONTH = "DAY", "MONTH"

DAILY_SHARE = 0.2
"""Days with at least this share of a segment's rows on average get their own segments."""

SAMPLED_ROWS = 5

INPUT_FOLDER = (
    "Set a folder that all services of Druid see under one path: "
    "input_folder in [druid] of keyart.toml."
)


def unit_for(rows_by_day: Mapping[date, int], rows_per_segment: int) -> str:
    """Return the size of chunks, `DAY` or `MONTH`.

    Small days make many small segments; large months are loaded again when one day changes.
    """
    average = sum(rows_by_day.values()) / max(1, len(rows_by_day))
    return DAY if average >= DAILY_SHARE * rows_per_segment else MONTH


def chunk_name(day: date, unit: str) -> str:
    """Return the name of the chunk that a day is in: `2026-03-01` or `2026-03`."""
    return day.isoformat() if unit == DAY else f"{day:%Y-%m}"


def interval(name: str) -> Interval:
    """Return the start and the end (exclusive) of a chunk."""
    if len(name) == len("2026-03-01"):
        start = datetime.fromisoformat(name).replace(tzinfo=UTC)
        return start, start + timedelta(days=1)
    start = datetime.fromisoformat(f"{name}-01").replace(tzinfo=UTC)
    return start, (start + timedelta(days=31)).replace(day=1)


def merge_intervals(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Merge intervals that overlap or touch; return them ascending."""
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def overlap(first: Interval, second: Interval) -> bool:
    """Return whether two intervals have an instant in common."""
    return first[0] < second[1] and second[0] < first[1]


def format_interval(time: Interval) -> str:
    """Return an interval as text."""
    return f"{time[0]:%Y-%m-%d} to {time[1]:%Y-%m-%d}"


@dataclass(frozen=True)
class Sending:
    """Files for a datasource, and the task that loads them.

    Attributes:
        task: The specification of the task.
        file: One of the files.
        columns: The columns of the files.
        chunks: The intervals of their rows.
        rows: The number of their rows.
    """

    task: Mapping[str, Any]
    file: Path
    columns: tuple[str, ...]
    chunks: tuple[Interval, ...]
    rows: int


@dataclass(frozen=True)
class Target:
    """What a datasource should hold.

    Attributes:
        datasource: Its name.
        columns: Its columns in SQL.
        chunks: All intervals with rows; anything else is dropped.
        rows: The number of rows sent, in all of them.
        sending: What is loaded now, None if it has everything already.
    """

    datasource: str
    columns: tuple[str, ...]
    chunks: frozenset[Interval]
    rows: int
    sending: Sending | None


def require_readable(druid: Druid, targets: Sequence[Target]) -> None:
    """Raise `DruidError` unless Druid's sampler reads the files as they were written."""
    for target in targets:
        if target.sending is not None:
            _require_readable(druid, target.sending)


def _require_readable(druid: Druid, sending: Sending) -> None:
    file = sending.file.absolute()
    sample = tasks.sample(druid, sample_task(sending.task, file, SAMPLED_ROWS))
    if not sample.rows:
        raise DruidError(f"Druid finds no rows in {file}.", hint=INPUT_FOLDER)
    if not sample.columns <= set(sending.columns) or sample.usable < sample.rows:
        raise DruidError(
            f"Druid reads {file} differently than it was written: {sample.usable} of {sample.rows} "
            f"rows are usable, with the columns {', '.join(sorted(sample.columns))}.",
            hint=f"Does Druid see another file there? {INPUT_FOLDER}",
        )


def replace(druid: Druid, targets: Sequence[Target], progress: Progress) -> None:
    """Make Druid hold exactly `targets`, and return once queries see it.

    Raises `DruidError` if a task fails, or if Druid loaded more or fewer rows than it was sent.
    Then queries see again what they saw before.
    """
    before = {
        target.datasource: segments.used_segments(druid, target.datasource) for target in targets
    }
    try:
        _run_tasks(druid, targets, progress)
        for target in targets:
            _require_loaded(druid, target, before[target.datasource])
        for target in targets:
            _drop_others(druid, target)
            _require_complete(druid, target)
    except (DruidError, KeyboardInterrupt) as error:
        _restore_all(druid, before, error)
        raise


def _run_tasks(druid: Druid, targets: Sequence[Target], progress: Progress) -> None:
    sent = [target.sending for target in targets if target.sending is not None]
    if sent:
        progress.begin("load into Druid", len(tasks.PASSES) * sum(sending.rows for sending in sent))
        tasks.finish(druid, [tasks.submit(druid, sending.task) for sending in sent], progress)


def _require_loaded(druid: Druid, target: Target, before: Sequence[DruidSegment]) -> None:
    """Raise `DruidError` unless new segments hold all rows that were sent."""
    sending, name = target.sending, target.datasource
    if sending is None:
        return
    loaded = 0
    if {*sending.chunks} <= {(s.start, s.end) for s in _new_segments(druid, name, before)}:
        segments.await_served(druid, name, target.columns)
        loaded, _ = segments.counts(druid, name, merge_intervals(sending.chunks))
    if loaded != sending.rows:
        raise DruidError(
            f"Druid loaded {loaded:,} of the {sending.rows:,} rows sent to {name}.",
            hint=f"It serves what it served before. Can its workers read the files? {INPUT_FOLDER}",
        )


def _new_segments(
    druid: Druid, datasource: str, before: Sequence[DruidSegment]
) -> list[DruidSegment]:
    old = {segment.id for segment in before}
    return [
        segment for segment in segments.used_segments(druid, datasource) if segment.id not in old
    ]


def _drop_others(druid: Druid, target: Target) -> None:
    """Drop segments outside the chunks of a target."""
    used = segments.used_segments(druid, target.datasource)
    # Tombstones stay: without them, the segments that they replaced might be served again.
    stale = [s.id for s in used if not s.is_tombstone and (s.start, s.end) not in target.chunks]
    segments.unuse_segments(druid, target.datasource, stale)


def _require_complete(druid: Druid, target: Target) -> None:
    """Wait until queries see all rows; raises `DruidError` if Druid holds fewer or more."""
    name = target.datasource
    if not target.chunks:
        segments.await_gone(druid, name)
        return
    segments.await_served(druid, name, target.columns)
    rows, _ = segments.counts(druid, name)
    if rows != target.rows:
        raise DruidError(
            f"Druid holds {rows:,} of the {target.rows:,} rows of {name}.",
            hint="Load with --full; if that does not help, see the logs of Druid's historicals.",
        )


def _restore_all(
    druid: Druid, before: Mapping[str, Sequence[DruidSegment]], reason: BaseException
) -> None:
    """Restore what queries saw before; raises `DruidError` if that fails."""
    why = reason.message if isinstance(reason, DruidError) else "It was stopped."
    for datasource, older in before.items():
        try:
            _restore(druid, datasource, older)
        except DruidError as error:
            raise type(error)(
                f"{why} And what Druid served of {datasource} before could "
                f"not be restored: {error.message}",
                hint="Answers may be wrong until a load succeeds: keyart druid load STORE.",
            ) from reason


def _restore(druid: Druid, datasource: str, before: Sequence[DruidSegment]) -> None:
    new = [segment.id for segment in _new_segments(druid, datasource, before)]
    old = [segment.id for segment in before]
    if not new and {segment.id for segment in segments.used_segments(druid, datasource)} >= {*old}:
        return
    # In this order: Druid does not use segments that newer ones replace.
    segments.unuse_segments(druid, datasource, new)
    segments.use_segments(druid, datasource, old)
    if any(not segment.is_tombstone for segment in before):
        segments.await_served(druid, datasource, ())
    else:
        segments.await_gone(druid, datasource)
