"""Asking Druid the statements of a plan."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from keyart.core.errors import DruidError, TooManyGroups, UnsupportedByEngine
from keyart.query.druid_engine.copies import DruidConnection, connection_of, explain_missing_copy
from keyart.query.druid_engine.ground import DruidFacts
from keyart.query.druid_engine.parameters import bind
from keyart.query.druid_engine.reading import StatementRows, groups_of, no_groups, no_rows
from keyart.query.druid_engine.refusals import require_served, unsupported
from keyart.query.druid_engine.running import Statement, run_statements
from keyart.query.druid_engine.sketches import bound
from keyart.query.druid_engine.statement import COUNT, parts, totals
from keyart.query.druid_engine.times import clock
from keyart.query.engine import CopyVersion, EngineAnswer, Ints
from keyart.query.planning.compile import too_many_groups
from keyart.query.planning.plan import TIME, FamilyPlan, Plan, Tally
from keyart.query.sql import SqlScan
from keyart.scale.druid.layout import MANIFEST, Manifest
from keyart.store import Snapshot

TOO_MUCH = "CAPACITY_EXCEEDED"
"""The category of Druid's errors where memory, disk or buffers do not suffice."""

BYTES_PER_CELL = 100
"""What a value takes on its way from text to a column."""

CHANGES = 3
"""How often a copy may be replaced while it is asked, before that is given up."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class DruidEngine:
    """Answers from the copy of a store that Druid holds: sums exactly, people by sketches.

    `now` says what time it is, by which Druid lets old facts go.
    """

    name = "druid"

    def __init__(self, now: Callable[[], datetime] = _utc_now) -> None:
        self._now = now

    def answer(self, snapshot: Snapshot, plan: Plan, family: FamilyPlan) -> EngineAnswer:
        """Return the sums of `family` per group of `plan` and over all.

        Raises `UnsupportedByEngine` for what Druid has not loaded or cannot tell,
        `TooManyGroups` where they do not fit, and `DruidError` where Druid fails.
        """
        if family.moments:
            raise unsupported(
                "Druid cannot tell how people differ, which intervals of this ratio need.",
                'Ask without intervals, or for take_rate; or ask engine="native".',
            )
        place = connection_of(snapshot.config.druid)
        for _ in range(CHANGES):
            copy = place.copy()
            try:
                require_served(copy.manifest, plan, snapshot.config.druid, self._now())
                answer = _ask(place, DruidFacts(snapshot, copy, family.family), plan, family)
            except (UnsupportedByEngine, DruidError):
                if not place.has_changed(copy):
                    raise
                continue
            if answer is not None:
                return answer
        raise unsupported("Druid's copy of the store is being replaced.", "Ask again in a moment.")

    def tally(self, snapshot: Snapshot, tally: Tally) -> Ints:  # noqa: ARG002
        """Refuse: Druid does not tell profiles apart."""
        raise unsupported("Druid does not tell profiles apart, which rules of audiences need.")


def _ask(
    place: DruidConnection, ground: DruidFacts, plan: Plan, family: FamilyPlan
) -> EngineAnswer | None:
    """Return the answer, None if the copy is no longer what it was."""
    by_keys, over_all = SqlScan.by_keys(plan, family), SqlScan.over_all(plan, family)
    manifest = ground.copy.manifest
    held = CopyVersion(manifest.version, manifest.audiences_version, manifest.data_until)
    if family.family not in manifest.dimensions:
        changed = place.has_changed(ground.copy)
        return (
            None if changed else EngineAnswer(no_groups(by_keys), no_rows(over_all), 0, held=held)
        )
    own_clock = clock(ground, plan, place.zones) if plan.grain is not None else None
    is_whole = by_keys == over_all
    # 1. All of it in SQL: what is not loaded is refused before anything is asked.
    found = () if is_whole else parts(ground, by_keys, own_clock)
    most = _most_groups(ground.snapshot, by_keys)
    trees = [totals(ground, over_all), *(part.tree.limit(most + 1, copy=False) for part in found)]
    # 2. Ask, and see whether it was this copy that answered.
    whole, *tables = _rows(place, ground, trees)
    if Manifest.from_text(whole.column(MANIFEST)[0].as_py()) != manifest:
        place.has_changed(ground.copy)
        return None
    if sum(rows.num_rows for rows in tables) > most:
        raise too_many_groups(plan, most + 1, _sizes(by_keys, tables))
    # 3. Put the rows of all statements together.
    overall = groups_of(over_all, None, [StatementRows(whole, {})])
    rows = [StatementRows(rows, part.fixed) for rows, part in zip(tables, found, strict=True)]
    return EngineAnswer(
        groups=overall if is_whole else groups_of(by_keys, own_clock, rows),
        totals=overall,
        rows_scanned=int(whole.column(COUNT)[0].as_py()),
        bound=bound(manifest.lg_k) if family.distincts else None,
        held=held,
    )


def _most_groups(snapshot: Snapshot, scan: SqlScan) -> int:
    """Return how many groups fit into `query_memory` on their way from text to columns."""
    cells = len(scan.keys) + len(scan.terms) + 2
    return max(1, snapshot.config.settings.query_memory // (BYTES_PER_CELL * cells))


def _sizes(scan: SqlScan, tables: Sequence[pa.Table]) -> Mapping[str, int]:
    """Return how many values of each key there are among some rows, by its name."""
    named = {f"key_{i}": key.name for i, key in enumerate(scan.keys)}
    named |= {TIME: TIME} if scan.grained else {}
    return {
        name: sum(pc.count_distinct(t[column]).as_py() for t in tables if column in t.column_names)
        for column, name in named.items()
    }


def _rows(
    place: DruidConnection, ground: DruidFacts, trees: Iterable[exp.Select]
) -> list[pa.Table]:
    """Return the rows of each statement."""
    asked = [Statement(*bind(tree)) for tree in trees]
    try:
        return run_statements(place.druid, place.threads, asked)
    except DruidError as error:
        if error.category == TOO_MUCH:
            raise TooManyGroups(
                f"Druid cannot hold the groups of this answer: {error.message}",
                hint="Ask for fewer groups, or let Druid's groupBy use more disk and buffers.",
            ) from error
        raise explain_missing_copy(error, ground.copy.prefix) from error
