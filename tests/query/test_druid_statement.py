"""What Druid would be asked: statements of random questions, without a Druid."""

import re
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import given
from sqlglot import exp, parse_one

from keyart.core.errors import UnsupportedByEngine
from keyart.core.facts import (
    EXPOSURE_DIMENSIONS,
    EXPOSURE_SUMS,
    VIEWING_DIMENSIONS,
    VIEWING_SUMS,
    Family,
)
from keyart.query import owner
from keyart.query.druid_engine.connection import DruidCopy
from keyart.query.druid_engine.expressions import bind, bound
from keyart.query.druid_engine.facts import DruidFacts
from keyart.query.druid_engine.statement import parts, totals
from keyart.query.druid_engine.times import clock
from keyart.query.druid_engine.zones import Zones
from keyart.query.planning.compile import compile as plan_of
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import Lookup, Plan
from keyart.query.sql import SqlScan
from keyart.scale.druid.client import Druid
from keyart.scale.druid.layout import Manifest, lookup
from keyart.store import Snapshot
from tests.oracles.questions import questions, random_world
from tests.oracles.world import publish
from tests.query.test_engines import to_query

PREFIX = "store"
LOOKED_UP = (Lookup.TITLES, Lookup.ASSETS, Lookup.SERIES, Lookup.REGIONS, Lookup.AGE)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Generator[Snapshot]:
    segments = {f"segment:{name}": ("name", "list:a") for name in ("one", "two", "heavy")}
    world = random_world(3, 1, 20, segments)
    with publish(world, tmp_path_factory.mktemp("druid") / "a") as opened:
        yield opened


def copy_of(snapshot: Snapshot) -> DruidCopy:
    """Return what Druid holds once all of a store is loaded, its segments apart."""
    axes = model_of(snapshot).axes.values()
    looked_up = {a.source for a in axes if a.lookup in LOOKED_UP and not a.multi_valued}
    own = ("title", *EXPOSURE_DIMENSIONS, "x_experiment")
    return DruidCopy(
        PREFIX,
        Manifest(
            version=snapshot.version,
            audiences_version=0,
            lg_k=14,
            granularity_seconds=900,
            audiences=tuple(snapshot.lists),
            attributes=snapshot.attributes,
            dimensions={Family.EXPOSURE: own, Family.VIEWING: ("title", *VIEWING_DIMENSIONS)},
            sums={Family.EXPOSURE: (*EXPOSURE_SUMS, "s_cost_usd"), Family.VIEWING: VIEWING_SUMS},
            guards={
                Family.EXPOSURE: ("impressions", "qualified_plays"),
                Family.VIEWING: ("active_starts",),
            },
            lookups=tuple(lookup(PREFIX, *source) for source in looked_up),
        ),
    )


def planned(snapshot: Snapshot, question: dict[str, Any]) -> Plan:
    """Return the plan of a question."""
    return plan_of(model_of(snapshot), owner(), to_query(question, "druid"))


def trees(snapshot: Snapshot, plan: Plan) -> Generator[exp.Select]:
    """Yield each statement of a plan."""
    with Druid("http://127.0.0.1:9") as nowhere:
        for family in plan.families:
            ground = DruidFacts(snapshot, copy_of(snapshot), family.family)
            own = clock(ground, plan, Zones(nowhere)) if plan.grain else None
            yield totals(ground, SqlScan.over_all(plan, family))
            for part in parts(ground, SqlScan.by_keys(plan, family), own):
                yield part.tree


@given(question=questions())
def test_values_are_bound_in_the_order_in_which_they_stand(
    snapshot: Snapshot, question: dict[str, Any]
) -> None:
    plan = planned(snapshot, question | {"intervals": False, "audience": None})
    if any(family.derived for family in plan.families):
        return
    for tree in trees(snapshot, plan):
        numbered = tree.copy()
        placeholders = [node for node in numbered.dfs() if isinstance(node, exp.Placeholder)]
        for number, placeholder in enumerate(placeholders):
            placeholder.set("this", str(number))
        stands = re.findall(r":(\d+)", numbered.sql(dialect="druid"))
        assert stands == [str(number) for number in range(len(placeholders))]
        text, values = bind(tree)
        assert text.count("?") == len(values) == len(placeholders)
        parse_one(text, dialect="druid")


def test_no_value_stands_in_the_text(snapshot: Snapshot) -> None:
    value = "x' OR '1'='1"
    where = dict.fromkeys(("title", "country", "genre", "title.mood", "profile.plan"), value)
    plan = planned(
        snapshot,
        {
            "measures": ["impressions"],
            "by": ["genre", "audience"],
            "where": where | {"device": {"from": value, "to": f"{value}z"}},
            "audience": f'list:a and attr:plan="{value}"',
            "first_slot": None,
            "last_slot": None,
        },
    )
    for tree in trees(snapshot, plan):
        text, values = bind(tree)
        assert "OR '1'" not in text
        assert values.count(value) > 5


def test_sketches_are_always_told_their_size(snapshot: Snapshot) -> None:
    asked = {"measures": ["reach", "viewers"], "first_slot": None, "last_slot": None}
    for tree in trees(snapshot, planned(snapshot, asked)):
        calls = re.findall(r"DS_HLL\(([^()]*)\)", tree.sql(dialect="druid"))
        assert calls == ['"people_impressions", 14', '"people_qualified_plays", 14'] * (
            len(calls) // 2
        )
        assert calls


def test_a_rule_is_refused_before_anything_is_asked(snapshot: Snapshot) -> None:
    asked = {"measures": ["impressions"], "audience": "saw()", "first_slot": None}
    with pytest.raises(UnsupportedByEngine, match="saw"):
        list(trees(snapshot, planned(snapshot, asked | {"last_slot": None})))


@pytest.mark.parametrize(("lg_k", "error"), [(12, 0.0325), (14, 0.0162), (17, 0.0057)])
def test_the_bound_is_two_standard_errors_of_a_merged_sketch(lg_k: int, error: float) -> None:
    assert bound(lg_k).error == pytest.approx(error, abs=5e-5)


@pytest.mark.parametrize("measure", ["return_rate_7", "return_rate_28", "kept_viewers"])
def test_what_needs_each_profile_is_refused_by_name(snapshot: Snapshot, measure: str) -> None:
    asked = {"measures": ["starts", measure], "first_slot": None, "last_slot": None}
    with pytest.raises(UnsupportedByEngine, match=f"Druid cannot compute {measure}:") as refused:
        list(trees(snapshot, planned(snapshot, asked)))
    assert measure in (refused.value.hint or "")
