"""The process that all services of a cluster are children of.

It starts them, waits until they answer, watches them, and stops them: when it is told to
(SIGTERM), when one of them dies, or when the last process that uses the cluster has ended. If it
is itself killed, the kernel kills the services, and the tasks that they started end with them.

    python -m druid_cluster.keeper FOLDER JARS JAVA [--port N] [--while-used FILE] [--indexer]
"""

import argparse
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from druid_cluster import services
from druid_cluster.errors import ClusterError
from druid_cluster.health import answers, is_healthy, tail
from druid_cluster.ports import choose
from druid_cluster.services import DERBY, DRUID, DRUID_WITH_INDEXER, ROUTER, ZOOKEEPER, Layout
from druid_cluster.state import LOCK, Phase, State, hold

PATIENCE = 300.0  # seconds until all must answer
GRACE = 10.0  # seconds to end by oneself
TICK = 0.25

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36


class _Stop(Exception):
    """The cluster is to end, as somebody wants."""


@dataclass
class Keeper:
    """Starts, watches and stops the services of one cluster."""

    folder: Path
    layout: Layout
    used: Path | None
    """The file that its users hold a shared lock on, where it is to end with them, data and all."""
    processes: dict[str, subprocess.Popen[bytes]] = field(
        default_factory=dict[str, "subprocess.Popen[bytes]"]
    )
    unused: IO[bytes] | None = None
    """The lock that says that nobody uses it; who comes now waits until it is down."""
    told: bool = False
    """Whether SIGTERM has come."""
    ready: list[str] = field(default_factory=list[str])
    """The services that answer by now."""

    def run(self) -> str:
        """Keep the cluster until it is to end; return why, where nobody wanted that."""
        error = ""
        signal.signal(signal.SIGTERM, self._stop_wanted)
        self._say(Phase.STARTING)
        try:
            self._start()
            self._say(Phase.HEALTHY)
            self._wait(lambda: False)
        except _Stop:
            pass
        except ClusterError as failure:
            error = str(failure)
        self._say(Phase.STOPPING, error)
        self._stop()
        if self.unused:
            shutil.rmtree(self.layout.run)
        self._say(Phase.DOWN, error)
        return error

    def _start(self) -> None:
        services.write_settings(self.layout)
        until = time.monotonic() + PATIENCE
        self._spawn(ZOOKEEPER, services.zookeeper_command(self.layout))
        self._wait(lambda: answers(self.layout.ports[ZOOKEEPER]), until)
        self._is_ready(ZOOKEEPER)
        for service in self.layout.druid:
            self._spawn(service.name, services.druid_command(service, self.layout))
        for service in self.layout.druid:
            port = self.layout.ports[service.name]
            self._wait(lambda port=port: is_healthy(port), until, service.name)
            self._is_ready(service.name)

    def _is_ready(self, name: str) -> None:
        self.ready.append(name)
        self._say(Phase.STARTING)

    def _spawn(self, name: str, command: Sequence[str]) -> None:
        with self.layout.log(name).open("wb") as log:
            self.processes[name] = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 (this process has one thread)
            )
        self._say(Phase.STARTING)

    def _wait(self, done: Callable[[], bool], until: float = float("inf"), name: str = "") -> None:
        """Return when it is done; raise when the cluster is to end, or cannot go on."""
        while not done():
            for service, process in self.processes.items():
                if process.poll() is not None:
                    raise ClusterError(f"{service} ended by itself", self._last_words(service))
            if self.told or self._is_unused():
                raise _Stop
            if time.monotonic() > until:
                waited = name or ZOOKEEPER
                raise ClusterError(
                    f"{waited} does not answer after {PATIENCE:.0f} s", self._last_words(waited)
                )
            time.sleep(TICK)

    def _stop_wanted(self, _signal: int, _frame: object) -> None:
        self.told = True

    def _is_unused(self) -> bool:
        self.unused = hold(self.used) if self.used else None
        return self.unused is not None

    def _last_words(self, name: str) -> str:
        log = self.layout.log(name)
        return f"{log} ends so:\n{tail(log)}"

    def _say(self, phase: Phase, error: str = "") -> None:
        pids = {name: process.pid for name, process in self.processes.items()}
        State(phase, os.getpid(), self.layout.ports, pids, self.ready, error).write(self.folder)

    def _stop(self) -> None:
        """Stop Druid first and ZooKeeper last: without it the others hang."""
        zookeeper = self.processes.pop(ZOOKEEPER, None)
        _end(list(self.processes.values()))
        _kill_orphans([zookeeper.pid] if zookeeper else [])
        _end([zookeeper] if zookeeper else [])
        self.processes.clear()


def _end(processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    """Ask processes to end, and kill those that do not."""
    for process in processes:
        process.terminate()
    until = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(until - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _kill_orphans(spared: Sequence[int]) -> None:
    """Kill the tasks that a service left behind: they have become children of this process."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    if not children.exists():
        return
    for pid in map(int, children.read_text("utf-8").split()):
        if pid not in spared:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _die_with_parent() -> None:
    """In the child: be killed when the keeper dies, however it dies."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _lock(folder: Path) -> IO[bytes]:
    """Lock the folder; who asks whether it is kept holds its lock for a moment, too."""
    for _ in range(20):
        lock = hold(folder / LOCK)
        if lock is not None:
            return lock
        time.sleep(TICK)
    sys.exit(f"another keeper has {folder}")


def main() -> int:
    """Keep a cluster; return 1 where it ended and nobody wanted that."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("jars", type=Path)
    parser.add_argument("java")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--while-used", type=Path)
    parser.add_argument("--indexer", action="store_true")
    given = parser.parse_args()
    with _lock(given.folder):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _prctl(_PR_SET_CHILD_SUBREAPER, 1)
        druid = DRUID_WITH_INDEXER if given.indexer else DRUID
        names = (ZOOKEEPER, DERBY, *(service.name for service in druid))
        ports = choose(names, {ROUTER: given.port} if given.port else {})
        layout = Layout(given.folder / "run", given.jars, given.java, ports, druid)
        return int(bool(Keeper(given.folder, layout, given.while_used).run()))


if __name__ == "__main__":
    sys.exit(main())
