"""The progress bar: where it is shown, and what it says."""

import io

from rich.console import Console

from keyart.cli.progress import BarProgress, bars, shown_progress
from keyart.core.progress import Silent


def _screen() -> Console:
    return Console(file=io.StringIO(), force_terminal=True, width=100)


def test_nothing_moves_where_no_one_looks() -> None:
    with shown_progress() as progress:
        assert isinstance(progress, Silent)


def test_a_bar_shows_steps_share_and_rate() -> None:
    screen = _screen()
    with bars(screen) as shown:
        progress = BarProgress(shown)
        progress.begin("read impressions", 1000)
        progress.advance(250)
        first = next(iter(shown.tasks))
        assert (first.description, first.percentage) == ("read impressions", 25)
        progress.begin("publish", None)
        assert first.percentage == 100
        shown.refresh()
    assert isinstance(screen.file, io.StringIO)
    text = screen.file.getvalue()
    assert "read impressions" in text
    assert "/s" in text


def test_advance_before_a_step_is_harmless() -> None:
    with bars(_screen()) as shown:
        BarProgress(shown).advance(5)
        assert not shown.tasks
