"""`keyart status` and `keyart check`: what a store holds, and whether it is intact."""

from pathlib import Path

import pytest

from keyart.core.zone_data import zone_data
from tests.cli.commands import keyart, loaded, succeed

STRAY = "ts,profile_id,asset_id\n2026-03-01T18:00Z,ann,lost\n2026-03-01T18:01Z,bob,lost\n"


def test_a_status_is_for_people(store: Path) -> None:
    out = succeed("status", store).out
    assert "version 1, published" in out
    assert "impressions      6" in out
    assert "titles, assets   1, 2" in out
    assert "2026-03-02 21:30 UTC (" in out
    assert "4 plays: qualified 75.00%" in out
    assert "likely cause" not in out
    assert f"time zones       {zone_data()}" in out


def test_a_status_is_json(store: Path) -> None:
    status = succeed("status", store, "--json").json
    assert status["version"] == 1
    assert status["measures"] == {"impressions": 6, "reach": 6, "starts": 4, "active_profiles": 3}
    assert status["attribution"]["shares"]["too_short"] == 0.25
    assert status["attribution"]["causes"] == []
    assert status["batches"][0]["tables"]["plays"]["accepted"] == 4
    assert status["complete_until"] == "2026-03-01T21:30:00+00:00"
    assert status["bytes"]["events"] > 0
    assert status["time_zones"] == vars(zone_data())


def test_an_empty_store_has_a_status(tmp_path: Path) -> None:
    store = tmp_path / "my.keyart"
    succeed("init", store)
    assert "No batches yet" in succeed("status", store).out
    assert "No rows in quarantine." in succeed("status", store, "--quarantine").out


def test_quarantine_is_readable_and_rows_come_out(tmp_path: Path) -> None:
    store = loaded(tmp_path)
    (tmp_path / "stray.csv").write_text(STRAY)
    outcome = succeed("ingest", store, "--impressions", tmp_path / "stray.csv")
    assert "quarantined of impressions: unknown_asset 2" in outcome.out
    assert "quarantined so far: unknown_asset 2" in succeed("status", store).out
    one = succeed("status", store, "--quarantine", "--limit", "1")
    assert "unknown_asset" in one.out
    assert "These are the first 1" in one.err
    rows = succeed("status", store, "--quarantine", "--json").json
    assert [(row["row"], row["code"]) for row in rows] == [
        (1, "unknown_asset"),
        (2, "unknown_asset"),
    ]
    assert "ann" not in rows[0]["data"]
    (tmp_path / "late.csv").write_text("asset_id,title_id\nlost,heist\n")
    outcome = succeed("ingest", store, "--assets", tmp_path / "late.csv")
    assert "2 rows came out of quarantine." in outcome.out
    assert succeed("status", store, "--quarantine", "--json").json == []


def test_a_likely_cause_is_named(tmp_path: Path) -> None:
    store = loaded(tmp_path)
    plays = "".join(f"2026-03-01T19:00Z,stranger{n},heist,600\n" for n in range(9))
    (tmp_path / "more.csv").write_text("ts,profile_id,title_id,seconds\n" + plays)
    succeed("ingest", store, "--plays", tmp_path / "more.csv")
    out = succeed("status", store).out
    assert "likely cause: Only " in out
    assert "Compare profile_id in both files" in out
    causes = succeed("status", store, "--json").json["attribution"]["causes"]
    assert [cause["code"] for cause in causes] == ["profiles_never_meet"]


def test_a_sound_store_passes(store: Path) -> None:
    assert succeed("check", store).out == f"Version 1 of {store} is intact.\n"
    assert succeed("check", store, "--json").json == {"version": 1, "findings": []}


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_damaged_store_fails(tmp_path: Path, words: tuple[str, ...]) -> None:
    store = loaded(tmp_path)
    victim = next((store / "data" / "events").glob("*.parquet"))
    victim.write_bytes(victim.read_bytes()[:-1])
    outcome = keyart("check", store, *words)
    assert outcome.code == 1
    assert victim.name in outcome.err
    if words:
        assert victim.name in outcome.json["findings"][0]["where"]
