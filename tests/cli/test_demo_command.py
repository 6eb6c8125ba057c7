"""`keyart demo`: a store of generated events that answers, and is replaced only by itself."""

import shlex
from pathlib import Path

from tests.cli.commands import fail, succeed


def test_the_demo_asks_questions_that_can_be_asked_again(tmp_path: Path) -> None:
    store = tmp_path / "small demo.keyart"
    out = succeed("demo", "--store", store, "--rows", "5000").out
    assert "Generated 5,000 impressions" in out
    questions = [line.removeprefix("$ ") for line in out.splitlines() if line.startswith("$ ")]
    assert len(questions) == 3
    for question in questions:
        _, *words = shlex.split(question)
        answer = succeed(*words).out
        assert answer in out
    again = succeed("demo", "--store", store, "--rows", "5000").out
    assert again == out


def test_the_demo_replaces_nothing_else(tmp_path: Path) -> None:
    store = tmp_path / "my.keyart"
    succeed("init", store)
    assert "no demo store" in fail(1, "demo", "--store", store)
    assert succeed("status", store, "--json").json["version"] == 0
    (tmp_path / "file").write_text("mine")
    assert "no demo store" in fail(1, "demo", "--store", tmp_path / "file")
