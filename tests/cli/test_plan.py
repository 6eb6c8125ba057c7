"""`keyart plan` as people and machines read it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import fail, succeed
from tests.insights.comparison.trials import Trial, even, store


@pytest.fixture(scope="module")
def heist(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A title that 200 new people a day are shown, of whom a fifth takes it."""
    trials = [Trial("heist", [even({"red": 0.2, "blue": 0.2}, 2_000, last=20)])]
    with store(tmp_path_factory.mktemp("plan") / "my.keyart", trials) as made:
        yield made.root


def test_people_and_days_are_said(heist: Path) -> None:
    outcome = succeed("plan", heist, "--title", "heist", "--arms", "2", "--mde", "20%")
    sentence, *lines = outcome.out.splitlines()
    assert sentence.startswith("A test of 2 assets of “Heist” takes about ")
    assert "to find a difference of 20% in take rate (20.0%), however often you check." in sentence
    figures = dict(re.findall(r"(.+?)\s{2,}([\d,]+)\s*$", outcome.out, re.MULTILINE))
    assert figures["new people per day"] == "200"
    assert int(figures["people in total"].replace(",", "")) == 2 * int(
        figures["people per asset"].replace(",", "")
    )
    assert any(line.startswith("Four weeks would detect a difference of ") for line in lines)
    assert "detected with 80% probability" in outcome.err


def test_arms_may_be_named(heist: Path) -> None:
    by_number = succeed("plan", heist, "--title", "heist", "--arms", "2", "--json").json
    by_name = succeed("plan", heist, "--title", "heist", "--arms", "red,blue", "--json").json
    assert by_name == by_number


def test_what_is_expected_may_be_given(heist: Path) -> None:
    hand = ("--rate", "10%", "--people-per-day", "500")
    said = succeed(
        "plan", heist, "--title", "heist", "--mde", "0.2", "--no-sequential", *hand, "--json"
    ).json
    assert said["people_per_arm"] == 3839
    assert said["days"] == -(-2 * 3839 // 500) + 1
    assert said["since"] is None
    assert "with one check at the end" in said["sentence"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--title", "heits"), "Did you mean 'heist'?"),
        (("--title", "heist", "--arms", "red,bleu"), "Did you mean 'blue'?"),
        (("--title", "heist", "--arms", "1"), "arms must be 2 to 50, not 1."),
        (("--title", "heist", "--power", "x"), "'x' is not a share"),
        (("--title", "heist", "--mde", "0"), "mde must be 0.0001 to 10, not 0.0."),
        (
            ("--title", "heist", "--asset-type", "video"),
            "Nobody was shown any video of 'heist' in the last 28 complete days.",
        ),
        (
            ("--title", "heist", "--measure", "completion_rate", "--rate", "50%"),
            "rate can't be given for completion_rate",
        ),
    ],
)
def test_misuse_is_one_line(heist: Path, words: tuple[str, ...], said: str) -> None:
    assert said in fail(2, "plan", heist, *words)
