"""A build that ends at any point is finished or undone by the next one."""

import json
from pathlib import Path

import pytest

from keyart.core.errors import BadInput
from keyart.scale.spark.commits import (
    COMMITTED,
    READY,
    STAGING,
    CommitPlan,
    CommittedState,
    recover,
)
from keyart.scale.spark.places import Folder

OLD = {"facts/day=1/a": "1a", "facts/day=2/b": "2b", "titles": "old", COMMITTED: "before"}
STAGED = {"facts/day=2/c": "2c", "facts/day=3/d": "3d", "titles": "new", COMMITTED: "after"}
WHOLE = {"facts/day=1/a": "1a", "facts/day=3/d": "3d", "facts/day=2/c": "2c", "titles": "new"}


def folder_with(path: Path) -> tuple[Folder, CommitPlan]:
    """Return a folder in which a build is staged, and what it will do."""
    folder = Folder(str(path))
    for name, text in OLD.items():
        folder.write(name, text.encode())
    for name, text in STAGED.items():
        folder.write(f"{STAGING}/{name}", text.encode())
    plan = CommitPlan()
    plan.replace(folder, f"{STAGING}/facts/day=2", "facts/day=2")
    plan.add(folder, f"{STAGING}/facts/day=3", "facts/day=3")
    for name in ("titles", COMMITTED):
        plan.moves[f"{STAGING}/{name}"] = name
    return folder, plan


def contents(folder: Folder) -> dict[str, str]:
    return {name: folder.read(name).decode() for name in folder.files()}


def ready(folder: Folder, plan: CommitPlan) -> None:
    content = {"moves": plan.moves, "removals": plan.removals}
    folder.write(READY, json.dumps(content).encode())


def test_what_is_not_ready_leaves_no_trace(tmp_path: Path) -> None:
    folder, _ = folder_with(tmp_path / "out")
    assert not recover(folder)
    assert contents(folder) == OLD


@pytest.mark.parametrize("moved", range(5))
@pytest.mark.parametrize("removed", range(2))
def test_what_is_ready_is_finished_wherever_it_ended(
    tmp_path: Path, moved: int, removed: int
) -> None:
    folder, plan = folder_with(tmp_path / "out")
    ready(folder, plan)
    folder.remove(plan.removals[:removed])
    folder.move_all(dict(list(plan.moves.items())[:moved]))
    assert recover(folder)
    assert contents(folder) == WHOLE | {COMMITTED: "after"}
    assert not recover(folder)


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(BadInput, match="not the folder of a Spark build"):
        CommittedState.of(Folder(str(tmp_path)))
    (tmp_path / "facts.json").write_text("{}")
    with pytest.raises(BadInput, match="exported"):
        CommittedState.of(Folder(str(tmp_path)))


def test_what_a_folder_holds_is_read_as_it_was_written(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path))
    assert CommittedState.of(folder) == CommittedState()
    written = CommittedState(
        3, "keys", 12, "settings", 17, {"plays": [1, 2]}, [[2, 1]], audiences=True
    )
    folder.write(COMMITTED, written.to_bytes())
    assert CommittedState.of(folder) == written
