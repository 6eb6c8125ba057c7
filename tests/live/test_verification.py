"""The producer verifies all files once a day, and people see what it finds."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

import keyart
from keyart.core.errors import KeyartError
from keyart.live import judge_once
from keyart.live.producer import VERIFY_AGAIN, VERIFY_EVERY, verify_if_due
from keyart.store import last_verification, open_snapshot, verify_files
from keyart.store.paths import FileKind
from tests.cli.commands import keyart as run
from tests.cli.commands import loaded, succeed

NOW = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return loaded(tmp_path)


def damage(store: Path, kind: FileKind) -> tuple[Path, bytes]:
    with open_snapshot(store) as snapshot:
        path = snapshot.path(snapshot.files(kind)[0])
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    return path, whole


def test_it_runs_once_a_day_and_soon_again_after_damage(store: Path) -> None:
    assert last_verification(store) is None
    verify_if_due(store, NOW, Event())
    first = last_verification(store)
    assert first is not None
    assert (first.at, first.damaged) == (NOW, ())
    path, whole = damage(store, FileKind.EVENTS)
    verify_if_due(store, NOW + VERIFY_EVERY - timedelta(seconds=1), Event())
    assert last_verification(store) == first
    verify_if_due(store, NOW + VERIFY_EVERY, Event())
    second = last_verification(store)
    assert second is not None
    ((where, problem),) = [(one.where, one.problem) for one in second.damaged]
    assert where.endswith(path.name)
    assert problem == "has changed since it was written"
    path.write_bytes(whole)
    verify_if_due(store, NOW + VERIFY_EVERY + VERIFY_AGAIN, Event())
    third = last_verification(store)
    assert third is not None
    assert third.damaged == ()


def test_it_stops_when_asked_to(store: Path) -> None:
    with open_snapshot(store) as snapshot:
        assert verify_files(snapshot, NOW, lambda _: True) is None


def test_damage_is_shown_in_status_and_notices_until_it_is_restored(store: Path) -> None:
    judge_once(store)
    # Once in quarantine and events: whatever can be judged without them still is.
    path, whole = damage(store, FileKind.EVENTS)
    verify_if_due(store, NOW, Event())
    assert path.name in " ".join(succeed("status", store).err.split())
    with keyart.open(store) as opened:
        opened.audiences.put("list:x", ["ann"])
    judge_once(store)
    (notice,) = keyart.open(store).notices(kind="damaged_file")
    assert path.name in notice.what
    assert notice.state == "open"
    path.write_bytes(whole)
    assert succeed("check", store).code == 0
    for name in ("list:y", "list:z"):
        with keyart.open(store) as opened:
            opened.audiences.put(name, ["ann"])
        judge_once(store)
    (notice,) = keyart.open(store).notices(kind="damaged_file")
    assert notice.state == "resolved"


def test_a_version_that_cannot_be_judged_keeps_open_notices(store: Path) -> None:
    judge_once(store)
    path, _ = damage(store, FileKind.SEGMENT)
    outcome = run("check", store)
    assert outcome.code == 1
    assert path.name in " ".join(outcome.err.split())
    with keyart.open(store) as opened:
        opened.audiences.put("list:x", ["ann"])
    judge_once(store)
    (notice,) = keyart.open(store).notices(kind="damaged_file")
    assert path.name in notice.what


def test_a_flipped_bit_in_the_notices_causes_no_traceback(store: Path, full: bool) -> None:
    damage(store, FileKind.EVENTS)
    verify_if_due(store, NOW, Event())
    judge_once(store)
    path = store / "notices" / "notices.sqlite"
    whole = path.read_bytes()
    with keyart.open(store) as opened:
        said = opened.notices()
        assert said != []
        for at in range(0, len(whole), len(whole) // (400 if full else 40)):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
            with suppress(KeyartError):
                opened.notices()
            for log in path.parent.glob("*-*"):
                log.unlink()
    path.write_bytes(b"no database" + whole[11:])
    assert "notices.sqlite" in run("check", store).err
