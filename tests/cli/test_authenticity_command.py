"""`keyart authenticity` as people and machines read it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import fail, succeed
from tests.insights.authenticity.stored import VIPS, store


@pytest.fixture(scope="module")
def promises(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with store(tmp_path_factory.mktemp("promises")) as made:
        yield made.root


def test_findings_come_first_with_their_evidence(promises: Path) -> None:
    outcome = succeed("authenticity", promises)
    lines = outcome.out.splitlines()
    assert lines[0].startswith("clickbait: “<bait>” of “The Heist & Co” over-promises. ")
    assert lines[1].startswith("hidden gem: “<gem>” of “quiet” is overlooked. ")
    assert "  bait, seen by 1,600 people, q < 0.001" in outcome.err.splitlines()
    places = {line.split()[0]: line for line in lines[3:]}
    assert places["bait"].rstrip().endswith("effective, not authentic")
    assert "heist0" not in places
    assert "assets are unclear on at least one axis: see --json." in outcome.err


def test_of_one_title_all_assets_are_listed(promises: Path) -> None:
    outcome = succeed("authenticity", promises, "--title", "quiet")
    assert [line.split()[0] for line in outcome.out.splitlines()[-4:]] == [
        "gem",
        "quiet0",
        "quiet1",
        "quiet2",
    ]


def test_an_audience_of_its_own_is_named(promises: Path) -> None:
    out = succeed("authenticity", promises, "--title", "gala", "--audiences", VIPS).out
    assert out.startswith("clickbait: With vip only: “<vip-bait>” of “gala” over-promises. ")


def test_nothing_found_is_said(promises: Path) -> None:
    out = succeed("authenticity", promises, "--asset", "heist1").out
    assert out.startswith("No clickbait or hidden gems found.")


def test_machines_get_all_of_it(promises: Path) -> None:
    said = json.loads(succeed("authenticity", promises, "--json").out)
    assert [one["kind"] for one in said["found"]] == ["clickbait", "hidden_gem"]
    assert len(said["standings"]) == 12
    assert said["rules"]["q"] == 0.1


def test_misuse_is_one_line(promises: Path) -> None:
    assert "hesit" in fail(2, "authenticity", promises, "--title", "hesit")
    assert "q must be 0 to 1, not 3.0" in fail(2, "authenticity", promises, "--q", "3")
