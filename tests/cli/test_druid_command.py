"""`keyart druid …` where there is no Druid: what is said, and that nothing changes."""

from pathlib import Path

import pytest

from tests.cli.commands import fail, loaded

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("KEYART_DRUID_URL", raising=False)
    return loaded(tmp_path)


@pytest.mark.parametrize("command", ["load", "status", "drop"])
def test_a_store_without_druid_says_how_to_get_one(store: Path, command: str) -> None:
    assert "keyart druid init" in fail(2, "druid", command, store)


def test_an_address_at_which_nobody_is_does_not_get_into_the_file(store: Path) -> None:
    before = (store / "keyart.toml").read_text()
    assert "cannot be reached" in fail(1, "druid", "init", store, "--url", NOBODY)
    assert "address of Druid" in fail(2, "druid", "init", store, "--url", "nonsense")
    assert (store / "keyart.toml").read_text() == before


def test_the_environment_says_where_it_is(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEYART_DRUID_URL", NOBODY)
    assert NOBODY in fail(1, "druid", "status", store)


def test_what_is_no_store(tmp_path: Path) -> None:
    for words in (("load",), ("status",), ("drop", "--yes"), ("init", "--url", NOBODY)):
        assert "keyart init" in fail(1, "druid", words[0], tmp_path / "nothing", *words[1:])
