"""The writer's lock: one process at a time writes, and the lock's text says which."""

import fcntl
import os
import socket
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from keyart.core.errors import StoreBusy

_POLL_SECONDS = 0.02


@contextmanager
def writing(path: Path, command: str, now: datetime, wait: float) -> Generator[None]:
    """Hold the lock file at `path`; raises `StoreBusy` if it is not free in `wait` seconds."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _take(descriptor, path, wait)
        since = now.isoformat(timespec="seconds")
        _write(descriptor, f"process {os.getpid()} on {socket.gethostname()}: {command}, {since}")
        yield
        _write(descriptor, "")
    finally:
        os.close(descriptor)


def _take(descriptor: int, path: Path, wait: float) -> None:
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() < deadline:
                time.sleep(_POLL_SECONDS)
                continue
            raise StoreBusy(
                f"{path.parent} is being written by {_holder(descriptor)}.",
                hint=f"Waited {wait:g} s; wait longer (--wait), or end that process.",
            ) from None
        return


def _holder(descriptor: int) -> str:
    return os.pread(descriptor, 1000, 0).decode(errors="replace") or "another process"


def _write(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)
