"""Who comes back 7 and 28 days later, and who stays to the end."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import keyart
from keyart import Store
from keyart.core.errors import BadQuestion
from keyart.query import Access, Query, ask, owner

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
ENGINES = [pytest.param("native", marks=pytest.mark.kernels), "duckdb"]

Play = tuple[str, float, str]
"""(profile, days after `BEGIN`, title)."""


def plays(events: Sequence[Play], **constant: Any) -> pa.Table:
    columns: dict[str, Any] = {
        "ts": [BEGIN + timedelta(days=day) for _, day, _ in events],
        "profile_id": [profile for profile, _, _ in events],
        "title_id": [title for _, _, title in events],
    }
    constant = {"seconds": 600.0, **constant}
    return pa.table(columns | {name: [value] * len(events) for name, value in constant.items()})


def store_of(folder: Path, events: Sequence[Play], **constant: Any) -> Store:
    store = keyart.create(folder / "a.keyart")
    store.ingest(plays=plays(events, **constant))
    return store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Ann is back on the 7th day, with another title; bob on the 6th and 8th; cat only tries."""
    store = store_of(
        tmp_path_factory.mktemp("returns"),
        [
            ("ann", 0.5, "jaws"), ("ann", 0.6, "jaws"), ("ann", 7.01, "alien"),
            ("bob", 0.5, "jaws"), ("bob", 6.99, "jaws"), ("bob", 8.0, "jaws"),
            ("cat", 0.9, "alien"),
        ],
    )  # fmt: skip
    store.ingest(plays=plays([("cat", 7.5, "alien")], seconds=10.0))
    store.ingest(plays=plays([("dan", 9.5, "alien")]))
    return store


@pytest.mark.parametrize("engine", ENGINES)
def test_a_return_is_on_exactly_the_seventh_day(store: Store, engine: str) -> None:
    asked = ["active_days_7", "returned_7", "return_rate_7"]
    days = store.query(measures=asked, grain="day", engine=engine).to_dicts()
    # Ann, bob and cat on the first day; cat's play of the 8th is too short.
    assert [tuple(row[name] for name in asked) for row in days] == [
        (3, 1, 1 / 3), *[(0, 0, None)] * 4,
    ]  # fmt: skip
    totals = store.query(measures=asked, engine=engine).totals
    assert totals == {"active_days_7": 3, "returned_7": 1, "return_rate_7": 1 / 3}


@pytest.mark.parametrize("engine", ENGINES)
def test_people_return_to_any_title(store: Store, engine: str) -> None:
    rates = store.query(measures=["return_rate_7"], by=["title"], engine=engine).to_dicts()
    assert rates == [
        {"title": "alien", "return_rate_7": 0.0},
        {"title": "jaws", "return_rate_7": 0.5},
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_return_may_come_after_the_range(store: Store, engine: str) -> None:
    asked = {"measures": ["active_days_7", "returned_7"], "engine": engine}
    first_day = store.query(**asked, since="2026-03-01", until="2026-03-02").totals
    assert first_day == {"active_days_7": 3, "returned_7": 1}
    assert store.query(**asked, since="2026-03-02").totals["active_days_7"] == 0


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("newest", "known"), [(7.9, 0), (8.0, 1)])
def test_a_day_counts_once_the_day_of_its_return_is_over(
    tmp_path: Path, engine: str, newest: float, known: int
) -> None:
    store = store_of(tmp_path, [("ann", 0.0, "jaws"), ("ann", 7.2, "jaws"), ("bob", newest, "x")])
    totals = store.query(measures=["active_days_7", "return_rate_7"], engine=engine).totals
    assert totals == {"active_days_7": known, "return_rate_7": 1.0 if known else None}


def test_a_note_names_the_last_day_that_counts(store: Store) -> None:
    asked: dict[str, Any] = {"measures": ["return_rate_7", "starts"], "engine": "duckdb"}
    # The newest play is of the 10th, so the 9th is over.
    (note,) = store.query(**asked).meta.notes
    assert note == (
        "return_rate_7 counts days up to 2026-03-02: "
        "whether people return 7 days after later ones isn't known yet."
    )
    assert store.query(**asked, until="2026-03-03").meta.notes == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_days_are_those_of_the_zone(tmp_path: Path, engine: str) -> None:
    """23:30 UTC on the 1st is the 2nd in Berlin; the 8th day later is then the 9th."""
    store = store_of(tmp_path, [("ann", 0.98, "x"), ("ann", 7.5, "x"), ("bob", 12.0, "x")])
    asked = {"measures": ["returned_7"], "engine": engine}
    assert store.query(**asked).totals["returned_7"] == 1
    assert store.query(**asked, tz="Europe/Berlin").totals["returned_7"] == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_only_returns_that_the_reader_may_see_count(tmp_path: Path, engine: str) -> None:
    store = keyart.create(tmp_path / "a.keyart")
    store.ingest(
        plays=plays([("ann", 0.0, "x"), ("bob", 0.0, "x"), ("bob", 7.0, "x")], country="DE")
    )
    store.ingest(plays=plays([("ann", 7.0, "x"), ("cat", 8.0, "x")], country="FR"))
    query = Query(("active_days_7", "returned_7"), where={"country": "DE"}, engine=engine)
    everything = ask(store.snapshot(), owner(), query).totals
    assert everything == {"active_days_7": 2, "returned_7": 2}
    german = Access("german", where={"country": "DE"})
    assert ask(store.snapshot(), german, query).totals == {"active_days_7": 2, "returned_7": 1}


