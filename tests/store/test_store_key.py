"""A store knows its key: with another one, everybody would be counted twice."""

import sqlite3
from pathlib import Path

import pyarrow as pa
import pytest

import keyart
from keyart.core.errors import StoreDamaged, WrongKey
from keyart.core.ids import new_salt
from keyart.pipeline import KEY_IN_DOUBT
from keyart.store import check

pytestmark = pytest.mark.kernels


def shown(*people: str) -> pa.Table:
    n = len(people)
    return pa.table(
        {
            "ts": pa.array(range(1_770_000_000, 1_770_000_000 + n)),
            "profile_id": list(people),
            "asset_id": ["a"] * n,
            "title_id": ["t"] * n,
        }
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    with keyart.create(tmp_path / "mine") as store:
        store.ingest(impressions=shown("ann", "bob"))
    return tmp_path / "mine"


def forget_fingerprint(root: Path) -> None:
    """Make the store one of an earlier version, which knew no fingerprints."""
    connection = sqlite3.connect(root / "catalog.sqlite")
    with connection:
        connection.execute("DELETE FROM store WHERE name = 'key'")
    connection.close()


def fingerprint(root: Path) -> list[tuple[str]]:
    connection = sqlite3.connect(root / "catalog.sqlite")
    found = connection.execute("SELECT value FROM store WHERE name = 'key'").fetchall()
    connection.close()
    return found


def test_the_catalogue_holds_a_fingerprint_and_never_the_key(root: Path) -> None:
    ((found,),) = fingerprint(root)
    key = (root / "store.key").read_text()
    assert found != key
    for path in root.rglob("*"):
        if path.is_file() and path.name != "store.key":
            assert key.encode() not in path.read_bytes()
    with keyart.create(root.with_name("other")):
        assert fingerprint(root.with_name("other")) != [(found,)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("0123456789abcdef" * 2, "is not the key of this store"),
        ("", "is empty"),
        ("abc", "holds no key"),
        ("é" * 32, "holds no key"),
    ],
)
def test_another_key_is_refused_everywhere(root: Path, text: str, problem: str) -> None:
    held = keyart.open(root)
    (root / "store.key").write_text(text, encoding="utf-8")
    with pytest.raises(WrongKey, match=problem) as caught:
        keyart.open(root)
    assert "Restore the store.key" in caught.value.hint
    with pytest.raises(WrongKey, match=problem):
        held.ingest(impressions=shown("ann"))
    with pytest.raises(WrongKey, match=problem):
        held.audiences.put("list:x", ["ann"])
    assert [finding.where for finding in check(root)] == ["store.key"]
    held.close()


def test_without_its_key_a_store_answers_but_takes_nothing(root: Path) -> None:
    (root / "store.key").unlink()
    with keyart.open(root) as store:
        result = store.query(measures=["reach"])
        assert result.totals["reach"] == 2
        assert any("store.key is missing" in note for note in result.meta.notes)
        with pytest.raises(StoreDamaged, match=r"store\.key is missing"):
            store.ingest(impressions=shown("ann"))
    assert [finding.where for finding in check(root)] == ["store.key"]


def test_a_key_with_a_newline_is_the_same_key(root: Path) -> None:
    path = root / "store.key"
    path.write_text(path.read_text() + "\n")
    with keyart.open(root) as store:
        store.ingest(impressions=shown("ann"))
        assert store.query(measures=["reach"]).totals["reach"] == 2


def test_an_older_store_gets_its_fingerprint_once_somebody_comes_again(root: Path) -> None:
    forget_fingerprint(root)
    with keyart.open(root) as store:
        assert store.ingest(impressions=shown("zoe")).notes == [KEY_IN_DOUBT]
        assert fingerprint(root) == []
        assert store.ingest(impressions=shown("zoe", "bob")).notes == []
    assert len(fingerprint(root)) == 1
    (root / "store.key").write_text(new_salt())
    with pytest.raises(WrongKey):
        keyart.open(root)


def test_an_older_store_does_not_take_another_key_for_its_own(root: Path) -> None:
    forget_fingerprint(root)
    (root / "store.key").write_text(new_salt())
    with keyart.open(root) as store:
        assert store.ingest(impressions=shown("ann", "bob")).notes == [KEY_IN_DOUBT]
    assert fingerprint(root) == []


def test_an_older_store_without_people_takes_the_key_that_it_has(tmp_path: Path) -> None:
    keyart.create(tmp_path / "s").close()
    forget_fingerprint(tmp_path / "s")
    with keyart.open(tmp_path / "s") as store:
        assert store.ingest(impressions=shown("ann")).notes == []
    assert len(fingerprint(tmp_path / "s")) == 1


def test_facts_of_another_key_do_not_come_in(root: Path, tmp_path: Path) -> None:
    with keyart.open(root) as store:
        store.export_facts(tmp_path / "facts")
    other = keyart.create(tmp_path / "other")
    with other, pytest.raises(keyart.KeyartError, match="another salt"):
        other.import_facts(tmp_path / "facts")
