"""`keyart notices`: the inbox on the command line, and trying whether people hear."""

from pathlib import Path

import pytest

from tests.cli.commands import fail, keyart, loaded, succeed
from tests.notify.receiving import SECRET, receiving
from tests.notify.stored import noticed


def test_notices_are_listed_and_seen(tmp_path: Path) -> None:
    store = noticed(tmp_path)
    listed = succeed("notices", "list", store)
    lines = [line for line in listed.out.splitlines() if "is clickbait" in line]
    assert [line.split()[:2] for line in lines] == [["3", "new"], ["2", "new"], ["1", "new"]]
    assert "opened: is on its way (slack)" in listed.out
    assert "2 more not shown" in succeed("notices", "list", store, "--limit", "1").err
    chosen = succeed("notices", "list", store, "--state=open", "--kind=outlier", "--json").json
    assert [(one["id"], one["state"], one["seen"]) for one in chosen] == [(1, "open", None)]
    assert succeed("notices", "seen", store, "2").out == "Marked 1 notice as seen.\n"
    assert succeed("notices", "seen", store, "--json").json == {"seen": 2}
    assert "new" not in succeed("notices", "list", store).out
    assert fail(2, "notices", "seen", store, "99").startswith("There is no notice 99.")


def test_a_store_without_notices(store: Path) -> None:
    assert succeed("notices", "list", store).out == "No notices.\n"
    assert succeed("notices", "list", store, "--json").json == []


def test_a_test_message_says_who_took_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = loaded(tmp_path)
    with receiving() as good, receiving([500]) as bad:
        monkeypatch.setenv("KEYART_NOTIFY_URLS", good.url)
        told = succeed("notices", "test", store)
        assert told.out.splitlines()[-1].split() == ["json", "127.0.0.1", "taken"]
        monkeypatch.setenv("KEYART_NOTIFY_URLS", f"{good.url}, {bad.url}")
        failed = keyart("notices", "test", store, "--json")
    assert good.titles == ["A test message from Keyart"] * 2
    assert failed.code == 1
    assert [one["outcome"] for one in failed.json] == ["taken", "failed"]
    assert failed.json[1]["error"] == "It answered 500."
    assert "1 of 2 addresses did not accept the message." in failed.err
    assert SECRET not in failed.out + failed.err + told.out


def test_addresses_that_make_no_sense_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = loaded(tmp_path)
    assert fail(2, "notices", "test", store).startswith("notify_urls is empty.")
    monkeypatch.setenv("KEYART_NOTIFY_URLS", f"nosuch://{SECRET}")
    for command in (("notices", "test"), ("serve", "--port=0")):
        said = fail(2, *command, store)
        assert said.startswith("notify_urls: address 1, of 'nosuch', is not valid.")
        assert SECRET not in said
