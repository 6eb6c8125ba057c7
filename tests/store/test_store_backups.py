"""Backups: made while a store is in use, of what has changed, and restored to the same answers."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from threading import Event, Thread

import pytest

import keyart
from keyart.core.errors import StoreDamaged, StoreError, StoreExists
from keyart.store.backups.making import last_backups
from keyart.store.backups.place import DATA, OTHERS, Backup, BackupPlace
from keyart.store.inbox.files import EventFormat, make_folder, new_name
from tests.cli.commands import ASSETS, IMPRESSIONS, PLAYS, TITLES, fail, succeed
from tests.docs.pages import ROOT

ASKED = {"measures": ["impressions", "reach", "viewers"], "by": ["asset"]}
KILLS = 40 if os.environ.get("CI") == "true" else 8


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a store with a list, a decision and a picture."""
    files = tmp_path / "files"
    files.mkdir()
    for name, text in (
        ("impressions", IMPRESSIONS),
        ("plays", PLAYS),
        ("assets", ASSETS),
        ("titles", TITLES),
    ):
        (files / f"{name}.csv").write_text(text)
    with keyart.create(tmp_path / "s.keyart") as store:
        store.ingest(
            impressions=str(files / "impressions.csv"),
            plays=str(files / "plays.csv"),
            assets=str(files / "assets.csv"),
            titles=str(files / "titles.csv"),
        )
        store.audiences.put("list:vip", ["ann", "bob"])
        store.decisions.record("winner", "heist", "blue", because="It wins.")
    media = tmp_path / "s.keyart" / "media"
    media.mkdir(exist_ok=True)
    (media / "blue.png").write_bytes(b"a picture")
    return tmp_path / "s.keyart"


def more(root: Path, day: int) -> None:
    """Load an impression and a play of another day."""
    rows = f"ts,profile_id,asset_id,title_id\n2026-03-{day:02}T10:00Z,p{day},red,heist\n"
    path = root.parent / f"more-{day}.csv"
    path.write_text(rows)
    with keyart.open(root) as store:
        store.ingest(impressions=str(path))


def answer(root: Path) -> list[dict[str, object]]:
    with keyart.open(root) as store:
        return store.query(**ASKED).to_dicts()


