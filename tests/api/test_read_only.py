"""A store where nothing can be written: it can be asked, checked and served, not changed."""

import os
import sqlite3
import subprocess
from collections.abc import Generator
from pathlib import Path

import pytest

import keyart
from keyart.core.errors import ReadOnlyStore
from tests.api.serving import serving
from tests.cli.commands import keyart as run
from tests.cli.commands import loaded, succeed

QUESTION = ("--measures", "impressions,reach", "--by", "asset", "--format", "json")


@pytest.fixture
def writable(tmp_path: Path) -> Path:
    return loaded(tmp_path)


@pytest.fixture
def store(writable: Path, tmp_path: Path) -> Generator[Path]:
    """The same store, where nothing can be written: mounted anew for root, who may write all."""
    if os.geteuid() == 0:
        mounted = tmp_path / "mounted"
        mounted.mkdir()
        command = ["mount", "--bind", "-o", "ro", str(writable), str(mounted)]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode:
            pytest.skip(f"root here can neither mount nor be kept from writing: {made.stderr}")
        yield mounted
        subprocess.run(["umount", "-l", str(mounted)], check=True)
        return
    folders = [writable, *(path for path in writable.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    yield writable
    for folder in folders:
        folder.chmod(0o755)


def test_it_can_be_asked_and_checked_and_stays_as_it_is(writable: Path, store: Path) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in writable.rglob("*"))
    rows = succeed("query", store, *QUESTION).json["rows"]
    assert [(row["asset"], row["reach"]) for row in rows] == [("blue", 3), ("red", 3)]
    shown = succeed("status", store)
    assert "impressions" in shown.out
    assert "folder is read-only" in " ".join(shown.err.split())
    assert "is intact" in succeed("check", store).out
    assert "No notices." in succeed("notices", "list", store).out
    assert sorted((path, path.stat().st_mtime_ns) for path in writable.rglob("*")) == before


@pytest.mark.parametrize(
    "words",
    [
        ("refresh",),
        ("audiences", "save", "segment:x", "attr:plan=y"),
        ("feed", "make"),
    ],
)
def test_what_would_change_it_is_refused_in_one_line(store: Path, words: tuple[str, ...]) -> None:
    command, rest = (words[:1], words[1:]) if len(words) == 1 else (words[:2], words[2:])
    outcome = run(*command, store, *rest)
    assert outcome.code == 1
    assert "Nothing can be written" in " ".join(outcome.err.split())


def test_it_can_be_served(store: Path) -> None:
    with serving(store) as served, served.client() as client:
        assert client.get("/readyz").json()["status"] == "ready"
        answer = client.post("/v1/query", json={"measures": ["reach"]})
        assert answer.json()["totals"]["reach"] == 6
        event = {"ts": "2026-03-01T18:00Z", "profile_id": "x", "asset_id": "blue"}
        refused = client.post("/v1/events/impressions", json=event)
        assert refused.status_code == 409
        assert refused.json()["error"]["code"] == "read_only_store"
        graph = client.post("/graphql", json={"query": "{ dataHealth { verified warnings } }"})
        (warning,) = graph.json()["data"]["dataHealth"]["warnings"]
        assert "folder is read-only" in warning


def test_what_others_write_is_seen(writable: Path, store: Path) -> None:
    if store == writable:
        pytest.skip("nobody can write a store whose folder is read-only")
    with keyart.open(store) as held:
        assert held.snapshot().version == 1
        with pytest.raises(ReadOnlyStore):
            held.audiences.put("list:x", ["ann"])
        # 1. Written and closed: the catalogue has no log.
        with keyart.open(writable) as writer:
            writer.audiences.put("list:vip", ["ann"])
        assert held.snapshot().version == 2
        # 2. Written while somebody else has the catalogue open: what is new stands in its log.
        other = sqlite3.connect(writable / "catalog.sqlite")
        other.execute("BEGIN")
        other.execute("SELECT * FROM version").fetchall()
        with keyart.open(writable) as writer:
            writer.audiences.put("list:vip", ["bob"])
        assert held.snapshot().version == 3
        assert held.query(measures=["reach"], audience="list:vip").totals["reach"] == 1
        other.close()
