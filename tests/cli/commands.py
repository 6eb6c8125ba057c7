"""Running `keyart` in this process, and the files that tests load."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from keyart.cli import app

IMPRESSIONS = """\
ts,profile_id,asset_id,title_id,country,device,position
2026-03-01T18:00Z,ann,blue,heist,DE,tv,1
2026-03-01T18:05Z,bob,blue,heist,DE,mobile,2
2026-03-01T18:10Z,cat,blue,heist,LU,tv,3
2026-03-01T18:15Z,dan,red,heist,US,tv,1
2026-03-01T18:20Z,eve,red,heist,US,tv,2
2026-03-02T18:25Z,fay,red,heist,,tv,7
"""

PLAYS = """\
ts,profile_id,title_id,seconds
2026-03-01T18:02Z,ann,heist,5400
2026-03-01T18:16Z,dan,heist,6000
2026-03-01T18:21Z,eve,heist,45
2026-03-02T21:30Z,fay,heist,3600
"""

ASSETS = """\
asset_id,title_id,name,tags
blue,heist,Blue poster,bright|calm
red,heist,Red poster,bright
"""

TITLES = """\
title_id,name,genres
heist,"The Heist, again",thriller|comedy
"""


@dataclass(frozen=True)
class Outcome:
    """What a run of `keyart` left: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Stdout, read as JSON."""
        return json.loads(self.out)


def keyart(*words: str | Path, stdin: str | None = None) -> Outcome:
    """Run a command; an error that is not ours is raised here."""
    result = CliRunner().invoke(app, [str(word) for word in words], input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Outcome(result.exit_code, result.stdout, result.stderr)


def succeed(*words: str | Path, stdin: str | None = None) -> Outcome:
    """Run a command that must succeed."""
    outcome = keyart(*words, stdin=stdin)
    assert outcome.code == 0, outcome
    return outcome


def fail(code: int, *words: str | Path, stdin: str | None = None) -> str:
    """Run a command that must fail with one line; return what follows `error: `."""
    outcome = keyart(*words, stdin=stdin)
    assert outcome.code == code, outcome
    assert outcome.out == ""
    lines = outcome.err.splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("error: ")
    return lines[0].removeprefix("error: ")


def write_files(folder: Path) -> None:
    """Write the tables of this module as CSV."""
    for name, text in {
        "impressions": IMPRESSIONS,
        "plays": PLAYS,
        "assets": ASSETS,
        "titles": TITLES,
    }.items():
        (folder / f"{name}.csv").write_text(text)


def loaded(folder: Path) -> Path:
    """Return a store with the tables of this module."""
    write_files(folder)
    store = folder / "my.keyart"
    succeed("init", store)
    files = (f"--{name}={folder / name}.csv" for name in ("impressions", "plays", "assets"))
    succeed("ingest", store, *files, f"--titles={folder / 'titles.csv'}")
    return store
