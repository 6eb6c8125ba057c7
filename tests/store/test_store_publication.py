"""Publications: all or nothing, and what a snapshot then shows."""

import errno
import json
import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from keyart.core.errors import NotAStore, StoreDamaged, StoreError, StoreExists, UnsupportedStore
from keyart.core.facts import Family
from keyart.core.report import Account, Report
from keyart.core.vocabulary import Vocabulary
from keyart.store import check, create, open_snapshot, publication
from keyart.store.creation import refuse_network
from tests.store.store_rows import (
    DAY,
    NOW,
    events,
    facts,
    publishing,
    temporary_store,
    vocabularies,
)


def rejected(code: str, count: int) -> pa.Table:
    return pa.table(
        {
            "file": ["f.csv"] * count,
            "row": list(range(count)),
            "code": [code] * count,
            "column": [None] * count,
            "message": ["no"] * count,
            "data": ["{}"] * count,
            "key_high": pa.array(range(count), pa.uint64()),
        }
    )


def test_a_new_store_is_empty_and_well() -> None:
    with temporary_store() as root:
        with open_snapshot(root) as snapshot:
            assert (snapshot.version, snapshot.profiles, snapshot.data_until) == (0, 0, None)
            assert snapshot.created == NOW
            assert snapshot.segments(Family.EXPOSURE) == ()
            assert snapshot.titles.num_rows == 0
            assert snapshot.attributes == ()
            assert dict(snapshot.lists) == {}
            assert snapshot.quarantine().num_rows == 0
            assert snapshot.batches() == []
            assert (
                len(snapshot.protected) == len(snapshot.no_consent) == len(snapshot.key_bits) == 0
            )
        assert (root / "store.key").stat().st_mode & 0o777 == 0o600
        assert check(root) == []


def test_nothing_happens_without_a_commit() -> None:
    with temporary_store() as root:
        before = sorted(root.rglob("*"))
        with publication(root, command="test", now=NOW) as p:
            p.add_anonymous(3)
            p.add_segment(
                Family.EXPOSURE,
                [facts(Family.EXPOSURE, [{"title": 0, "profile": 0, "slot": 0}])],
                vocabularies(),
            )
            p.add_events("plays", [events([{"title": "t", "profile": 0, "ts": 0, "number": 0}])])
            p.quarantine("plays", rejected("bad_type", 2))
            p.put_list("l", p.add_anonymous(2))
        with open_snapshot(root) as snapshot:
            assert (snapshot.version, snapshot.profiles) == (0, 0)
        assert sorted(root.rglob("*")) == before


def test_an_error_leaves_nothing_behind() -> None:
    def fail(root: Path) -> None:
        with publication(root, command="test", now=NOW) as p:
            p.put_list("l", p.add_anonymous(2))
            raise KeyError("mine")

    with temporary_store() as root:
        before = sorted(root.rglob("*"))
        with pytest.raises(KeyError, match="mine"):
            fail(root)
        assert sorted(root.rglob("*")) == before


def test_a_snapshot_stays_as_it_was() -> None:
    with temporary_store(max_segments=1) as root:
        table = facts(Family.VIEWING, [{"title": 0, "profile": 0, "slot": 7}])
        with publishing(root) as p:
            p.add_anonymous(1)
            p.add_segment(Family.VIEWING, [table], vocabularies())
            p.put_list("l", np.zeros(1, np.uint32))
        with open_snapshot(root) as old:
            for _ in range(3):
                with publishing(root) as p:
                    p.add_segment(Family.VIEWING, [table], vocabularies())
                    p.remove_list("l") if p.base.lists else None
            assert [s.rows for s in old.segments(Family.VIEWING)] == [1]
            assert old.segments(Family.VIEWING)[0].table().num_rows == 1
            assert list(old.lists) == ["l"]
            with open_snapshot(root, 1) as again:
                assert again.version == 1
        with open_snapshot(root) as new:
            assert [s.rows for s in new.segments(Family.VIEWING)] == [4]


def test_versions_nobody_reads_are_swept_with_their_files() -> None:
    with temporary_store() as root:
        for _ in range(3):
            with publishing(root) as p:
                p.put_metadata("titles", pa.table({"title_id": ["t"], "name": ["n"]}))
        assert len(list((root / "data" / "metadata").iterdir())) == 1
        assert [path.name for path in (root / "data" / "versions").iterdir()] == ["3.lock"]
        with pytest.raises(StoreError, match="no version 1"):
            open_snapshot(root, 1)


def test_leftovers_of_a_crash_are_swept() -> None:
    with temporary_store() as root:
        stray = [
            root / "data" / "facts" / "exposure-000009-deadbeef.arrow",
            root / "data" / "events" / "plays-000009-deadbeef.parquet",
            root / "data" / "versions" / "9.lock",
            root / "data" / "tmp" / "deadbeef" / "part.arrow",
        ]
        stray[-1].parent.mkdir()
        for path in stray:
            path.write_text("x")
        with publishing(root):
            pass
        assert not any(path.exists() for path in stray)


