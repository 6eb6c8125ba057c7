"""What is kept for a snapshot: made once, and of much only what was asked for last."""

from pathlib import Path

import pytest

from keyart.query import memo as module
from keyart.query.memo import memo, recent
from keyart.store import Snapshot, open_snapshot


def test_a_thing_is_made_once_for_each_snapshot(small: Snapshot) -> None:
    made: list[int] = []
    for _ in range(3):
        memo(small, "once", lambda: made.append(1))
    with open_snapshot(Path(small.root)) as other:
        memo(other, "once", lambda: made.append(2))
    assert made == [1, 2]


def test_what_was_not_asked_for_lately_is_forgotten(
    small: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def get(key: str, size: int = 40) -> str:
        return recent(small, ("test", key), lambda: made.append(key) or key, lambda _: size)

    monkeypatch.setattr(module, "RECENT_BYTES", 100)
    for key in ["a", "b", "a", "c", "a", "b"]:
        assert get(key) == key
    assert made == ["a", "b", "c", "b"]
    for key in ["huge", "huge", "b", "a"]:
        get(key, 1000 if key == "huge" else 40)
    assert made == ["a", "b", "c", "b", "huge", "huge"]
