"""A build by Spark is what an ingest of the same files is, row for row."""

import os
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyspark.sql import SparkSession

from tests.cluster.spark.both import accounts, built, same, stored, written
from tests.oracles.attribution import Row
from tests.pipeline.stories import INPUT_SCHEMAS, Batch, Story, stories

FULL = os.environ.get("KEYART_FULL") == "1"

IDS = ("profile_id", "asset_id", "title_id", "parent_title_id", "event_id", "impression_id")


def apart(row: Row, number: int) -> Row:
    """Return a row of a story as that of a world of its own, among others of the same folder."""
    own = {name: f"{number}{row[name]}" for name in IDS if row.get(name) is not None}
    return {**row, **own}


def side_by_side(told: Sequence[Story]) -> list[Batch]:
    """Return many small stories as one that takes no longer: their batches go together."""
    batches: list[dict[str, list[Row]]] = []
    for number, story in enumerate(told):
        for place, batch in enumerate(story.batches):
            while len(batches) <= place:
                batches.append({})
            for table, rows in batch.items():
                batches[place].setdefault(table, []).extend(apart(row, number) for row in rows)
    return [{t: batch[t] for t in INPUT_SCHEMAS if t in batch} for batch in batches]


LARGE = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


@settings(max_examples=2 if FULL else 1, suppress_health_check=LARGE)
@given(st.lists(stories(changing=True), min_size=10, max_size=10))
def test_awkward_rows_in_batches_are_what_they_are_in_a_store(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, told: list[Story]
) -> None:
    folder = tmp_path_factory.mktemp("awkward")
    batches = [
        written(batch, folder / f"batch-{place}") for place, batch in enumerate(side_by_side(told))
    ]
    expected = stored(folder / "store", batches)
    for files, report in zip(batches, expected, strict=True):
        assert accounts(built(spark, files, folder / "out", rows_per_task=40)) == accounts(report)
    same(folder / "store", folder / "out", folder)
