"""Druid as an engine: run the statements of a plan, all at once, until they are stopped."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from keyart.core.errors import DruidError, KeyartError, TooManyGroups, UnsupportedByEngine
from keyart.query.cancel import Cancel, current
from keyart.query.druid_engine.connection import (
    DruidConnection,
    connection_of,
    explain_missing_copy,
)
from keyart.query.druid_engine.errors import require_served, unsupported
from keyart.query.druid_engine.expressions import bind, bound
from keyart.query.druid_engine.facts import DruidFacts
from keyart.query.druid_engine.rows import StatementRows, groups_of, no_groups, no_rows
from keyart.query.druid_engine.statement import COUNT, parts, totals
from keyart.query.druid_engine.times import clock
from keyart.query.engine import CopyVersion, EngineAnswer, Ints
from keyart.query.planning.compile import too_many_groups
from keyart.query.planning.plan import TIME, FamilyPlan, Plan, Tally
from keyart.query.sql import SqlScan
from keyart.scale.druid.client import Druid
from keyart.scale.druid.layout import MANIFEST, Manifest
from keyart.scale.druid.sql import Parameter
from keyart.store import Snapshot

TOO_MUCH = "CAPACITY_EXCEEDED"
"""The category of Druid's errors about too little memory, disk or buffers."""

BYTES_PER_CELL = 100
"""Memory for one value while text becomes a column."""

MAX_ATTEMPTS = 3
"""Attempts at one question while loads keep replacing the copy."""

