"""What services say of themselves, and the system of them."""

import json
import os
import socket
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from druid_cluster.services import HOST

_LINES = 25


def answers(port: int) -> bool:
    """Tell whether something listens on a port of this machine."""
    with closing(socket.socket()) as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def is_healthy(port: int) -> bool:
    """Tell whether the service on a port says that it is ready."""
    try:
        return fetch(port, "/status/health") is True
    except (OSError, HTTPException, ValueError):
        return False


def fetch(port: int, path: str) -> Any:
    """Return the JSON that a service on this machine gives.

    Raises:
        OSError: Nobody answers.
        http.client.HTTPException: What answers does not speak HTTP.
        ValueError: What it says is not JSON.
    """
    with closing(HTTPConnection(HOST, port, timeout=5)) as connection:
        connection.request("GET", path)
        return json.loads(connection.getresponse().read())


def resident_bytes(pid: int) -> int:
    """Return how much memory a process holds; 0 where the system does not say."""
    path = Path(f"/proc/{pid}/statm")
    if not path.exists():
        return 0
    return int(path.read_text("utf-8").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def free_bytes() -> int | None:
    """Return how much memory a new program could have; None where the system does not say."""
    path = Path("/proc/meminfo")
    if not path.exists():
        return None
    told = dict(line.split(":", 1) for line in path.read_text("utf-8").splitlines())
    return int(told["MemAvailable"].split()[0]) * 1024


def tail(log: Path) -> str:
    """Return the last lines of a log."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text("utf-8", errors="replace").splitlines()[-_LINES:])
