"""What may be asked: clear errors for what makes no sense, answers for what does."""

import json
import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from keyart import session
from keyart.core.errors import BadQuestion, KeyartError, UnknownName
from keyart.insights.comparison import Comparison, ComparisonRequest, VerdictKind
from keyart.query import Access
from tests.insights.comparison.trials import START, compared

UNKNOWN: list[tuple[dict[str, Any], str, tuple[str, ...]]] = [
    ({"assets": ("plain", "bettr")}, "There is no asset 'bettr'.", ("better",)),
    ({"test": "meant"}, "There is no test 'meant'.", ("meant-so",)),
    ({"title": "wnner"}, "There is no title 'wnner'.", ("winner",)),
    ({"assets": ("x", "y"), "baseline": "z"}, "There is no arm 'z'.", ()),
    ({"assets": ("x", "y"), "measure": "take_rat"}, "no measure 'take_rat'", ("take_rate",)),
    ({"assets": ("x", "y"), "guardrails": ("complete",)}, "no measure 'complete'", ()),
    ({"assets": ("x", "y"), "audiences": ("list:fan",)}, "'list:fan'", ("list:fans",)),
    ({"assets": ("x", "y"), "audience": "list:fan"}, "'list:fan'", ("list:fans",)),
    ({"assets": ("x", "y"), "where": {"contry": "DE"}}, "'contry'", ("country",)),
    ({"assets": ("x", "y"), "tz": "Europe/Berlon"}, "'Europe/Berlon'", ("Europe/Berlin",)),
]

SENSELESS: list[tuple[dict[str, Any], str]] = [
    (
        {"assets": ("x", "y"), "crossover": "frist"},
        "crossover must be first or exclude or all, not 'frist'.",
    ),
    ({}, "takes one of assets, test and title"),
    ({"assets": ("x", "y"), "title": "three"}, "takes one of assets, test and title"),
    ({"assets": ("x",)}, "needs at least 2 assets"),
    ({"assets": "x"}, "needs at least 2 assets"),
    ({"assets": ("x", "x")}, "needs at least 2 assets"),
    ({"test": "lonely"}, "The test 'lonely' has only one asset"),
    ({"title": "clip"}, "No artwork of 'clip' was shown"),
    ({"title": "single"}, "Only one artwork of 'single' was shown"),
    ({"title": "crowd"}, "takes at most 50 assets, not 51"),
    (
        {"assets": ("x", "y"), "measure": "impressions"},
        "'impressions' is not a rate of impressions",
    ),
    (
        {"assets": ("x", "y"), "measure": "hours_viewed"},
        "'hours_viewed' is not a rate of impressions",
    ),
    *(
        ({"assets": ("x", "y"), "measure": name}, f"{name!r} is not a rate of impressions")
        for name in ("return_rate_7", "return_rate_28", "kept_viewers")
    ),
    ({"assets": ("x", "y"), "where": {"asset": "x"}}, "where can't name assets"),
    ({"assets": ("x", "y"), "since": "2026-03-05", "until": "2026-03-04"}, "after until"),
    ({"assets": ("x", "y"), "until": "2026-03-04T00:07"}, "quarter"),
    *(
        ({"assets": ("x", "y"), name: value}, f"{name} must be 0.000001 to 0.999999, not {value!r}")
        for name in ("level", "margin")
        for value in (0, 1, 95, -0.1, float("nan"), float("inf"), "0.9", None, True)
    ),
]


@pytest.mark.parametrize(("asked", "words", "nearest"), UNKNOWN)
def test_unknown_names_come_with_the_nearest_ones(
    gallery: session.Store, asked: dict[str, Any], words: str, nearest: tuple[str, ...]
) -> None:
    with pytest.raises(UnknownName, match=re.escape(words)) as error:
        compared(gallery, **asked)
    assert set(nearest) <= set(error.value.nearest)


@pytest.mark.parametrize(("asked", "words"), SENSELESS)
def test_senseless_questions_are_refused(
    gallery: session.Store, asked: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadQuestion, match=re.escape(words)) as error:
        compared(gallery, **asked)
    assert error.value.hint


def test_fifty_arms_are_compared_two_by_two(gallery: session.Store) -> None:
    found = compared(gallery, *(f"k{number:02}" for number in range(50)))
    assert len(found.arms) == 50
    assert len(found.differences) == 50 * 49 // 2
    assert found.verdict.kind is VerdictKind.KEEP_WAITING


def test_a_title_is_compared_by_its_assets_or_its_test(gallery: session.Store) -> None:
    assert sorted(arm.asset for arm in compared(gallery, title="three").arms) == ["x", "y", "z"]
    assert compared(gallery, title="meant").test == "meant-so"
    clips = compared(gallery, title="clip", asset_type="video")
    assert sorted(arm.asset for arm in clips.arms) == ["v1", "v2"]


