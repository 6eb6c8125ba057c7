"""A progress bar with rate and time left."""

from collections.abc import Generator
from contextlib import contextmanager

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

from keyart.cli.terminal import bar_console
from keyart.core.progress import Progress, Silent

_PREFIXES = ((1e9, "G"), (1e6, "M"), (1e3, "k"))


@contextmanager
def shown_progress() -> Generator[Progress]:
    """Show a bar on stderr while the block runs, and nothing where stderr is no terminal."""
    console = bar_console()
    if console is None:
        yield Silent()
        return
    with bars(console) as shown:
        yield BarProgress(shown)


class BarProgress:
    """A bar for each step; when a step begins, the one before is done."""

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
    """How many units a second: `1.25 M/s`."""

    def render(self, task: Task) -> Text:
        """Return the rate of the task so far."""
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else rate(speed), style="progress.data.speed")


def rate(speed: float) -> str:
    """Return a number of units a second with a prefix."""
    for factor, prefix in _PREFIXES:
        if speed >= factor:
            return f"{speed / factor:.2f} {prefix}/s"
    return f"{speed:.0f} /s"


def bars(console: Console) -> Bars:
    """Return the display of bars, to be entered."""
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
