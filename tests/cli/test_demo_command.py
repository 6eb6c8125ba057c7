"""`keyart demo`: a small world in a store that answers, and is replaced only by itself."""

import json
import shlex
from collections.abc import Generator
from pathlib import Path

import pytest

from keyart_demo.painting import TRUTH
from tests.cli.commands import Outcome, fail, succeed


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo goes."""
    return tmp_path_factory.mktemp("demo") / "my demo.keyart"


@pytest.fixture(scope="module")
def first(store: Path) -> Generator[Outcome]:
    """The first run of the demo, with a seed of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEYART_FSYNC", "false")
        yield succeed("demo", "--no-serve", "--store", store, "--seed", "3")


def test_it_begins_with_three_stories(first: Outcome, store: Path) -> None:
    told = json.loads((store / TRUTH).read_text())
    assert first.out.startswith("Wins  ")
    for word, entry in zip(("Wins", "Clickbait", "Don’t trust"), told["stories"], strict=True):
        (line,) = (line for line in first.out.splitlines() if line.startswith(f"{word}  "))
        assert entry["name"] in line


def test_its_questions_can_be_asked_again(first: Outcome) -> None:
    questions = [line[2:] for line in first.out.splitlines() if line.startswith("$ ")]
    assert len(questions) == 6
    assert sum(question.startswith("keyart compare ") for question in questions) == 3
    for question in questions:
        program, *words = shlex.split(question)
        assert program == "keyart"
        assert succeed(*words).out in first.out


def test_its_campaigns_say_what_was_planted(first: Outcome, store: Path) -> None:
    del first
    planted = json.loads((store / TRUTH).read_text())["campaigns"]
    found = {one["name"]: one for one in succeed("campaigns", "list", store, "--json").json}
    assert [one["campaign"] for one in planted] == [*reversed(found)]
    lifted, unopened, running, draft = (found[one["campaign"]] for one in planted)
    assert [one["state"] for one in (lifted, unopened, running, draft)] == [
        "judged", "judged", "running", "draft",
    ]  # fmt: skip
    # Each store deals anew who is held out, so chance has a part in both.
    assert lifted["verdict"] in {"worked", "too early"}
    assert unopened["verdict"] is not None
    assert succeed("campaigns", "result", store, running["name"]).out


def test_the_store_is_whole_and_knows_most_tastes(first: Outcome, store: Path) -> None:
    assert "Generated" in first.err
    succeed("check", store)
    audiences = [one["name"] for one in succeed("audiences", "list", store, "--json").json]
    told = json.loads((store / TRUTH).read_text())
    affinities = [name for name in audiences if name.startswith("affinity:")]
    assert 0.8 * len(told["tastes"]) <= len(affinities) <= len(told["tastes"])


def test_the_demo_is_kept_if_it_is_the_same(first: Outcome, store: Path) -> None:
    again = succeed("demo", "--store", store, "--seed", "3", "--keep", "--no-serve").out
    tour = first.out[first.out.index("Wins  ") :]
    assert _without_times(again) == _without_times(tour)


def test_the_demo_replaces_nothing_else(tmp_path: Path) -> None:
    store = tmp_path / "my.keyart"
    succeed("init", store)
    assert "no demo store" in fail(1, "demo", "--store", store)
    assert succeed("status", store, "--json").json["version"] == 0
    (tmp_path / "file").write_text("mine")
    assert "no demo store" in fail(1, "demo", "--store", tmp_path / "file")


def _without_times(out: str) -> list[str]:
    return [line for line in out.splitlines() if " ms · " not in line]
