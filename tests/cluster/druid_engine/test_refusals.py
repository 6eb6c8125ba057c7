"""What Druid cannot answer is refused by name, and with what to do."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest

from keyart.core.errors import DruidUnavailable, QueryTimeout, UnsupportedByEngine
from keyart.core.facts import Family
from keyart.query import Query, ask, owner
from keyart.query.cache import AnswerCache
from keyart.query.cancel import Cancel
from keyart.query.planning.plan import Tally
from keyart.query.router import engine
from keyart.scale.druid import lookups
from keyart.scale.druid.client import Druid
from keyart.scale.druid.layout import MANIFEST, Manifest, manifest_lookup
from keyart.store import Snapshot, open_snapshot, publication
from tests.cluster.druid_engine.conftest import NOW, Loaded
from tests.oracles.small import SMALL
from tests.oracles.world import World, publish


def question(**more: Any) -> Query:
    """Return a question to Druid."""
    return Query.from_dict({"measures": ["impressions"], "engine": "druid", **more})


REFUSED: Mapping[str, tuple[str, dict[str, Any], str, str]] = {
    "an attribute that is not loaded": (
        "awkward",
        {"by": ["profile.plan"]},
        "profile attribute 'plan'",
        "attributes",
    ),
    "an attribute in an expression": (
        "awkward",
        {"audience": "attr:plan=gold"},
        "profile attribute 'plan'",
        "attributes",
    ),
    "a rule": ("whole", {"audience": "viewed(at_least=2)"}, "viewed(at_least=2)", "segment"),
    "an interval of sums": (
        "whole",
        {"measures": ["play_rate"], "intervals": True},
        "intervals",
        "without intervals",
    ),
    "one column twice": (
        "whole",
        {"by": ["genre", "title.genres"]},
        "'genre' and 'title.genres'",
        "native",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_druid_lacks_is_refused_by_name(stores: Mapping[str, Loaded], case: str) -> None:
    store, asked, named, hint = REFUSED[case]
    with pytest.raises(UnsupportedByEngine) as refused:
        ask(stores[store].snapshot, owner(), question(**asked))
    assert refused.value.code == "unsupported"
    assert named in refused.value.message
    assert hint in refused.value.hint


def test_rules_of_audiences_are_refused(stores: Mapping[str, Loaded]) -> None:
    with pytest.raises(UnsupportedByEngine, match="keeps no figures by profile"):
        engine("druid").tally(stores["whole"].snapshot, Tally(Family.VIEWING, "starts"))


def test_a_store_without_druid_says_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KEYART_DRUID_URL", raising=False)
    with (
        publish(SMALL, tmp_path / "a") as snapshot,
        pytest.raises(UnsupportedByEngine, match="no Druid") as refused,
    ):
        ask(snapshot, owner(), question())
    assert "keyart druid init" in refused.value.hint


def test_a_druid_without_the_store_says_how_to_load_it(druid_url: str, tmp_path: Path) -> None:
    with (
        publish(_small(druid_url), tmp_path / "a") as snapshot,
        pytest.raises(UnsupportedByEngine, match="holds nothing") as refused,
    ):
        ask(snapshot, owner(), question())
    assert "keyart druid load" in refused.value.hint


def test_a_druid_that_is_not_there_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KEYART_DRUID_URL", raising=False)
    with (
        publish(_small("http://127.0.0.1:9"), tmp_path / "a") as snapshot,
        pytest.raises(DruidUnavailable, match="cannot be reached"),
    ):
        ask(snapshot, owner(), question())


def test_a_question_that_is_stopped_ends(stores: Mapping[str, Loaded]) -> None:
    cancel = Cancel()
    cancel.stop()
    with pytest.raises(QueryTimeout):
        ask(stores["whole"].snapshot, owner(), question(), cancel)


FINER: Mapping[str, tuple[dict[str, Any], str]] = {
    "a range within a day": ({"since": "2025-04-01T06:00"}, "too coarsely"),
    "hours": ({"grain": "hour"}, "too coarsely"),
    "days of another zone": ({"grain": "day", "tz": "Europe/Berlin"}, "too coarsely"),
    "days since the launch": ({"by": ["days_since_launch"]}, "too coarsely"),
    "a fit that is not loaded": ({"audience": "affinity:film"}, "fit 7"),
    "an attribute of titles that is not loaded": ({"by": ["title.mood"]}, "'title.mood'"),
    "a dimension that is not loaded": ({"by": ["shelf"]}, "'shelf'"),
    "a sum that is not loaded": ({"measures": ["plays"]}, "'plays'"),
    "people who are not loaded": ({"measures": ["reach"]}, "'impressions'"),
}


@pytest.mark.parametrize("case", FINER)
def test_what_a_copy_is_too_coarse_for_is_refused(coarse: Snapshot, case: str) -> None:
    asked, named = FINER[case]
    with pytest.raises(UnsupportedByEngine, match=named) as refused:
        ask(coarse, owner(), question(**asked))
    assert refused.value.hint


def test_what_druid_holds_is_looked_at_anew(druid_url: str, tmp_path: Path) -> None:
    with publish(_small(druid_url), tmp_path / "a") as snapshot:
        for version in (41, 42):
            with _saying(snapshot, replace(NOTHING, version=version)):
                meta = ask(snapshot, owner(), question()).meta
            assert meta.version == version


def test_an_answer_is_of_the_version_that_druid_holds(
    stores: Mapping[str, Loaded],
) -> None:
    snapshot = stores["whole"].snapshot
    before = ask(snapshot, owner(), question()).meta
    assert (before.version, before.notes) == (snapshot.version, ())
    with publication(snapshot.root, command="test", now=NOW) as publishing:
        publishing.put_list("list:new", np.array([1], np.uint32))
        publishing.commit()
    with open_snapshot(snapshot.root) as moved_on:
        answers = AnswerCache(1 << 20)
        after = answers.ask(moved_on, owner(), question()).meta
    assert answers.bytes == 0  # what an older copy answers is not kept
    assert after.version == snapshot.version
    assert after.notes == (
        f"druid holds version {snapshot.version}; the store is at version {moved_on.version}.",
    )


NOTHING = Manifest(
    version=1,
    audiences_version=0,
    lg_k=14,
    granularity_seconds=900,
    audiences=(),
    attributes=(),
    dimensions={},
    sums={},
    guards={},
    lookups=(),
)


@pytest.fixture(scope="module")
def coarse(druid_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Return a store of which Druid says that it holds little."""
    held = replace(
        NOTHING,
        audiences_version=7,
        granularity_seconds=86400,
        audiences=("affinity:film",),
        dimensions={Family.EXPOSURE: ("title", "country")},
        sums={Family.EXPOSURE: ("impressions",)},
        guards={Family.EXPOSURE: ()},
    )
    folder = tmp_path_factory.mktemp("coarse") / "a"
    with publish(_small(druid_url), folder) as snapshot, _saying(snapshot, held):
        yield snapshot


def _small(url: str) -> World:
    text = f'[druid]\nurl = "{url}"\nprefix = "test_{uuid4().hex[:12]}"\n'
    return replace(SMALL, config_text=f"{SMALL.config_text}\n{text}")


@contextmanager
def _saying(snapshot: Snapshot, manifest: Manifest) -> Generator[None]:
    """Let Druid say that it holds something of a store, for a while."""
    settings = snapshot.config.druid
    name = manifest_lookup(settings.prefix)
    with Druid(settings.url) as druid:
        lookups.put(druid, {name: {MANIFEST: manifest.to_text()}})
        lookups.await_loaded(druid, [name])
        try:
            yield
        finally:
            lookups.remove(druid, [name])
