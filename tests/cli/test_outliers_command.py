"""`keyart outliers` and `keyart norms` as people and machines read them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import fail, succeed
from tests.insights.outliers.stored import DUEL, FLOP, HIT, WINNER, store


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with store(tmp_path_factory.mktemp("outliers")) as made:
        yield made.root


def test_findings_are_listed_with_their_reasons(planted: Path) -> None:
    outcome = succeed("outliers", planted, "--level", "title", "--q", "0.01")
    lines = outcome.out.splitlines()
    assert lines[0].split() == ["id", "title", "people", "impact", "sure", "reason"]
    directions = {line.split()[1]: line.split()[0] for line in lines[2:]}
    assert directions == {HIT: "over", FLOP: "under", DUEL: "over"}
    assert "where its kind (film) would get" in lines[2]
    assert "Only impressions of the explore phase count" in outcome.err
    assert "1 title not judged" in outcome.err


def test_of_one_title_its_assets_are_judged(planted: Path) -> None:
    out = succeed("outliers", planted, "--title", DUEL).out
    (line,) = out.splitlines()[2:]
    assert line.startswith("over")
    assert WINNER in line
    assert "almost certain" in line


def test_nothing_found_is_said(planted: Path) -> None:
    assert succeed("outliers", planted, "--effect", "9").out.startswith("No outliers found.")


def test_long_lists_are_cut_and_say_so(planted: Path) -> None:
    outcome = succeed("outliers", planted, "--limit", "1")
    assert len(outcome.out.splitlines()) == 3
    assert "more not shown: see --limit or --json." in outcome.err


def test_machines_get_all_of_it(planted: Path) -> None:
    said = json.loads(succeed("outliers", planted, "--against", "title", "--json").out)
    assert [one["id"] for one in said["findings"]] == [WINNER]
    assert [family["against"] for family in said["families"]] == ["title"]


def test_norms_are_told_in_sentences(planted: Path) -> None:
    out = succeed("norms", planted, "--title", HIT, "--where", "country=DE").out
    assert len(out.splitlines()) == 5
    assert "where its kind gets" in out
    assert "of thriller artwork in Germany." in out
    said = json.loads(succeed("norms", planted, "--asset", WINNER, "--json").out)
    assert [row["asset"] for row in said["rows"]] == [WINNER]


def test_misuse_is_one_line(planted: Path) -> None:
    assert "'reach' is not a rate" in fail(2, "outliers", planted, "--measure", "reach")
    assert "level must be asset or title, not 'film'" in fail(
        2, "outliers", planted, "--level", "film"
    )
    assert "asset and title" in fail(2, "norms", planted, "--asset", "a", "--title", "t")
