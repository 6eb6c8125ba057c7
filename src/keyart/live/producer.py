"""The producer: one process publishes events, makes feeds, judges versions and verifies files."""

import fcntl
import logging
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from keyart.core.errors import KeyartError, QueryTimeout, StoreBusy
from keyart.feed import is_made, produce
from keyart.insights.notices import find
from keyart.live.inbox import publish_waiting, warm
from keyart.live.notices import Judge, noticing
from keyart.query import Cancel, under
from keyart.store import last_verification, open_snapshot, save_verification, verify_files

LOCK = "producer.lock"
"""Locked by the one process that produces for a store."""

PUBLISH_SECONDS = 1.0
"""Seconds from one publication to the next: each makes a version, which every reader opens."""

INBOX_SECONDS = 0.1
"""Seconds between two checks of an empty inbox."""

PAUSE = 5.0
"""Seconds to wait after something failed."""

FEED_SECONDS = 0.5
"""Seconds between two checks for a new version, at least: a feed rests as long as it took."""

VERIFY_EVERY = timedelta(days=1)
"""The time between two verifications of sound files."""

VERIFY_AGAIN = timedelta(minutes=10)
"""The time after which damaged files are verified again: they may have been restored."""

VERIFY_SECONDS = 60.0
"""Seconds between two checks whether a verification is due."""

log = logging.getLogger("keyart.live")


def run(root: Path, stop: Event | None = None, *, judge: Judge = find, address: str = "") -> None:
    """Produce for the store at `root` until `stop` is set.

    `address` is where the service is reached, for links in notices. While another process
    produces, wait for it to end. Raises `NotAStore`, other store errors and `BadSettings`.
    """
    stop, fed = stop or Event(), Event()
    open_snapshot(root).close()
    # 1. Only one process produces. 2. In other threads, each new version gets its feed, which
    #    takes longer than events can wait, and is then judged, and notices are sent. Once a day
    #    all files are verified.
    with (
        _elected(root / LOCK, stop),
        feeding(root, stop, fed),
        noticing(root, fed, judge, address),
        verifying(root),
    ):
        warm(root)
        while not stop.is_set():
            start = time.monotonic()
            # 3. Publish what waits in the inbox.
            published = publish_waiting(root)
            stop.wait(_pause(published, time.monotonic() - start))


def _pause(published: bool | None, seconds: float) -> float:
    """Return how long to wait after a round, by its result; None means that it failed."""
    if published is None:
        return PAUSE
    return max(0.0, PUBLISH_SECONDS - seconds) if published else INBOX_SECONDS


@contextmanager
def _elected(path: Path, stop: Event) -> Generator[None]:
    """Hold the producer's lock, unless `stop` is set while waiting for it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        logged = False
        while not stop.is_set() and not _try_lock(descriptor):
            if not logged:
                log.info("Another process produces for %s; this one waits.", path.parent)
                logged = True
            stop.wait(PUBLISH_SECONDS)
        yield
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def feeding(root: Path, stop: Event, fed: Event) -> Generator[None]:
    """Make feeds in a thread while the block runs and `stop` is not set; cancel the last one.

    `fed` is set whenever a feed was made, already existed, or could not be made.
    """
    cancel = Cancel()
    ended = Event()
    args = (root, (stop, ended), fed, cancel)
    thread = Thread(target=_make_feeds, args=args, name="feed", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        cancel.stop()
        thread.join()


def _make_feeds(root: Path, ends: tuple[Event, Event], fed: Event, cancel: Cancel) -> None:
    stop, ended = ends
    while not (stop.is_set() or ended.is_set()):
        start = time.monotonic()
        try:
            _make_feed(root, cancel)
        except QueryTimeout:
            return
        except StoreBusy as error:
            log.info("%s The feed waits.", error)
        except (KeyartError, OSError) as error:
            log.warning("There is no new feed: %s", error)
        fed.set()
        ended.wait(max(FEED_SECONDS, time.monotonic() - start))


def _make_feed(root: Path, cancel: Cancel) -> None:
    """Make the feed of the newest version, unless it exists."""
    with open_snapshot(root) as snapshot:
        if not is_made(snapshot):
            with under(cancel):
                feed = produce(snapshot, now=datetime.now(UTC))
            log.info("The feed of version %d is made: %s.", feed.version, feed.file)


@contextmanager
def verifying(root: Path) -> Generator[None]:
    """Verify files in a thread, whenever that is due, while the block runs."""
    ended = Event()
    thread = Thread(target=_verify, args=(root, ended), name="verify", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _verify(root: Path, ended: Event) -> None:
    while not ended.is_set():
        try:
            verify_if_due(root, datetime.now(UTC), ended)
        except (KeyartError, OSError) as error:
            log.warning("The files of the store cannot be verified: %s", error)
        ended.wait(VERIFY_SECONDS)


def verify_if_due(root: Path, now: datetime, ended: Event) -> None:
    """Verify all files if that is due, and save the result."""
    last = last_verification(root)
    if last is not None and now - last.at < (VERIFY_AGAIN if last.damaged else VERIFY_EVERY):
        return
    with open_snapshot(root) as snapshot:
        verification = verify_files(snapshot, now, ended.wait)
    if verification is None:
        return
    save_verification(root, verification)
    for finding in verification.damaged:
        log.error("The store is damaged: %s", finding)
    if not verification.damaged:
        log.info("%d files of version %d are sound.", verification.files, verification.version)
