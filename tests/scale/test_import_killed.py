"""An import killed at any instant leaves a good store, and doing it again completes it."""

import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import keyart
from tests.killing import kill_everywhere
from tests.scale.folders import answers
from tests.scale.random_facts import empty_store, write

DAYS = 4


@dataclass
class Killing:
    """A store with a folder's facts, and another folder with half of the days anew."""

    base: Path
    again: Path
    before: list[Any]
    after: list[Any]


@pytest.fixture(scope="module")
def killing(tmp_path_factory: pytest.TempPathFactory) -> Killing:
    root = tmp_path_factory.mktemp("killing")
    first = write(root / "first", range(DAYS), 1)
    again = write(root / "again", range(DAYS // 2, DAYS + 2), 2)
    with empty_store(root / "base") as store:
        store.import_facts(first)
        before = answers(store)
    shutil.copytree(root / "base", root / "whole")
    with keyart.open(root / "whole") as store:
        store.import_facts(again)
        after = answers(store)
    assert before != after
    return Killing(root / "base", again, before, after)


def check(killing: Killing, root: Path) -> None:
    with keyart.open(root) as store:
        version = store.snapshot().version
        assert version in {1, 2}
        assert store.check() == []
        assert answers(store) == (killing.before if version == 1 else killing.after)
        assert store.import_facts(killing.again).version == 2
    with keyart.open(root) as store:
        assert answers(store) == killing.after
        assert store.check() == []


def test_a_killed_import_leaves_a_good_store(killing: Killing, full: bool) -> None:
    kill_everywhere(
        "tests.scale.importing",
        killing.again,
        killing.base,
        30 if full else 3,
        partial(check, killing),
    )
