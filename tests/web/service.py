"""`keyart serve` on a demo store, as a process of its own."""

import fcntl
import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

KEYART = str(Path(sys.executable).with_name("keyart"))
TOKEN = "a-token-for-the-tests-of-pages"
STARTING = 180.0
"""Seconds that a service may take to begin on a busy machine."""

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Service:
    """A service that runs, and the store that it holds."""

    address: str
    store: Path

    @property
    def link(self) -> str:
        """What `keyart serve` prints: whoever opens it is let in."""
        return f"{self.address}/?token={TOKEN}"

    @property
    def truth(self) -> Mapping[str, Any]:
        """What was planted in the store."""
        return json.loads((self.store / "demo" / "truth.json").read_text(encoding="utf-8"))

    def story(self, name: str) -> Mapping[str, Any]:
        """Return one of the demo's stories."""
        return next(story for story in self.truth["stories"] if story["story"] == name)


def demo_in(folder: Path) -> Path:
    """Return the demo store that everybody gets, made in `folder` by the first who asks."""
    store = folder / "demo.keyart"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (store / "demo" / "truth.json").is_file():
            keyart("demo", "--store", str(store), "--no-serve")
    return store


def keyart(*words: str) -> str:
    """Run a command and return what it printed."""
    ran = subprocess.run([KEYART, *words], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@contextmanager
def serving(store: Path, folder: Path, *, port: int = 0, **settings: str) -> Generator[Service]:
    """Serve a store as long as the block runs; what the service says is kept in `folder`."""
    said = folder / "service.txt"
    given = {f"KEYART_{name.upper()}": value for name, value in settings.items()}
    env = os.environ | {"KEYART_TOKEN": TOKEN, "KEYART_RATE": "0"} | given
    command = [KEYART, "serve", str(store), "--port", str(port)]
    with (
        said.open("w", encoding="utf-8") as log,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, env=env
        ) as process,
    ):
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip().rstrip("/")
            assert address.startswith("http://127.0.0.1:"), said.read_text(encoding="utf-8")
            _await_ready(address)
            yield Service(address, store)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _await_ready(address: str) -> None:
    """Wait until workers take requests: they load compiled loops before they do."""
    httpx.get(f"{address}/readyz", timeout=STARTING).raise_for_status()
