"""The small world on the ordinary road: the account is the truth's, and the store finds winners."""

from collections.abc import Iterator, Mapping
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

import keyart
from keyart.core.report import Account, Report
from keyart.session import Store
from tests.demo.world.conftest import Small
from tests.demo.world.counting import rows


class Ingested(NamedTuple):
    store: Store
    first: Report
    late: Report


@pytest.fixture(scope="module")
def ingested(small: Small, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ingested]:
    with keyart.create(tmp_path_factory.mktemp("store") / "small.keyart") as store:
        first = store.ingest(**_sources(small.written.paths))
        yield Ingested(store, first, store.ingest(**_sources(small.written.late)))


def test_the_account_is_the_one_in_the_truth(ingested: Ingested, small: Small) -> None:
    for batch, report in (("first", ingested.first), ("late", ingested.late)):
        for table, told in small.truth["account"][batch].items():
            assert _plain(report.batches[table]) == told, (batch, table)


def test_metadata_is_taken_whole(ingested: Ingested) -> None:
    for table in ("titles", "assets", "profiles", "availability", "tests"):
        account = ingested.first.batches[table]
        assert account.rows > 0
        assert account.accepted == account.rows


def test_the_store_is_sound(ingested: Ingested) -> None:
    assert ingested.store.check() == []


def test_the_store_finds_what_is_under_served_and_over_served(
    ingested: Ingested, small: Small
) -> None:
    rows = ingested.store.resonance(across="country").rows
    found = {(row.finding.value, row.value, row.market) for row in rows}
    for kind in ("under_served", "over_served", "one_title"):
        planted = small.one(kind)
        assert (kind, planted["genre"], planted["country"]) in found


def test_the_store_shows_who_wins_for_a_taste(
    ingested: Ingested, small: Small, sql: duckdb.DuckDBPyConnection
) -> None:
    store = ingested.store
    for one in _clear_taste_winners(small)[:2]:
        name = f"list:{one['asset']}"
        members = rows(sql, "SELECT profile_id FROM tastes WHERE taste = $t", t=one["taste"])
        store.audiences.put(name, [profile for (profile,) in members])
        rates = _take_rates(store, one, audience=name)
        assert max(rates, key=lambda asset: rates[asset][0] / rates[asset][1]) == one["asset"]


def test_the_store_shows_who_wins_with_everybody(ingested: Ingested, small: Small) -> None:
    for one in [o for o in small.of("winner") if o["taste"] is None and o["power"] > 0.99]:
        rates = _take_rates(ingested.store, one)
        winner, n = rates.pop(one["asset"])
        rest = sum(k for k, _ in rates.values()) / sum(m for _, m in rates.values())
        assert (winner / n - rest) / sqrt(rest * (1 - rest) / n) > 1.96, one


def _clear_taste_winners(small: Small) -> list[dict[str, Any]]:
    of_taste = [one for one in small.of("winner") if one["taste"] is not None]
    return sorted(of_taste, key=lambda one: -one["seen"]["z"])


def _take_rates(
    store: Store, one: dict[str, Any], audience: str | None = None
) -> dict[str, tuple[int, int]]:
    """Return (viewers, reach) of each arm while exploring."""
    arms = [one["asset"], *one["against"]]
    found = store.query(
        measures=["viewers", "reach"],
        by=["asset"],
        where={"asset": arms, "phase": "explore"},
        audience=audience,
    )
    return {row["asset"]: (row["viewers"], row["reach"]) for row in found.to_dicts()}


def _sources(paths: Mapping[str, tuple[Path, ...]]) -> dict[str, Any]:
    return dict(paths)


def _plain(account: Account) -> dict[str, Any]:
    return account.to_dict()
