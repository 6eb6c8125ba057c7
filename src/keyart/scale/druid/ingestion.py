"""Specifications of Druid's ingestion tasks for the files of a load."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from keyart.core.fact_files import PROFILE_LOW, TIME
from keyart.scale.druid.layout import MULTI_VALUED, ROWS, people

FLOORS: Mapping[int, str] = {900: "FIFTEEN_MINUTE", 3600: "HOUR", 86400: "DAY"}
"""Druid's names of the granularities to which times are rounded down, by seconds."""

SAMPLING_MS = 30_000
"""How long Druid's sampler may take for a file, milliseconds."""


@dataclass(frozen=True)
class FactTable:
    """A datasource of facts.

    Attributes:
        datasource: Its name.
        dimensions: Columns of text; those of `MULTI_VALUED` hold several values.
        sums: Columns that are added up.
        guards: Sums that are above 0 where a profile counts: each has sketches of its profiles.
        lg_k: log2 of the sketches' number of registers.
        granularity_seconds: The granularity to which times are rounded down.
    """

    datasource: str
    dimensions: tuple[str, ...]
    sums: tuple[str, ...]
    guards: tuple[str, ...]
    lg_k: int
    granularity_seconds: int

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the datasource in SQL."""
        return ("__time", *self.dimensions, *self.sums, ROWS, *map(people, self.guards))

    @property
    def sent(self) -> tuple[str, ...]:
        """The columns of the source files."""
        return (TIME, PROFILE_LOW, *self.dimensions, *self.sums)


@dataclass(frozen=True)
class IntervalReplacement:
    """Intervals of a table to replace completely, and the files that replace them.

    Attributes:
        intervals: Whole chunks: [start, end), UTC. One without rows in the files stays, so that
            files which Druid cannot find replace nothing.
        chunk: The interval of a segment: `DAY` or `MONTH`.
        files: The new files, by paths that Druid's services can open.
        is_parquet: Else they are JSON lines.
        rows_per_segment: About how many rows a segment has.
        tasks: Tasks that read files in parallel.
    """

    intervals: tuple[tuple[datetime, datetime], ...]
    chunk: str
    files: tuple[Path, ...]
    is_parquet: bool
    rows_per_segment: int
    tasks: int = 1


def replace_task(table: FactTable, new: IntervalReplacement) -> dict[str, Any]:
    """Return the task that replaces intervals of `table`, each atomically for queries."""
    return _make_task(_data_schema(table, new), new)


def merge_task(
    datasource: str, dimension: str, sketches: tuple[str, ...], lg_k: int, new: IntervalReplacement
) -> dict[str, Any]:
    """Return the task that replaces intervals of a datasource of ready sketches, by day.

    `sketches` are columns of base64: each becomes a metric of the same name, merged over rows of
    one day with equal `dimension`.
    """
    schema = {
        "dataSource": datasource,
        "timestampSpec": {"column": TIME, "format": "millis"},
        "dimensionsSpec": {"dimensions": [_dimension_spec(dimension)]},
        "metricsSpec": [
            {"type": "count", "name": ROWS},
            *(merged(name, name, lg_k) for name in sketches),
        ],
        "granularitySpec": _granularity_spec(new, FLOORS[86400]),
    }
    return _make_task(schema, new)


def _make_task(schema: Mapping[str, Any], new: IntervalReplacement) -> dict[str, Any]:
    return {
        "type": "index_parallel",
        "spec": {
            "dataSchema": dict(schema),
            "ioConfig": {
                "type": "index_parallel",
                **_file_input(new.files, is_parquet=new.is_parquet),
                "appendToExisting": False,
                "dropExisting": False,
            },
            "tuningConfig": {
                "type": "index_parallel",
                "maxNumConcurrentSubTasks": new.tasks,
                "forceGuaranteedRollup": True,
                "partitionsSpec": {"type": "hashed", "targetRowsPerSegment": new.rows_per_segment},
                "maxParseExceptions": 0,
                "logParseExceptions": True,
            },
        },
        # So that compaction recognises these segments as already compacted.
        "context": {"storeCompactionState": True},
    }


def sample_task(task: Mapping[str, Any], file: Path, rows: int) -> dict[str, Any]:
    """Return the request with which Druid's sampler reads up to `rows` rows as a task would."""
    spec: Mapping[str, Any] = task["spec"]
    io_config = {**spec["ioConfig"], "type": "index"}
    io_config["inputSource"] = _local_files([file])
    return {
        "type": "index",
        "spec": {**spec, "ioConfig": io_config, "tuningConfig": {"type": "index"}},
        "samplerConfig": {"numRows": rows, "timeoutMs": SAMPLING_MS},
    }


