"""Answers that were given lately, and questions that several ask at once: one scan for all.

An answer depends on the store's version, its fit of audiences, the question, what whoever asks may
see, and, where a feed has it or might have had it, which feed holds; nothing is asked twice.
"""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as Waited
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

BYTES_BESIDE = 4096
"""What an answer takes beside its table: totals, meta, and its place here."""

Key = tuple[str, int, int, str, str, str]
"""What an answer depends on; the feed's file last, empty where no feed matters."""


@dataclass(frozen=True)
class CacheCounts:
    """How the answers so far came about."""

    hits: int = 0
    """They were there."""
    shared: int = 0
    """Someone else had just asked."""
    asked: int = 0
    """They had to be asked for."""


class AnswerCache:
    """Keeps the answers given last, up to `most` bytes. Safe for threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[Key, tuple[Result, int]] = OrderedDict()
        self._bytes = 0
        self._under_way: dict[Key, Future[Result]] = {}
        self._counts = CacheCounts()

    @property
    def counts(self) -> CacheCounts:
        """How many answers were there, shared, and asked for."""
        return self._counts

    @property
    def bytes(self) -> int:
        """What the answers take."""
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
        """Answer as `keyart.query.ask` does; `meta.ms` says how long this time.

        Who finds the same question under way waits for its answer, `wait` seconds at most: then
        `QueryTimeout` is raised, and the other goes on. Errors are not kept: whoever waited for
        a question that failed asks anew.
        """
        began = perf_counter()
        key = key_of(snapshot, access, query, feed)
        found = self._get(key, lambda: ask(snapshot, access, query, cancel, feed), wait)
        return replace(found, meta=replace(found.meta, ms=(perf_counter() - began) * 1000))

    def at_hand(
        self, snapshot: Snapshot, access: Access, query: Query, feed: ReadyAnswers
    ) -> Result | None:
        """Answer as `ask` does if that takes next to nothing, and never wait; else return None.

        The answer was given lately, or `feed` has it in few rows.
        """
        began = perf_counter()
        key = key_of(snapshot, access, query, feed)
        found = self._kept_for(key)
        if found is None:
            found = ask_if_ready(snapshot, access, query, feed)
            if found is None:
                return None
            with self._lock:
                self._counts = replace(self._counts, asked=self._counts.asked + 1)
                self._put(key, found)
        return replace(found, meta=replace(found.meta, ms=(perf_counter() - began) * 1000))

    def _kept_for(self, key: Key) -> Result | None:
        with self._lock:
            for place in (key, _without_feed(key)):
                if place in self._kept:
                    self._kept.move_to_end(place)
                    self._counts = replace(self._counts, hits=self._counts.hits + 1)
                    return self._kept[place][0]
        return None

    def _get(self, key: Key, make: Callable[[], Result], wait: float | None) -> Result:
        end = None if wait is None else perf_counter() + wait
        while True:
            kept = self._kept_for(key)
            if kept is not None:
                return kept
            with self._lock:
                others = self._under_way.get(key)
                if others is None:
                    own = self._under_way[key] = Future[Result]()
                    self._counts = replace(self._counts, asked=self._counts.asked + 1)
                    break
            shared = _wait_for(others, end)
            if shared is not None:
                with self._lock:
                    self._counts = replace(self._counts, shared=self._counts.shared + 1)
                return shared
        return self._made(key, own, make)

    def _made(self, key: Key, own: Future[Result], make: Callable[[], Result]) -> Result:
        """Answer for all who wait; they get nothing where that fails."""
        try:
            result = make()
        except BaseException:
            with self._lock:
                del self._under_way[key]
            own.cancel()
            raise
        with self._lock:
            del self._under_way[key]
            self._put(key, result)
        own.set_result(result)
        return result

    def _put(self, key: Key, result: Result) -> None:
        if result.meta.version != key[1]:  # of an older copy, which may be replaced at any time
            return
        if result.meta.reason in FEED_INDEPENDENT:
            key = _without_feed(key)
        size = result.table.nbytes + BYTES_BESIDE
        if size > self._most or key in self._kept:
            return
        self._kept[key] = (result, size)
        self._bytes += size
        while self._bytes > self._most:
            self._bytes -= self._kept.popitem(last=False)[1][1]


def _without_feed(key: Key) -> Key:
    return (*key[:-1], "")


def key_of(
    snapshot: Snapshot, access: Access, query: Query, feed: ReadyAnswers | None = None
) -> Key:
    """Return what an answer depends on."""
    file = "" if feed is None else feed.file
    fit = query.audiences_version or (0 if snapshot.fit is None else snapshot.fit.number)
    return (str(snapshot.root), snapshot.version, fit, query.text, access.sight, file)


def _wait_for(others: Future[Result], end: float | None) -> Result | None:
    """Return the answer for which another asks, None if that fails; raises `QueryTimeout`."""
    try:
        return others.result(None if end is None else max(0.0, end - perf_counter()))
    except Waited:
        raise QueryTimeout(
            "The same question is being worked on, and takes longer than it may.",
            hint="Ask again: its answer may be there by then.",
        ) from None
    except CancelledError:
        return None
