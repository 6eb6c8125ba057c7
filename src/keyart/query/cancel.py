"""Stopping a question that is under way: a flag that every loop looks at between its steps.

Who lets a question be stopped works `under` a `Cancel`; whatever is asked within, by however many
calls, looks at its flag. Nobody has to hand it on.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

import numpy as np
import numpy.typing as npt

from keyart.core.errors import QueryTimeout


class Cancel:
    """Whether a question is to stop. Safe for threads."""

    def __init__(self) -> None:
        self.flag: npt.NDArray[np.uint8] = np.zeros(1, np.uint8)
        """1 once the question is to stop; compiled loops look at it."""
        self._lock = Lock()
        self._waiting: list[Callable[[], object]] = []

    def stop(self) -> None:
        """Let the question stop at its next step."""
        with self._lock:
            self.flag[0] = 1
            waiting = list(self._waiting)
        for interrupt in waiting:
            interrupt()

    def check(self) -> None:
        """Raise `QueryTimeout` if the question is to stop."""
        if self.flag[0]:
            raise QueryTimeout(
                "The question took longer than it may, and was stopped.",
                hint="Ask for less time, fewer groups or one title; or raise query_timeout.",
            )

    @contextmanager
    def interrupting(self, interrupt: Callable[[], object]) -> Generator[None]:
        """Call `interrupt` if the question is to stop while the block runs."""
        with self._lock:
            self._waiting.append(interrupt)
        try:
            self.check()
            yield
        finally:
            with self._lock:
                self._waiting.remove(interrupt)


_current: ContextVar[Cancel | None] = ContextVar("cancel", default=None)


def current() -> Cancel:
    """Return what the work of this thread is under; one that nobody stops, if nothing."""
    return _current.get() or Cancel()


@contextmanager
def under(cancel: Cancel | None) -> Generator[None]:
    """Let `cancel` stop whatever is asked in the block; None leaves it as it was."""
    if cancel is None:
        yield
        return
    before = _current.set(cancel)
    try:
        yield
    finally:
        _current.reset(before)
