"""What Druid is told to make of the files of a load: the specification of a task."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from keyart.core.fact_files import PROFILE_LOW, TIME
from keyart.scale.druid.layout import MULTI_VALUED, ROWS, people

FLOORS: Mapping[int, str] = {900: "FIFTEEN_MINUTE", 3600: "HOUR", 86400: "DAY"}
"""What Druid calls that to which times are rounded down, by seconds."""

SAMPLING_MS = 30_000
"""How long Druid's sampler may take for a file, milliseconds."""


@dataclass(frozen=True)
class Table:
    """What a datasource of facts is like.

    Attributes:
        datasource: Its name.
        dimensions: Columns of text; those of `MULTI_VALUED` hold several values.
        sums: Columns that are added up.
        guards: Sums above 0 where a profile counts: each has sketches of its profiles.
        lg_k: log2 of the sketches' number of registers.
        granularity_seconds: What times are rounded down to.
    """

    datasource: str
    dimensions: tuple[str, ...]
    sums: tuple[str, ...]
    guards: tuple[str, ...]
    lg_k: int
    granularity_seconds: int

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the datasource has, as SQL knows them."""
        return ("__time", *self.dimensions, *self.sums, ROWS, *map(people, self.guards))

    @property
    def sent(self) -> tuple[str, ...]:
        """The columns of the files that it is made of."""
        return (TIME, PROFILE_LOW, *self.dimensions, *self.sums)


@dataclass(frozen=True)
class Replacement:
    """Which intervals of a table are replaced, all that is in them, and by what.

    Attributes:
        intervals: Whole chunks: [start, end), UTC. One without rows in the files stays as it is,
            so that files which Druid cannot find replace nothing.
        chunk: `DAY` or `MONTH`: of what segments are.
        files: What stands in their place, as Druid's services find it.
        is_parquet: Else they are lines of JSON.
        rows_per_segment: Rows of a segment, about.
        tasks: Tasks that read files at once.
    """

    intervals: tuple[tuple[datetime, datetime], ...]
    chunk: str
    files: tuple[Path, ...]
    is_parquet: bool
    rows_per_segment: int
    tasks: int = 1


def specification(table: Table, new: Replacement) -> dict[str, Any]:
    """Return the task that replaces intervals of `table`, each at once for those who ask."""
    return _task(_schema(table, new), new)


def merging(
    datasource: str, dimension: str, sketches: tuple[str, ...], lg_k: int, new: Replacement
) -> dict[str, Any]:
    """Return the task that replaces intervals of a datasource of ready sketches, by day.

    `sketches` are columns of base64: each becomes a metric of its own name, merged where rows of
    one day are equal in `dimension`.
    """
    schema = {
        "dataSource": datasource,
        "timestampSpec": {"column": TIME, "format": "millis"},
        "dimensionsSpec": {"dimensions": [_dimension(dimension)]},
        "metricsSpec": [
            {"type": "count", "name": ROWS},
            *(merged(name, name, lg_k) for name in sketches),
        ],
        "granularitySpec": _granularity(new, FLOORS[86400]),
    }
    return _task(schema, new)


def _task(schema: Mapping[str, Any], new: Replacement) -> dict[str, Any]:
    return {
        "type": "index_parallel",
        "spec": {
            "dataSchema": dict(schema),
            "ioConfig": {
                "type": "index_parallel",
                **_input(new.files, is_parquet=new.is_parquet),
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
        # So that compaction knows these segments to be as it would make them.
        "context": {"storeCompactionState": True},
    }


def sampling(task: Mapping[str, Any], file: Path, rows: int) -> dict[str, Any]:
    """Return what lets Druid's sampler read up to so many rows of a file as a task would."""
    spec: Mapping[str, Any] = task["spec"]
    found = {**spec["ioConfig"], "type": "index"}
    found["inputSource"] = _local([file])
    return {
        "type": "index",
        "spec": {**spec, "ioConfig": found, "tuningConfig": {"type": "index"}},
        "samplerConfig": {"numRows": rows, "timeoutMs": SAMPLING_MS},
    }


def _input(files: Iterable[Path], *, is_parquet: bool) -> dict[str, Any]:
    return {
        "inputSource": _local(files),
        "inputFormat": {"type": "parquet" if is_parquet else "json"},
    }


def _local(files: Iterable[Path]) -> dict[str, Any]:
    """Return files as Druid finds them, whose services have working folders of their own."""
    return {"type": "local", "files": [str(file.absolute()) for file in files]}


def _schema(table: Table, new: Replacement) -> dict[str, Any]:
    return {
        "dataSource": table.datasource,
        "timestampSpec": {"column": TIME, "format": "millis"},
        "dimensionsSpec": {"dimensions": [_dimension(name) for name in table.dimensions]},
        "metricsSpec": [
            *({"type": "longSum", "name": name, "fieldName": name} for name in table.sums),
            {"type": "count", "name": ROWS},
            *(sketch(people(guard), _counted(guard), table.lg_k) for guard in table.guards),
        ],
        "transformSpec": {"transforms": [_guarded(guard) for guard in table.guards]},
        "granularitySpec": _granularity(new, FLOORS[table.granularity_seconds]),
    }


def _granularity(new: Replacement, floor: str) -> dict[str, Any]:
    return {
        "type": "uniform",
        "segmentGranularity": new.chunk,
        "queryGranularity": floor,
        "rollup": True,
        "intervals": [_interval(*own) for own in new.intervals],
    }


def _dimension(name: str) -> dict[str, Any]:
    if name in MULTI_VALUED:
        return {"type": "string", "name": name, "multiValueHandling": "SORTED_SET"}
    return {"type": "string", "name": name}


def _counted(guard: str) -> str:
    """Return the name of the column that holds the profile where `guard` is above 0."""
    return f"{PROFILE_LOW}_{guard}"


def _guarded(guard: str) -> dict[str, str]:
    counted = f'if("{guard}" > 0, "{PROFILE_LOW}", null)'
    return {"type": "expression", "name": _counted(guard), "expression": counted}


def sketch(name: str, column: str, lg_k: int) -> dict[str, Any]:
    """Return the metric `name`: a sketch of the values of `column`.

    Text is hashed as UTF-8 and numbers as they are, so that the sketch equals one of Python or
    Spark of the same values.
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


def _interval(start: datetime, end: datetime) -> str:
    return f"{start:%Y-%m-%dT%H:%M:%SZ}/{end:%Y-%m-%dT%H:%M:%SZ}"
