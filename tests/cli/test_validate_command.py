"""`keyart validate`: exit codes, reports, and commands that ask again."""

import shlex
from pathlib import Path

import pytest

from keyart.query import router
from tests.cli.commands import fail, keyart, succeed


def test_engines_that_agree(store: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    done = succeed("validate", store, "--against", "duckdb", "--questions", "12", "--report", page)
    assert done.out.endswith("duckdb and native agree on 12 questions.\n")
    assert "12 (seed 0), 12 answered by both" in done.out
    assert f"The report is {page}." in done.err
    assert "duckdb and native agree" in page.read_text("utf-8")


def test_kinds_of_titles_are_chosen(store: Path) -> None:
    words = ("--titles", "biggest,all", "--questions", "4", "--json")
    found = succeed("validate", store, "--against", "duckdb", *words).json
    assert [pick["kind"] for pick in found["picks"]] == ["biggest", "all"]
    assert found["compared"] == found["asked"] == 4


def test_a_difference_fails_and_can_be_asked_again(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = ("tests.validation.engines", "Overcounting")
    monkeypatch.setitem(router.ENGINES, "overcounting", planted)
    words = ("validate", store, "--against", "overcounting", "--questions", "400")
    told = keyart(*words)
    assert told.code == 1
    assert "answered differently." in told.out
    command = next(line for line in told.out.splitlines() if '"engine": "overcounting"' in line)
    echo, question, _pipe, program, *query = shlex.split(command)
    assert (echo, program) == ("echo", "keyart")
    rows = succeed(*query, "--format", "csv", stdin=question).out.splitlines()
    reference = question.replace("overcounting", "native")
    assert rows != succeed(*query, "--format", "csv", stdin=reference).out.splitlines()
    found = keyart(*words, "--json")
    assert found.code == 1
    assert found.json["differences"]


def test_unknown_names_are_misuse(store: Path) -> None:
    assert "Did you mean 'duckdb'" in fail(2, "validate", store, "--against", "duckdv")
    words = ("--against", "duckdb", "--titles", "newest")
    assert "no kind of titles 'newest'" in fail(2, "validate", store, *words)
