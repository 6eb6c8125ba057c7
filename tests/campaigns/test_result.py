"""What a campaign did: planted lift is found, nothing else is, and broken ones are not trusted."""

import json
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import keyart
from benchmarks.truth.campaign_worlds import END, START, go_on, make_store, planned, run
from keyart.campaigns import CampaignResult
from keyart.campaigns.effects import adjusted_means, effect, growth, progress
from keyart.core.errors import BadQuestion, UnknownName
from keyart.insights.statistics.sequences import Horizon
from keyart.query.engine import Floats
from keyart.session import Store
from tests.api.serving import TOKEN, VIEW_TOKEN, serving
from tests.cli.commands import succeed

PEOPLE = 12_000
DAY = timedelta(days=1)
ALPHA = 0.05


@pytest.fixture(scope="module")
def lifted(tmp_path_factory: pytest.TempPathFactory) -> Generator[Store]:
    """Yield a store whose campaign raised viewing of its title by a half, and has ended."""
    with make_store(tmp_path_factory.mktemp("lifted") / "s.keyart", PEOPLE) as store:
        store.audiences.put("list:vip", [f"p{number}" for number in range(1, PEOPLE // 2, 2)])
        run(store, holdout=0.3, audiences=["list:vip"])
        go_on(store, PEOPLE, lift=0.8)
        store.campaigns.end("spring")
        yield store


def test_a_planted_lift_is_found(lifted: Store) -> None:
    found = lifted.campaigns.result("spring")
    assert found.verdict == "worked"
    assert found.sentence.startswith("Worked: viewers +")
    assert "more viewers (" in found.sentence
    primary = found.effects[0]
    assert (primary.measure, primary.of_title) == ("viewers", True)
    assert primary.ratio.low is not None
    assert primary.ratio.high is not None
    assert 0 < primary.ratio.low < 0.8 < primary.ratio.high + 0.2
    assert found.additional.value == pytest.approx((primary.difference.value or 0) * found.people)
    assert not found.sample_ratio.broken
    assert found.sample_ratio.expected == 0.3
    assert (found.since, found.until) == (START, END)
    by_outcome = {(str(one.measure), one.of_title): one for one in found.effects}
    assert len(by_outcome) == 8
    hours = by_outcome["hours_viewed", True]
    assert hours.difference.leaves_out_zero
    # They watched the title on top of the rest, but that is little of everything they watch.
    assert by_outcome["hours_viewed", False].variance_reduced > 0.3  # pyright: ignore[reportOptionalOperand]
    assert by_outcome["return_rate_7", False].treated is not None
    assert by_outcome["return_rate_28", True].treated is None  # not yet known
    # The path begins without intervals, ends with the result, and was certain before.
    assert [found.path[0].day, found.path[-1].day] == [START.date(), END.date() - DAY]
    assert found.path[0].difference.low is None
    assert found.path[-1].difference == primary.difference
    since = [day.difference.leaves_out_zero for day in found.path].index(True)
    assert 0 < since < len(found.path) - 1
    assert [row.audience for row in found.audiences] == ["list:vip", None]
    assert sum(row.people for row in found.audiences) == found.people
    # Both were raised alike.
    assert all(row.found and row.q is not None and row.q <= 0.05 for row in found.audiences)
    assert "Up beyond chance with vip and everyone else." in found.reasons


def test_what_it_did_is_put_on_record(tmp_path: Path) -> None:
    with make_store(tmp_path / "s.keyart", 4000) as store:
        run(store, holdout=0.5)
        go_on(store, 4000, lift=0.0, days=3)
        with pytest.raises(BadQuestion, match="only one that is ended"):
            store.campaigns.judge("spring")
        store.campaigns.end("spring")
        judged = store.campaigns.judge("spring", by="Ada")
        assert judged.state == "judged"
        assert judged.verdict == store.campaigns.result("spring").verdict
        assert judged.verdict_sentence == store.campaigns.result("spring").sentence


def test_what_may_be_chance_is_not_called_no_effect(tmp_path: Path) -> None:
    with make_store(tmp_path / "s.keyart", 6000) as store:
        run(store, holdout=0.5)
        go_on(store, 6000, lift=0.0)
        found = store.campaigns.result("spring")
        ratio = found.effects[0].ratio
        assert ratio.low is not None
        assert ratio.high is not None
        assert ratio.low < -found.margin < found.margin < ratio.high
        assert found.verdict == "too early"
        assert found.sentence.startswith("Too early to say, although it is over: viewers ")


def test_too_little_is_too_early(tmp_path: Path) -> None:
    with make_store(tmp_path / "s.keyart", 4000) as store:
        store.campaigns.plan(**planned())
        with pytest.raises(BadQuestion, match="hasn't started"):
            store.campaigns.result("spring")
        store.campaigns.approve("spring")
        store.campaigns.start("spring")
        with pytest.raises(BadQuestion, match="no data since"):
            store.campaigns.result("spring")
        with pytest.raises(UnknownName):
            store.campaigns.result("sprin")
        go_on(store, 4000, lift=0.5, days=1)
        early = store.campaigns.result("spring")
        assert early.verdict == "too early"
        assert "% of the minimum sample; it runs for 13 more days." in early.sentence
        assert early.effects[0].difference.value is not None
        assert early.effects[0].difference.low is None


def test_groups_that_differed_before_are_not_trusted(tmp_path: Path) -> None:
    with make_store(tmp_path / "s.keyart", 4000) as store:
        run(store, holdout=0.5)
        members = store.snapshot().campaign_members("spring")
        assert members is not None
        listed = set(
            store.campaigns.members("spring", [f"p{n}" for n in range(4000)])
            .table.column("id").to_pylist()
        )  # fmt: skip
        # Somebody loads the viewing of one group only, twice over.
        more = [name for name in listed for _ in range(3)]
        store.ingest(
            plays=pa.table(
                {
                    "ts": [START - timedelta(days=1, minutes=n % 3) for n in range(len(more))],
                    "profile_id": more,
                    "title_id": ["u"] * len(more),
                    "seconds": [3600.0] * len(more),
                }
            )
        )
        go_on(store, 4000, lift=0.0)
        found = store.campaigns.result("spring")
        assert found.verdict == "don't trust"
        assert "watched differently before the start" in found.sentence


def test_who_objects_later_counts_in_neither_group(tmp_path: Path) -> None:
    with make_store(tmp_path / "s.keyart", 4000) as store:
        run(store, holdout=0.5)
        go_on(store, 4000, lift=0.0, days=2)
        before = store.campaigns.result("spring")
        gone = [f"p{number}" for number in range(5, 400, 10)]
        store.ingest(profiles=pa.table({"profile_id": gone, "consent": ["no_profiling"] * 40}))
        after = store.campaigns.result("spring")
        assert before.people + before.held_out - after.people - after.held_out == 40


def test_groups_that_a_campaign_harms_are_named(tmp_path: Path) -> None:
    with make_store(tmp_path / "s.keyart", PEOPLE) as store:
        planned_groups = run(store, holdout=0.5).groups
        assert {(one.attribute, one.value) for one in planned_groups} == {
            ("age_band", "young"), ("age_band", "old"),
        }  # fmt: skip
        assert all(one.share == pytest.approx(0.5, abs=0.02) for one in planned_groups)
        go_on(store, PEOPLE, lift=0.9, old=-0.5)
        found = store.campaigns.result("spring")
        assert {one.value: one.worse for one in found.groups} == {"young": False, "old": True}
        assert sum(one.people for one in found.groups) == found.people
        assert "It harmed people of age_band old." in found.reasons


def test_the_global_control_measures_all_campaigns(tmp_path: Path) -> None:
    root = tmp_path / "s.keyart"
    with make_store(root, 4000) as store:
        with pytest.raises(BadQuestion, match="no global control"):
            store.campaigns.control()
        run(store, name="before", holdout=0.5)
        settings = "[settings]\ncontrol_fraction = 0.3\n"
        (root / "keyart.toml").write_text(settings, encoding="utf-8")
    with keyart.open(root) as store:
        with pytest.raises(BadQuestion, match="No campaign has started since"):
            store.campaigns.control()
        run(store)
        go_on(store, 4000, lift=0.0)
        found = store.campaigns.control()
        assert found.campaigns == ("spring",)
        assert found.control == pytest.approx(0.3 * (found.people + found.control), rel=0.1)
        hours = found.effects[0]
        assert hours.difference.low is not None
        assert not hours.difference.leaves_out_zero
        assert found.sentence.startswith("The campaign: hours viewed per person ")
        assert found.sentence in succeed("campaigns", "control", root).out
        with serving(root, min_cell=100_000) as service, service.client(VIEW_TOKEN) as reader:
            refused = reader.get("/v1/campaigns/control")
            assert refused.json()["error"]["code"] == "too_few_people"


def test_all_interfaces_say_the_same(lifted: Store) -> None:
    local = lifted.campaigns.result("spring")
    said = succeed("campaigns", "result", lifted.root, "spring")
    assert local.sentence in said.out
    printed = json.loads(succeed("campaigns", "result", lifted.root, "spring", "--json").out)
    assert printed == json.loads(json.dumps(local.to_dict()))
    query = '{ campaignResult(ask: {name: "spring"}) { verdict sentence people } }'
    with serving(lifted.root) as service, keyart.connect(service.url, TOKEN) as remote:
        assert remote.campaigns.result("spring") == local
        with service.client(VIEW_TOKEN) as reader:
            found = reader.post("/graphql", json={"query": query}).json()["data"]["campaignResult"]
            assert found == {
                "verdict": "WORKED", "sentence": local.sentence, "people": local.people,
            }  # fmt: skip
    with serving(lifted.root, min_cell=100_000) as service, service.client(VIEW_TOKEN) as reader:
        refused = reader.get("/v1/campaigns/result", params={"name": "spring"})
        assert refused.json()["error"]["code"] == "too_few_people"


def _service(rng: np.random.Generator, people: int) -> tuple[Floats, Floats]:
    """Return how much people watched before, and each one's chance to be active on a day."""
    keen = np.minimum(rng.gamma(0.7, 1.0, people), 4.0)
    before = (rng.random((28, people)) < 0.15 * keen).sum(axis=0)
    return np.log1p(before)[:, None], 0.15 * keen


@pytest.mark.parametrize(("lift", "least", "most"), [(0.0, 0, 7), (0.35, 75, 150)])
def test_looking_each_day_finds_what_is_there_and_nothing_else(
    lift: float, least: int, most: int
) -> None:
    """Of 150 campaigns: without an effect, 5% may be found at any look of all."""
    days, people, campaigns = 21, 5000, 150
    rng = np.random.default_rng(20260301)
    found = covered = 0
    for _ in range(campaigns):
        before, active = _service(rng, people)
        treated = rng.random(people) >= 0.3
        usual, raised = active * 0.15, active * 0.15 * (1 + lift)
        first = rng.geometric(np.maximum(np.where(treated, raised, usual), 1e-9))
        looks = [(first <= day + 1).astype(np.float64) for day in range(days)]
        gate = next(
            day for day, look in enumerate(looks) if progress(look, treated, yes_or_no=True) >= 1
        )
        later = float(Horizon(days, ALPHA).later(np.array(float(gate + 1))))
        opened = adjusted_means(looks[gate], before, treated)
        results = [
            effect(means, growth(opened, means) / later, ALPHA).difference
            for means in (adjusted_means(look, before, treated) for look in looks[gate:])
        ]
        found += any(one.leaves_out_zero for one in results)
        truth = float(((1 - usual) ** days - (1 - raised) ** days).mean())
        low, high = results[-1].low, results[-1].high
        covered += low is not None and high is not None and low <= truth <= high
    assert least <= found <= most
    assert covered >= 0.95 * campaigns


def test_adjusting_makes_intervals_narrower_and_not_wrong() -> None:
    rng = np.random.default_rng(5)
    errors: list[float] = []
    for _ in range(200):
        before = rng.gamma(1.0, 1.0, (1000, 1))
        treated = rng.random(1000) < 0.8
        y = before[:, 0] + rng.normal(0, 0.5, 1000) + 0.1 * treated
        means = adjusted_means(y, before, treated)
        errors.append(float((means.difference.value - 0.1) / np.sqrt(means.difference.variance)))
        assert means.difference.variance < 0.4 * means.raw_variance
    assert np.std(errors) == pytest.approx(1.0, abs=0.15)
    assert abs(np.mean(errors)) < 0.25


def test_a_result_survives_json(lifted: Store) -> None:
    found = lifted.campaigns.result("spring")
    assert isinstance(found, CampaignResult)
    assert json.loads(json.dumps(found.to_dict()))["verdict"] == "worked"
