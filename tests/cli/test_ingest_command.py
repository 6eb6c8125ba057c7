"""`keyart init`, `keyart ingest` and `keyart refresh`: accounts, dry runs, mapping."""

import tomllib
from pathlib import Path

import pytest

from keyart.core.report import SAMPLES
from tests.cli.commands import fail, keyart, succeed, write_files

BAD_PLAYS = """\
ts,profile_id,title_id,seconds,mood
2026-03-01T18:02Z,ann,heist,5400,gay
2026-03-01T18:16Z,dan,heist,-1,sad
2026-03-01T18:17Z,dan,heist,-2,sad
2026-03-01T18:18Z,dan,heist,-3,sad
2026-03-01T18:19Z,dan,heist,-4,sad
2026-03-01T18:20Z,dan,,5,sad
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an empty store and four files."""
    write_files(tmp_path)
    succeed("init", tmp_path / "my.keyart")
    return tmp_path


def test_a_store_comes_once(tmp_path: Path) -> None:
    store = tmp_path / "my.keyart"
    assert "Made the store" in succeed("init", store).out
    assert "is a store already" in fail(1, "init", store)


def test_a_mapping_is_proposed(tmp_path: Path) -> None:
    (tmp_path / "shown.csv").write_text(
        "event_time,uid,creative_id,title_id\n2026-03-01,a,b,c\n2026-03-02,d,e,f\n"
    )
    store = tmp_path / "my.keyart"
    outcome = succeed("init", store, "--from", tmp_path / "*.csv")
    written = tomllib.loads((store / "keyart.toml").read_text())
    assert written["map"]["impressions"] == {
        "ts": "event_time",
        "profile_id": "uid",
        "asset_id": "creative_id",
    }
    assert 'profile_id = "uid"' in outcome.out
    command = outcome.err.splitlines()[-1]
    assert command.startswith("keyart ingest ")
    assert succeed(*command.split()[1:]).out.startswith("impressions: columns")


def test_nothing_is_made_where_nothing_is_found(tmp_path: Path) -> None:
    store = tmp_path / "my.keyart"
    assert "No file matches" in fail(1, "init", store, "--from", tmp_path / "*.csv")
    assert not store.exists()


def test_every_row_is_accounted_for(folder: Path) -> None:
    store = folder / "my.keyart"
    words = ("--impressions", folder / "impressions.csv", "--plays", folder / "plays.csv")
    outcome = succeed("ingest", store, *words)
    lines = [line.split() for line in outcome.out.splitlines()]
    assert ["impressions", "6", "6", "0", "0", "0", "0"] in lines
    assert ["plays", "4", "4", "0", "0", "0", "0"] in lines
    assert "4 plays: qualified 75.00%, too_short 25.00%" in outcome.out
    assert "Published version 1" in outcome.err


def test_a_report_is_json(folder: Path) -> None:
    words = ("--impressions", folder / "impressions.csv", "--plays", folder / "plays.csv")
    report = succeed("ingest", folder / "my.keyart", *words, "--json").json
    assert report["batches"]["plays"] == {
        "rows": 4,
        "accepted": 4,
        "duplicate": 0,
        "updated": 0,
        "conflict": 0,
        "quarantined": 0,
        "reasons": {},
    }
    assert report["version"] == 1
    assert report["dry_run"] is False
    assert report["plays_by_reason"]["qualified"] == 3
    assert report["attribution_rate"] == 1.0


def test_a_dry_run_shows_and_writes_nothing(folder: Path) -> None:
    store, plays = folder / "my.keyart", folder / "bad.csv"
    plays.write_text(BAD_PLAYS)
    words = ("--impressions", folder / "impressions.csv", "--plays", plays, "--dry-run")
    outcome = succeed("ingest", store, *words)
    assert "plays: columns" in outcome.out
    assert "(ignored)" in outcome.out
    assert outcome.out.count("bad_range") == 1 + SAMPLES
    assert "Dry run: nothing was written." in outcome.err
    report = succeed("ingest", store, *words, "--json").json
    assert report["version"] is None
    assert report["batches"]["plays"]["reasons"] == {"bad_range": 4, "missing_value": 1}
    assert [row["code"] for row in report["samples"]["plays"]].count("bad_range") == SAMPLES
    assert {c["column"]: c["field"] for c in report["columns"]["plays"]}["mood"] is None
    assert report["attribution_rate"] == 1.0
    assert succeed("status", store, "--json").json["version"] == 0


def test_globs_and_folders_are_sources(folder: Path) -> None:
    parts = folder / "parts"
    parts.mkdir()
    for number in range(3):
        (parts / f"{number}.csv").write_text((folder / "impressions.csv").read_text())
    report = succeed("ingest", folder / "my.keyart", "--impressions", parts / "*.csv", "--json")
    assert report.json["batches"]["impressions"]["duplicate"] == 12
    again = succeed("ingest", folder / "my.keyart", "--impressions", parts, "--json")
    assert again.json["batches"]["impressions"]["accepted"] == 0


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((), 2, "There is nothing to load. Give --impressions PATH"),
        (("--plays", "no.csv"), 1, "File no.csv does not exist."),
        (("--plays", "no*.csv"), 1, "No file matches no*.csv."),
        (("--plays", "{titles}"), 1, "has no column 'ts'"),
        (("--wait", "-1"), 2, "--wait"),
    ],
)
def test_what_cannot_be_loaded(folder: Path, words: tuple[str, ...], code: int, says: str) -> None:
    words = tuple(word.replace("{titles}", str(folder / "titles.csv")) for word in words)
    assert says in fail(code, "ingest", folder / "my.keyart", *words)


def test_settings_that_make_no_sense_are_misuse(folder: Path) -> None:
    config = folder / "my.keyart" / "keyart.toml"
    config.write_text("[settings]\nmin_play_second = 3\n")
    words = ("ingest", folder / "my.keyart", "--plays", folder / "plays.csv")
    assert "Did you mean 'min_play_seconds'" in fail(2, *words)
    config.write_text("[settings]\nmin_play_seconds = 'x'\n")
    assert fail(2, *words).startswith(f"{config}: min_play_seconds must be a number, not 'x'.")
    config.write_text("[settings]\nmin_play_seconds = -1\n")
    assert fail(2, *words).startswith(f"{config}: min_play_seconds must be 0 to 86400, not -1.")


def test_refresh_applies_changed_settings(folder: Path) -> None:
    store = folder / "my.keyart"
    words = ("--impressions", folder / "impressions.csv", "--plays", folder / "plays.csv")
    succeed("ingest", store, *words)
    (store / "keyart.toml").write_text("[settings]\nmin_play_seconds = 10\n")
    assert keyart("query", store, "--measures", "viewers", "--json").json["totals"]["viewers"] == 3
    assert succeed("refresh", store, "--json").json["plays_by_reason"]["qualified"] == 4
    assert keyart("query", store, "--measures", "viewers", "--json").json["totals"]["viewers"] == 4
