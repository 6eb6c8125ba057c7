"""Ways in which Druid answers another question than was asked, each shown and avoided."""

from collections.abc import Mapping
from threading import Timer

import pytest

from keyart.core.errors import QueryTimeout, TooManyGroups
from keyart.core.facts import Family
from keyart.query import Query, ask, owner
from keyart.query.cancel import Cancel
from keyart.scale.druid.client import Druid
from keyart.scale.druid.layout import datasource
from keyart.store import Snapshot, open_snapshot
from tests.cluster.druid_engine.conftest import Loaded


def question(engine: str = "druid", **more: object) -> Query:
    """Return a question about impressions and people."""
    return Query.from_dict({"measures": ["impressions", "reach"], "engine": engine, **more})


def table(snapshot: Snapshot) -> str:
    """Return the name of the datasource of exposure."""
    return datasource(snapshot.config.druid.prefix, Family.EXPOSURE)


def test_a_condition_on_audiences_hides_the_others(stores: Mapping[str, Loaded]) -> None:
    snapshot = stores["whole"].snapshot
    asked = question(by=["audience"], where={"audience": ["list:a"]})
    with Druid(snapshot.config.druid.url) as druid:
        naive = druid.sql(
            f'SELECT "audience" AS "name" FROM "{table(snapshot)}" '
            "WHERE \"audience\" = 'list:a' GROUP BY 1"
        )
    assert naive.num_rows > 1
    assert [row["audience"] for row in ask(snapshot, owner(), asked).to_dicts()] == ["list:a"]


def test_not_an_audience_keeps_who_is_in_none(stores: Mapping[str, Loaded]) -> None:
    snapshot = stores["whole"].snapshot
    found = ask(snapshot, owner(), question(where={"audience": {"not": ["list:a"]}})).totals
    truth = ask(
        snapshot, owner(), question("duckdb", where={"audience": {"not": ["list:a"]}})
    ).totals
    with Druid(snapshot.config.druid.url) as druid:
        naive = druid.sql(
            f'SELECT SUM("impressions") AS "n" FROM "{table(snapshot)}" '
            "WHERE NOT MV_CONTAINS(\"audience\", 'list:a')"
        )
    assert found == truth
    assert naive.column("n")[0].as_py() != truth["impressions"]


@pytest.mark.kernels
def test_many_groups_of_people_fit(stores: Mapping[str, Loaded]) -> None:
    """Each group is a sketch in Druid's buffers, and beyond them on its disk."""
    snapshot = stores["crowd"].snapshot
    by = ["asset", "country", "device"]
    estimated = ask(snapshot, owner(), question(by=by, grain="hour")).table.drop_columns("reach")
    exact = ask(snapshot, owner(), question("native", by=by, grain="hour")).table
    assert exact.num_rows > 3000
    assert estimated.equals(exact.drop_columns("reach"))


def test_more_groups_than_fit_are_refused(
    stores: Mapping[str, Loaded], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEYART_QUERY_MEMORY", "102400")
    asked = question(by=["asset", "country", "device"])
    with (
        open_snapshot(stores["crowd"].snapshot.root) as little,
        pytest.raises(TooManyGroups, match="of asset") as refused,
    ):
        ask(little, owner(), asked)
    assert "asset" in refused.value.hint


def test_stopping_a_question_stops_it_in_druid(stores: Mapping[str, Loaded]) -> None:
    snapshot = stores["crowd"].snapshot
    cancel = Cancel()
    Timer(0.2, cancel.stop).start()
    with pytest.raises(QueryTimeout):
        _ask_for_ever(snapshot, cancel)


def _ask_for_ever(snapshot: Snapshot, cancel: Cancel) -> None:
    while True:
        ask(snapshot, owner(), question(by=["asset", "audience"], grain="hour"), cancel)
