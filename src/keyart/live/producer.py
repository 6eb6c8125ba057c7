"""The producer's road: who produces, then round after round what has arrived becomes answers."""

import fcntl
import logging
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from keyart.insights.notices import find
from keyart.live.feeding import feeding
from keyart.live.notices import Judge, noticing
from keyart.live.publishing import publish_waiting, warm
from keyart.live.scrubbing import scrubbing
from keyart.store import open_snapshot

LOCK = "producer.lock"
"""Locked by the one process that produces for a store."""

EVERY = 1.0
"""Seconds between two publications: each makes a version, which every reader opens."""

LOOK = 0.1
"""Seconds between two looks into an empty inbox."""

PAUSE = 5.0
"""Seconds to wait after something failed."""

log = logging.getLogger("keyart.live")


def run(root: Path, stop: Event | None = None, *, judge: Judge = find, address: str = "") -> None:
    """Produce for the store at `root` until `stop` is set.

    `address` is where the service is reached, for links in notices. While another process
    produces, wait for it to end. Raises `NotAStore`, other store errors and `BadSettings`.
    """
    stop, fed = stop or Event(), Event()
    open_snapshot(root).close()
    # 1. One process produces. 2. Beside the rest each new version gets its feed, which takes
    #    longer than events can wait, and is then judged: people are told what they should know.
    #    Once a day all files are verified.
    with (
        _elected(root / LOCK, stop),
        feeding(root, stop, fed),
        noticing(root, fed, judge, address),
        scrubbing(root),
    ):
        warm(root)
        while not stop.is_set():
            began = time.monotonic()
            # 3. What lies in the inbox becomes a version.
            published = publish_waiting(root)
            stop.wait(_rest(published, time.monotonic() - began))


def _rest(published: bool | None, seconds: float) -> float:
    """Return how long to wait after a round, by what it did; None means that it failed."""
    if published is None:
        return PAUSE
    return max(0.0, EVERY - seconds) if published else LOOK


@contextmanager
def _elected(path: Path, stop: Event) -> Generator[None]:
    """Hold the producer's lock, or find `stop` set meanwhile."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        said = False
        while not stop.is_set() and not _take(descriptor):
            if not said:
                log.info("Another process produces for %s; this one waits.", path.parent)
                said = True
            stop.wait(EVERY)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
