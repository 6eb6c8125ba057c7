"""A store and the Druid that holds it: they agree, until one of them goes on alone."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from keyart.core.progress import Silent
from keyart.mirror import drop, load
from keyart.query import Query, ask, owner
from keyart.scale.druid.client import Druid
from keyart.store import Snapshot, open_snapshot
from keyart.validation import Validation, ValidationRequest, validate
from tests.cli.commands import keyart
from tests.oracles.questions import random_world
from tests.oracles.world import World, publish, publish_run

NOW = datetime(2026, 6, 1, tzinfo=UTC)
AUDIENCES = ("list:a or list:b", "not list:a and not list:b", "list:a or segment:one")


@pytest.fixture(scope="module")
def world(druid_url: str) -> World:
    made = random_world(5, 2, 500, {"segment:one": ("attr", "plan", "gold")}, 400)
    made.config_text += (
        f'\n[druid]\nurl = "{druid_url}"\nprefix = "test_{uuid4().hex[:12]}"\nlg_k = 12\n'
        'attributes = ["plan"]\n'
    )
    return made


@pytest.fixture(scope="module")
def folder(
    druid_url: str, world: World, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Return a store whose first version is in Druid."""
    made = tmp_path_factory.mktemp("validated") / "a.keyart"
    first = replace(world, runs=world.runs[:1], replaced=frozenset())
    with publish(first, made) as snapshot, Druid(druid_url) as druid:
        load(snapshot, druid, snapshot.config.druid, now=NOW)
    yield made
    with open_snapshot(made) as snapshot, Druid(druid_url) as druid:
        drop(snapshot, druid, snapshot.config.druid)


def against_druid(snapshot: Snapshot, questions: int) -> Validation:
    wanted = ValidationRequest("druid", questions=questions)
    return validate(snapshot, owner(), wanted, Silent(), now=NOW)


def test_what_was_loaded_agrees(folder: Path) -> None:
    with open_snapshot(folder) as snapshot:
        found = against_druid(snapshot, 60)
    assert found.is_sound, json.dumps(found.to_dict()["differences"], indent=2)
    assert found.compared + sum(one.count for one in found.refusals) == 60
    assert found.compared > 40
    assert found.estimates.count > 100
    assert found.estimates.share_inside is not None
    assert found.estimates.share_inside > 0.954
    assert found.remarks == ()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_members_of_one_audience_or_another(folder: Path, audience: str) -> None:
    """Druid cannot plan the OR of two MV_OVERLAPs of one value."""
    question = {"measures": ["impressions"], "by": ["country"], "audience": audience}
    with open_snapshot(folder) as snapshot:
        answers = [
            ask(snapshot, owner(), Query.from_dict({**question, "engine": engine})).to_dicts()
            for engine in ("native", "druid")
        ]
    assert answers[0] == answers[1]
    assert len(answers[0]) > 2


def test_conditions_on_two_lookups(folder: Path) -> None:
    """Druid's reverse lookups lose rows where one of the conditions is of missing values."""
    where = {"asset_type": ["artwork", None, "none"], "content_type": "episode", "title": "episode"}
    question = {"measures": ["impressions", "short_plays"], "by": ["genre"], "where": where}
    with open_snapshot(folder) as snapshot:
        answers = [
            ask(snapshot, owner(), Query.from_dict({**question, "engine": engine})).to_dicts()
            for engine in ("native", "druid")
        ]
    assert answers[0] == answers[1]
    assert {row["genre"] for row in answers[0]} == {"comedy", "drama"}


def test_what_was_published_since_differs_and_can_be_asked_again(
    folder: Path, world: World
) -> None:
    """The last test of the module: it leaves the store a version ahead."""
    publish_run(world, folder, 1)
    told = keyart("validate", folder, "--against", "druid", "--questions", "30", "--json")
    assert told.code == 1
    assert not told.json["is_sound"]
    assert "load it first" in told.json["remarks"][0]
    assert (told.json["version"], told.json["other_version"]) == (2, 1)
    one = told.json["differences"][0]
    rows = {
        engine: keyart(
            *("query", folder, "--json-query", "-", "--format", "csv"),
            stdin=json.dumps({**one["question"], "engine": engine}),
        )
        for engine in ("native", "druid")
    }
    assert [answer.code for answer in rows.values()] == [0, 0]
    assert rows["native"].out != rows["druid"].out
