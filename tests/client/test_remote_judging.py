"""Comparisons, plans and judgements of a remote store are those of the store itself."""

import inspect
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import keyart
from keyart import session
from keyart.core.errors import BadQuestion, UnknownName
from keyart.insights.comparison import VerdictKind
from tests.client.sides import Both, both
from tests.insights.outliers.stored import DUEL

COMPARISONS: tuple[dict[str, Any], ...] = (
    {"title": "heist"},
    {"assets": ("gem", "quiet0"), "baseline": "quiet0", "every_crossover": True},
    {"title": "gala", "audiences": ["list:vip", "segment:others"], "tz": "Europe/Berlin"},
    {"title": "heist", "since": date(2026, 3, 2), "where": {"phase": {None}}, "fixed": True},
)


@pytest.mark.parametrize("asked", COMPARISONS)
def test_a_comparison_is_that_of_the_store_itself(promised: Both, asked: dict[str, Any]) -> None:
    found, wanted = (replace(one.compare(**asked), ms=0.0) for one in _sides(promised))
    assert found == wanted
    assert found.verdict.kind is wanted.verdict.kind
    assert found.to_dict() == wanted.to_dict()
    assert found.html() == wanted.html()


def test_a_comparison_may_be_asked_whole(promised: Both) -> None:
    comparing = keyart.ComparisonRequest(assets=("bait", "heist0"), audiences=())
    found = promised.remote.compare(comparing)
    assert replace(found, ms=0.0) == replace(promised.local.compare(comparing), ms=0.0)
    assert found.verdict.kind in VerdictKind


PLANS: tuple[dict[str, Any], ...] = (
    {"title": DUEL, "arms": 3, "mde": 0.2},
    {"title": DUEL, "arms": [f"{DUEL}a0", f"{DUEL}a1"], "rate": 0.1, "people_per_day": 500},
    {"title": DUEL, "where": {"country": ("US",)}, "sequential": False},
)


@pytest.mark.parametrize("asked", PLANS)
def test_a_plan_is_that_of_the_store_itself(outlier: Both, asked: dict[str, Any]) -> None:
    found, wanted = (one.plan_test(**asked) for one in _sides(outlier))
    assert found == wanted
    assert found.sentence == wanted.sentence


JUDGEMENTS: tuple[tuple[Callable[[Any], Any], bool], ...] = (
    (lambda store: store.outliers(), True),
    (lambda store: store.outliers(title=DUEL, level="asset", q=0.2, min_people=100), True),
    (lambda store: store.outliers(where={"country": ["US"]}, until="2026-03-20", effect=5), False),
    (lambda store: store.norms(), True),
    (lambda store: store.norms(title=DUEL, where={"country": ["US"]}), True),
    (lambda store: store.norms(asset="nobody"), False),
    (lambda store: store.authenticity(), False),
    (lambda store: store.authenticity(title=DUEL, q=0.5, audience=None), True),
)


@pytest.mark.parametrize(("ask", "something"), JUDGEMENTS)
def test_a_judgement_is_that_of_the_store_itself(
    outlier: Both, ask: Callable[[Any], Any], *, something: bool
) -> None:
    found, wanted = (ask(one) for one in _sides(outlier))
    assert _json(found) == _json(wanted)
    assert found.to_arrow().equals(wanted.to_arrow())
    assert (found.to_arrow().num_rows > 0) is something


def test_what_misleads_is_found_from_afar(promised: Both) -> None:
    asked: Any = {"audiences": ["list:vip"]}
    found, wanted = (one.authenticity(**asked) for one in _sides(promised))
    assert found == wanted
    assert found.found
    assert {type(one.kind) for one in found.found} == {type(wanted.found[0].kind)}
    assert found.html() == wanted.html()


def test_what_is_about_few_people_is_left_out(promised: Both) -> None:
    with both(promised.local, min_cell=10_000) as hidden:
        for ask in (hidden.remote.compare, hidden.remote.plan_test):
            with pytest.raises(keyart.ServiceError) as refused:
                ask(title="heist")
            assert refused.value.code == "too_few_people"
        norms = hidden.remote.norms()
        standings = hidden.remote.authenticity()
    assert norms.rows == standings.standings == standings.found == ()
    assert "12 entries are about too few people to be shown." in norms.notes


def test_a_smallest_cell_hides_nothing_that_many_met(promised: Both) -> None:
    with both(promised.local, min_cell=50) as hidden:
        compared = hidden.remote.compare(title="heist")
        judged = hidden.remote.authenticity()
    wanted = promised.local.authenticity()
    assert compared.verdict == promised.local.compare(title="heist").verdict
    assert [one.sentence for one in judged.found] == [one.sentence for one in wanted.found]
    assert {one.take_rate.others for one in judged.standings} == {None}


REFUSED: tuple[tuple[Callable[[Any], Any], type[keyart.KeyartError]], ...] = (
    (lambda store: store.compare(), BadQuestion),
    (lambda store: store.compare(assets=["bait", "nobody"]), UnknownName),
    (lambda store: store.compare(title="heist", colour="blue"), UnknownName),
    (lambda store: store.plan_test("nobody"), UnknownName),
    (lambda store: store.plan_test("heist", power=2.0), BadQuestion),
    (lambda store: store.outliers(measure="reach"), BadQuestion),
    (lambda store: store.outliers(level="galaxy"), BadQuestion),
    (lambda store: store.norms(where={"colour": "blue"}), UnknownName),
    (lambda store: store.norms(asset="bait", title="heist"), BadQuestion),
    (lambda store: store.authenticity(title="nobody"), UnknownName),
    (lambda store: store.authenticity(q=2.0), BadQuestion),
)


@pytest.mark.parametrize(("ask", "kind"), REFUSED)
def test_what_makes_no_sense_is_refused_alike(
    promised: Both, ask: Callable[[Any], Any], kind: type[keyart.KeyartError]
) -> None:
    errors: list[keyart.KeyartError] = []
    for side in _sides(promised):
        with pytest.raises(kind) as refused:
            ask(side)
        errors.append(refused.value)
    assert str(errors[0]) == str(errors[1])


@pytest.mark.parametrize("name", ["plan_test", "authenticity", "norms", "outliers"])
def test_a_judgement_has_the_arguments_of_the_store_itself(name: str) -> None:
    far, near = (getattr(kind, name) for kind in (keyart.RemoteStore, session.Store))
    assert inspect.signature(far) == inspect.signature(near)


def test_arguments_of_another_kind_are_refused(promised: Both) -> None:
    outliers: Any = promised.remote.outliers
    with pytest.raises(BadQuestion, match="min_people"):
        outliers(min_people="many")


def _sides(store: Both) -> tuple[Any, Any]:
    return store.remote, store.local


def _json(found: Any) -> str:
    return json.dumps(found.to_dict(), default=str)