def _file_input(files: Iterable[Path], *, is_parquet: bool) -> dict[str, Any]:
    return {
        "inputSource": _local_files(files),
        "inputFormat": {"type": "parquet" if is_parquet else "json"},
    }


def _local_files(files: Iterable[Path]) -> dict[str, Any]:
    """Return files by absolute paths, since Druid's services have other working folders."""
    return {"type": "local", "files": [str(file.absolute()) for file in files]}


def _data_schema(table: FactTable, new: IntervalReplacement) -> dict[str, Any]:
    return {
        "dataSource": table.datasource,
        "timestampSpec": {"column": TIME, "format": "millis"},
        "dimensionsSpec": {"dimensions": [_dimension_spec(name) for name in table.dimensions]},
        "metricsSpec": [
            *({"type": "longSum", "name": name, "fieldName": name} for name in table.sums),
            {"type": "count", "name": ROWS},
            *(sketch(people(guard), _guard_column(guard), table.lg_k) for guard in table.guards),
        ],
        "transformSpec": {"transforms": [_guard_transform(guard) for guard in table.guards]},
        "granularitySpec": _granularity_spec(new, FLOORS[table.granularity_seconds]),
    }


def _granularity_spec(new: IntervalReplacement, floor: str) -> dict[str, Any]:
    return {
        "type": "uniform",
        "segmentGranularity": new.chunk,
        "queryGranularity": floor,
        "rollup": True,
        "intervals": [_format_interval(*interval) for interval in new.intervals],
    }


def _dimension_spec(name: str) -> dict[str, Any]:
    if name in MULTI_VALUED:
        return {"type": "string", "name": name, "multiValueHandling": "SORTED_SET"}
    return {"type": "string", "name": name}


def _guard_column(guard: str) -> str:
    """Return the name of the column that holds the profile where `guard` is above 0."""
    return f"{PROFILE_LOW}_{guard}"


def _guard_transform(guard: str) -> dict[str, str]:
    counted = f'if("{guard}" > 0, "{PROFILE_LOW}", null)'
    return {"type": "expression", "name": _guard_column(guard), "expression": counted}


def sketch(name: str, column: str, lg_k: int) -> dict[str, Any]:
    """Return the metric `name`: a sketch of the values of `column`.

    Text is hashed as UTF-8 and numbers unchanged, so that the sketch equals Python's or Spark's of
    the same values.
    """
    return {
        "type": "HLLSketchBuild",
        "name": name,
        "fieldName": column,
        "lgK": lg_k,
        "tgtHllType": "HLL_4",
        "stringEncoding": "utf8",
    }


def merged(name: str, column: str, lg_k: int) -> dict[str, Any]:
    """Return the metric `name`: the union of the sketches in `column`, base64 of their bytes."""
    return {
        "type": "HLLSketchMerge",
        "name": name,
        "fieldName": column,
        "lgK": lg_k,
        "tgtHllType": "HLL_4",
    }


def _format_interval(start: datetime, end: datetime) -> str:
    return f"{start:%Y-%m-%dT%H:%M:%SZ}/{end:%Y-%m-%dT%H:%M:%SZ}"
