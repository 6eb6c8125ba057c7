"""Services in processes of their own: Keyart's as people start it, and a bare one to compare."""

import fcntl
import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from keyart.live.producer import LOCK

TOKEN = "a-token-for-the-benchmark"
STARTING = 120.0
SETTLING = 120.0
"""Seconds at most until a service that has started comes to rest."""

REST = 0.05
"""The share of a core below which a service rests."""


@dataclass(frozen=True)
class Server:
    """A service that runs: its port, and its process, whose children may do the work."""

    port: int
    process: int

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def resident(self) -> int:
        """Return the bytes of memory of its own (not of mapped files) of all its processes."""
        told = [one.memory_info() for one in self._processes()]
        return sum(memory.rss - memory.shared for memory in told)

    def cpu(self) -> float:
        """Return the seconds of processor time that its processes have used."""
        return sum(sum(one.cpu_times()[:2]) for one in self._processes())

    def settle(self) -> None:
        """Wait until it has nothing to do; raises `TimeoutError` if it always has."""
        until = time.monotonic() + SETTLING
        while time.monotonic() < until:
            before = self.cpu()
            time.sleep(1.0)
            if self.cpu() - before < REST:
                return
        raise TimeoutError("the service does not come to rest")

    def _processes(self) -> list[psutil.Process]:
        root = psutil.Process(self.process)
        return [root, *root.children(recursive=True)]


@contextmanager
def keyart_service(store: Path, workers: int = 1, **settings: str) -> Generator[Server]:
    """Serve a store with `keyart serve`, without a limit of the rate; it rests when it is given.

    Nothing is published or judged meanwhile: how that goes is measured elsewhere.
    """
    given = {"token": TOKEN, "rate": "0", "workers": str(workers), **settings}
    named = {f"KEYART_{name.upper()}": value for name, value in given.items()}
    port = _free_port()
    command = [sys.executable, "-m", "keyart", "serve", str(store), "--port", str(port)]
    with _produced_elsewhere(store), _running(command, port, "/readyz", named) as server:
        server.settle()
        yield server


@contextmanager
def bare_service(size: int) -> Generator[Server]:
    """Serve answers of `size` bytes and nothing else."""
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.service.bare", str(port), str(size)]
    with _running(command, port, "/", {}) as server:
        yield server


@contextmanager
def _produced_elsewhere(store: Path) -> Generator[None]:
    """Hold the lock of the one process that produces for a store, so that no other does."""
    with (store / LOCK).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _running(
    command: list[str], port: int, path: str, environment: dict[str, str]
) -> Generator[Server]:
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}{path}", process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the service ended with {process.returncode}")
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError(url)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
