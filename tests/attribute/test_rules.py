"""What the catalogue and the settings say of titles."""

import numpy as np
import pyarrow as pa
import pytest

from keyart.attribute import TitleRules, title_rules
from keyart.core.facts import MISSING
from keyart.core.settings import Settings, load
from keyart.core.vocabulary import Vocabulary
from tests.attribute.parts import catalogue
from tests.oracles.attribution import Row


def made(
    titles: list[Row], used: list[str], settings: Settings | None = None
) -> tuple[TitleRules, Vocabulary]:
    vocabulary = Vocabulary(used)
    placements = Vocabulary(["hero", "continue_watching", "row"])
    return title_rules(
        catalogue(titles), vocabulary, placements, settings or Settings()
    ), vocabulary


def test_ancestors_come_into_the_vocabulary() -> None:
    titles: list[Row] = [
        {"title_id": "other"},
        {"title_id": "series"},
        {"title_id": "episode", "parent_title_id": "season"},
        {"title_id": "season", "parent_title_id": "series"},
    ]
    rules, vocabulary = made(titles, ["episode"])
    assert vocabulary.values == ["episode", "season", "series"]
    assert rules.parent.tolist() == [1, 2, MISSING, MISSING]
    assert rules.root.tolist() == [2, 2, 2, MISSING]
    assert rules.titles == 3


def test_a_parent_may_be_unknown_to_the_catalogue() -> None:
    rules, vocabulary = made([{"title_id": "e", "parent_title_id": "s"}], ["e", "unknown"])
    assert vocabulary.values == ["e", "unknown", "s"]
    assert rules.parent.tolist() == [2, MISSING, MISSING, MISSING]


@pytest.mark.parametrize("length", [1, 2, 3, 20])
def test_titles_on_a_loop_have_no_parent(length: int) -> None:
    loop: list[Row] = [
        {"title_id": f"t{i}", "parent_title_id": f"t{(i + 1) % length}"} for i in range(length)
    ]
    rules, vocabulary = made([*loop, {"title_id": "below", "parent_title_id": "t0"}], ["below"])
    assert len(vocabulary) == length + 1
    assert rules.parent.tolist() == [1] + [MISSING] * (length + 1)
    assert rules.root[0] == vocabulary.code("t0")


def test_a_long_line_of_ancestors_is_no_loop() -> None:
    line: list[Row] = [{"title_id": f"t{i}", "parent_title_id": f"t{i + 1}"} for i in range(30)]
    rules, _ = made(line, ["t0"])
    assert rules.parent.tolist() == [*range(1, 31), MISSING, MISSING]
    assert (rules.root[:-1] == 30).all()


def test_settings_are_those_of_the_content_type() -> None:
    settings = load(
        {
            "min_play_seconds": 100,
            "content_type": {
                "episode": {"min_play_seconds": 1.5, "attribution_window": "7d"},
                "live": {"completion_fraction": 0.25, "exclude_placements": ["row", "unseen"]},
            },
        },
        {},
        "test",
    )
    titles: list[Row] = [
        {"title_id": "e", "content_type": "episode", "runtime_seconds": 12.3456},
        {"title_id": "l", "content_type": "live", "runtime_seconds": 0.0},
        {"title_id": "f", "content_type": "film", "runtime_seconds": float("nan")},
    ]
    rules, _ = made(titles, ["l", "e", "f", "unknown"], settings)
    day = 86_400_000_000
    assert rules.window_us.tolist() == [day, 7 * day, day, day, day]
    assert rules.min_play_ms.tolist() == [100_000, 1500, 100_000, 100_000, 100_000]
    assert rules.completion.tolist() == [0.25, 0.9, 0.9, 0.9, 0.9]
    assert rules.runtime_ms.tolist() == [0, 12_346, 0, 0, 0]
    # hero, continue_watching, row, and a missing placement
    assert rules.excluded[rules.kind[0]].tolist() == [False, False, True, False]
    for title in (1, 2, 3, -1):
        assert rules.excluded[rules.kind[title]].tolist() == [False, True, False, False]
    assert rules.placements == 3


def test_an_endless_window_does_not_overflow() -> None:
    rules, _ = made([], ["t"], Settings(attribution_window=1e30))
    assert int(rules.window_us[0]) > np.int64(10**18)


@pytest.mark.parametrize("seconds", [-1.0, float("inf"), 1e300, None])
def test_an_absurd_runtime_is_unknown(seconds: float | None) -> None:
    rules, _ = made([{"title_id": "t", "runtime_seconds": seconds}], ["t"])
    assert rules.runtime_ms[0] == 0


def test_a_catalogue_may_have_only_ids_or_nothing() -> None:
    for titles in (
        pa.table({"title_id": ["t"]}),
        pa.table({"title_id": pa.array([], pa.string())}),
    ):
        rules = title_rules(titles, Vocabulary(["t"]), Vocabulary(), Settings())
        assert rules.parent.tolist() == [MISSING, MISSING]
