"""What a build refuses says what is wrong and what to do, and changes nothing."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from keyart.core.errors import BadInput, BadSettings, MissingColumn
from keyart.scale.spark import BuildOptions, build
from keyart.scale.spark.places import files_of
from tests.cluster.spark.both import NOW, built, written
from tests.pipeline.stories import SALT, START, Batch

ROWS: Batch = {
    "titles": [{"title_id": "t", "name": "T"}],
    "assets": [{"asset_id": "a", "title_id": "t"}],
}


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_file_without_a_column_is_named(spark: SparkSession, tmp_path: Path) -> None:
    path = tmp_path / "impressions.parquet"
    pq.write_table(pa.table({"ts": [START], "asset_id": ["a"]}), path)
    with pytest.raises(MissingColumn, match=r"impressions\.parquet.*profile_id"):
        built(spark, {"impressions": [str(path)]}, tmp_path / "out")
    pq.write_table(pa.table({"audience": ["list:a"]}), tmp_path / "members.parquet")
    with pytest.raises(MissingColumn, match="'profile_id'"):
        built(spark, {"audiences": [str(tmp_path / "members.parquet")]}, tmp_path / "out")


def test_a_built_folder_keeps_its_salt_and_its_sketches(
    spark: SparkSession, tmp_path: Path
) -> None:
    files, out = written(ROWS, tmp_path / "files"), tmp_path / "out"
    built(spark, files, out)
    before = names(out)
    with pytest.raises(BadInput, match="another salt") as refused:
        build(spark, BuildOptions(files, str(out), SALT[::-1], NOW))
    assert SALT not in str(refused.value)
    with pytest.raises(BadSettings, match="lg_k = 14"):
        built(spark, files, out, lg_k=12)
    with pytest.raises(BadSettings, match="lg_k must be"):
        built(spark, files, tmp_path / "other", lg_k=30)
    assert names(out) == before


def test_salts_do_not_print() -> None:
    assert SALT not in repr(BuildOptions({}, "out", SALT, NOW))


def keyart_(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    own: Mapping[str, str] = {
        name: value
        for name, value in os.environ.items()
        if name not in {"JAVA_HOME", "KEYART_SALT"}
    }
    command = [sys.executable, "-m", "keyart", *words]
    return subprocess.run(
        command, env={**own, **environment}, capture_output=True, text=True, check=False
    )


def test_the_command_asks_for_salt_and_java(tmp_path: Path) -> None:
    words = ["spark", "build", "--titles", "titles.csv", "--out", str(tmp_path / "out")]
    told = keyart_(*words)
    assert (told.returncode, told.stdout) == (2, "")
    assert "--salt-file" in told.stderr
    told = keyart_(*words, KEYART_SALT=SALT, PATH=str(tmp_path))
    assert (told.returncode, told.stdout) == (1, "")
    assert "Spark needs Java" in told.stderr
    assert SALT not in told.stderr


def test_files_are_found_by_uris(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "c.txt"):
        (tmp_path / name).touch()
    wanted = [str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]
    assert files_of([f"file://{tmp_path}/*.csv"]) == wanted
    assert files_of([str(tmp_path), f"{tmp_path}/a.csv"]) == wanted
    with pytest.raises(BadInput, match="No file matches"):
        files_of([f"{tmp_path}/*.parquet"])
    with pytest.raises(BadInput, match="cannot be opened"):
        files_of(["nowhere://events/*.csv"])
