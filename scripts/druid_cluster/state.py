"""What a cluster's folder says of it: who keeps it, where its services listen, how far they are."""

import fcntl
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Self

STATE = "cluster.json"
LOCK = "keeper.lock"


class Phase(StrEnum):
    """How far a cluster is."""

    STARTING = "starting"
    HEALTHY = "healthy"
    STOPPING = "stopping"
    DOWN = "down"


@dataclass(frozen=True)
class State:
    """A cluster, as its keeper last described it."""

    phase: Phase
    keeper: int = 0
    """The keeper's process, 0 where there is none."""
    ports: Mapping[str, int] = field(default_factory=dict[str, int])
    pids: Mapping[str, int] = field(default_factory=dict[str, int])
    """The processes of the services, in the order of their start."""
    ready: Sequence[str] = ()
    """The services that answer by now, in the order of their start."""
    error: str = ""
    """Why it went down, where nobody wanted it."""

    def write(self, folder: Path) -> None:
        """Replace what the folder says."""
        fresh = folder / f"{STATE}.new"
        fresh.write_text(json.dumps(asdict(self), indent=2), "utf-8")
        fresh.rename(folder / STATE)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return what the folder says; without a living keeper a cluster is down."""
        path = folder / STATE
        if not path.exists():
            return cls(Phase.DOWN)
        raw: dict[str, Any] = json.loads(path.read_text("utf-8"))
        phase = Phase(raw.pop("phase"))
        state = cls(phase, **raw)
        if not is_kept(folder):
            return replace(state, phase=Phase.DOWN, keeper=0, pids={})
        return state


def hold(path: Path, *, shared: bool = False, wait: bool = False) -> IO[bytes] | None:
    """Lock a file until it is closed, or until the process ends; None where others hold it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("ab")
    how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
    try:
        fcntl.flock(file, how)
    except BlockingIOError:
        file.close()
        return None
    return file


def is_kept(folder: Path) -> bool:
    """Tell whether a keeper of this folder is alive: it holds the lock as long as it lives."""
    if not (folder / LOCK).exists():
        return False
    lock = hold(folder / LOCK)
    if lock is None:
        return True
    lock.close()
    return False
