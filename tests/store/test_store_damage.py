"""Bytes that flip: the store answers as before, or says which file is damaged. Never otherwise."""

import random
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import keyart
from keyart.core.errors import KeyartError, StoreDamaged
from keyart.core.facts import Family
from keyart.store import check, open_snapshot
from tests.store.damaged_world import answers, kinds, make

pytestmark = pytest.mark.kernels


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    root = tmp_path_factory.mktemp("damage") / "sound"
    make(root)
    return root, answers(root)


@pytest.fixture
def store(sound: tuple[Path, str], tmp_path: Path) -> Path:
    root, _ = sound
    return Path(shutil.copytree(root, tmp_path / "store"))


def flipped(path: Path, place: int, bit: int) -> bytes:
    """Flip one bit of a file, and return what it held before."""
    whole = path.read_bytes()
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
    return whole


def answers_or_error(root: Path) -> str | KeyartError:
    """What the store says, or the error of ours that says why it does not."""
    try:
        return answers(root)
    except KeyartError as error:
        return error


KINDS = (
    "segment exposure", "segment viewing", "segment_index exposure", "segment_index viewing",
    "hidden exposure", "hidden viewing", "events impressions", "events plays",
    "event_ids impressions", "event_ids plays", "contested plays", "dictionary", "key_bits",
    "profiles profiles", "metadata titles", "metadata assets", "list list:vip",
    "definitions definitions", "fit_members 1", "fit_model 1", "quarantine plays",
    "retry impressions",
)  # fmt: skip


