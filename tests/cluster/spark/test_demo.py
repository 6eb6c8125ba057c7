"""The demo's world, with all that is wrong with its files, by both roads."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from keyart_demo.world import SIZES, World, write
from tests.cluster.spark.both import Files, accounts, built, same, stored

CONFIG = ""


def _texts(paths: Mapping[str, tuple[Path, ...]]) -> Files:
    return {table: [str(path) for path in own] for table, own in paths.items()}


@pytest.mark.full
def test_a_small_demo_is_what_it_is_in_a_store(spark: SparkSession, tmp_path: Path) -> None:
    size = replace(SIZES["small"], profiles=300)
    demo = write(World(size, 5, date(2026, 5, 1)), tmp_path / "world")
    batches = [_texts(demo.paths), _texts(demo.late)]
    expected = stored(tmp_path / "store", batches, CONFIG)
    for files, report in zip(batches, expected, strict=True):
        own = built(spark, files, tmp_path / "out", CONFIG, rows_per_task=40_000, lg_k=10)
        assert accounts(own) == accounts(report)
    assert any(account.quarantined for account in expected[0].batches.values())
    same(tmp_path / "store", tmp_path / "out", tmp_path, CONFIG)
