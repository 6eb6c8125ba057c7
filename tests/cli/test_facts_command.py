"""`keyart export facts` and `keyart import facts`, and stores with a key that one has."""

from pathlib import Path

import pytest

from tests.cli.commands import fail, loaded, succeed

BY_ASSET = ("--measures", "impressions,reach,viewers", "--by", "asset", "--json")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return loaded(tmp_path)


def twin(store: Path) -> Path:
    """Return an empty store with the key of another."""
    made = store.with_name("twin.keyart")
    succeed("init", made, "--key-file", store / "store.key")
    return made


def test_facts_go_from_store_to_store(store: Path, tmp_path: Path) -> None:
    facts, other = tmp_path / "facts", twin(store)
    written = succeed("export", "facts", store, facts)
    assert written.out == "exposure: 6 facts of 2 days\nviewing: 4 facts of 2 days\n"
    assert f"{facts} holds version 1: " in written.err
    outcome = succeed("import", "facts", facts, other)
    assert "exposure: 6 facts on 2 days read, 0 unchanged." in outcome.out
    assert "Published version 1 as batch 1." in outcome.err
    found, expected = (succeed("query", one, *BY_ASSET).json["rows"] for one in (other, store))
    assert found == expected
    again = succeed("import", "facts", facts, other)
    assert "Nothing is new: version 1 stays." in again.err
    assert "is not empty" in fail(1, "export", "facts", store, facts)


def test_facts_are_exported_where_nothing_else_is_named(store: Path, tmp_path: Path) -> None:
    written = succeed("export", store, tmp_path / "facts")
    assert written.out == "exposure: 6 facts of 2 days\nviewing: 4 facts of 2 days\n"
    succeed("export", "--json", store, tmp_path / "more")
    assert "policies" in succeed("export").out
    assert fail(2, "export", store) == "Missing argument 'DEST'. See keyart export facts --help."


def test_machines_get_json(store: Path, tmp_path: Path) -> None:
    facts, other = tmp_path / "facts", twin(store)
    written = succeed("export", "facts", store, facts, "--json").json
    assert (written["version"], written["facts"]) == (1, {"exposure": 6, "viewing": 4})
    assert written["bytes"] > 0
    report = succeed("import", "facts", facts, other, "--json").json
    assert report["batches"]["impressions"]["accepted"] == 6
    assert report["plays_by_reason"] == {}


def test_audiences_stand_beside_facts(store: Path, tmp_path: Path) -> None:
    ids = tmp_path / "vip.csv"
    ids.write_text("profile_id\nann\nfay\n")
    succeed("audiences", "put", store, "list:vip", ids)
    succeed("export", "facts", store, tmp_path / "facts", "--audience", "list:vip")
    # Another store passes over the column: audiences are put, not imported.
    other = twin(store)
    assert "audience" not in succeed("import", "facts", tmp_path / "facts", other).out
    assert "list:vpi" in fail(2, "export", "facts", store, tmp_path / "b", "--audience", "list:vpi")
    assert not (tmp_path / "b").exists()


def test_days_are_taken_out_only_when_that_is_said(store: Path, tmp_path: Path) -> None:
    facts, other = tmp_path / "facts", twin(store)
    succeed("export", "facts", store, facts)
    succeed("import", "facts", facts, other)
    for path in (facts / "facts").glob("*/day=2026-03-02"):
        path.rename(tmp_path / path.parent.name)
    assert "1 kept that the folder lacks" in succeed("import", "facts", facts, other).out
    assert "1 taken out" in succeed("import", "facts", facts, other, "--replace").out
    rows = succeed("query", other, *BY_ASSET).json["rows"]
    assert [row["impressions"] for row in rows] == [3, 2]


def test_kinds_of_stores_do_not_mix(store: Path, tmp_path: Path) -> None:
    facts, other = tmp_path / "facts", twin(store)
    succeed("export", "facts", store, facts)
    assert "holds events" in fail(1, "import", "facts", facts, store)
    succeed("import", "facts", facts, other)
    plays = tmp_path / "plays.csv"
    assert "holds imported facts" in fail(1, "ingest", other, "--plays", plays)
    assert "holds imported facts" in fail(1, "refresh", other)


def test_keys_must_be_those_of_the_facts(store: Path, tmp_path: Path) -> None:
    succeed("export", "facts", store, tmp_path / "facts")
    stranger = tmp_path / "stranger.keyart"
    succeed("init", stranger)
    said = fail(1, "import", "facts", tmp_path / "facts", stranger)
    assert "another salt" in said
    assert "keyart init STORE --key-file FILE" in said


def test_a_key_file_that_holds_no_key_is_not_shown(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_bytes(b"\xffsecret")
    said = fail(2, "init", tmp_path / "a.keyart", "--key-file", key)
    assert "holds no salt" in said
    assert "secret" not in said
    assert not (tmp_path / "a.keyart").exists()
    assert "No such file" in fail(1, "init", tmp_path / "a.keyart", "--key-file", tmp_path / "b")


def test_a_given_key_is_kept_secret(store: Path) -> None:
    made = twin(store) / "store.key"
    assert made.read_text() == (store / "store.key").read_text()
    assert made.stat().st_mode & 0o077 == 0
