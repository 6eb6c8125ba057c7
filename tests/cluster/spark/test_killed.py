"""A build that is killed can be done again, and ends where it would have."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from tests.cluster.spark.both import accounts, built, same, stored, written
from tests.cluster.spark.test_built import crowd

REPOSITORY = Path(__file__).parents[3]

PATIENCE = 300
"""Seconds, for machines that do much else."""


def killed_at(staged: str, files: Path, out: Path) -> None:
    """Start a build elsewhere, and kill it with all its processes once something is staged."""
    command = [sys.executable, "-m", "tests.cluster.spark.building_child", str(files), str(out)]
    child = subprocess.Popen(
        command, cwd=REPOSITORY, start_new_session=True, stderr=subprocess.PIPE, text=True
    )
    try:
        for _ in range(PATIENCE * 20):
            if (out / "_staging" / staged).exists():
                return
            if child.poll() is not None:
                pytest.fail(f"it ended before {staged}: {child.communicate()[1]}")
            time.sleep(0.05)
        pytest.fail(f"it never came to {staged}")
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def test_a_killed_build_is_done_again(spark: SparkSession, tmp_path: Path) -> None:
    files, out = written(crowd(), tmp_path / "files"), tmp_path / "out"
    killed_at("attributed", tmp_path / "files", out)
    assert {path.name for path in out.iterdir()} == {"_staging"}
    (expected,) = stored(tmp_path / "store", [files])
    report = built(spark, files, out)
    assert accounts(report) == accounts(expected)
    assert report.plays_by_reason == expected.plays_by_reason
    same(tmp_path / "store", out, tmp_path)
