"""What is kept comes back as it was, and never grows beyond its room for long."""

import os
from pathlib import Path

from keyart.core.file_cache import SWEEP_EVERY, FileCache


def test_what_is_put_comes_back(tmp_path: Path) -> None:
    kept = FileCache(tmp_path / "kept", 1000)
    assert kept.get("a") is None
    kept.put("a", b"one")
    kept.put("a", b"two")
    assert kept.get("a") == b"two"
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["a"]


def test_what_was_wanted_longest_ago_goes_first(tmp_path: Path) -> None:
    kept = FileCache(tmp_path, 1000)
    for age, name in enumerate(("new", "old", "oldest")):
        kept.put(name, bytes(400))
        os.utime(tmp_path / name, (10_000 - age, 10_000 - age))
    assert kept.get("oldest") is not None
    kept.sweep()
    assert kept.get("old") is None
    assert kept.get("new") is not None
    assert kept.get("oldest") is not None


def test_the_room_is_kept_without_being_told(tmp_path: Path) -> None:
    kept = FileCache(tmp_path, 10_000)
    for number in range(4 * SWEEP_EVERY):
        kept.put(str(number), bytes(1000))
    assert len(list(tmp_path.iterdir())) <= 10 + SWEEP_EVERY
    assert kept.get(str(4 * SWEEP_EVERY - 1)) is not None


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kept = FileCache(tmp_path / "file" / "below", 1000)
    kept.put("a", b"one")
    assert kept.get("a") is None
