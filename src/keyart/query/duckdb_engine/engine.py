"""DuckDB as an engine: run the statements of a plan."""

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from sqlglot import exp

from keyart.core.errors import TooManyGroups
from keyart.core.settings import Settings
from keyart.query.cancel import current
from keyart.query.duckdb_engine.predicates import long_lists
from keyart.query.duckdb_engine.relations import relations
from keyart.query.duckdb_engine.statement import (
    MOMENTS,
    TOTAL,
    by_profile,
    moment_name,
    statement,
)
from keyart.query.engine import EngineAnswer, Groups, Ints, Moments
from keyart.query.membership import Members
from keyart.query.planning.plan import TIME, FamilyPlan, Moment, Plan, Tally, Term
from keyart.query.sql import SqlScan, key_names, term_name
from keyart.store import Snapshot

LEAST_MEMORY = 256 << 20
"""The least bytes with which DuckDB works; it puts on disk what does not fit."""


class DuckDBEngine:
    """Answers by SQL.

    Slower than `native`, and written independently, so that each checks the other.
    """

    name = "duckdb"

    def answer(self, snapshot: Snapshot, plan: Plan, family: FamilyPlan) -> EngineAnswer:
        """Return the sums of `family` per group of `plan` and over all.

        Raises `TooManyGroups` if DuckDB needs more than `Settings.query_memory`.
        """
        settings = snapshot.config.settings
        by_keys, over_all = SqlScan.by_keys(plan, family), SqlScan.over_all(plan, family)
        members = Members(snapshot, self)
        with _connect(settings) as connection:
            totals = _groups(connection, members, over_all)
            groups = totals if by_keys == over_all else _groups(connection, members, by_keys)
        rows = sum(segment.rows for segment in snapshot.segments(family.family))
        return EngineAnswer(groups, totals, rows)

    def tally(self, snapshot: Snapshot, tally: Tally) -> Ints:
        """Return one stored sum for each profile, int64 [profiles]."""
        plan = tally.plan
        scan = SqlScan.over_all(plan, plan.families[0])
        with _connect(snapshot.config.settings) as connection:
            rows = _run_scan(connection, Members(snapshot, self), scan, by_profile)
        sums = np.zeros(snapshot.profiles, np.int64)
        sums[rows.column("profile").to_numpy()] = rows.column(TOTAL).to_numpy()
        return sums


def _run_scan(
    connection: duckdb.DuckDBPyConnection,
    members: Members,
    scan: SqlScan,
    make: Callable[[SqlScan, int], exp.Select],
) -> pa.Table:
    """Run the statement that `make` makes of a scan."""
    segments = max(1, len(members.snapshot.segments(scan.family.family)))
    for name, table in {**relations(members, scan), **long_lists(scan)}.items():
        connection.register(name, table)
    return _run(connection, make(scan, segments).sql(dialect="duckdb"))


def _groups(connection: duckdb.DuckDBPyConnection, members: Members, scan: SqlScan) -> Groups:
    rows = _run_scan(connection, members, scan, statement)
    keys = {
        key.name: rows.column(name).combine_chunks().cast(key.axis.type)
        for key, name in zip(scan.keys, key_names(scan), strict=False)
    }
    if scan.grained:
        keys[TIME] = rows.column(TIME).combine_chunks()

    def values(term: Term) -> Any:
        return rows.column(term_name(scan, term)).to_numpy()

    def moments(moment: Moment) -> Moments:
        parts = [rows.column(moment_name(scan, moment, part)).to_numpy() for part in MOMENTS]
        return Moments(*parts)

    return Groups(
        size=rows.num_rows,
        keys=keys,
        sums={term: values(term) for term in scan.family.sums},
        distincts={term: values(term) for term in scan.family.distincts},
        moments={moment: moments(moment) for moment in scan.family.moments},
    )


@contextmanager
def _connect(settings: Settings) -> Generator[duckdb.DuckDBPyConnection]:
    with TemporaryDirectory(prefix="keyart-duckdb-") as folder:
        config: dict[str, str | bool | int | float | list[str]] = {
            "threads": settings.threads or os.cpu_count() or 1,
            "memory_limit": f"{max(settings.query_memory, LEAST_MEMORY)}B",
            "temp_directory": folder,
            "preserve_insertion_order": False,
        }
        with (
            duckdb.connect(":memory:", config=config) as connection,
            current().interrupting(connection.interrupt),
        ):
            yield connection


def _run(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    current().check()
    try:
        return connection.sql(sql).to_arrow_table()
    except duckdb.InterruptException:
        current().check()
        raise
    except duckdb.OutOfMemoryException as error:
        raise TooManyGroups(
            "DuckDB needs more memory for this answer than query_memory allows.",
            hint="Ask for fewer groups, or raise the setting query_memory.",
        ) from error
