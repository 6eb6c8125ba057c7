"""The options of a build, and its state from step to step."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa
from pyspark import Broadcast
from pyspark.sql import DataFrame, SparkSession

from keyart.core.config import Config
from keyart.core.progress import Progress, Silent
from keyart.core.report import Report
from keyart.core.settings import BY_CONTENT_TYPE
from keyart.scale.spark.commits import STAGING, CommitPlan, CommittedState
from keyart.scale.spark.facts import days_of
from keyart.scale.spark.kept_events import EVENTS
from keyart.scale.spark.places import Folder
from keyart.scale.spark.rows import EVENT_TABLES, TABLE, sql_schema
from keyart.scale.spark.session import size_shuffles

LG_K = 14
"""log2 of the number of registers of a sketch: one sigma is 0.81%."""

ROWS_PER_TASK = 250_000


@dataclass(frozen=True)
class BuildOptions:
    """A build of facts.

    Attributes:
        sources: paths, globs, folders or URIs of each input table, by its name; `audiences`
            too, whose columns are `audience` and `profile_id`.
        out: the folder to build, a path or URI.
        salt: makes profiles' keys; the same for all builds of a folder.
        now: the current time, with a zone; events may be up to a day later.
        config: settings, the names of the user's columns, custom dimensions and sums.
        since: ignore earlier events.
        until: ignore events at this time or later.
        lg_k: log2 of the number of registers of the sketches.
        rows_per_task: about how many events a task has in memory.
        progress: receives the steps.
    """

    sources: Mapping[str, Sequence[str]]
    out: str
    salt: str = field(repr=False)
    now: datetime
    config: Config = field(default_factory=Config)
    since: datetime | None = None
    until: datetime | None = None
    lg_k: int = LG_K
    rows_per_task: int = ROWS_PER_TASK
    progress: Progress = field(default_factory=Silent)


@dataclass
class BuildState:
    """A running build: its session, folder and options, its report, and its commit plan."""

    spark: SparkSession
    options: BuildOptions
    folder: Folder
    before: CommittedState
    report: Report
    plan: CommitPlan = field(default_factory=CommitPlan)

    @property
    def config(self) -> Config:
        """The configuration."""
        return self.options.config

    @property
    def batch(self) -> int:
        """The number of this build in its folder, from 1."""
        return self.before.batch + 1

    @property
    def first(self) -> bool:
        """Whether nothing was built before."""
        return self.before.batch == 0

    def split(self, rows: int) -> int:
        """Return the number of tasks for `rows` events, and split joins into as many."""
        parts = max(1, -(-rows // self.options.rows_per_task))
        size_shuffles(self.spark, parts)
        return parts

    def broadcast(self, value: Any) -> Broadcast[Any]:
        """Send a value to all tasks, outside of plans."""
        return self.spark.sparkContext.broadcast(value)

    def place(self, name: str) -> str:
        """Return the URI of a staged folder."""
        return self.folder.uri(STAGING, name)

    def is_staged(self, name: str) -> bool:
        """Return whether anything was staged under a name."""
        return bool(self.folder.files(f"{STAGING}/{name}"))

    def stage(self, rows: DataFrame, name: str, *by: str) -> None:
        """Write rows to the staging, in folders by the columns `by`."""
        rows.write.partitionBy(*by).mode("overwrite").parquet(self.place(name))

    def staged(self, name: str, schema: pa.Schema | str) -> DataFrame:
        """Return staged rows, none if nothing was staged."""
        columns = schema if isinstance(schema, str) else sql_schema(schema)
        if not self.is_staged(name):
            return self.spark.createDataFrame([], columns)
        return self.spark.read.schema(columns).parquet(self.place(name))

    def staged_days(self, name: str) -> set[int]:
        """Return the days that were staged under a name."""
        return days_of(self.folder.files(f"{STAGING}/{name}"))

    def days_of_events(self) -> dict[str, list[int]]:
        """Return the days with kept events, including this build's, by table."""
        return {
            table: sorted(
                {*self.before.days.get(table, ()), *self.staged_days(f"{EVENTS}/{TABLE}={table}")}
            )
            for table in EVENT_TABLES
        }

    def begin(self, step: str) -> None:
        """Report the start of a step of unknown length."""
        self.options.progress.begin(step, None)


def attribution_settings(config: Config) -> str:
    """Return the settings that facts depend on, as text to compare."""
    settings = asdict(config.settings)
    chosen = {name: settings[name] for name in (*BY_CONTENT_TYPE, "content_type")}
    return repr((chosen, config.dimensions, config.custom_sums))
