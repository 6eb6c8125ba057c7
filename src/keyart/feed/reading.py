"""Reading feeds: always the one that holds, with a look that costs next to nothing."""

import os
from pathlib import Path
from threading import Lock

from keyart.core.errors import StoreDamaged
from keyart.feed.announcing import CURRENT, checked, current, feed_folder
from keyart.feed.feed import Feed

ATTEMPTS = 10
"""How often a feed may be removed between our reading its name and mapping it."""

Seen = tuple[int, int, int] | None


class FeedReader:
    """The feeds of one store. Safe for threads.

    A new feed is taken at the first look after it was announced, whole; who still works with an
    older one keeps it, and it goes with its last user.
    """

    def __init__(self, root: Path) -> None:
        self.folder = feed_folder(root)
        self.problem: StoreDamaged | None = None
        """What is wrong with the feed that should hold; the one before is kept as long."""
        self._path = str(self.folder / CURRENT)
        self._lock = Lock()
        self._seen: Seen = None
        self._feed: Feed | None = None

    def current(self) -> Feed | None:
        """Return the feed that holds, None while there is none."""
        if self._state() != self._seen:
            with self._lock:
                self._look()
        return self._feed

    def _state(self) -> Seen:
        """Return what changes with the file, which takes its name whole and is never written to."""
        try:
            found = os.stat(self._path)  # noqa: PTH116 - at every question: no Path is made
        except FileNotFoundError:
            return None
        return (found.st_ino, found.st_mtime_ns, found.st_size)

    def _look(self) -> None:
        state = self._state()
        if state == self._seen:
            return
        try:
            self._feed = self._opened()
            self.problem = None
        except StoreDamaged as error:
            self.problem = error
        self._seen = state

    def _opened(self) -> Feed | None:
        announced = current(self.folder)
        for _ in range(ATTEMPTS):
            if announced is None:
                return None
            if self._feed is not None and self._feed.announced.file == announced.file:
                return self._feed
            try:
                return Feed(self.folder, checked(self.folder, announced))
            except StoreDamaged:
                older, announced = announced, current(self.folder)
                if announced == older:
                    raise
        raise StoreDamaged(f"{self.folder} changes too fast.", hint="Try again.")
