"""Progress bars on a terminal; elsewhere, a line now and then."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Lock, Thread
from time import monotonic

from rich.console import Console
from rich.progress import (
    BarColumn,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bars
from rich.text import Text

from keyart.cli.terminal import bar_console, remark
from keyart.core.progress import Progress

PAUSE = 30.0
"""Seconds between two lines where there is no terminal."""

_PREFIXES = ((1e9, "G"), (1e6, "M"), (1e3, "k"))


@contextmanager
def shown_progress() -> Generator[Progress]:
    """Show progress on stderr while the block runs: a bar, or lines if it is not a terminal."""
    console = bar_console()
    if console is not None:
        with bars(console) as shown:
            yield BarProgress(shown)
        return
    lines, done = LineProgress(monotonic), Event()
    writer = Thread(target=_write_lines, args=(lines, done), name="progress", daemon=True)
    writer.start()
    try:
        yield lines
    finally:
        done.set()
        writer.join()


def _write_lines(lines: "LineProgress", done: Event) -> None:
    while not done.wait(PAUSE):
        line = lines.line()
        if line is not None:
            remark(line)


@dataclass
class _Step:
    """The current step: its total, how much is done, and when it began."""

    name: str
    total: int | None
    begun: float
    done: int = 0


class LineProgress:
    """Progress as lines of text: the step, how far it is, and for how long. Thread-safe.

    `clock` returns seconds. Steps shorter than `PAUSE` are never shown.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._step: _Step | None = None

    def begin(self, step: str, total: int | None) -> None:
        """Begin a step; see `keyart.core.progress.Progress`."""
        with self._lock:
            self._step = _Step(step, total, self._clock())

    def advance(self, amount: int) -> None:
        """Note that more of the current step is done."""
        with self._lock:
            if self._step is not None:
                self._step.done += amount

    def line(self) -> str | None:
        """Return the state of the current step, `write: 45%, 60 s`; None before the first one."""
        with self._lock:
            step = self._step
            if step is None:
                return None
            seconds = f"{self._clock() - step.begun:,.0f} s"
            if step.total:
                share = min(1, step.done / step.total)
                return f"{step.name}: {share:.0%}, {seconds}"
            return f"{step.name}: {seconds}"


class BarProgress:
    """A bar for each step; a new step completes the one before."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._current: TaskID | None = None

    def begin(self, step: str, total: int | None) -> None:
        """Begin a step; see `keyart.core.progress.Progress`."""
        self.finish()
        self._current = self._bars.add_task(step, total=total)

    def advance(self, amount: int) -> None:
        """Move the current step's bar."""
        if self._current is not None:
            self._bars.advance(self._current, amount)

    def finish(self) -> None:
        """Fill the bar of the current step."""
        if self._current is not None:
            task = next(task for task in self._bars.tasks if task.id == self._current)
            done = max(task.completed, task.total or 0)
            self._bars.update(self._current, total=done, completed=done)
            self._current = None


class RateColumn(ProgressColumn):
    """Units per second: `1.25 M/s`."""

    def render(self, task: Task) -> Text:
        """Return the rate of the task so far."""
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else rate(speed), style="progress.data.speed")


def rate(speed: float) -> str:
    """Return units per second with a prefix."""
    for factor, prefix in _PREFIXES:
        if speed >= factor:
            return f"{speed / factor:.2f} {prefix}/s"
    return f"{speed:.0f} /s"


def bars(console: Console) -> Bars:
    """Return a display of bars, as a context manager."""
    return Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        RateColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
