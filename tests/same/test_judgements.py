"""A comparison, plan or judgement is the same, however it is asked for."""

from collections.abc import Generator
from typing import Any

import pytest

from keyart.api.questions.models import response_model
from keyart.questions.question import Question
from keyart.questions.registry import (
    AUTHENTICITY,
    BRIEF,
    COMPARE,
    DECIDE,
    FAVOURITES,
    NORMS,
    OUTLIERS,
    PLAN_TEST,
    RECOMMEND,
    RESONANCE,
)
from tests.insights.authenticity import stored as promises
from tests.insights.outliers import stored as outlying
from tests.insights.outliers.stored import DUEL
from tests.same.conftest import opened
from tests.same.judging import Judging, differences
from tests.same.roads import Refused, Roads

MIN_CELL = 50

PROMISED: dict[str, tuple[Question[Any, Any, Any], dict[str, Any]]] = {
    "a title": (COMPARE, {"title": "heist"}),
    "two assets": (COMPARE, {"assets": ["gem", "quiet0"], "baseline": "quiet0"}),
    "two titles": (COMPARE, {"assets": ["gem", "bait"], "guardrails": ["completion_rate"]}),
    "audiences": (
        COMPARE,
        {"title": "gala", "audiences": ["list:vip", "list:few"], "tz": "Europe/Berlin"},
    ),
    "one look": (
        COMPARE,
        {"title": "heist", "since": "2026-03-02", "where": {"phase": [None]}, "fixed": True},
    ),
    "watch time": (
        COMPARE,
        {
            "title": "quiet",
            "measure": "watch_time_share",
            "level": 0.9,
            "margin": 0.1,
            "crossover": "exclude",
        },
    ),
    "a plan": (PLAN_TEST, {"title": "heist", "arms": 3, "mde": 0.2}),
    "a plan for VIPs": (PLAN_TEST, {"title": "gala", "audience": "list:vip", "sequential": False}),
    "a plan by hand": (
        PLAN_TEST,
        {"title": "heist", "rate": 0.1, "people_per_day": 500.0, "power": 0.9, "level": 0.9},
    ),
    "promises": (AUTHENTICITY, {}),
    "promises of a title": (AUTHENTICITY, {"title": "quiet"}),
    "favourites": (FAVOURITES, {}),
    "resonance": (RESONANCE, {"by": ["title.content_type"], "across": "country"}),
    "a brief": (BRIEF, {"market": "DE"}),
    "recommendations": (RECOMMEND, {"audience": "list:vip", "n": 5, "diversity": 0.5}),
    "resonance of an audience": (RESONANCE, {"by": ["genre"], "audience": "list:vip"}),
    "promises of an asset": (AUTHENTICITY, {"asset": "vip-bait", "audience": "list:vip"}),
}
OUTLYING: dict[str, tuple[Question[Any, Any, Any], dict[str, Any]]] = {
    "outliers": (OUTLIERS, {}),
    "outliers among assets": (OUTLIERS, {"title": DUEL, "level": "asset"}),
    "outliers abroad": (
        OUTLIERS,
        {"where": {"country": ["US"]}, "until": "2026-03-20", "tz": "America/New_York"},
    ),
    "norms": (NORMS, {}),
    "norms of a title": (NORMS, {"title": DUEL, "measure": "play_rate"}),
    "norms of nobody": (NORMS, {"asset": "nobody"}),
}
BAD: dict[str, tuple[Question[Any, Any, Any], dict[str, Any]]] = {
    "nothing to compare": (COMPARE, {"tz": "UTC"}),
    "no such asset": (COMPARE, {"assets": ["bait", "nobody"]}),
    "no such title": (COMPARE, {"title": "nobody"}),
    "no such title to decide about": (DECIDE, {"title": "nobody"}),
    "a title that nobody explored": (DECIDE, {"title": "heist"}),
    "no such measure": (COMPARE, {"title": "heist", "measure": "take_rat"}),
    "no such rule": (COMPARE, {"title": "heist", "crossover": "second"}),
    "too sure": (COMPARE, {"title": "heist", "level": 1.5}),
    "no such audience": (COMPARE, {"title": "heist", "audiences": ["list:vipp"]}),
    "an asset as a condition": (COMPARE, {"title": "heist", "where": {"asset": "bait"}}),
    "no title to plan": (PLAN_TEST, {"title": "nobody"}),
    "too powerful": (PLAN_TEST, {"title": "heist", "power": 2.0}),
    "one arm": (PLAN_TEST, {"title": "heist", "arms": 1}),
    "no rate": (OUTLIERS, {"measure": "reach"}),
    "no such level": (OUTLIERS, {"level": "galaxy"}),
    "no such condition": (OUTLIERS, {"where": {"colour": "blue"}}),
    "no such norm": (NORMS, {"asset": "bait", "title": "heist"}),
    "no such value of titles": (RESONANCE, {"by": ["country"]}),
    "no such zone": (NORMS, {"tz": "Europe/Belin"}),
    "no title that promises": (AUTHENTICITY, {"title": "nobody"}),
    "nobody to recommend to": (RECOMMEND, {"n": 5}),
    "no such audience to recommend to": (RECOMMEND, {"audience": "list:vipp"}),
    "no time": (AUTHENTICITY, {"since": "yesterday"}),
}


