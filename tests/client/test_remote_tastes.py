"""Affinities and explorations of a remote store are those of the store itself."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

import keyart
from keyart.core.errors import BadExpression, UnknownName
from tests.api.serving import VIEW_TOKEN, serving
from tests.api.tastes import PROFILES, fitted
from tests.client.sides import Both, both

A_TASTE = PROFILES // 4


@pytest.fixture(scope="module")
def tastes(tmp_path_factory: pytest.TempPathFactory) -> Generator[Both]:
    """A store of four tastes, with a list of a few people and one of many."""
    folder = fitted(tmp_path_factory.mktemp("tastes") / "tastes.keyart")
    with keyart.open(folder) as local:
        local.audiences.put("list:few", ["p1", "p2", "p3"])
        local.audiences.put("list:half", [f"p{n}" for n in range(0, PROFILES, 2)])
        with both(local) as found:
            yield found


def test_affinities_are_those_of_the_store_itself(tastes: Both) -> None:
    local, remote = tastes.local.audiences, tastes.remote.audiences
    assert len(remote.affinities()) == 4
    assert remote.affinities() == remote.affinities(1) == local.affinities()


def test_a_model_card_is_that_of_the_store_itself(tastes: Both) -> None:
    local, remote = tastes.local.audiences, tastes.remote.audiences
    assert remote.card() == local.card()
    assert remote.card(1).to_text() == local.card(1).to_text()


@pytest.mark.parametrize("name", ["attr:band=old", "list:half", "a taste", "list:few"])
def test_an_exploration_is_that_of_the_store_itself(tastes: Both, name: str) -> None:
    local, remote = tastes.local.audiences, tastes.remote.audiences
    asked = local.affinities()[0].id if name == "a taste" else name
    assert remote.explore(asked, tz="Asia/Tokyo") == local.explore(asked, tz="Asia/Tokyo")


REFUSED: tuple[tuple[Callable[[Any], Any], type[keyart.KeyartError]], ...] = (
    (lambda audiences: audiences.explore("list:"), BadExpression),
    (lambda audiences: audiences.explore("list:nobody"), UnknownName),
    (lambda audiences: audiences.explore("list:half", tz="Asia/Tokio"), UnknownName),
    (lambda audiences: audiences.affinities(9), UnknownName),
    (lambda audiences: audiences.card(9), UnknownName),
)


@pytest.mark.parametrize(("ask", "kind"), REFUSED)
def test_what_is_not_there_is_refused_alike(
    tastes: Both, ask: Callable[[Any], Any], kind: type[keyart.KeyartError]
) -> None:
    errors: list[keyart.KeyartError] = []
    for side in (tastes.local, tastes.remote):
        with pytest.raises(kind) as refused:
            ask(side.audiences)
        errors.append(refused.value)
    assert (errors[0].code, errors[0].hint) == (errors[1].code, errors[1].hint)


def test_few_people_are_not_told_of(tastes: Both) -> None:
    with both(tastes.local, min_cell=A_TASTE // 2) as hidden:
        audiences = hidden.remote.audiences
        with pytest.raises(keyart.ServiceError) as refused:
            audiences.explore("list:few")
        found = audiences.explore("list:half")
        card = audiences.card()
    assert refused.value.code == "too_few_people"
    assert found.profiles == PROFILES // 2
    assert "list:few" not in {one.audience for one in found.nearest}
    assert all(one.profiles >= A_TASTE // 2 for one in found.top_titles)
    counts = card.to_dict()["profiles"]
    assert (counts["none"], counts["watched"]) == (None, None)
    assert counts["told"] > PROFILES // 2
    assert "few have none" in card.to_text()


def test_a_cell_larger_than_a_taste_hides_it(tastes: Both) -> None:
    with both(tastes.local, min_cell=PROFILES // 2) as hidden:
        audiences = hidden.remote.audiences
        assert audiences.affinities() == ()
        assert {one["members"] for one in audiences.card().to_dict()["affinities"]} == {None}


def test_an_affinity_is_renamed_by_whoever_may(tmp_path: Path) -> None:
    folder = fitted(tmp_path / "tastes.keyart")
    with serving(folder) as served, keyart.open(folder) as local:
        name = local.audiences.affinities()[0].id
        with (
            keyart.connect(served.url, VIEW_TOKEN) as looking,
            pytest.raises(keyart.ServiceError) as refused,
        ):
            looking.audiences.rename(name, "Capers")
        assert refused.value.code == "read_only"
        with both(local) as found:
            found.remote.audiences.rename(name, "Capers", owner="Ann")
            (renamed,) = [one for one in found.remote.audiences.affinities() if one.id == name]
    assert (renamed.name, renamed.edited_by) == ("Capers", "Ann")
