"""Replacing what Druid holds of datasources, so that a load that fails loses nothing.

Druid takes files that it cannot find for empty ones, and calls a task that read nothing a success.
So a file is read by its sampler before any task begins, what a task took is held against what was
sent, and what stood there before is let go of only then; else it is put back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keyart.core.errors import DruidError
from keyart.core.progress import Progress
from keyart.mirror.chunks import Interval, merged
from keyart.scale.druid import segments, tasks
from keyart.scale.druid.client import Druid
from keyart.scale.druid.ingestion import sample_task
from keyart.scale.druid.segments import DruidSegment

SAMPLED_ROWS = 5

INPUT_FOLDER = (
    "Give a folder that all of Druid's services see under one path: "
    "input_folder in [druid] of keyart.toml."
)


@dataclass(frozen=True)
class Sending:
    """Files for a datasource, and the task that takes them.

    Attributes:
        task: Its specification.
        file: One of the files.
        columns: The columns of the files.
        chunks: The intervals that the files have rows of.
        rows: How many rows there are in them.
    """

    task: Mapping[str, Any]
    file: Path
    columns: tuple[str, ...]
    chunks: tuple[Interval, ...]
    rows: int


@dataclass(frozen=True)
class Target:
    """What a datasource is to hold.

    Attributes:
        datasource: Its name.
        columns: What it must have, as SQL knows them.
        chunks: All intervals of which it is to have rows; anything else goes.
        rows: How many rows it is made of, in all of them.
        sending: What it takes now, None if it has everything already.
    """

    datasource: str
    columns: tuple[str, ...]
    chunks: frozenset[Interval]
    rows: int
    sending: Sending | None


def require_readable(druid: Druid, targets: Sequence[Target]) -> None:
    """Raise `DruidError` unless Druid's sampler reads of a file what stands in it."""
    for target in targets:
        if target.sending is not None:
            _require_readable(druid, target.sending)


def _require_readable(druid: Druid, sending: Sending) -> None:
    file = sending.file.absolute()
    found = tasks.sample(druid, sample_task(sending.task, file, SAMPLED_ROWS))
    if not found.rows:
        raise DruidError(f"Druid finds no rows in {file}.", hint=INPUT_FOLDER)
    if not found.columns <= set(sending.columns) or found.usable < found.rows:
        raise DruidError(
            f"Druid does not read {file} as it was written: it finds {found.usable} of "
            f"{found.rows} rows usable, with the columns {', '.join(sorted(found.columns))}.",
            hint=f"Does another file stand there for Druid? {INPUT_FOLDER}",
        )


def replace(druid: Druid, targets: Sequence[Target], progress: Progress) -> None:
    """Let Druid hold just what `targets` say, and return once questions see it.

    Raises `DruidError` when a task fails, in Druid's words, and when Druid took other rows than it
    was sent. Then questions see again what they saw before.
    """
    before = {
        target.datasource: segments.used_segments(druid, target.datasource) for target in targets
    }
    try:
        _take(druid, targets, progress)
        for target in targets:
            _require_taken(druid, target, before[target.datasource])
        for target in targets:
            _let_go(druid, target)
            _require_whole(druid, target)
    except (DruidError, KeyboardInterrupt) as error:
        _put_all_back(druid, before, error)
        raise


def _take(druid: Druid, targets: Sequence[Target], progress: Progress) -> None:
    sent = [target.sending for target in targets if target.sending is not None]
    if sent:
        progress.begin("load into Druid", len(tasks.PASSES) * sum(one.rows for one in sent))
        tasks.finish(druid, [tasks.submit(druid, one.task) for one in sent], progress)


def _require_taken(druid: Druid, target: Target, before: Sequence[DruidSegment]) -> None:
    """Raise `DruidError` unless new segments hold all rows that were sent."""
    sending, name = target.sending, target.datasource
    if sending is None:
        return
    taken = 0
    if {*sending.chunks} <= {(own.start, own.end) for own in _new(druid, name, before)}:
        segments.await_served(druid, name, target.columns)
        taken, _ = segments.counts(druid, name, merged(sending.chunks))
    if taken != sending.rows:
        raise DruidError(
            f"Druid took {taken:,} of the {sending.rows:,} rows that {name} was sent.",
            hint=f"It serves what it served before. Can its workers read the files? {INPUT_FOLDER}",
        )


def _new(druid: Druid, datasource: str, before: Sequence[DruidSegment]) -> list[DruidSegment]:
    known = {own.id for own in before}
    return [own for own in segments.used_segments(druid, datasource) if own.id not in known]


def _let_go(druid: Druid, target: Target) -> None:
    """Let go of what lies outside the chunks of a target."""
    there = segments.used_segments(druid, target.datasource)
    # What marks an interval as empty stays: without it, what it replaced might be seen again.
    gone = [s.id for s in there if not s.is_tombstone and (s.start, s.end) not in target.chunks]
    segments.unuse_segments(druid, target.datasource, gone)


def _require_whole(druid: Druid, target: Target) -> None:
    """Wait until questions see all rows; raises `DruidError` if Druid holds fewer or more."""
    name = target.datasource
    if not target.chunks:
        segments.await_gone(druid, name)
        return
    segments.await_served(druid, name, target.columns)
    rows, _ = segments.counts(druid, name)
    if rows != target.rows:
        raise DruidError(
            f"Druid holds {rows:,} of the {target.rows:,} rows of {name}.",
            hint="Load with --full; if it stays so, look at the logs of Druid's historicals.",
        )


def _put_all_back(
    druid: Druid, before: Mapping[str, Sequence[DruidSegment]], reason: BaseException
) -> None:
    """Let questions see again what they saw; raises `DruidError` where that fails."""
    why = reason.message if isinstance(reason, DruidError) else "It was stopped."
    for datasource, own in before.items():
        try:
            _put_back(druid, datasource, own)
        except DruidError as error:
            raise type(error)(
                f"{why} And what Druid served of {datasource} before could "
                f"not be put back: {error.message}",
                hint="Answers may be wrong until a load ends well: keyart druid load STORE.",
            ) from reason


def _put_back(druid: Druid, datasource: str, before: Sequence[DruidSegment]) -> None:
    new = [own.id for own in _new(druid, datasource, before)]
    old = [own.id for own in before]
    if not new and {own.id for own in segments.used_segments(druid, datasource)} >= {*old}:
        return
    # In this order: Druid takes nothing into use in whose place newer segments stand.
    segments.unuse_segments(druid, datasource, new)
    segments.use_segments(druid, datasource, old)
    if any(not own.is_tombstone for own in before):
        segments.await_served(druid, datasource, ())
    else:
        segments.await_gone(druid, datasource)
