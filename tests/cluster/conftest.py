"""What the tests of Spark and Druid run on: Java, one Spark for a process, one Druid for all.

With KEYART_DRUID_URL they use the Druid whose router is there. Else a cluster is brought up once,
shared by all processes of the run, and ends with the last of them, however that ends. Where Java,
Maven's registry or the memory cannot be had, the tests are skipped and say why; with CI=true they
fail.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from pyspark.sql import SparkSession

from druid_cluster.cluster import up
from druid_cluster.errors import MissingProgram, NoMemory, NotReachable
from druid_cluster.jars import java as find_java
from druid_cluster.state import hold
from keyart.scale.spark import start


@pytest.fixture(scope="session")
def java() -> str:
    """Return the program that runs Spark and Druid."""
    try:
        return find_java()
    except MissingProgram as error:
        _go_without(error)


@pytest.fixture(scope="package")
def spark(java: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A session on two cores of this machine; nothing is compiled for what takes less time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_HOME", str(Path(java).resolve().parents[1]))
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")
        patch.setenv("KEYART_FSYNC", "false")
        patch.chdir(tmp_path_factory.mktemp("spark"))
        session = start("local[2]", "1g")
        session.conf.set("spark.sql.codegen.wholeStage", "false")
        session.conf.set("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        yield session
        session.stop()


@pytest.fixture(scope="session")
def druid_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the run's cluster, the same for all of its processes."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "druid-cluster"


@pytest.fixture(scope="package")
def druid_url(druid_folder: Path) -> Iterator[str]:
    """Return the address of the router of a Druid that answers."""
    running = os.environ.get("KEYART_DRUID_URL")
    if running:
        yield running
        return
    users = druid_folder / "users"
    lock = hold(users, shared=True, wait=True)
    assert lock is not None
    with lock:
        try:
            url = up(druid_folder, while_used=users, indexer=True)
        except (MissingProgram, NotReachable, NoMemory) as error:
            _go_without(error)
        yield url


def _go_without(error: Exception) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"no cluster, and CI must have one: {error}")
    pytest.skip(f"NOT TESTED, no cluster: {error}")
