"""The same facts in Druid without roll-up and sketches: a row each, people counted exactly."""

from pathlib import Path
from tempfile import TemporaryDirectory

from keyart.core.fact_files import PROFILE_LOW, TIME
from keyart.core.facts import Family
from keyart.core.progress import Silent
from keyart.scale.druid import tasks
from keyart.scale.druid.client import Druid
from keyart.scale.facts.files import FactFormat, FactSelection, write_facts
from keyart.store import Snapshot

DIMENSIONS = ("title", "asset", "country", "device", "placement", "phase")
SUMS = ("impressions", "plays", "qualified_plays", "watch_ms")

EXACT = {
    "useApproximateCountDistinct": False,
    "useGroupingSetForExactDistinct": True,
}
"""The context in which Druid counts distinct values exactly."""

COUNTS = (
    f'COUNT(DISTINCT "{PROFILE_LOW}") FILTER (WHERE "impressions" > 0), '
    f'COUNT(DISTINCT "{PROFILE_LOW}") FILTER (WHERE "qualified_plays" > 0)'
)
"""Reach and viewers."""


def load_unrolled(snapshot: Snapshot, druid: Druid, datasource: str, staging: Path) -> None:
    """Load the exposure facts of a store, one row each, whole days in a segment."""
    staging.mkdir(parents=True, exist_ok=True)
    columns = (PROFILE_LOW, TIME, *DIMENSIONS, *SUMS)
    with TemporaryDirectory(dir=staging) as folder:
        wanted = FactSelection(columns=columns, form=FactFormat.JSON_LINES)
        files = write_facts(snapshot, Family.EXPOSURE, Path(folder), wanted)
        task = _specification(datasource, [str(file.path) for file in files])
        tasks.finish(druid, [tasks.submit(druid, task)], Silent())


def _specification(datasource: str, files: list[str]) -> dict[str, object]:
    text = [{"type": "string", "name": name} for name in DIMENSIONS]
    people = {"type": "long", "name": PROFILE_LOW}
    schema = {
        "dataSource": datasource,
        "timestampSpec": {"column": TIME, "format": "millis"},
        "dimensionsSpec": {"dimensions": [*text, people]},
        "metricsSpec": [{"type": "longSum", "name": n, "fieldName": n} for n in SUMS],
        "granularitySpec": {
            "type": "uniform",
            "segmentGranularity": "MONTH",
            "queryGranularity": "DAY",
            "rollup": False,
        },
    }
    return {
        "type": "index_parallel",
        "spec": {
            "dataSchema": schema,
            "ioConfig": {
                "type": "index_parallel",
                "inputSource": {"type": "local", "files": files},
                "inputFormat": {"type": "json"},
            },
            "tuningConfig": {
                "type": "index_parallel",
                "partitionsSpec": {"type": "dynamic", "maxRowsPerSegment": 5_000_000},
            },
        },
    }
