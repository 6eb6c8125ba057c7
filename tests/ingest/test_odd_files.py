"""Whatever a file is, it is loaded with an account that adds up, or refused in one line."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.cli.commands import Outcome, keyart, succeed
from tests.ingest.odd_files import GROUPS, Write, odd_files

QUICK = """
    cr.csv mixed-ends.csv twice.csv long-name.csv utf-32.csv deep.jsonl deep-later.jsonl
    objects-empty.jsonl twice.jsonl lists.parquet far-dates.parquet twice.parquet
    no-columns.parquet flipped-8.parquet pipe.csv loop.csv endless.csv ipc-cut.csv
""".split()
"""One of each kind that was once a trace, or never ended."""


def test_odd_files_are_loaded_or_refused_in_one_line(tmp_path: Path) -> None:
    known = odd_files()
    check_all(tmp_path, [(name, known[name]) for name in QUICK])


@pytest.mark.full
@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.__name__)
def test_every_odd_file_is_loaded_or_refused_in_one_line(
    tmp_path: Path, group: "type[Iterable[tuple[str, Write]]]"
) -> None:
    check_all(tmp_path, group())


def test_there_are_many_odd_files() -> None:
    assert len(odd_files()) >= 144


def check_all(folder: Path, files: Iterable[tuple[str, Write]]) -> None:
    """Look at each file, try it, and load it into one store, which must be sound afterwards."""
    store = folder / "my.keyart"
    succeed("init", store)
    (folder / "files").mkdir()
    for name, write in files:
        path = folder / "files" / name
        write(path)
        loading = ("ingest", store, "--impressions", path, "--json")
        check_account(keyart(*loading, "--dry-run"))
        check_proposal(keyart("init", folder / f"{name}.keyart", "--from", path))
        check_account(keyart(*loading))
    succeed("check", store)


def check_account(outcome: Outcome) -> None:
    """Expect an account that adds up, or one line that says what to do."""
    if refused(outcome):
        return
    for account in json.loads(outcome.out)["batches"].values():
        parts = account["accepted"] + account["duplicate"] + account["quarantined"]
        assert account["rows"] == parts


def check_proposal(outcome: Outcome) -> None:
    """Expect a mapping, or one line that says what to do."""
    assert refused(outcome) or "Proposed from" in outcome.out


def refused(outcome: Outcome) -> bool:
    """Return whether a command failed, as it must: in one line."""
    if not outcome.code:
        return False
    lines = [line for line in outcome.err.splitlines() if line.strip()]
    assert outcome.code in {1, 2}, outcome
    assert len(lines) == 1, outcome
    assert lines[0].startswith("error: "), outcome
    assert len(lines[0]) < 2000
    return True


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("x" * 5000 + ".csv", "is not a usable path: File name too long. Check the path."),
        ("a\0b.csv", "does not exist"),
        ("~nobody-of-this-name/x.csv", "is not a usable path"),
    ],
)
def test_paths_that_cannot_be(tmp_path: Path, path: str, says: str) -> None:
    succeed("init", tmp_path / "my.keyart")
    outcome = keyart("ingest", tmp_path / "my.keyart", "--plays", path)
    assert refused(outcome)
    assert says in outcome.err
    assert len(outcome.err) < 600


def test_what_is_odd_is_named(tmp_path: Path) -> None:
    succeed("init", tmp_path / "my.keyart")
    known = odd_files()
    for name, says in {
        "cr.csv": "ends its lines with CR only",
        "twice.jsonl": "Line 41 has a key twice.",
        "endless.csv": "is a pipe, a device or a socket, not a file",
        "objects-empty.jsonl": "has no column 'ts'",
        "twice.parquet": "has several columns 'ts'. Rename all but one.",
    }.items():
        known[name](tmp_path / name)
        words = ("--impressions", tmp_path / name, "--dry-run")
        outcome = keyart("ingest", tmp_path / "my.keyart", *words)
        assert says in f"{outcome.out}{outcome.err}", outcome