def test_accounts_are_kept_with_their_batches() -> None:
    with temporary_store() as root:
        report = Report({"plays": Account(rows=7, accepted=3, duplicate=2, updated=1)}, notes=["n"])
        report.batches["plays"].reject("bad_type", 2)
        report.plays_by_reason = {"qualified": 2, "too_short": 1}
        with publishing(root) as p:
            assert p.batch == 1
            p.set_report(report)
        with publishing(root) as p:
            p.put_list("l", p.add_anonymous(1))
        with publishing(root) as p:
            assert p.batch == 2
            p.set_report(Report(released=4))
        with open_snapshot(root) as snapshot:
            first, second = snapshot.batches()
            assert first.tables == report.batches
            assert (first.batch, first.version, first.command) == (1, 1, "test")
            assert first.created == NOW
            assert first.notes == ("n",)
            assert first.plays_by_reason == {"qualified": 2, "too_short": 1}
            assert (second.batch, second.version, second.released) == (2, 3, 4)


def test_data_until_is_the_greatest_timestamp() -> None:
    with temporary_store() as root:
        row = {"title": "t", "profile": 0, "number": 0}
        with publishing(root) as p:
            p.add_anonymous(1)
            p.add_events("plays", [events([{**row, "ts": 18_000 * DAY}])])
            p.add_events("impressions", [events([{**row, "ts": 18_001 * DAY}])])
        with publishing(root) as p:
            p.add_events("plays", [events([{**row, "ts": 17_000 * DAY}])])
        with open_snapshot(root) as snapshot:
            assert snapshot.data_until == 18_001 * DAY
            assert [f.batch for f in snapshot.event_files("plays")] == [1, 2]
        with publishing(root) as p:
            p.extend_until(18_002 * DAY)
        with open_snapshot(root) as snapshot:
            assert snapshot.data_until == 18_002 * DAY


def test_codes_of_kept_events_become_text() -> None:
    table = pa.table(
        {
            "profile": pa.array([0, 0], pa.uint32()),
            "ts": pa.array([1, 2], pa.int64()),
            "event_id": pa.array(["e", None]),
            "title": pa.array([1, -1], pa.int32()),
            "batch": pa.array([1, 1], pa.int32()),
        }
    )
    with temporary_store() as root:
        with publishing(root) as p:
            p.add_anonymous(1)
            p.add_events("plays", [table], {"title": Vocabulary(["u", "v"])})
        with open_snapshot(root) as snapshot:
            (file,) = snapshot.event_files("plays")
            assert (file.rows, file.first_ts, file.last_ts) == (2, 1, 2)
            kept = pq.read_table(file.path)
            assert kept["title"].to_pylist() == ["v", None]
            assert str(kept.schema.field("title").type).startswith("dictionary<values=string")


def test_quarantine_shows_what_was_rejected_newest_batch_first() -> None:
    with temporary_store() as root:
        for code in ("bad_type", "unknown_asset"):
            with publishing(root) as p:
                p.quarantine("plays", rejected(code, 2))
                p.quarantine("plays", rejected(code, 1))
                p.set_report(Report())
        with open_snapshot(root) as snapshot:
            shown = snapshot.quarantine()
            assert shown["code"].to_pylist() == ["unknown_asset"] * 3 + ["bad_type"] * 3
            assert shown["batch"].to_pylist() == [2, 2, 2, 1, 1, 1]
            assert set(shown["table"].to_pylist()) == {"plays"}
            assert "key_high" not in shown.schema.names
            assert snapshot.quarantine(4)["batch"].to_pylist() == [2, 2, 2, 1]
            assert snapshot.quarantine(0).num_rows == 0
        assert check(root) == []


def test_rows_tried_again_leave_quarantine_whole() -> None:
    with temporary_store() as root:
        with publishing(root) as p:
            p.quarantine("plays", rejected("unknown_asset", 2))
            p.quarantine("plays", rejected("bad_type", 1))
            p.set_report(Report())
        with publishing(root) as p:
            assert list(p.take_retried("impressions")) == []
            (taken,) = p.take_retried("plays")
            assert taken["key_high"].to_pylist() == [0, 1]
            p.quarantine("plays", taken.slice(1))
            p.set_report(Report(released=1))
        with open_snapshot(root) as snapshot:
            assert sorted(snapshot.quarantine()["code"].to_pylist()) == [
                "bad_type",
                "unknown_asset",
            ]
        with publishing(root) as p:
            assert [t["key_high"].to_pylist() for t in p.take_retried("plays")] == [[1]]


def test_create_wants_an_empty_place(tmp_path: Path) -> None:
    create(tmp_path / "a", now=NOW)
    with pytest.raises(StoreExists, match="is a store already"):
        create(tmp_path / "a", now=NOW)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "notes.txt").write_text("mine")
    with pytest.raises(StoreExists, match="not empty"):
        create(tmp_path / "b", now=NOW)
    with pytest.raises(StoreExists, match="is a file"):
        create(tmp_path / "b" / "notes.txt", now=NOW)
    assert (tmp_path / "b" / "notes.txt").read_text() == "mine"


