"""`keyart feed …`: feeds made, listed, gone back to."""

from pathlib import Path

import pytest

from tests.cli.commands import fail, loaded, succeed


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return loaded(tmp_path)


def test_there_is_none_at_first(store: Path) -> None:
    assert succeed("feed", "list", store).out == "No feeds yet.\n"
    assert fail(1, "feed", "forward", store).startswith("There is no feed yet.")
    assert fail(1, "feed", "rollback", store).startswith("There is no earlier feed.")


def test_made_gone_back_to_and_forward(store: Path) -> None:
    first = succeed("feed", "make", store, "--json").json
    assert (first["version"], first["announced"], first["pinned"]) == (1, True, False)
    second = succeed("feed", "make", store, "--json").json
    assert "in use" in succeed("feed", "list", store).out

    assert f"{first['file']} is in use" in succeed("feed", "rollback", store).out
    assert "pinned" in succeed("feed", "list", store).out
    assert "another feed is pinned" in succeed("feed", "make", store).out
    listed = succeed("feed", "list", store, "--json").json
    assert (listed["current"]["file"], len(listed["kept"])) == (first["file"], 3)

    again = succeed("feed", "rollback", store, "--file", second["file"], "--json").json
    assert (again["file"], again["pinned"]) == (second["file"], True)
    newest = succeed("feed", "forward", store, "--json").json
    assert newest["file"] == listed["kept"][0]["file"]


def test_what_is_no_store(tmp_path: Path) -> None:
    for command in ("list", "make", "rollback", "forward"):
        assert "keyart init" in fail(1, "feed", command, tmp_path / "nothing")
