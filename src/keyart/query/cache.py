"""A cache of recent answers; readers who ask the same at the same time share one scan.

An answer depends on the store's version, its fit of audiences, the query, what the reader may see
and, if a feed could answer, on the current feed.
"""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, replace
from threading import Lock
from time import perf_counter

from keyart.core.errors import QueryTimeout
from keyart.query.access import Access
from keyart.query.answer import ask, ask_if_ready
from keyart.query.cancel import Cancel
from keyart.query.request import Query
from keyart.query.result import Result
from keyart.query.router import FEED_INDEPENDENT, ReadyAnswers
from keyart.store import Snapshot

EXTRA_BYTES = 4096
"""Memory of an answer in addition to its table: totals, meta, and its cache entry."""

Key = tuple[str, int, int, str, str, str]
"""What an answer depends on; the feed's file is last, empty if no feed matters."""


@dataclass(frozen=True)
class CacheCounts:
    """How many answers came from the cache, from another reader's scan, and from a new scan."""

    hits: int = 0
    shared: int = 0
    scans: int = 0


class AnswerCache:
    """Keeps the most recent answers, up to `most` bytes. Thread-safe."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._entries: OrderedDict[Key, tuple[Result, int]] = OrderedDict()
        self._bytes = 0
        self._running: dict[Key, Future[Result]] = {}
        self._counts = CacheCounts()

    @property
    def counts(self) -> CacheCounts:
        """The counts so far."""
        return self._counts

    @property
    def bytes(self) -> int:
        """Memory that the answers take."""
        return self._bytes

    def ask(
        self,
        snapshot: Snapshot,
        access: Access,
        query: Query,
        *,
        cancel: Cancel | None = None,
        feed: ReadyAnswers | None = None,
        wait: float | None = None,
    ) -> Result:
        """Answer as `keyart.query.ask` does; `meta.ms` is the time of this call.

        If the same query is already running, wait for its answer; after `wait` seconds raise
        `QueryTimeout` while the other call goes on. Errors are not cached: if the other call
        fails, this one runs the query itself.
        """
        start = perf_counter()
        key = key_of(snapshot, access, query, feed)
        result = self._get(key, lambda: ask(snapshot, access, query, cancel, feed), wait)
        return _with_time(result, start)

    def ask_if_ready(
        self, snapshot: Snapshot, access: Access, query: Query, feed: ReadyAnswers
    ) -> Result | None:
        """Answer as `ask` does if the cache or a few rows of `feed` have the answer, else None.

        Never waits.
        """
        start = perf_counter()
        key = key_of(snapshot, access, query, feed)
        result = self._cached(key)
        if result is None:
            result = ask_if_ready(snapshot, access, query, feed)
            if result is None:
                return None
            with self._lock:
                self._counts = replace(self._counts, scans=self._counts.scans + 1)
                self._put(key, result)
        return _with_time(result, start)

    def _cached(self, key: Key) -> Result | None:
        with self._lock:
            for candidate in (key, _without_feed(key)):
                if candidate in self._entries:
                    self._entries.move_to_end(candidate)
                    self._counts = replace(self._counts, hits=self._counts.hits + 1)
                    return self._entries[candidate][0]
        return None

    def _get(self, key: Key, make: Callable[[], Result], wait: float | None) -> Result:
        end = None if wait is None else perf_counter() + wait
        while True:
            cached = self._cached(key)
            if cached is not None:
                return cached
            with self._lock:
                running = self._running.get(key)
                if running is None:
                    future = self._running[key] = Future[Result]()
                    self._counts = replace(self._counts, scans=self._counts.scans + 1)
                    break
            shared = _wait_for(running, end)
            if shared is not None:
                with self._lock:
                    self._counts = replace(self._counts, shared=self._counts.shared + 1)
                return shared
        return self._run(key, future, make)

    def _run(self, key: Key, future: Future[Result], make: Callable[[], Result]) -> Result:
        """Answer for all who wait; if that fails, cancel their future."""
        try:
            result = make()
        except BaseException:
            with self._lock:
                del self._running[key]
            future.cancel()
            raise
        with self._lock:
            del self._running[key]
            self._put(key, result)
        future.set_result(result)
        return result

    def _put(self, key: Key, result: Result) -> None:
        if result.meta.version != key[1]:  # from an older copy, which may be replaced at any time
            return
        if result.meta.reason in FEED_INDEPENDENT:
            key = _without_feed(key)
        size = result.table.nbytes + EXTRA_BYTES
        if size > self._most or key in self._entries:
            return
        self._entries[key] = (result, size)
        self._bytes += size
        while self._bytes > self._most:
            self._bytes -= self._entries.popitem(last=False)[1][1]


def _with_time(result: Result, start: float) -> Result:
    """Return a result with the milliseconds since `start`."""
    return replace(result, meta=replace(result.meta, ms=(perf_counter() - start) * 1000))


def _without_feed(key: Key) -> Key:
    return (*key[:-1], "")


def key_of(
    snapshot: Snapshot, access: Access, query: Query, feed: ReadyAnswers | None = None
) -> Key:
    """Return what an answer depends on."""
    file = "" if feed is None else feed.file
    fit = query.audiences_version or (0 if snapshot.fit is None else snapshot.fit.number)
    return (str(snapshot.root), snapshot.version, fit, query.text, access.sight, file)


def _wait_for(future: Future[Result], end: float | None) -> Result | None:
    """Return another call's answer, None if that call failed; raises `QueryTimeout`."""
    try:
        return future.result(None if end is None else max(0.0, end - perf_counter()))
    except FutureTimeout:
        raise QueryTimeout(
            "The same question is already running and takes longer than the time limit.",
            hint="Ask again later: the answer may be ready by then.",
        ) from None
    except CancelledError:
        return None
