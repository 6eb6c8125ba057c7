"""The services of a cluster as data: who they are, how much memory they get, their settings.

Sizes are for a machine that runs everything: about 3.6 GB together when all are up.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from druid_cluster.jars import EXTENSIONS, SERVICES

ZOOKEEPER = "zookeeper"
DERBY = "derby"
ROUTER = "router"
HOST = "127.0.0.1"

_OPEN = (
    "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
    "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
)
_LOCALE = ("-Duser.timezone=UTC", "-Dfile.encoding=UTF-8")
_SOON = "-XX:TieredStopAtLevel=1"
"""Compile once and quickly: for what lives a short time, or has little to do."""

# There is one of each service, so nobody is to take over from one that a busy machine holds up.
_SESSION = "120000"

_BUFFERS = {
    "druid.processing.buffer.sizeBytes": "150MiB",
    # Group-bys over sketches need (groups × size of a sketch); a question cannot raise this.
    "druid.query.groupBy.maxOnDiskStorage": "4GiB",
}


@dataclass(frozen=True)
class Service:
    """One of Druid's services."""

    name: str
    """As its command line calls it."""
    heap: str
    direct: str
    settings: Mapping[str, str]
    answers: bool = False
    """Whether questions are answered by it, rather than all else."""


COORDINATOR = Service(
    "coordinator",
    "256m",
    "64m",
    {
        "druid.coordinator.asOverlord.enabled": "true",
        "druid.coordinator.asOverlord.overlordService": "druid/overlord",
        "druid.coordinator.startDelay": "PT1S",
        "druid.coordinator.period": "PT1S",
        "druid.indexer.queue.startDelay": "PT1S",
        "druid.indexer.runner.type": "httpRemote",
        "druid.indexer.storage.type": "metadata",
        "druid.manager.segments.pollDuration": "PT1S",
        "druid.manager.lookups.period": "1000",
    },
)
BROKER = Service(
    "broker",
    "512m",
    "900m",
    {
        **_BUFFERS,
        "druid.processing.numMergeBuffers": "3",
        "druid.processing.numThreads": "1",
        "druid.sql.planner.metadataRefreshPeriod": "PT1S",
    },
    answers=True,
)
HISTORICAL = Service(
    "historical",
    "512m",
    "900m",
    {**_BUFFERS, "druid.processing.numMergeBuffers": "2", "druid.processing.numThreads": "2"},
    answers=True,
)
MIDDLE_MANAGER = Service(
    "middleManager",
    "128m",
    "64m",
    {
        "druid.worker.capacity": "2",
        "druid.indexer.fork.property.druid.processing.numMergeBuffers": "2",
        "druid.indexer.fork.property.druid.processing.buffer.sizeBytes": "50MiB",
        "druid.indexer.fork.property.druid.processing.numThreads": "1",
    },
)
INDEXER = Service(
    "indexer",
    "1g",
    "1g",
    {
        "druid.worker.capacity": "4",
        "druid.processing.numMergeBuffers": "4",
        "druid.processing.buffer.sizeBytes": "50MiB",
        "druid.processing.numThreads": "2",
    },
)
ROUTER_SERVICE = Service(ROUTER, "128m", "128m", {"druid.router.managementProxy.enabled": "true"})

DRUID = (COORDINATOR, BROKER, HISTORICAL, MIDDLE_MANAGER, ROUTER_SERVICE)
"""A task is a process of its own, which takes some ten seconds of a core to begin."""

DRUID_WITH_INDEXER = (COORDINATOR, BROKER, HISTORICAL, INDEXER, ROUTER_SERVICE)
"""Tasks are threads of one process: for many small loads."""


@dataclass(frozen=True)
class Layout:
    """Where a cluster lives: its folders and its ports."""

    run: Path
    jars: Path
    java: str
    ports: Mapping[str, int]
    druid: Sequence[Service] = DRUID

    def conf(self, name: str) -> Path:
        """Return the folder of a service's settings."""
        return self.run / "conf" / name

    def log(self, name: str) -> Path:
        """Return what a service has written."""
        return self.run / "log" / f"{name}.log"


def write_settings(layout: Layout) -> None:
    """Write the files that the services read when they start.

    ZooKeeper begins anew: it holds nothing but who is there, and would wait for those who were.
    """
    shutil.rmtree(layout.run / "zookeeper", ignore_errors=True)
    for name in ("log", "tmp", "task-logs"):
        (layout.run / name).mkdir(parents=True, exist_ok=True)
    for service in layout.druid:
        folder = layout.conf(service.name)
        folder.mkdir(parents=True, exist_ok=True)
        settings = {**_shared(layout), **_placed(service, layout), **service.settings}
        lines = (f"{name}={value}\n" for name, value in settings.items())
        (folder / "runtime.properties").write_text("".join(lines), "utf-8")
        (folder / "log4j2.xml").write_text(_LOGGING, "utf-8")
    folder = layout.conf(ZOOKEEPER)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "zoo.cfg").write_text(_zookeeper(layout), "utf-8")
    (folder / "log4j2.xml").write_text(_LOGGING, "utf-8")


