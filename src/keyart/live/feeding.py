"""Making the feed of each new version, in a thread of its own."""

import logging
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

from keyart.core.errors import KeyartError, QueryTimeout, StoreBusy
from keyart.feed import is_made, produce
from keyart.query import Cancel, under
from keyart.store import open_snapshot

LOOK = 0.5
"""Seconds between two looks for a new version, at least: a feed rests as long as it took."""

log = logging.getLogger("keyart.live")


@contextmanager
def feeding(root: Path, stop: Event, fed: Event) -> Generator[None]:
    """Make feeds while the block runs, as long as `stop` is not set; what is under way stops.

    `fed` is set whenever one was made, or found to be there, or could not be made.
    """
    cancel = Cancel()
    ended = Event()
    ends = (stop, ended)
    thread = Thread(target=_feed, args=(root, ends, fed, cancel), name="feed", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        cancel.stop()
        thread.join()


def _feed(root: Path, ends: tuple[Event, Event], fed: Event, cancel: Cancel) -> None:
    stop, ended = ends
    while not (stop.is_set() or ended.is_set()):
        began = time.monotonic()
        try:
            _make_if_new(root, cancel)
        except QueryTimeout:
            return
        except StoreBusy as error:
            log.info("%s The feed waits.", error)
        except (KeyartError, OSError) as error:
            log.warning("There is no new feed: %s", error)
        fed.set()
        ended.wait(max(LOOK, time.monotonic() - began))


def _make_if_new(root: Path, cancel: Cancel) -> None:
    with open_snapshot(root) as snapshot:
        if not is_made(snapshot):
            with under(cancel):
                made = produce(snapshot, now=datetime.now(UTC))
            log.info("The feed of version %d is made: %s.", made.version, made.file)