@pytest.fixture(scope="module")
def promised(tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[Roads, Roads]]:
    """A store with clickbait: everybody is told everything, or nothing about few."""
    with promises.store(tmp_path_factory.mktemp("promised")) as made:
        made.audiences.put("list:few", ["p1", "p2", "p3"])
    with opened(made.root, 0) as roads, opened(made.root, MIN_CELL) as careful:
        yield roads, careful


@pytest.fixture(scope="module")
def outlier(tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[Roads, Roads]]:
    """A store with a hit and a flop, and a title that few met: likewise."""
    with outlying.store(tmp_path_factory.mktemp("outlier")) as made:
        pass
    with opened(made.root, 0) as roads, opened(made.root, MIN_CELL) as careful:
        yield roads, careful


def check_same(roads: Roads, question: Question[Any, Any, Any], asked: dict[str, Any]) -> None:
    """Check that all roads give the same."""
    judging = Judging(roads, question)
    wanted = judging.python(asked)
    assert not isinstance(wanted, Refused)
    assert judging.rest(asked) == wanted
    response_model(question.result).model_validate({**wanted, "ms": 0.0})
    assert judging.client(asked) == wanted
    assert judging.words(asked) == wanted
    found = judging.graph(asked)
    assert not isinstance(found, Refused), found
    assert differences(found, wanted) == []
    assert found.get("suppressed") in {None, 0}


def check_as_careful(
    roads: Roads, question: Question[Any, Any, Any], asked: dict[str, Any]
) -> None:
    """Check that all that is served shows and hides the same."""
    judging = Judging(roads, question)
    wanted, found = judging.rest(asked), judging.graph(asked)
    assert judging.client(asked) == wanted
    if isinstance(wanted, Refused):
        assert wanted.code == "too_few_people"
        assert found is None
        return
    assert differences(found, wanted) == []


@pytest.mark.parametrize("name", PROMISED)
def test_what_is_judged_of_promises_is_the_same(promised: tuple[Roads, Roads], name: str) -> None:
    check_same(promised[0], *PROMISED[name])


@pytest.mark.parametrize("name", OUTLYING)
def test_what_is_judged_of_outliers_is_the_same(outlier: tuple[Roads, Roads], name: str) -> None:
    check_same(outlier[0], *OUTLYING[name])


@pytest.mark.parametrize("name", PROMISED)
def test_promises_hide_the_same(promised: tuple[Roads, Roads], name: str) -> None:
    check_as_careful(promised[1], *PROMISED[name])


@pytest.mark.parametrize("name", OUTLYING)
def test_outliers_hide_the_same(outlier: tuple[Roads, Roads], name: str) -> None:
    check_as_careful(outlier[1], *OUTLYING[name])


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_judged_has_one_error(promised: tuple[Roads, Roads], name: str) -> None:
    judgement, asked = BAD[name]
    judging = Judging(promised[0], judgement)
    wanted = judging.python(asked)
    assert isinstance(wanted, Refused)
    assert judging.rest(asked) == wanted
    assert judging.client(asked) == wanted
    assert judging.graph(asked) == wanted
    if name != "no such rule":  # the command line itself knows the rules
        assert judging.words(asked) == wanted.line