@pytest.mark.kernels
def test_intervals_know_that_the_days_of_one_person_are_alike(tmp_path: Path) -> None:
    """Half of forty people come every day for two weeks, half only on the first days."""
    faithful = [(f"a{i}", float(day), "x") for i in range(20) for day in range(15)]
    fickle = [(f"b{i}", float(day), "x") for i in range(20) for day in range(7)]
    store = store_of(tmp_path, [*faithful, *fickle])
    totals = store.query(measures=["return_rate_7"], intervals=True).totals
    assert totals["return_rate_7"] == 0.5
    # Each has 7 days; y is 7 or 0, so Σ(y - x/2)² = 40 · 12.25.
    half = 1.959964 * (40 / 39 * 40 * 12.25) ** 0.5 / 280
    assert totals["return_rate_7_high"] == pytest.approx(0.5 + half, abs=1e-6)


@pytest.mark.kernels
def test_little_memory_gives_the_same_rates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(5)
    events = [
        (f"p{rng.integers(300)}", float(rng.uniform(0, 100)), f"t{rng.integers(9)}")
        for _ in range(6_000)
    ]
    store = store_of(tmp_path, events)
    asked: dict[str, Any] = {
        "measures": ["return_rate_7", "return_rate_28", "active_days_28", "active_profiles"],
        "intervals": True,
    }
    expected = store.query(**asked, engine="duckdb")
    assert expected.totals["active_days_28"] > 2_000
    monkeypatch.setenv("KEYART_QUERY_MEMORY", "4KiB")
    found = keyart.open(tmp_path / "a.keyart").query(**asked)
    assert found.totals == pytest.approx(expected.totals)


@pytest.mark.parametrize("engine", ENGINES)
def test_kept_viewers_saw_the_end_or_half_of_it(tmp_path: Path, engine: str) -> None:
    """An episode without a runtime has an unknown end; its series says how long episodes are."""
    store = keyart.create(tmp_path / "a.keyart")
    store.ingest(
        titles=pa.table({
            "title_id": ["film", "series", "episode", "live"],
            "name": ["Film", "Series", "Episode", "Live"],
            "parent_title_id": [None, None, "series", None],
            "runtime_seconds": [1000.0, 1000.0, None, None],
        })
    )  # fmt: skip
    seen = {  # the seconds that each watched of each title
        "film": {"to the end": 950.0, "halfway": 600.0, "short": 60.0},
        "episode": {"half": 500.0, "less": 499.0},
        "live": {"long": 9000.0},
    }
    watched = [(who, title, s) for title, people in seen.items() for who, s in people.items()]
    people = [*watched, ("unasked", "film", 1000.0)]
    ids = [f"{who} {title}" for who, title, _ in people]
    store.ingest(
        impressions=pa.table({
            "ts": [BEGIN] * len(watched), "profile_id": ids[:-1],
            "asset_id": [f"{title}-art" for _, title, _ in watched],
            "title_id": [title for _, title, _ in watched],
        }),
        plays=pa.table({
            "ts": [BEGIN + timedelta(hours=1)] * len(people), "profile_id": ids,
            "title_id": [title for _, title, _ in people],
            "seconds": [seconds for *_, seconds in people],
        }),
    )  # fmt: skip
    found = store.query(measures=["kept_viewers"], by=["title"], engine=engine).to_dicts()
    assert {row["title"]: row["kept_viewers"] for row in found} == {
        "film": 1,
        "episode": 1,
        "live": 0,
    }


@pytest.mark.parametrize("measure", ["return_rate_7", "return_rate_28", "kept_viewers"])
@pytest.mark.parametrize("by", ["asset", "placement", "position", "phase"])
def test_plays_have_no_asset_placement_position_or_phase(
    store: Store, measure: str, by: str
) -> None:
    with pytest.raises(BadQuestion, match=f"'{measure}' cannot be asked by '{by}'"):
        store.query(measures=[measure], by=[by])


@pytest.mark.parametrize("engine", ENGINES)
def test_returns_of_few_people_are_not_shown(tmp_path: Path, engine: str) -> None:
    """Of twenty viewers of `new`, the return of only three is known, who came every day."""
    steady = [(f"p{i}", float(day), "old") for i in range(40) for day in (0, 7)]
    early = [(f"q{i}", float(day), "new") for i in range(3) for day in range(9)]
    late = [(f"r{i}", 8.5, "new") for i in range(20)]
    store = store_of(tmp_path, [*steady, *early, *late])
    asked = ("return_rate_7", "active_days_7", "returned_7", "kept_viewers")
    query = Query(asked, by=("title",), engine=engine)
    view = ask(store.snapshot(), Access("view", min_cell=10), query)
    hidden, shown = view.to_dicts()
    assert hidden == {"title": "new", **dict.fromkeys(asked[:3]), "kept_viewers": 0}
    assert shown["title"] == "old"
    assert shown["return_rate_7"] == 1.0
    # What is hidden can't be had by subtraction: 3 people, one day each.
    assert view.totals["active_days_7"] - shown["active_days_7"] != 3
    (exact, _) = ask(store.snapshot(), owner(), query).to_dicts()
    assert (exact["active_days_7"], exact["returned_7"]) == (3, 3)
