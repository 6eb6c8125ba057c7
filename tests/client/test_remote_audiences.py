"""Audiences of a remote store: told as of the store itself, changed by whoever may."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import keyart
from keyart.core.errors import AudienceInUse, BadInput, UnknownName
from tests.api.serving import TOKEN, VIEW_TOKEN, Served, serving
from tests.cli.commands import loaded
from tests.client.sides import Both, both

EXPRESSIONS = ("list:vip", "segment:others", "list:few or list:vip", "not list:few")


@pytest.fixture
def changing(tmp_path: Path) -> Generator[Served]:
    """A service of a store that tests change."""
    with serving(loaded(tmp_path)) as served:
        yield served


def test_audiences_are_told_as_by_the_store_itself(promised: Both) -> None:
    local, remote = promised.local.audiences, promised.remote.audiences
    assert remote.list() == local.list()
    for name in local.list():
        assert remote.show(name) == local.show(name)
        assert remote.show(name).to_dict() == local.show(name).to_dict()
    for expression in EXPRESSIONS:
        assert remote.size(expression) == local.size(expression)


@pytest.mark.parametrize("count", [0, 1, 4])
def test_overlaps_are_those_of_the_store_itself(promised: Both, count: int) -> None:
    asked = EXPRESSIONS[:count]
    found = promised.remote.audiences.overlap(asked)
    wanted = promised.local.audiences.overlap(asked)
    assert (found.audiences, found.profiles) == (wanted.audiences, wanted.profiles)
    assert np.array_equal(found.both, wanted.both)
    assert found.both.dtype == wanted.both.dtype
    assert found.to_arrow().equals(wanted.to_arrow())


def test_sizes_of_few_are_not_told(promised: Both) -> None:
    with both(promised.local, min_cell=50) as hidden:
        audiences = hidden.remote.audiences
        assert audiences.size("list:few") is None
        assert audiences.show("list:few").profiles is None
        assert audiences.size("list:vip") == promised.local.audiences.size("list:vip")
        with pytest.raises(keyart.ServiceError) as refused:
            audiences.overlap(["list:few", "list:vip"])
    assert refused.value.code == "too_few_people"


def test_lists_and_segments_are_put_saved_and_removed(changing: Served, tmp_path: Path) -> None:
    with keyart.connect(changing.url, TOKEN) as remote:
        audiences = remote.audiences
        assert audiences.put("list:a", ["ann", "bob", "ann"]) == 2
        assert audiences.put("list:b", pa.array(["bob", "cat"])) == 2
        assert audiences.put("list:c", np.arange(3)) == 3
        saved = audiences.save("segment:both", "list:a and list:b", note="of both", owner="Ann")
        assert (saved.profiles, saved.note, saved.owner) == (1, "of both", "Ann")
        with pytest.raises(AudienceInUse):
            audiences.remove("list:a")
        with pytest.raises(keyart.BadExpression):
            audiences.save("segment:bad", "list:a and")
        with pytest.raises(BadInput):
            audiences.put("vip", ["ann"])
        audiences.remove("segment:both", owner="Ann")
        audiences.remove("list:a")
        assert audiences.list() == ["list:b", "list:c"]
    with keyart.open(tmp_path / "my.keyart") as local:
        assert local.audiences.list() == ["list:b", "list:c"]
        assert local.audiences.size("list:b") == 2


CHANGES: tuple[Callable[[Any], Any], ...] = (
    lambda audiences: audiences.put("list:a", ["ann"]),
    lambda audiences: audiences.save("segment:a", "not list:a"),
    lambda audiences: audiences.remove("list:a"),
)


@pytest.mark.parametrize("change", CHANGES)
def test_who_may_only_look_changes_nothing(changing: Served, change: Callable[[Any], Any]) -> None:
    with keyart.connect(changing.url, VIEW_TOKEN) as remote:
        with pytest.raises(keyart.ServiceError) as refused:
            change(remote.audiences)
        assert (refused.value.code, refused.value.status) == ("read_only", 403)
        assert remote.audiences.list() == []


def test_unknown_audiences_are_refused(promised: Both) -> None:
    with pytest.raises(UnknownName) as refused:
        promised.remote.audiences.show("list:vipp")
    assert "list:vip" in refused.value.nearest
    with pytest.raises(UnknownName):
        promised.remote.audiences.size("list:nobody")
