"""Stopping a running question: a flag that every loop checks between its steps.

Code in a block `under` a `Cancel` checks its flag, however many calls deep; no call has to pass it
on.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

import numpy as np
import numpy.typing as npt

from keyart.core.errors import QueryTimeout


class Cancel:
    """Whether a question should stop. Thread-safe."""

    def __init__(self) -> None:
        self.flag: npt.NDArray[np.uint8] = np.zeros(1, np.uint8)
        """1 once the question should stop; compiled loops check it."""
        self._lock = Lock()
        self._interrupts: list[Callable[[], object]] = []

    def stop(self) -> None:
        """Stop the question at its next step."""
        with self._lock:
            self.flag[0] = 1
            interrupts = list(self._interrupts)
        for interrupt in interrupts:
            interrupt()

    def check(self) -> None:
        """Raise `QueryTimeout` if the question should stop."""
        if self.flag[0]:
            raise QueryTimeout(
                "The question took longer than the time limit and was stopped.",
                hint="Ask for less time, fewer groups or one title; or raise query_timeout.",
            )

    @contextmanager
    def interrupting(self, interrupt: Callable[[], object]) -> Generator[None]:
        """Call `interrupt` if the question is stopped while the block runs."""
        with self._lock:
            self._interrupts.append(interrupt)
        try:
            self.check()
            yield
        finally:
            with self._lock:
                self._interrupts.remove(interrupt)


_current: ContextVar[Cancel | None] = ContextVar("cancel", default=None)


def current() -> Cancel:
    """Return the current `Cancel` of this thread, or one that is never stopped."""
    return _current.get() or Cancel()


@contextmanager
def under(cancel: Cancel | None) -> Generator[None]:
    """Let `cancel` stop whatever runs in the block; None changes nothing."""
    if cancel is None:
        yield
        return
    before = _current.set(cancel)
    try:
        yield
    finally:
        _current.reset(before)
