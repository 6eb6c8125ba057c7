"""A cluster's life: up, status, down."""

import os
import signal
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from druid_cluster import health
from druid_cluster.errors import ClusterError, NoMemory, PortTaken
from druid_cluster.jars import EXTENSIONS, cache_folder, jars, java
from druid_cluster.ports import is_free
from druid_cluster.services import DRUID, HOST, ROUTER, ZOOKEEPER
from druid_cluster.state import STATE, Phase, State, hold, is_kept

NEEDED_BYTES = 4 << 30
"""What the services take together, with a task."""

SERVICES = len(DRUID) + 1
"""How many there are, ZooKeeper among them."""

_TICK = 0.1
_LOG = "keeper.log"


def default_folder() -> Path:
    """Return where the cluster of the command line lives."""
    return cache_folder() / "cluster"


@dataclass(frozen=True)
class Status:
    """What can be said of a cluster."""

    phase: Phase
    url: str
    """The router's address; '' where there is none."""
    healthy: dict[str, bool]
    """By service."""
    memory_bytes: dict[str, int]
    """By service."""
    extensions: list[str]
    """Those that Druid has loaded."""
    error: str


def _silent(_line: str) -> None:
    pass


def up(
    folder: Path,
    *,
    port: int = 0,
    while_used: Path | None = None,
    indexer: bool = False,
    tell: Callable[[str], None] = _silent,
) -> str:
    """Bring a cluster up and return its router's URL; one that is up stays as it is.

    Args:
        folder: Where it lives: its settings, logs and data.
        port: Where the router is to listen; any free port if 0.
        while_used: A file: when no process holds a shared lock on it, the cluster ends and its
            data go.
        indexer: Run tasks as threads of one process, an indexer, in place of a middle manager.
        tell: Is given a line each time that something is done.

    Raises:
        ClusterError: It cannot be had, and why.
    """
    folder = folder.resolve()
    with _one_at_a_time(folder):
        state = State.read(folder)
        if state.phase is Phase.STOPPING:
            tell("waiting for the cluster that was here to stop")
            state = _await_end(folder)
        keeper = None
        if state.phase is Phase.DOWN:
            _check_machine(port)
            found = jars(tell)
            tell("starting Druid; this takes half a minute")
            keeper = _start(folder, found, port, while_used, indexer=indexer)
        return _url(_await_health(folder, keeper, tell))


def down(folder: Path) -> bool:
    """Stop a cluster and wait until no process of it is left; tell whether there was one."""
    folder = folder.resolve()
    state = State.read(folder)
    if state.phase is Phase.DOWN:
        return False
    os.kill(state.keeper, signal.SIGTERM)
    _await_end(folder)
    return True


def status(folder: Path) -> Status:
    """Return what can be said of a cluster."""
    state = State.read(folder.resolve())
    is_up = state.phase is Phase.HEALTHY
    ports = {name: state.ports[name] for name in state.pids}
    return Status(
        phase=state.phase,
        url=_url(state) if is_up else "",
        healthy={name: _is_well(name, port) for name, port in ports.items()},
        memory_bytes={name: health.resident_bytes(pid) for name, pid in state.pids.items()},
        extensions=_extensions(state.ports[ROUTER]) if is_up else [],
        error=state.error,
    )


def _start(folder: Path, found: Path, port: int, while_used: Path | None, *, indexer: bool) -> int:
    """Start the process that keeps the cluster, in a session of its own; return its number."""
    command = [sys.executable, "-m", "druid_cluster.keeper", str(folder), str(found), java()]
    command += ["--port", str(port)] if port else []
    command += ["--while-used", str(while_used.absolute())] if while_used else []
    command += ["--indexer"] if indexer else []
    (folder / STATE).unlink(missing_ok=True)
    fresh = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    return os.posix_spawn(
        sys.executable,
        command,
        os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(folder / _LOG), fresh, 0o644),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )


def _check_machine(port: int) -> None:
    """Refuse what could only fail later."""
    java()
    if port and not is_free(port):
        raise PortTaken(
            f"another program listens on port {port}",
            "choose another by --port, or leave it out for any free one",
        )
    free = health.free_bytes()
    if free is not None and free < NEEDED_BYTES:
        raise NoMemory(
            f"Druid's services take {NEEDED_BYTES / 2**30:.1f} GB of memory, and "
            f"{free / 2**30:.1f} GB are free",
            "end other programs, or use a larger machine",
        )


def _await_health(folder: Path, keeper: int | None, tell: Callable[[str], None]) -> State:
    """Wait until the keeper says that all is well; it gives up by itself if that never comes."""
    told, state = 0, State.read(folder)
    if state.phase is Phase.HEALTHY:  # it was there already
        return state
    while True:
        state = State.read(folder)
        for name in state.ready[told:]:
            told += 1
            tell(f"{name} is up ({told} of {SERVICES})")
        if state.phase is Phase.HEALTHY:
            return state
        gone = _has_ended(keeper) if keeper else state.phase is Phase.DOWN
        if gone or state.phase is Phase.STOPPING:
            error = State.read(folder).error or health.tail(folder / _LOG)
            raise ClusterError(f"Druid does not come up: {error or 'it was told to stop'}")
        time.sleep(_TICK)


def _has_ended(child: int) -> bool:
    return os.waitpid(child, os.WNOHANG)[0] == child


def _await_end(folder: Path) -> State:
    """Wait until no keeper is left: all else has ended before it."""
    while (state := State.read(folder)).phase is not Phase.DOWN:
        time.sleep(_TICK)
    while is_kept(folder):
        time.sleep(_TICK)
    return state


@contextmanager
def _one_at_a_time(folder: Path) -> Generator[None]:
    lock = hold(folder / "up.lock", wait=True)
    assert lock is not None
    with lock:
        yield


def _url(state: State) -> str:
    return f"http://{HOST}:{state.ports[ROUTER]}"


def _is_well(name: str, port: int) -> bool:
    if name == ZOOKEEPER:
        return health.answers(port)
    return health.is_healthy(port)


def _extensions(port: int) -> list[str]:
    modules: list[dict[str, Any]] = health.fetch(port, "/status")["modules"]
    return sorted({module["artifact"] for module in modules} & set(EXTENSIONS))
