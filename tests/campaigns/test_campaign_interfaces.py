"""Campaigns by the service, the client, the graph and the command line."""

import json
from collections.abc import Generator
from pathlib import Path

import pytest

import keyart
from benchmarks.truth.campaign_worlds import END, PLAN, START, make_store, planned
from keyart.core.errors import BadQuestion
from tests.api.serving import TOKEN, VIEW_TOKEN, Served, serving
from tests.cli.commands import fail, succeed

TEXT = planned(start=START.isoformat(), end=END.isoformat())


@pytest.fixture
def served(tmp_path: Path) -> Generator[tuple[Path, Served]]:
    root = tmp_path / "s.keyart"
    make_store(root, 600).close()
    with serving(root) as service:
        yield root, service


def test_the_client_takes_a_campaign_from_plan_to_end(served: tuple[Path, Served]) -> None:
    root, service = served
    with keyart.connect(service.url, TOKEN) as remote, keyart.open(root) as store:
        plan = remote.campaigns.plan(**PLAN)
        assert store.campaigns.list() == [plan]
        with pytest.raises(BadQuestion, match="is a draft"):
            remote.campaigns.start("spring")
        remote.campaigns.approve("spring", "Fits the launch.", by="Bo")
        started = remote.campaigns.start("spring")
        assert (started.state, started.members) == ("running", "list:campaign-spring")
        remote.campaigns.end("spring", at="2026-03-10")
        assert remote.campaigns.list() == store.campaigns.list()
        assert f"{store.campaigns.list()[0].end:%m-%d}" == "03-10"


def test_readers_see_no_count_of_few_people_and_change_nothing(tmp_path: Path) -> None:
    root = tmp_path / "s.keyart"
    with make_store(root, 600) as store:
        store.audiences.put("list:few", [f"p{number}" for number in range(1, 21, 2)])
        store.campaigns.plan(**planned(audiences=["list:few"]))
    with serving(root, min_cell=20) as service, service.client(VIEW_TOKEN) as reader:
        (seen,) = reader.get("/v1/campaigns").json()["campaigns"]
        assert [(row["people"], row["held_out"]) for row in seen["audiences"]] == [(None, None)] * 2
        refused = reader.post("/v1/campaigns/approve", json={"name": "spring"})
        assert refused.status_code == 403


def test_the_graph_plans_and_lists(served: tuple[Path, Served]) -> None:
    _, service = served
    plan = "mutation ($ask: CampaignPlanInput!) { planCampaign(ask: $ask) { name state people } }"
    listed = "{ campaigns { campaigns { name log { what by } audiences { asset } } } }"
    with service.client(TOKEN) as owner, service.client(VIEW_TOKEN) as reader:
        body = {"query": plan, "variables": {"ask": TEXT}}
        made = owner.post("/graphql", json=body).json()["data"]["planCampaign"]
        assert (made["name"], made["state"]) == ("spring", "DRAFT")
        (seen,) = reader.post("/graphql", json={"query": listed}).json()["data"]["campaigns"][
            "campaigns"
        ]
        assert seen["log"] == [{"what": "planned", "by": "Ada"}]
        refused = reader.post("/graphql", json=body).json()
        assert "token" in refused["errors"][0]["message"]


def test_the_graph_previews_a_plan_and_keeps_nothing(served: tuple[Path, Served]) -> None:
    _, service = served
    fields = "{ state people heldOut minimumEffect power audiences { asset people } }"
    body = {
        "query": f"query ($ask: CampaignPlanInput!) {{ previewCampaign(ask: $ask) {fields} }}",
        "variables": {"ask": TEXT},
    }
    mutation = f"mutation ($ask: CampaignPlanInput!) {{ planCampaign(ask: $ask) {fields} }}"
    with service.client(TOKEN) as owner, service.client(VIEW_TOKEN) as reader:
        seen = owner.post("/graphql", json=body).json()["data"]["previewCampaign"]
        assert owner.get("/v1/campaigns").json() == {"campaigns": []}
        kept = owner.post("/graphql", json=body | {"query": mutation}).json()
        assert seen == kept["data"]["planCampaign"]
        refused = reader.post("/graphql", json=body).json()
        assert refused["errors"][0]["extensions"]["code"] == "read_only"


def test_the_command_line_plans_approves_and_starts(tmp_path: Path) -> None:
    root = tmp_path / "s.keyart"
    make_store(root, 600).close()
    options = [part for name, value in TEXT.items() if name != "name"
               for part in (f"--{name}", value)]  # fmt: skip
    said = succeed("campaigns", "plan", root, "spring", *options)
    assert "(10%) are held out." in said.out
    assert "people held out you will" in said.out
    assert "is a draft; only one that is approved" in fail(2, "campaigns", "start", root, "spring")
    assert "approved by Bo" in succeed("campaigns", "approve", root, "spring", "--by", "Bo").out
    assert "list:campaign-spring" in succeed("campaigns", "start", root, "spring").out
    listed = json.loads(succeed("campaigns", "list", root, "--json").out)
    assert [(one["name"], one["state"]) for one in listed] == [("spring", "running")]
    assert "running" in succeed("campaigns", "list", root).out