def zookeeper_command(layout: Layout) -> Sequence[str]:
    """Return what starts ZooKeeper."""
    return (
        layout.java,
        *("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        *("-cp", f"{layout.conf(ZOOKEEPER)}:{layout.jars / SERVICES}/*"),
        "org.apache.zookeeper.server.ZooKeeperServerMain",
        str(layout.conf(ZOOKEEPER) / "zoo.cfg"),
    )


def druid_command(service: Service, layout: Layout) -> Sequence[str]:
    """Return what starts one of Druid's services."""
    return (
        layout.java,
        *(f"-Xms{service.heap}", f"-Xmx{service.heap}"),
        f"-XX:MaxDirectMemorySize={service.direct}",
        *("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", *_OPEN, *_LOCALE),
        *(() if service.answers else (_SOON,)),
        f"-Djava.io.tmpdir={layout.run / 'tmp'}",
        f"-Dderby.stream.error.file={layout.run / 'log' / 'derby.log'}",
        *("-cp", f"{layout.conf(service.name)}:{layout.jars / SERVICES}/*"),
        *("org.apache.druid.cli.Main", "server", service.name),
    )


def _shared(layout: Layout) -> dict[str, str]:
    """Return the settings that all services have."""
    derby = f"jdbc:derby://{HOST}:{layout.ports[DERBY]}/{layout.run / 'derby'};create=true"
    return {
        "druid.host": HOST,
        "druid.bindOnHost": "true",
        "druid.extensions.directory": str(layout.jars / "extensions"),
        "druid.extensions.loadList": json.dumps(EXTENSIONS),
        "druid.zk.service.host": f"{HOST}:{layout.ports[ZOOKEEPER]}",
        "druid.zk.service.sessionTimeoutMs": _SESSION,
        "druid.metadata.storage.type": "derby",
        "druid.metadata.storage.connector.connectURI": derby,
        "druid.metadata.storage.connector.host": HOST,
        "druid.metadata.storage.connector.port": str(layout.ports[DERBY]),
        "druid.storage.type": "local",
        "druid.storage.storageDirectory": str(layout.run / "segments"),
        "druid.indexer.logs.type": "file",
        "druid.indexer.logs.directory": str(layout.run / "task-logs"),
        "druid.lookup.enableLookupSyncOnStartup": "false",
        "druid.emitter": "noop",
        "druid.startup.logging.logProperties": "false",
    }


def _placed(service: Service, layout: Layout) -> dict[str, str]:
    """Return the settings of one service that depend on where the cluster lives."""
    settings = {
        "druid.service": f"druid/{service.name}",
        "druid.plaintextPort": str(layout.ports[service.name]),
    }
    if service is HISTORICAL:
        cache = [{"path": str(layout.run / "segment-cache"), "maxSize": "20g"}]
        settings["druid.segmentCache.locations"] = json.dumps(cache)
    if service in (MIDDLE_MANAGER, INDEXER):
        settings["druid.indexer.task.baseTaskDir"] = str(layout.run / "tasks")
    if service is MIDDLE_MANAGER:
        settings["druid.indexer.runner.javaOptsArray"] = json.dumps(_task_options(layout))
    return settings


def _task_options(layout: Layout) -> Sequence[str]:
    return (
        *("-Xms256m", "-Xmx1g", "-XX:MaxDirectMemorySize=1g"),
        *("-XX:+UseSerialGC", _SOON, "-XX:+ExitOnOutOfMemoryError", *_OPEN, *_LOCALE),
        f"-Djava.io.tmpdir={layout.run / 'tmp'}",
    )


def _zookeeper(layout: Layout) -> str:
    return (
        f"dataDir={layout.run / 'zookeeper'}\n"
        f"clientPort={layout.ports[ZOOKEEPER]}\n"
        f"clientPortAddress={HOST}\n"
        "tickTime=2000\n"
        f"maxSessionTimeout={_SESSION}\n"
        "admin.enableServer=false\n"
    )


_LOGGING = """<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="WARN">
  <Appenders>
    <Console name="console" target="SYSTEM_OUT">
      <PatternLayout pattern="%d{ISO8601} %p [%t] %c{1} %m%n"/>
    </Console>
  </Appenders>
  <Loggers>
    <Root level="info"><AppenderRef ref="console"/></Root>
  </Loggers>
</Configuration>
"""