TIMEOUT = 300.0
"""Seconds after which Druid stops a query, unless it is cancelled earlier."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class DruidEngine:
    """Answers from Druid's copy of a store: exact sums, people estimated by sketches.

    `now` returns the current time, which decides which old facts Druid has dropped.
    """

    name = "druid"

    def __init__(self, now: Callable[[], datetime] = _utc_now) -> None:
        self._now = now

    def answer(self, snapshot: Snapshot, plan: Plan, family: FamilyPlan) -> EngineAnswer:
        """Return the sums of `family` per group of `plan` and over all.

        Raises `UnsupportedByEngine` for anything Druid has not loaded or cannot compute,
        `TooManyGroups` if the groups do not fit, and `DruidError` if Druid fails.
        """
        if family.moments:
            raise unsupported(
                "Druid cannot compute intervals of this ratio: it keeps no figures by profile.",
                'Ask without intervals, or for take_rate; or ask engine="native".',
            )
        connection = connection_of(snapshot.config.druid)
        for _ in range(MAX_ATTEMPTS):
            copy = connection.copy()
            try:
                require_served(copy.manifest, plan, snapshot.config.druid, self._now())
                answer = _ask(connection, DruidFacts(snapshot, copy, family.family), plan, family)
            except (UnsupportedByEngine, DruidError):
                if not connection.has_changed(copy):
                    raise
                continue
            if answer is not None:
                return answer
        raise unsupported("Druid's copy of the store is being replaced.", "Ask again in a moment.")

    def tally(self, snapshot: Snapshot, tally: Tally) -> Ints:  # noqa: ARG002
        """Refuse: Druid keeps no figures by profile."""
        raise unsupported("Druid cannot judge rules of audiences: it keeps no figures by profile.")


def _ask(
    connection: DruidConnection, facts: DruidFacts, plan: Plan, family: FamilyPlan
) -> EngineAnswer | None:
    """Return the answer; None if the copy has changed meanwhile."""
    by_keys, over_all = SqlScan.by_keys(plan, family), SqlScan.over_all(plan, family)
    manifest = facts.copy.manifest
    version = CopyVersion(manifest.version, manifest.audiences_version, manifest.data_until)
    if family.family not in manifest.dimensions:
        if connection.has_changed(facts.copy):
            return None
        return EngineAnswer(no_groups(by_keys), no_rows(over_all), 0, copy_version=version)
    buckets = clock(facts, plan, connection.zones) if plan.grain is not None else None
    is_whole = by_keys == over_all
    # 1. Write all SQL: anything not loaded is refused before anything runs.
    statements = () if is_whole else parts(facts, by_keys, buckets)
    most = _most_groups(facts.snapshot, by_keys)
    limited = (part.tree.limit(most + 1, copy=False) for part in statements)
    # 2. Run it, and check that this copy answered.
    whole, *tables = _run_all(connection, facts, [totals(facts, over_all), *limited])
    if Manifest.from_text(whole.column(MANIFEST)[0].as_py()) != manifest:
        connection.has_changed(facts.copy)
        return None
    if sum(rows.num_rows for rows in tables) > most:
        raise too_many_groups(plan, most + 1, _sizes(by_keys, tables))
    # 3. Combine the rows of all statements.
    overall = groups_of(over_all, None, [StatementRows(whole, {})])
    rows = [StatementRows(rows, part.fixed) for rows, part in zip(tables, statements, strict=True)]
    return EngineAnswer(
        groups=overall if is_whole else groups_of(by_keys, buckets, rows),
        totals=overall,
        rows_scanned=int(whole.column(COUNT)[0].as_py()),
        bound=bound(manifest.lg_k) if family.distincts else None,
        copy_version=version,
    )


def _most_groups(snapshot: Snapshot, scan: SqlScan) -> int:
    """Return how many groups fit into `query_memory` while text becomes columns."""
    cells = len(scan.keys) + len(scan.terms) + 2
    return max(1, snapshot.config.settings.query_memory // (BYTES_PER_CELL * cells))


def _sizes(scan: SqlScan, tables: Sequence[pa.Table]) -> Mapping[str, int]:
    """Return the number of values of each key, by name."""
    named = {f"key_{i}": key.name for i, key in enumerate(scan.keys)}
    named |= {TIME: TIME} if scan.grained else {}
    return {
        name: sum(pc.count_distinct(t[column]).as_py() for t in tables if column in t.column_names)
        for column, name in named.items()
    }


def _run_all(
    connection: DruidConnection, facts: DruidFacts, trees: Iterable[exp.Select]
) -> list[pa.Table]:
    """Return the rows of each statement."""
    statements = [Statement(*bind(tree)) for tree in trees]
    try:
        return run_statements(connection.druid, connection.threads, statements)
    except DruidError as error:
        if error.category == TOO_MUCH:
            raise TooManyGroups(
                f"Druid cannot hold the groups of this answer: {error.message}",
                hint="Ask for fewer groups, or let Druid's groupBy use more disk and buffers.",
            ) from error
        raise explain_missing_copy(error, facts.copy.prefix) from error


@dataclass(frozen=True)
class Statement:
    """One statement, and the id by which it can be stopped."""

    text: str
    parameters: Sequence[Parameter]
    id: str = field(default_factory=lambda: f"keyart-{uuid4().hex}")


def run_statements(
    druid: Druid, threads: Executor, statements: Sequence[Statement]
) -> list[pa.Table]:
    """Return the rows of each statement; all but the first run in `threads`.

    If the current `Cancel` stops the question, or one statement fails, Druid stops the others.
    Raises `QueryTimeout` when stopped, else as `Druid.sql` does.
    """
    cancel = current()
    first, *others = statements

    def stop() -> None:
        for statement in statements:
            with suppress(DruidError):
                druid.cancel(statement.id)

    with cancel.interrupting(stop):
        futures = [threads.submit(_run, druid, statement, cancel) for statement in others]
        try:
            return [_run(druid, first, cancel), *(future.result() for future in futures)]
        except KeyartError:
            if futures:
                stop()
            raise


def _run(druid: Druid, statement: Statement, cancel: Cancel) -> pa.Table:
    cancel.check()
    try:
        return druid.sql(
            statement.text, statement.parameters, query_id=statement.id, timeout=TIMEOUT
        )
    except DruidError:
        cancel.check()
        raise
