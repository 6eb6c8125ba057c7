"""A service as people run it: `keyart serve`, with its own processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil

REPOSITORY = Path(__file__).parents[2]
TOKEN = "a-token-that-may-do-everything"
STARTS = 300.0
"""Seconds that a service may take to start on a busy machine."""


@contextmanager
def server(root: Path, workers: int = 1) -> Generator[tuple[subprocess.Popen[str], str]]:
    """Serve a store by a process group of its own, and yield its address; it is killed at last."""
    command = [sys.executable, "-m", "keyart", "serve", str(root), "--port", "0"]
    env = os.environ | {
        "KEYART_TOKEN": TOKEN,
        "KEYART_RATE": "0",
        "KEYART_MIN_CELL": "0",
        "KEYART_WORKERS": str(workers),
    }
    with (
        (root.parent / "server.log").open("a") as log,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd=REPOSITORY,
            env=env,
            start_new_session=True,
        ) as process,
    ):
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        try:
            wait_until_ready(url)
            yield process, url
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def wait_until_ready(url: str) -> None:
    """Wait until a service answers."""
    until = time.monotonic() + STARTS
    while time.monotonic() < until:
        try:
            if httpx.get(f"{url}readyz", timeout=STARTS).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"{url} did not answer")


def children(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """Return the workers and the producer of a service."""
    found = psutil.Process(process.pid).children()
    return [child for child in found if "--multiprocessing-fork" in child.cmdline()]