def test_of_a_title_what_was_never_explored_is_no_arm(gallery: session.Store) -> None:
    arms = compared(gallery, title="phases").arms
    assert sorted(arm.asset for arm in arms) == ["e1", "e2"]
    chosen = compared(gallery, title="phases", where={"phase": "exploit"}).arms
    assert sorted(arm.asset for arm in chosen) == ["e1", "e2", "pushed"]


def test_names_in_any_script_are_kept(gallery: session.Store) -> None:
    found = compared(gallery, title="faces")
    assert [arm.name for arm in found.arms] == ["同じ名前 😀", "وجه <سعيد> & «حزين»", "同じ名前 😀"]
    assert "“同じ名前 😀” (f2)" in found.verdict.sentence
    assert "“同じ名前 😀” (f2)" in json.dumps(found.to_dict(), ensure_ascii=False)


def test_rights_restrict_what_is_counted(gallery: session.Store) -> None:
    french = Access("francophone", where={"country": "FR"})
    found = compared(gallery, "i1", "i2", access=french)
    assert [arm.people for arm in found.arms] == [2_000, 2_000]
    nobody = compared(gallery, "i1", "i2", access=Access("none", where={"country": []}))
    assert nobody.verdict.sentence.startswith(
        "Nothing to compare yet: nobody was shown “i1” and “i2” in"
    )
    title = compared(gallery, title="italy", access=french)
    assert sum(arm.people for arm in title.arms) == 4_000


def test_an_empty_context_is_no_error(gallery: session.Store) -> None:
    empty: list[dict[str, Any]] = [
        {"where": {"country": "JP"}},
        {"where": {"device": []}},
        {"since": "2031-01-01"},
        {"until": "2001-01-01"},
        {"since": "2026-03-04", "until": "2026-03-04"},
        {"audience": "list:fans and not list:fans"},
        {"where": {"phase": "explore"}},
    ]
    for context in empty:
        found = compared(gallery, "plain", "better", every_crossover=True, **context)
        assert_nothing(found)


def assert_nothing(found: Comparison) -> None:
    assert found.verdict.kind is VerdictKind.KEEP_WAITING
    assert found.verdict.sentence.startswith("Nothing to compare yet")
    assert [arm.people for arm in found.arms] == [0, 0]
    assert [arm.rate.value for arm in found.arms] == [None, None]
    json.dumps(found.to_dict(), allow_nan=False)


def test_a_store_without_events_has_nothing_to_compare(tmp_path: Path) -> None:
    with session.create(tmp_path / "new.keyart") as store:
        with pytest.raises(UnknownName, match="asset 'a'"):
            compared(store, "a", "b")
        with pytest.raises(UnknownName, match="test 'a'") as error:
            compared(store, test="a")
        assert "keyart ingest" in (error.value.hint or "")
        with pytest.raises(KeyartError):
            compared(store, title="a")
        assets = [{"asset_id": name, "title_id": "t"} for name in "ab"]
        store.ingest(assets=pa.Table.from_pylist(assets))
        assert_nothing(compared(store, "a", "b"))


def test_assets_without_metadata_are_compared_by_what_was_shown(tmp_path: Path) -> None:
    shown = [
        {"ts": START, "profile_id": f"p{number}", "asset_id": arm, "title_id": "t"}
        for arm in "ab"
        for number in range(3)
    ]
    with session.create(tmp_path / "bare.keyart") as store:
        store.ingest(impressions=pa.Table.from_pylist(shown))
        found = compared(store, "a", "b")
        assert [(arm.name, arm.title, arm.people + arm.waiting) for arm in found.arms]
        with pytest.raises(UnknownName, match="asset 'c'"):
            compared(store, "a", "c")
        of_title = compared(store, title="t")
        assert {arm.asset for arm in of_title.arms} == {"a", "b"}
        assert of_title.arms == found.arms
        with pytest.raises(UnknownName, match="title 'u'"):
            compared(store, title="u")


@pytest.mark.parametrize("horizon", [0, -3, 1.5, True, 10_000])
def test_a_horizon_is_a_number_of_days(horizon: Any) -> None:
    with pytest.raises(BadQuestion, match="horizon must be "):
        ComparisonRequest(assets=("a", "b"), horizon=horizon)
    with pytest.raises(BadQuestion, match="can't be combined"):
        ComparisonRequest(assets=("a", "b"), horizon=14, fixed=True)


def test_arguments_are_remembered_as_given() -> None:
    asked = ComparisonRequest(assets=["b", "a", "b"], crossover="exclude")  # pyright: ignore[reportArgumentType]
    assert asked.assets == ("b", "a")
    assert asked.crossover == "exclude"
