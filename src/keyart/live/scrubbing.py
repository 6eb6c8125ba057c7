"""Verifying all files of the store once a day, in a thread of its own."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from keyart.core.errors import KeyartError
from keyart.store import last_verification, open_snapshot, save_verification, verify_files

EVERY = timedelta(days=1)
"""How long files rest that were sound."""

AGAIN = timedelta(minutes=10)
"""When files are looked at again after some were damaged: somebody may have restored them."""

LOOK = 60.0
"""Seconds between two looks whether it is time."""

log = logging.getLogger("keyart.live")


@contextmanager
def scrubbing(root: Path) -> Generator[None]:
    """Verify files, whenever it is time, while the block runs."""
    ended = Event()
    thread = Thread(target=_work, args=(root, ended), name="scrub", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _work(root: Path, ended: Event) -> None:
    while not ended.is_set():
        try:
            scrub_if_due(root, datetime.now(UTC), ended)
        except (KeyartError, OSError) as error:
            log.warning("The files of the store cannot be verified: %s", error)
        ended.wait(LOOK)


def scrub_if_due(root: Path, now: datetime, ended: Event) -> None:
    """Verify all files if that is due, and save the result."""
    last = last_verification(root)
    if last is not None and now - last.at < (AGAIN if last.damaged else EVERY):
        return
    with open_snapshot(root) as snapshot:
        found = verify_files(snapshot, now, ended.wait)
    if found is None:
        return
    save_verification(root, found)
    for one in found.damaged:
        log.error("The store is damaged: %s", one)
    if not found.damaged:
        log.info("%d files of version %d are sound.", found.files, found.version)
