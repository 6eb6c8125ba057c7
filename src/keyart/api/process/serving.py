"""Processes that serve a store: a supervisor, workers that share its socket, and a producer.

Workers answer requests and never write the store; the producer does. The supervisor starts them,
replaces any that die, and on a signal ends after all requests in flight.
"""

import gc
import logging
import multiprocessing
import os
import resource
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import uvicorn
from fastapi import FastAPI

from keyart.api.app import create_app
from keyart.api.logs import FOLDER, write_line
from keyart.api.process.protocol import MOST_OVER, holding
from keyart.core.errors import StoreError
from keyart.core.server import ServerSettings

_SPAWN = multiprocessing.get_context("spawn")

SIGNALS = (signal.SIGINT, signal.SIGTERM)

QUICK = 5.0
"""A process that lived for fewer seconds never started working."""

TRIES = 5
"""After this many quick ends in a row, the service gives up."""

BACKLOG = 2048

MESSAGE_BYTES = 64 << 10
"""Maximum bytes of a web socket message: messages are read in the event loop."""

Tell = Callable[[str], None]
Producer = Callable[[Path, threading.Event], None]
"""Works on a store until the event is set."""
Warm = Callable[[], None]
"""Prepares a process to answer without delay."""


@dataclass(frozen=True)
class Role:
    """The work of a child process: `run(*arguments)`, under a readable name."""

    name: str
    run: Callable[..., None]
    arguments: tuple[Any, ...]


def listen(settings: ServerSettings, *, any_port: bool = False) -> socket.socket:
    """Return a socket that listens where the settings say; raises `OSError`.

    `any_port`: use another port if that one is taken.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError:
            if not any_port:
                raise
            listener.bind((settings.host, 0))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def serve(
    store: Path,
    settings: ServerSettings,
    listening: socket.socket,
    tell: Tell,
    producer: Producer | None = None,
    warm: Warm | None = None,
) -> None:
    """Serve `store` on the socket `listening` until a signal ends it.

    `tell` receives messages for people. `producer` runs in its own process; `warm` in each worker,
    before it takes any request. Raises `StoreError` if processes keep ending before they start
    working.
    """
    with _asked_to_end() as ending, _counts_folder():
        worker = Role("worker", _work, (store, settings, listening, warm))
        roles = [worker] * settings.workers
        if producer is not None:
            roles.append(Role("producer", _produce, (store, producer)))
        children = [_Child(role, tell) for role in roles]
        try:
            _watch(children, ending)
        finally:
            # Once no process holds the socket, no connection is accepted.
            listening.close()
            _end(children, settings.drain)


class _Child:
    """A process, and its replacements when it dies."""

    def __init__(self, role: Role, tell: Tell) -> None:
        self.role = role
        self.tell = tell
        self.quick = 0
        self.process = self._start()

    def _start(self) -> SpawnProcess:
        self.began = time.monotonic()
        process = _SPAWN.Process(target=self.role.run, args=self.role.arguments, daemon=False)
        process.start()
        return process

    def start_again(self) -> None:
        """Start a new process in place of one that ended."""
        code = self.process.exitcode
        self.quick = self.quick + 1 if time.monotonic() - self.began < QUICK else 0
        if self.quick >= TRIES:
            raise StoreError(
                f"The {self.role.name} ended {TRIES} times before it got to work.",
                hint="The lines above say why.",
            )
        self.tell(f"The {self.role.name} {self.process.pid} ended ({code}); another one starts.")
        self.process.close()
        self.process = self._start()


def _watch(children: list[_Child], ending: Connection) -> None:
    """Keep all children alive until `ending` is readable."""
    while True:
        by_sentinel = {child.process.sentinel: child for child in children}
        ready = wait([ending, *by_sentinel])
        if ending in ready:
            return
        for sentinel in ready:
            child = by_sentinel[sentinel]  # pyright: ignore[reportArgumentType]
            child.process.join()
            child.start_again()


def _end(children: list[_Child], drain: float) -> None:
    """End all children, giving them time to finish requests in flight."""
    for child in children:
        child.process.terminate()
    until = time.monotonic() + drain + QUICK
    for child in children:
        child.process.join(max(0.0, until - time.monotonic()))
        if child.process.exitcode is None:
            child.process.kill()
            child.process.join()


@contextmanager
def _asked_to_end() -> Generator[Connection]:
    """Yield a file that becomes readable when a signal asks this process to end."""
    reading, writing = multiprocessing.Pipe(duplex=False)

    def ask(_number: int, _frame: FrameType | None) -> None:
        writing.send(None)

    before = {number: signal.signal(number, ask) for number in SIGNALS}
    try:
        yield reading
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _counts_folder() -> Generator[None]:
    """Set a folder, in the environment of all children, for their shared counts."""
    with tempfile.TemporaryDirectory(prefix="keyart-metrics-") as folder:
        os.environ[FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER]


def _work(
    store: Path, settings: ServerSettings, listening: socket.socket, warm: Warm | None
) -> None:
    """Answer requests until asked to end: the work of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # until it serves, it has nothing to finish
    _end_with_parent()
    _log_as_lines()
    allow(settings.connections)
    if warm is not None:
        warm()
    app = create_app(store, settings)
    config = configured(app, settings, lifespan="on", log_config=None)
    # Existing objects stay: garbage collection can skip them while people wait.
    gc.collect()
    gc.freeze()
    _Worker(config).run(sockets=[listening])
    _leave()


def configured(app: FastAPI, settings: ServerSettings, **also: Any) -> uvicorn.Config:
    """Return the network configuration of a service."""
    return uvicorn.Config(
        app,
        http=holding(settings.connections),
        ws="websockets-sansio",
        ws_max_size=MESSAGE_BYTES,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=round(settings.drain),
        **also,
    )


class _Worker(uvicorn.Server):
    """A server that ends cleanly on a signal."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Treat signals as requests to end, and nothing more."""
        for number in SIGNALS:
            signal.signal(number, self.handle_exit)
        yield


def _produce(store: Path, producer: Producer) -> None:
    """Run the producer until asked to end."""
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        # In a thread: the code that the signal interrupted may hold the event's lock.
        threading.Thread(target=stop.set).start()

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, end)
    _end_with_parent()
    _log_as_lines()
    producer(store, stop)
    _leave()


def _leave() -> NoReturn:
    """End this process, with all its data saved, without tearing down the interpreter.

    Teardown takes time while people wait, and DuckDB's binding prints many complaints about objects
    still referenced then.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _end_with_parent() -> None:
    """End this process as soon as the supervisor is gone, for whatever reason."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait_and_end() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait_and_end, daemon=True).start()


class _JsonLogHandler(logging.Handler):
    """Writes library logs as lines of JSON, like those of requests."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        line = {"level": record.levelname.lower(), "logger": record.name}
        write_line({**line, "message": record.getMessage()})


def _log_as_lines() -> None:
    logging.basicConfig(level=logging.WARNING, handlers=[_JsonLogHandler()])


SPARE = 256 + MOST_OVER
"""Files besides connections: files of the store during reads, logs, sockets, and excess
connections."""


def allow(connections: int) -> None:
    """Allow this process that many connections, as far as the system permits."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = connections + SPARE
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    if soft != resource.RLIM_INFINITY and soft < limit:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
