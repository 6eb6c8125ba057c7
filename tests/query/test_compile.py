"""From a question to a plan, and what is refused on the way."""

from typing import Any

import pytest

from keyart.core.errors import BadQuestion, UnalignedRange, UnknownName
from keyart.core.facts import Family
from keyart.query import Access, Query, owner
from keyart.query.planning.compile import compile, too_many_groups  # noqa: A004
from keyart.query.planning.model import Model, model_of
from keyart.query.planning.plan import DistinctTerm, Lookup, Moment, Plan, SumTerm
from keyart.store import Snapshot


@pytest.fixture(scope="module")
def model(small: Snapshot) -> Model:
    return model_of(small)


def plan_of(model: Model, access: Access | None = None, **arguments: Any) -> Plan:
    query = Query.from_dict({"measures": ["reach"], **arguments})
    return compile(model, access or owner(), query)


def test_a_ratio_needs_its_parts_once(model: Model) -> None:
    plan = plan_of(model, measures=["take_rate", "reach", "completion_rate"], intervals=True)
    (family,) = plan.families
    assert family.family is Family.EXPOSURE
    assert family.distincts == (DistinctTerm("qualified_plays"), DistinctTerm("impressions"))
    assert family.sums == (SumTerm("completions"), SumTerm("completion_known"))
    assert family.moments == (Moment(SumTerm("completions"), SumTerm("completion_known")),)
    assert family.columns == ("completions", "completion_known", "qualified_plays", "impressions")


def test_intervals_cost_nothing_where_none_are_asked_for(model: Model) -> None:
    (family,) = plan_of(model, measures=["frequency"]).families
    assert family.moments == ()


def test_what_having_and_order_name_is_worked_out_too(model: Model) -> None:
    plan = plan_of(model, having={"holds": {"from": 1}}, order=["-hooks", "reach"])
    assert plan.families[0].sums == (SumTerm("holds"), SumTerm("hooks"))


def test_two_kinds_of_measures_are_two_scans(model: Model) -> None:
    plan = plan_of(model, measures=["starts", "reach"], by=["title", "country"])
    assert [f.family for f in plan.families] == [Family.EXPOSURE, Family.VIEWING]


def test_a_bare_name_is_the_attribute_that_it_can_only_mean(model: Model) -> None:
    plan = plan_of(model, by=["plan", "title.mood", "aspect", "country"], where={"mood": "dark"})
    axes = [(k.name, k.axis.name, k.axis.column, k.axis.lookup) for k in plan.keys]
    assert axes == [
        ("plan", "profile.plan", "profile", Lookup.PROFILES),
        ("title.mood", "title.mood", "title", Lookup.TITLES),
        ("aspect", "asset.aspect", "asset", Lookup.ASSETS),
        ("country", "country", "country", Lookup.ITSELF),
    ]
    assert plan.filters[0].axis == plan.keys[1].axis


def test_a_name_that_may_mean_two_things_is_refused(model: Model) -> None:
    with pytest.raises(BadQuestion) as refused:
        plan_of(model, by=["name"])
    assert "title.name or asset.name" in refused.value.hint


def test_filters_choose_the_groups_of_a_multi_valued_dimension(model: Model) -> None:
    where = {"title.genres": ["crime"], "country": "DE"}
    assert plan_of(model, by=["genre"], where=where).keys[0].shown[0].values == {"crime"}
    assert plan_of(model, by=["genre"], where=where, co_values=True).keys[0].shown == ()
    assert plan_of(model, by=["country"], where=where).keys[0].shown == ()


def test_what_an_asker_may_not_see_holds_whatever_they_ask(model: Model) -> None:
    access = Access("partner", where={"genre": ["crime"]})
    plan = plan_of(model, access, by=["genre"], co_values=True)
    assert [f.values for f in plan.filters] == [{"crime"}]
    assert plan.keys[0].shown == plan.filters


def names(plan: Plan) -> list[str]:
    return [audience.name for audience in plan.audiences]


def test_audiences_are_chosen_by_name_kind_or_all(model: Model) -> None:
    assert names(plan_of(model, by=["audience"])) == ["affinity:film", "list:all", "list:one"]
    by_kind = plan_of(model, by=["audience:list"])
    assert names(by_kind) == ["list:all", "list:one"]
    assert by_kind.keys[0].name == "audience"
    chosen = plan_of(model, by=["audience"], audiences=["list:one", "affinity:film"])
    assert names(chosen) == ["affinity:film", "list:one"]


