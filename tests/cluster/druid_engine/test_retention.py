"""Facts that Druid has dropped are missed by name: no answer leaves them out in silence."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from keyart.core.errors import UnsupportedByEngine
from keyart.core.progress import Silent
from keyart.mirror import drop, load
from keyart.query import Query, ask, owner
from keyart.query.druid_engine import DruidEngine
from keyart.query.planning.compile import compile  # noqa: A004 - the design's word
from keyart.query.planning.model import model_of
from keyart.scale.druid.client import Druid
from keyart.store import Snapshot, open_snapshot
from keyart.validation import ValidationRequest, validate
from tests.cli.commands import succeed
from tests.oracles.small import SMALL
from tests.oracles.world import publish

FIRST = datetime(2026, 1, 7, tzinfo=UTC)
"""The first day that is kept; the store has facts since the 5th."""

EARLIER = ("2026-01-01", "2026-01-06T12:00", None)


def settings(url: str, retention: str) -> str:
    return (
        f'[druid]\nurl = "{url}"\nprefix = "test_{uuid4().hex[:12]}"\nretention = "{retention}"\n'
    )


@pytest.fixture(scope="module")
def dropped(druid_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Return a store of four days in Druid, which keeps the last two."""
    now = datetime.now(UTC)
    kept = now - FIRST - timedelta(hours=1)
    text = f"{SMALL.config_text}\n{settings(druid_url, f'{kept.total_seconds():.0f}s')}"
    folder = tmp_path_factory.mktemp("dropped") / "a"
    with publish(replace(SMALL, config_text=text), folder) as snapshot, Druid(druid_url) as druid:
        load(snapshot, druid, snapshot.config.druid, now=now)
        yield snapshot
        drop(snapshot, druid, snapshot.config.druid)


def question(engine: str, since: str | None) -> Query:
    asked: dict[str, Any] = {"measures": ["impressions", "reach"], "by": ["asset"], "since": since}
    return Query.from_dict({**asked, "engine": engine})


@pytest.mark.parametrize("since", EARLIER)
def test_a_question_of_dropped_time_is_refused(dropped: Snapshot, since: str | None) -> None:
    with pytest.raises(UnsupportedByEngine, match=r"since 2026-01-07 only.*retention") as refused:
        ask(dropped, owner(), question("druid", since))
    assert "native" in refused.value.hint
    assert ask(dropped, owner(), question("native", since)).totals["impressions"] >= 4


@pytest.mark.parametrize("since", ["2026-01-07", "2026-01-08"])
def test_what_is_kept_is_answered_whole(dropped: Snapshot, since: str) -> None:
    own, theirs = (
        ask(dropped, owner(), question(engine, since)).to_dicts() for engine in ("native", "druid")
    )
    assert theirs == own
    assert own


def test_what_will_be_dropped_by_then_is_refused_then(dropped: Snapshot) -> None:
    plan = compile(model_of(dropped), owner(), question("druid", "2026-01-07"))
    later = DruidEngine(lambda: datetime.now(UTC) + timedelta(days=2))
    with pytest.raises(UnsupportedByEngine, match="since 2026-01-09 only"):
        later.answer(dropped, plan, plan.families[0])


def test_the_commands_name_the_day(dropped: Snapshot) -> None:
    assert "since 2026-01-07 only (retention" in succeed("druid", "status", dropped.root).out
    told = succeed("druid", "status", dropped.root, "--json").json
    assert told["served_since"] == FIRST.isoformat()
    assert told["manifest"]["retention"] > 0
    assert "facts since 2026-01-07 only" in succeed("druid", "load", dropped.root).out


@pytest.mark.full
def test_a_validation_says_why_druid_does_not_answer(dropped: Snapshot) -> None:
    wanted = ValidationRequest("druid", questions=20)
    found = validate(dropped, owner(), wanted, Silent(), now=datetime.now(UTC))
    assert found.is_sound
    assert any("retention" in refusal.message for refusal in found.refusals)


@pytest.mark.full
def test_what_is_to_be_kept_for_ever_comes_back(
    dropped: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last test of the module: rules that would drop the facts are no hindrance."""
    monkeypatch.setenv("KEYART_DRUID_RETENTION", "0")
    assert "facts since" not in succeed("druid", "load", dropped.root).out
    with open_snapshot(Path(dropped.root)) as snapshot:
        own, theirs = (
            ask(snapshot, owner(), question(engine, None)).to_dicts()
            for engine in ("native", "druid")
        )
    assert theirs == own
