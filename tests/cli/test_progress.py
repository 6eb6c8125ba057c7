"""The progress bar, and the lines in place of it: where they are shown, and what they say."""

import io

import pytest
from rich.console import Console

from keyart.cli.progress import BarProgress, LineProgress, bars, shown_progress


def _screen() -> Console:
    return Console(file=io.StringIO(), force_terminal=True, width=100)


def test_what_is_over_soon_says_nothing_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with shown_progress() as progress:
        progress.begin("write", 10)
        progress.advance(10)
    assert capsys.readouterr() == ("", "")


def test_a_line_says_how_far_a_long_step_is() -> None:
    seconds = iter([100.0, 160.0, 170.0, 200.0])
    progress = LineProgress(lambda: next(seconds))
    assert progress.line() is None
    progress.begin("load into Druid", 4_000_000)
    progress.advance(1_000_000)
    progress.advance(800_000)
    assert progress.line() == "load into Druid: 45%, 60 s"
    progress.begin("attribute", None)
    progress.advance(5)
    assert progress.line() == "attribute: 30 s"


def test_lines_come_while_a_step_lasts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keyart.cli.progress.PAUSE", 0.001)
    told = ""
    with shown_progress() as progress:
        progress.begin("write", 4)
        progress.advance(1)
        while told.count("write: 25%") < 2:
            told += capsys.readouterr().err


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