def test_a_range_is_read_in_the_zone_asked_for(model: Model) -> None:
    plan = plan_of(model, since="2026-01-01", until="2026-01-02T00:15+00:00", tz="Asia/Kathmandu")
    assert plan.first_slot == 1767225600 // 900 - 23
    assert plan.last_slot == 1767225600 // 900 + 97


VIEWING = {"measures": ["starts"]}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (VIEWING | {"by": ["asset"]}, "'starts' cannot be asked by 'asset'"),
        (VIEWING | {"by": ["asset_type"]}, "'asset_type'"),
        (VIEWING | {"by": ["placement"]}, "'placement'"),
        (VIEWING | {"by": ["position"]}, "'position'"),
        (VIEWING | {"by": ["phase"]}, "'phase'"),
        (VIEWING | {"by": ["shelf"]}, "'shelf'"),
        (VIEWING | {"by": ["asset.name"]}, "'asset.name'"),
        (VIEWING | {"where": {"asset": "a1"}}, "'asset'"),
        ({"measures": ["starts", "reach"], "by": ["asset"]}, "'starts'"),
        (VIEWING | {"order": ["-reach"], "by": ["reason"]}, "'reach' cannot be asked by 'reason'"),
        ({"by": ["reason"]}, "'reach' cannot be asked by 'reason'"),
        ({"where": {"reason": "too_short"}}, "'reason'"),
        ({"fill": True}, "fill"),
        ({"audiences": ["list:one"]}, "not by audience"),
        ({"since": "2026-01-02", "until": "2026-01-01"}, "after until"),
        ({"since": "never"}, "'never'"),
        ({"by": ["audience", "audience:list"]}, "'audience'"),
        ({"where": {"position": "first"}}, "'first'"),
        ({"by": ["audience:attr"]}, "Attributes cannot be grouped"),
        ({"audience": "list:all and"}, "column 13"),
        ({"by": ["audience"], "audiences": ["list:one", "(list:one)"]}, "'list:one' twice"),
    ],
)
def test_parts_that_do_not_fit_are_refused_by_name(
    model: Model, arguments: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadQuestion) as refused:
        plan_of(model, **arguments)
    assert words in refused.value.message
    assert refused.value.hint


@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        ({"measures": ["take_rat"]}, "take_rate"),
        ({"by": ["assets"]}, "asset"),
        ({"by": ["profile.plant"]}, "profile.plan"),
        ({"where": {"contry": "DE"}}, "country"),
        ({"audience": "list:al"}, "list:all"),
        ({"by": ["audience"], "audiences": ["list:al"]}, "list:all"),
        ({"by": ["audience:lists"]}, "list"),
        ({"grain": "days"}, "day"),
        ({"tz": "Europe/Berlim"}, "Europe/Berlin"),
        ({"order": ["-rech"]}, "reach"),
        ({"having": {"rech": 1}}, "reach"),
    ],
)
def test_an_unknown_name_is_named_with_the_nearest(
    model: Model, arguments: dict[str, Any], nearest: str
) -> None:
    with pytest.raises(UnknownName) as refused:
        plan_of(model, **arguments)
    assert nearest in refused.value.nearest


def test_time_is_asked_for_by_grain(model: Model) -> None:
    with pytest.raises(UnknownName, match="grain"):
        plan_of(model, by=["time"])
    with pytest.raises(UnknownName):
        plan_of(model, order=["time"])
    assert plan_of(model, order=["-time"], grain="day").grain == "day"


def test_a_bound_of_an_interval_is_a_column_only_with_intervals(model: Model) -> None:
    asked: dict[str, Any] = {"measures": ["take_rate"], "order": ["-take_rate_low"]}
    assert plan_of(model, **asked, intervals=True).query.order == ("-take_rate_low",)
    with pytest.raises(UnknownName):
        plan_of(model, **asked)


@pytest.mark.parametrize("bound", ["2026-01-01T00:10", 1.5, "2026-01-01T00:00:00.000001"])
def test_a_bound_off_the_quarter_hours_is_refused(model: Model, bound: str | float) -> None:
    with pytest.raises(UnalignedRange):
        plan_of(model, since=bound)


@pytest.mark.parametrize(
    ("sizes", "advice"),
    [
        ({"asset": 10_000, "country": 200}, "fewer values of asset"),
        ({"time": 10_000, "country": 200}, "a coarser grain than hour"),
        ({"audience": 10_000, "country": 200}, "fewer audiences"),
    ],
)
def test_too_many_groups_says_what_to_narrow(
    model: Model, sizes: dict[str, int], advice: str
) -> None:
    error = too_many_groups(plan_of(model, grain="hour"), 2_000_000, sizes)
    assert "2,000,000" in error.message
    assert advice in error.hint