def test_the_store_has_a_file_of_every_kind(sound: tuple[Path, str]) -> None:
    assert set(KINDS) <= set(kinds(sound[0]))
    assert check(sound[0]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_flipped_bit_never_changes_an_answer(
    sound: tuple[Path, str], store: Path, kind: str, full: bool
) -> None:
    path = kinds(store)[kind]
    chance = random.Random(kind)
    size = path.stat().st_size
    for _ in range(6 if full else 1):
        whole = flipped(path, chance.randrange(size), chance.randrange(8))
        assert path.name in "\n".join(map(str, check(store)))
        said = answers_or_error(store)
        assert said == sound[1] or path.name in str(said)
        path.write_bytes(whole)


@pytest.mark.parametrize("kind", ["segment exposure", "segment_index exposure", "events plays"])
def test_files_that_change_places_or_size_are_named(store: Path, kind: str) -> None:
    path = kinds(store)[kind]
    whole = path.read_bytes()
    other = kinds(store)[kind.replace("exposure", "viewing").replace("plays", "impressions")]
    for contents in (whole[:-1], whole + b"\0", b"", other.read_bytes()):
        path.write_bytes(contents)
        with pytest.raises(StoreDamaged, match=path.name):
            answers(store)
    path.unlink()
    with pytest.raises(StoreDamaged, match=f"{path.name} is missing"):
        answers(store)


def test_a_large_segment_is_verified_where_it_is_read(tmp_path: Path) -> None:
    """Two titles whose rows lie far apart: a question about one does not see the other's damage."""
    with keyart.create(tmp_path / "s") as store:
        n = 150_000
        people = np.char.add("p", np.arange(n).astype(str))
        shown = pa.table(
            {
                "ts": pa.array(np.full(n, 1_770_000_000)),
                "profile_id": pa.array(people),
                "asset_id": pa.array(np.where(np.arange(n) < n // 2, "a", "b")),
                "title_id": pa.array(np.where(np.arange(n) < n // 2, "t0", "t1")),
            }
        )
        store.ingest(impressions=shown)
    path = kinds(tmp_path / "s")["segment exposure"]
    with open_snapshot(tmp_path / "s") as snapshot:
        (segment,) = snapshot.segments(Family.EXPOSURE)
        (chunk,) = segment.chunks
        _, (end,) = chunk.bytes_of("profile", np.array([0]), np.array([chunk.rows]))
        damaged = str(segment.dictionary("title")[int(segment.title_codes[-1])])
        whole = str(segment.dictionary("title")[int(segment.title_codes[0])])
    flipped(path, int(end) - 3, 1)
    for engine in ("native", "duckdb"):
        with (
            keyart.open(tmp_path / "s") as store,
            pytest.raises(StoreDamaged, match=path.name),
        ):
            store.query(measures=["reach"], by=["title"], engine=engine)
    with keyart.open(tmp_path / "s") as store:
        question = {"measures": ["reach"], "engine": "native"}
        assert store.query(**question, where={"title": whole}).totals["reach"] == n // 2
        with pytest.raises(StoreDamaged, match=r"bytes [\d,]+ to [\d,]+"):
            store.query(**question, where={"title": damaged})


def test_a_flipped_bit_in_the_catalogue_never_changes_an_answer(
    sound: tuple[Path, str], store: Path, full: bool
) -> None:
    path = store / "catalog.sqlite"
    chance = random.Random(5)
    for _ in range(60 if full else 8):
        whole = flipped(path, chance.randrange(path.stat().st_size), chance.randrange(8))
        said = answers_or_error(store)
        assert said == sound[1] or str(store) in str(said)
        path.write_bytes(whole)
        for leftover in store.glob("catalog.sqlite-*"):
            leftover.unlink()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE file SET \"end\" = 1 WHERE kind = 'hidden'",
        "UPDATE file SET first = first + 4 WHERE kind = 'segment'",
        "UPDATE file SET rows = rows - 1 WHERE kind = 'segment'",
        "UPDATE version SET data_until = data_until + 1",
        "UPDATE version SET profiles = profiles + 1",
    ],
)
def test_other_values_in_the_catalogue_are_noticed(store: Path, change: str) -> None:
    connection = sqlite3.connect(store / "catalog.sqlite")
    with connection:
        connection.execute(change)
    connection.close()
    with pytest.raises(StoreDamaged, match=r"catalog\.sqlite does not hold version"):
        answers(store)
    assert any("catalog.sqlite" in str(finding) for finding in check(store))


def test_another_account_in_the_catalogue_is_noticed(store: Path) -> None:
    connection = sqlite3.connect(store / "catalog.sqlite")
    with connection:
        connection.execute("UPDATE account SET accepted = accepted - 1, duplicate = duplicate + 1")
    connection.close()
    with pytest.raises(StoreDamaged, match="account of batch 1"):
        answers(store)
    assert any("account of batch" in str(finding) for finding in check(store))


def test_a_log_that_lost_a_version_is_noticed(store: Path, tmp_path: Path) -> None:
    """While somebody reads, what is published stands in SQLite's log alone."""
    reader = sqlite3.connect(store / "catalog.sqlite")
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM version").fetchall()
    with keyart.open(store) as held:
        held.audiences.put("list:new", ["p1"])
        copy = Path(shutil.copytree(store, tmp_path / "copy"))
    reader.close()
    log = copy / "catalog.sqlite-wal"
    assert log.stat().st_size
    log.write_bytes(log.read_bytes()[:32])
    with pytest.raises(StoreDamaged, match="has lost version"):
        keyart.open(copy)
    assert check(copy) != []


def test_text_that_cannot_be_read_in_the_settings_is_said(store: Path) -> None:
    path = store / "keyart.toml"
    path.write_bytes(b"\xff" + path.read_bytes())
    with pytest.raises(KeyartError, match=r"keyart\.toml is not text in UTF-8"):
        keyart.open(store)
    path.unlink()
    with pytest.raises(StoreDamaged, match=r"keyart\.toml is missing"):
        keyart.open(store)
    assert any("keyart.toml" in str(finding) for finding in check(store))


def test_a_store_of_an_earlier_version_is_guarded_from_its_next_publication_on(
    sound: tuple[Path, str], store: Path
) -> None:
    connection = sqlite3.connect(store / "catalog.sqlite")
    with connection:
        connection.executescript(
            "DROP TABLE block; DROP TABLE seal; DELETE FROM store WHERE name = 'key'"
        )
    connection.close()
    assert answers(store) == sound[1]
    assert check(store) == []
    path = kinds(store)["segment exposure"]
    whole = flipped(path, path.stat().st_size // 2, 3)
    with pytest.raises(StoreDamaged, match=path.name):
        answers(store)
    with keyart.open(store) as held:
        with pytest.raises(StoreDamaged, match=path.name):
            held.audiences.put("list:new", ["p1"])
        path.write_bytes(whole)
        held.audiences.put("list:new", ["p1"])
    with open_snapshot(store) as snapshot:
        assert all(file.sums is not None for file in snapshot.state.files)
    assert check(store) == []
    assert answers(store) == sound[1]