def test_each_version_that_was_backed_up_comes_back(root: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    told: dict[int, list[dict[str, object]]] = {}
    for day in (5, 6, 7):
        more(root, day)
        with keyart.open(root) as store:
            made = store.backup(place)
        told[made.version] = answer(root)
    assert len(told) == 3
    shutil.rmtree(root)
    for version, expected in told.items():
        again = tmp_path / f"again-{version}.keyart"
        with keyart.restore_backup(place, again, version=version) as store:
            assert store.snapshot().version == version
            assert store.check() == []
            assert store.query(**ASKED).to_dicts() == expected
            assert store.audiences.size("list:vip") == 2
            assert [one.chosen for one in store.decisions.list()] == ["blue"]
        assert (again / "media" / "blue.png").read_bytes() == b"a picture"
        assert (again / "store.key").stat().st_mode & 0o777 == 0o600
        more(again, 20)
        assert sum(int(str(row["impressions"])) for row in answer(again)) == 1 + sum(
            int(str(row["impressions"])) for row in expected
        )


def test_a_backup_writes_what_has_changed(root: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    with keyart.open(root) as store:
        first = store.backup(place)
        same = store.backup(place)
    more(root, 9)
    with keyart.open(root) as store:
        later = store.backup(place, verify=True)
    assert first.written == first.size
    assert same.written == 0
    assert 0 < later.written < later.size
    ((version, made),) = last_backups(root).values()
    assert (version, made) == (later.version, later.made)
    assert f"version {later.version} in {place}" in succeed("status", root).out


def test_secrets_are_for_their_owner(root: Path, tmp_path: Path) -> None:
    with keyart.open(root) as store:
        store.backup(tmp_path / "place")
    files = [path for path in (tmp_path / "place").rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o077 for path in files} == {0}


def test_only_the_newest_are_kept(root: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    versions: list[int] = []
    for day in (5, 6, 7):
        more(root, day)
        with keyart.open(root) as store:
            versions.append(store.backup(place, keep=2).version)
            time.sleep(1.1)  # backups are named by the second
    found = BackupPlace(str(place)).backups()
    assert [one.version for one in found] == versions[1:]
    named = {file.name for one in found for file in one.data}
    assert set(BackupPlace(str(place)).sizes(DATA)) == named
    with keyart.restore_backup(place, tmp_path / "again.keyart", version=versions[1]) as store:
        assert store.check() == []
    with pytest.raises(StoreError, match=f"no backup of version {versions[0]}") as error:
        keyart.restore_backup(place, tmp_path / "no.keyart", version=versions[0])
    assert str(versions[1]) in error.value.hint


def test_events_that_wait_are_backed_up(root: Path, tmp_path: Path) -> None:
    folder = make_folder(root)
    name = new_name("impressions", EventFormat.LINES)
    (folder / name).write_text('{"ts": "2026-03-09T10:00Z"}\n')
    (folder / f"{name}.open").write_text('{"ts": "2026-03-09T10:01Z"}\n')
    with keyart.open(root) as store:
        store.backup(tmp_path / "place")
    keyart.restore_backup(tmp_path / "place", tmp_path / "again.keyart").close()
    again = make_folder(tmp_path / "again.keyart")
    assert {path.name for path in again.iterdir()} == {name, f"{name}.open"}
    assert again.stat().st_mode & 0o777 == 0o700


def test_damage_is_not_backed_up(root: Path, tmp_path: Path) -> None:
    victim = max((root / "data").rglob("*.arrow"), key=lambda path: path.stat().st_size)
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.chmod(0o644)
    victim.write_bytes(content)
    with keyart.open(root) as store, pytest.raises(StoreDamaged, match="was not backed up"):
        store.backup(tmp_path / "place")
    place = BackupPlace(str(tmp_path / "place"))
    assert place.backups() == []
    assert str(victim.relative_to(root / "data")) not in place.sizes(DATA)


@pytest.mark.parametrize("folder", [DATA, OTHERS])
def test_damage_of_a_backup_is_found(root: Path, tmp_path: Path, folder: str) -> None:
    place = tmp_path / "place"
    with keyart.open(root) as store:
        store.backup(place)
    victim = max((place / folder).rglob("*"), key=lambda path: path.is_file() * path.stat().st_size)
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.write_bytes(content)
    with pytest.raises(StoreDamaged, match=victim.name):
        keyart.restore_backup(place, tmp_path / "again.keyart")
    assert not (tmp_path / "again.keyart").exists()
    with keyart.open(root) as store, pytest.raises(StoreDamaged, match=victim.name):
        store.backup(place, verify=True)


def test_places_and_folders_that_cannot_be_used(root: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    with keyart.open(root) as store:
        with pytest.raises(StoreError, match="is in the store itself"):
            store.backup(root / "backups")
        store.backup(place)
    with keyart.create(tmp_path / "other.keyart") as other:
        with pytest.raises(StoreError, match="holds backups of another store"):
            other.backup(place)
        (tmp_path / "file").write_text("x")
        with pytest.raises(StoreError, match="cannot be"):
            other.backup(tmp_path / "file")
        with pytest.raises(StoreError, match="cannot be used"):
            other.backup("bogus://bucket/x")
    with pytest.raises(StoreExists, match="is not empty"):
        keyart.restore_backup(place, root)
    assert "There are backups of the versions" in fail(
        1, "restore-backup", place, tmp_path / "new.keyart", "--version", "999"
    )
    said = fail(1, "restore-backup", tmp_path / "none", tmp_path / "new.keyart")
    assert "has no backup. Make one: keyart backup" in said
    assert not (tmp_path / "new.keyart").exists()
    manifest = next((place / "backups").iterdir())
    manifest.write_text("{}")
    with pytest.raises(StoreDamaged, match="is not a backup as it was written"):
        keyart.restore_backup(place, tmp_path / "new.keyart")


def test_backups_beside_a_writer_are_each_of_one_version(root: Path, tmp_path: Path) -> None:
    before = sum(int(str(row["impressions"])) for row in answer(root))
    with keyart.open(root) as store:
        first = store.snapshot().version
    ended = Event()

    def write() -> None:
        for day in range(1, 29):
            if ended.is_set():
                return
            more(root, day)

    writer = Thread(target=write)
    writer.start()
    try:
        made: list[Backup] = []
        for number in range(6):
            with keyart.open(root) as store:
                made.append(store.backup(tmp_path / f"place-{number}"))
    finally:
        ended.set()
        writer.join()
    for number, one in enumerate(made):
        again = tmp_path / f"again-{number}.keyart"
        with keyart.restore_backup(tmp_path / f"place-{number}", again) as store:
            assert store.check() == []
            assert store.snapshot().version == one.version
            (row,) = store.query(measures=["impressions"]).to_dicts()
        assert row["impressions"] == before + one.version - first


def test_what_was_killed_goes_on(root: Path, tmp_path: Path) -> None:
    """A killed backup leaves the earlier ones, a killed restore nothing at the store's place."""
    place, again = tmp_path / "place", tmp_path / "again.keyart"
    expected = answer(root)
    with keyart.open(root) as store:
        store.backup(place)
    rng = random.Random(4)
    for number in range(KILLS):
        if number % 4 == 0:
            shutil.rmtree(place / DATA)
        killed("backup", root, place, after=rng.uniform(0.3, 1.3))
        if number % 4 == 3:
            with keyart.open(root) as store:
                store.backup(place)
            killed("restore-backup", place, again, after=rng.uniform(0.3, 1.3))
            if not again.exists():
                keyart.restore_backup(place, again).close()
            assert answer(again) == expected
            with keyart.open(again) as store:
                assert store.check() == []
            shutil.rmtree(again)


def killed(*words: str | Path, after: float) -> None:
    """Run a command and kill it after some seconds, if it still runs."""
    command = [sys.executable, "-m", "keyart", *map(str, words)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()


MOTO = "moto[server]==5.2.5"
"""A server of S3's interface; it has an environment of its own."""


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[str]:
    """Give the address of a bucket of a server on this machine."""
    from pyarrow import fs  # noqa: PLC0415 - only here

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "any")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "any")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(ROOT / ".tools/bin/uv"), "tool", "run", "--quiet", "--python", sys.executable]
    with (tmp_path / "moto.log").open("w") as log:
        server = subprocess.Popen(
            [*command, "--from", MOTO, "moto_server", "-p", str(port)], stdout=log, stderr=log
        )
        try:
            files = fs.S3FileSystem(
                endpoint_override=f"127.0.0.1:{port}", scheme="http", region="us-east-1",
                allow_bucket_creation=True, connect_timeout=1, request_timeout=5,
            )  # fmt: skip
            for attempt in range(120):
                try:
                    files.create_dir("bucket")
                    break
                except OSError:
                    assert server.poll() is None, (tmp_path / "moto.log").read_text()
                    assert attempt < 119, (tmp_path / "moto.log").read_text()
                    time.sleep(0.5)
            endpoint = f"scheme=http&endpoint_override=127.0.0.1:{port}"
            yield f"s3://bucket/shop?region=us-east-1&{endpoint}"
        finally:
            server.terminate()
            server.wait()


@pytest.mark.full
def test_a_bucket_holds_backups_as_a_folder_does(root: Path, tmp_path: Path, bucket: str) -> None:
    expected = answer(root)
    with keyart.open(root) as store:
        first = store.backup(bucket)
    more(root, 9)
    said = succeed("backup", root, bucket, "--keep", "1", "--json").json
    assert 0 < said["new"] < said["size"]
    assert said["version"] > first.version
    with keyart.restore_backup(bucket, tmp_path / "again.keyart") as store:
        assert store.check() == []
        assert store.query(**ASKED).to_dicts() == answer(root) != expected
    assert list(last_backups(root)) == ["s3://bucket/shop"]
    (listed,) = succeed("backups", bucket, "--json").json
    assert listed["version"] == said["version"]
    assert "Bucket 'none' not found" in fail(1, "backup", root, bucket.replace("bucket/", "none/"))
