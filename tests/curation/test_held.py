"""What is held about a person: all of it, from every place, and of nobody else."""

import json
from pathlib import Path

import pytest

import keyart
from keyart.core.errors import UnknownName
from keyart.store.inbox.files import EventFormat, make_folder, new_name
from tests.cli.commands import ASSETS, IMPRESSIONS, PLAYS, TITLES, fail, succeed

PROFILES = """\
profile_id,consent,is_minor,plan
ann,full,false,premium
bob,full,false,basic
"""
REJECTED = "2026-03-03T18:00Z,ann,blue,another,DE,tv,1\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a store in which two people saw the same, and one of them more."""
    files = {
        "impressions": IMPRESSIONS + REJECTED,
        "plays": PLAYS,
        "assets": ASSETS,
        "titles": TITLES,
        "profiles": PROFILES,
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text)
    with keyart.create(tmp_path / "s.keyart") as store:
        store.ingest(
            impressions=str(tmp_path / "impressions.csv"),
            plays=str(tmp_path / "plays.csv"),
            assets=str(tmp_path / "assets.csv"),
            titles=str(tmp_path / "titles.csv"),
            profiles=str(tmp_path / "profiles.csv"),
        )
        store.audiences.put("list:vip", ["ann", "eve"])
        store.audiences.save("segment:seen", "saw(title=heist)")
    folder = make_folder(tmp_path / "s.keyart")
    waiting = [{"ts": "2026-03-09T10:00Z", "profile_id": who} for who in ("ann", "ann2", "bob")]
    path = folder / new_name("impressions", EventFormat.LINES)
    path.write_text("".join(f"{json.dumps(event)}\n" for event in waiting))
    return tmp_path / "s.keyart"


def test_all_that_is_held_about_a_person_is_exported(root: Path, tmp_path: Path) -> None:
    with keyart.open(root) as store:
        told = store.export_profile("ann")
    assert told["attributes"] == {"consent": "full", "is_minor": False, "plan": "premium"}
    (seen,), (played,) = told["impressions"], told["plays"]
    assert (seen["asset"], seen["ts"], seen["country"]) == (
        "blue",
        "2026-03-01T18:00:00+00:00",
        "DE",
    )
    assert (played["title"], played["watch_ms"]) == ("heist", 5_400_000)
    (shown,) = told["facts"]["exposure"]
    assert (shown["asset"], shown["impressions"], shown["qualified_plays"]) == ("blue", 1, 1)
    assert len(told["facts"]["viewing"]) == 1
    assert {one["audience"] for one in told["audiences"]} == {"list:vip", "segment:seen"}
    (rejected,) = told["rejected_rows"]
    assert rejected["code"] == "title_mismatch"
    (waits,) = told["waiting_events"]
    assert waits == {"table": "impressions", "ts": "2026-03-09T10:00Z", "profile_id": "ann"}
    out = tmp_path / "ann.json"
    succeed("export-profile", root, "ann", "--out", out)
    assert json.loads(out.read_text()) == told
    assert out.stat().st_mode & 0o777 == 0o600
    assert "is there already" in fail(1, "export-profile", root, "ann", "--out", out)
    assert succeed("export-profile", root, "ann").json == told


def test_of_others_nothing_is_exported(root: Path) -> None:
    with keyart.open(root) as store:
        told = store.export_profile("bob")
        assert told["audiences"] == [{"audience": "segment:seen"}]
        assert told["plays"] == told["rejected_rows"] == []
        assert told["attributes"]["plan"] == "basic"
        waits = store.export_profile("ann2")
        assert set(waits) == {
            "profile_id", "store_version", "rejected_rows", "waiting_events",
        }  # fmt: skip
        with pytest.raises(UnknownName, match="nobody"):
            store.export_profile("nobody")


def test_what_was_loaded_again_is_told_once(root: Path, tmp_path: Path) -> None:
    """Facts that a later batch replaced are hidden, not held twice."""
    (tmp_path / "more.csv").write_text(
        "ts,profile_id,title_id,seconds\n2026-03-02T18:02Z,ann,heist,60\n"
    )
    with keyart.open(root) as store:
        store.ingest(plays=str(tmp_path / "more.csv"))
        told = store.export_profile("ann")
    assert [play["watch_ms"] for play in told["plays"]] == [5_400_000, 60_000]
    assert sum(fact["starts"] for fact in told["facts"]["viewing"]) == 2
    assert sum(fact["impressions"] for fact in told["facts"]["exposure"]) == 1
