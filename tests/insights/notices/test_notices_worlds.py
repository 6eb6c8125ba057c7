"""In a demo world what was planted is told, and hardly anything else."""

from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest

from benchmarks.truth.demo_worlds import UNTIL, Truth
from benchmarks.truth.outliers import CAN_BE_FOUND, scored
from keyart.core.notice import KINDS, NoticeCondition
from keyart.insights.notices import find
from keyart.session import Store
from keyart_demo.world import SIZES, World
from tests.insights.conftest import Worlds


@pytest.fixture(scope="module")
def told(demo_world: tuple[Store, Truth]) -> tuple[NoticeCondition, ...]:
    store, _ = demo_world
    return find(store.snapshot())


def planted(truth: Truth, kind: str) -> set[str]:
    return {one["asset"] for one in truth["effects"] if one["kind"] == kind}


def of(told: tuple[NoticeCondition, ...], kind: str) -> list[NoticeCondition]:
    return [one for one in told if one.kind == kind]


def test_clickbait_is_told(
    demo_world: tuple[Store, Truth], told: tuple[NoticeCondition, ...]
) -> None:
    assert {one.asset for one in of(told, "clickbait")} == planted(demo_world[1], "clickbait")


def test_the_broken_test_is_told(
    demo_world: tuple[Store, Truth], told: tuple[NoticeCondition, ...]
) -> None:
    (effect,) = [e for e in demo_world[1]["effects"] if e["kind"] == "broken_allocation"]
    (one,) = of(told, "broken_test")
    assert (one.subject, one.title) == (f"test:{effect['test']}", effect["title"])
    assert f"device is {effect['device']}" in one.how_much


def test_outliers_are_those_of_the_page(
    demo_world: tuple[Store, Truth], told: tuple[NoticeCondition, ...]
) -> None:
    store, truth = demo_world
    found = {f"{one.level}:{one.id}" for one in store.outliers().findings}
    assert {one.subject for one in of(told, "outlier")} == found
    titles = next(iter(scored(store, World(SIZES["small"], 1, UNTIL), truth)))
    clear = [one for one in titles.planted if one.power >= CAN_BE_FOUND]
    assert all(one.found for one in clear)


def test_no_events_are_missing_of_a_whole_country(told: tuple[NoticeCondition, ...]) -> None:
    assert not of(told, "volume_gap")


def test_each_is_told_once_in_order_and_leads_somewhere(told: tuple[NoticeCondition, ...]) -> None:
    assert set(Counter(one.identity for one in told).values()) == {1}
    kinds = [KINDS.index(one.kind) for one in told]
    assert kinds == sorted(kinds)
    for one in told:
        link = urlsplit(one.link)
        assert link.path.split("/")[1] in {"titles", "compare", "outliers", "health"}
        named = parse_qs(link.query).get("assets", parse_qs(link.query).get("asset", [""]))[0]
        assert one.asset is None or named == one.asset
        assert all((one.what.endswith("."), one.how_much, one.how_sure, one.measures))


def test_nothing_of_a_few_people_is_told(demo_world: tuple[Store, Truth]) -> None:
    assert not find(demo_world[0].snapshot(), 10_000_000)


@pytest.mark.full
def test_of_assets_dealt_anew_no_clickbait_is_told(worlds: Worlds) -> None:
    # Titles still differ, so that outliers against their kind are true; shares stay as they were,
    # so that the broken test is broken still; what came late is left out, and is missing.
    with worlds(2, permuted=True) as (store, truth):
        told = find(store.snapshot())
    assert not of(told, "clickbait")
    (effect,) = [one for one in truth["effects"] if one["kind"] == "broken_allocation"]
    assert [one.subject for one in of(told, "broken_test")] == [f"test:{effect['test']}"]