def test_create_completes_what_a_killed_one_began(tmp_path: Path) -> None:
    root = tmp_path / "s"
    create(root, now=NOW)
    key = (root / "store.key").read_text()
    (root / "catalog.sqlite").rename(root / "catalog.new")
    create(root, now=NOW)
    assert (root / "store.key").read_text() == key
    assert check(root) == []


def test_what_is_no_store_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotAStore):
        open_snapshot(tmp_path)
    with pytest.raises(NotAStore), publication(tmp_path, command="test", now=NOW):
        pass
    (tmp_path / "catalog.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreDamaged):
        open_snapshot(tmp_path)


@pytest.mark.parametrize(
    ("written", "says", "hint"),
    [
        ("99", "format 99", "or a newer one"),
        ("1", "format 1;", "load its files again"),
        ("?", "format ?;", "or a newer one"),
    ],
)
def test_another_format_is_refused(written: str, says: str, hint: str) -> None:
    with temporary_store() as root:
        connection = sqlite3.connect(root / "catalog.sqlite")
        with connection:
            connection.execute("UPDATE store SET value = ? WHERE name = 'format'", (written,))
        connection.close()
        with pytest.raises(UnsupportedStore, match=re.escape(says)) as refused:
            open_snapshot(root)
        assert hint in refused.value.hint
        with pytest.raises(UnsupportedStore), publication(root, command="test", now=NOW):
            pass


def test_network_file_systems_are_refused() -> None:
    mounts = (
        "/dev/sda / ext4 rw 0 0\nserver:/x /mnt/my\\040nfs nfs4 rw 0 0\ntmpfs /mnt/t tmpfs 0 0\n"
    )
    refuse_network(Path("/home/me/store"), mounts)
    refuse_network(Path("/mnt/t/store"), mounts)
    with pytest.raises(StoreError, match="nfs4"):
        refuse_network(Path("/mnt/my nfs/store"), mounts)
    refuse_network(Path("/anywhere"), "")


def test_a_publication_needs_its_base_to_be_the_newest() -> None:
    def publish(root: Path) -> None:
        with publication(root, command="test", now=NOW) as p:
            connection = sqlite3.connect(root / "catalog.sqlite")
            with connection:
                row = (1, datetime.now(UTC).isoformat(), "rogue", 0, None)
                connection.execute("INSERT INTO version VALUES (?, ?, ?, ?, ?)", row)
            connection.close()
            p.commit()

    with temporary_store() as root, pytest.raises(StoreError, match="despite the lock"):
        publish(root)


def test_settings_come_with_the_snapshot() -> None:
    with temporary_store(max_segments=5) as root, open_snapshot(root) as snapshot:
        assert snapshot.config.settings.max_segments == 5
        assert json.dumps(snapshot.config.dimensions) == "[]"


def test_small_files_of_events_are_joined() -> None:
    with temporary_store() as root:
        for number in range(70):
            row = {"title": f"t{number % 3}", "profile": 0, "ts": number * DAY, "number": number}
            table = events([row])
            if number == 5:
                table = table.append_column("s_cost", pa.array([1]))
            with publishing(root) as p:
                p.add_anonymous(1)
                p.add_events("plays", [table])
        with open_snapshot(root) as snapshot:
            files = snapshot.event_files("plays")
            assert len(files) <= 33
            assert sum(file.batch is None for file in files) >= 1
            kept = [row for f in files for row in pq.read_table(f.path).to_pylist()]
            assert sorted(row["number"] for row in kept) == list(range(70))
            assert all(row["title"] == f"t{row['number'] % 3}" for row in kept)
        assert check(root) == []


def test_a_lost_key_is_said_so() -> None:
    with temporary_store() as root:
        with publishing(root) as p:
            assert len(p.salt) == 32
        (root / "store.key").unlink()
        with publishing(root) as p, pytest.raises(StoreDamaged, match=r"store\.key is missing"):
            assert p.salt


def test_a_full_disk_is_said_so_and_leaves_nothing_behind() -> None:
    def fill(root: Path) -> None:
        with publication(root, command="test", now=NOW) as p:
            p.put_list("l", p.add_anonymous(2))
            raise OSError(errno.ENOSPC, "No space left on device")

    with temporary_store() as root:
        before = sorted(root.rglob("*"))
        with pytest.raises(StoreError, match="disk is full"):
            fill(root)
        assert sorted(root.rglob("*")) == before


def test_a_catalogue_that_cannot_be_written_is_said_so() -> None:
    with temporary_store() as root:
        connection = sqlite3.connect(root / "catalog.sqlite")
        with connection:
            connection.execute("DROP TABLE file")
        connection.close()
        with pytest.raises(StoreError, match="no such table"):
            open_snapshot(root)
