"""The Spark session of a build: the active one (spark-submit), or a new one on this machine."""

import logging
import os
import shutil
import sys
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from pyspark.sql import SparkSession

from keyart.core.errors import BadInput, MissingExtra

_QUERY = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.sources.partitionOverwriteMode": "dynamic",
    "spark.sql.objectHashAggregate.sortBased.fallbackThreshold": "5000",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "65536",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "true",
}
"""Settings that every build needs in any session."""

_LOGS = Path(__file__).with_name("log4j2.properties")

_LOCAL = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.extraJavaOptions": f"-XX:+UseSerialGC -Dlog4j2.configurationFile=file:{_LOGS}",
    "spark.python.daemon.module": "keyart.scale.spark.daemon",
    # No checksum files beside the facts: other programs read them.
    "spark.hadoop.fs.file.impl": "org.apache.hadoop.fs.RawLocalFileSystem",
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
}


def start(master: str | None = None, memory: str = "2g") -> SparkSession:
    """Return the active session, else a new one on `master`, by default all local cores.

    Raises `BadInput` without Java, and `MissingExtra` without pandas.
    """
    if find_spec("pandas") is None:  # PySpark's `mapInArrow` needs it, and never uses it
        raise MissingExtra(
            "Spark needs the module pandas, which is not installed.",
            hint="Install keyart[spark].",
        )
    with _ignore_pandas_warning():
        return _get_or_create(master, memory)


def _get_or_create(master: str | None, memory: str) -> SparkSession:
    active = SparkSession.getActiveSession()
    if active is None:
        _require_java()
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = SparkSession.builder.appName("keyart")
        if master or "PYSPARK_GATEWAY_PORT" not in os.environ:  # spark-submit sets the master
            builder = builder.master(master or "local[*]").config("spark.driver.memory", memory)
            for name, value in _LOCAL.items():
                builder = builder.config(name, value)
        active = builder.getOrCreate()
    active.sparkContext.setLogLevel("ERROR")
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    return active


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if (home and (Path(home) / "bin" / "java").exists()) or shutil.which("java"):
        return
    raise BadInput(
        "Spark needs Java, which is not installed.",
        hint="Install Java 17 or newer, or set JAVA_HOME to its folder.",
    )


@contextmanager
def build_settings(spark: SparkSession) -> Generator[None]:
    """Give the session the settings of a build, and restore its own afterwards."""
    before = {name: spark.conf.get(name, None) for name in (*_QUERY, _SHUFFLE)}
    try:
        for name, value in _QUERY.items():
            spark.conf.set(name, value)
        with _ignore_pandas_warning():
            yield
    finally:
        for name, value in before.items():
            if value is None:
                spark.conf.unset(name)
            else:
                spark.conf.set(name, value)


@contextmanager
def _ignore_pandas_warning() -> Generator[None]:
    """Silence PySpark's warning about the version of pandas, which builds do not use."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support", FutureWarning)
        yield


_SHUFFLE = "spark.sql.shuffle.partitions"


def size_shuffles(spark: SparkSession, parts: int) -> None:
    """Split joins into `parts` tasks."""
    spark.conf.set(_SHUFFLE, str(parts))
