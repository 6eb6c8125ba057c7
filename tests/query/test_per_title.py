"""Pairs of a profile and a title: each counts once, wherever its rows lie."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import keyart
from keyart import Store

PAIRS = ("title_reach", "title_viewers", "title_take_rate")
PEOPLE = ("reach", "viewers", "take_rate")

pytestmark = pytest.mark.kernels

Event = tuple[str, str, str]
"""(time, profile, title)."""


def impressions(events: Sequence[Event], **constant: str) -> pa.Table:
    columns: dict[str, Any] = {
        "ts": [ts for ts, _, _ in events],
        "profile_id": [profile for _, profile, _ in events],
        "title_id": [title for _, _, title in events],
        "asset_id": [f"{title}-art" for _, _, title in events],
    }
    return pa.table(columns | {name: [value] * len(events) for name, value in constant.items()})


def plays(events: Sequence[Event]) -> pa.Table:
    return pa.table(
        {
            "ts": [ts for ts, _, _ in events],
            "profile_id": [profile for _, profile, _ in events],
            "title_id": [title for _, _, title in events],
            "seconds": [1800.0] * len(events),
        }
    )


TITLES = pa.table(
    {
        "title_id": ["crown", "jaws", "alien", "e1", "e2"],
        "name": ["The Crown", "Jaws", "Alien", "One", "Two"],
        "parent_title_id": [None, None, None, "crown", "crown"],
        "genres": [["drama"], ["horror", "drama"], ["horror"], [], []],
    }
)
SHOWN = (
    ("2026-03-01T10:00", "ann", "crown"),
    ("2026-03-01T10:00", "ann", "jaws"),
    ("2026-03-01T10:00", "ann", "alien"),
    ("2026-03-01T10:00", "bob", "jaws"),
    ("2026-03-01T10:00", "cat", "jaws"),
)
LATER = (
    ("2026-03-05T10:00", "ann", "jaws"),
    ("2026-03-05T10:00", "bob", "alien"),
)
"""In a second batch, so in another segment; that ann was shown Jaws stands in both."""
PLAYED = (
    ("2026-03-01T11:00", "ann", "e1"),
    ("2026-03-01T12:00", "ann", "e2"),
    ("2026-03-01T11:00", "bob", "jaws"),
)
PLAYED_LATER = (("2026-03-05T11:00", "ann", "jaws"), ("2026-03-05T11:00", "bob", "jaws"))
"""Bob's second play has no impression of that day, so it does not count."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = keyart.create(tmp_path_factory.mktemp("titles") / "a.keyart")
    made.ingest(titles=TITLES, impressions=impressions(SHOWN), plays=plays(PLAYED))
    made.ingest(impressions=impressions(LATER), plays=plays(PLAYED_LATER))
    return made


@pytest.mark.parametrize("engine", ["native", "duckdb"])
def test_a_pair_counts_once_though_its_rows_lie_in_two_segments(store: Store, engine: str) -> None:
    totals = store.query(measures=[*PAIRS, *PEOPLE], engine=engine).totals
    # ann: crown, jaws, alien; bob: jaws, alien; cat: jaws.
    assert (totals["title_reach"], totals["reach"]) == (6, 3)
    # Plays of both episodes count under the series whose artwork was shown: one pair.
    assert (totals["title_viewers"], totals["viewers"]) == (3, 2)
    assert totals["title_take_rate"] == 3 / 6


@pytest.mark.parametrize("engine", ["native", "duckdb"])
def test_over_several_values_a_pair_counts_once_for_each(store: Store, engine: str) -> None:
    found = store.query(measures=PAIRS[:2], by=["genre"], engine=engine).to_dicts()
    assert found == [
        {"genre": "drama", "title_reach": 4, "title_viewers": 3},
        {"genre": "horror", "title_reach": 5, "title_viewers": 2},
    ]


@pytest.mark.parametrize("engine", ["native", "duckdb"])
@pytest.mark.parametrize("by", [["title"], ["asset"], ["title", "genre"]])
def test_within_one_title_pairs_are_people(store: Store, engine: str, by: list[str]) -> None:
    for row in store.query(measures=[*PAIRS, *PEOPLE], by=by, engine=engine).to_dicts():
        assert [row[name] for name in PAIRS] == [row[name] for name in PEOPLE]


@pytest.mark.parametrize("engine", ["native", "duckdb"])
def test_intervals_know_that_the_pairs_of_one_person_are_alike(tmp_path: Path, engine: str) -> None:
    """Forty people, of whom half take everything, are no four hundred independent pairs."""
    titles = [f"t{number}" for number in range(10)]
    shown = [("2026-03-01T10:00", f"p{i}", title) for i in range(40) for title in titles]
    taken = [("2026-03-01T11:00", f"p{i}", title) for i in range(20) for title in titles]
    store = keyart.create(tmp_path / "a.keyart")
    store.ingest(impressions=impressions(shown), plays=plays(taken))
    totals = store.query(measures=["title_take_rate"], intervals=True, engine=engine).totals
    assert totals["title_take_rate"] == 0.5
    # Σ(y - x/2)² = 40 · 25, so the error is √(40/39 · 1000) / 400.
    half = 1.959964 * (40 / 39 * 1000) ** 0.5 / 400
    assert totals["title_take_rate_low"] == pytest.approx(0.5 - half, abs=1e-6)
    assert totals["title_take_rate_high"] == pytest.approx(0.5 + half, abs=1e-6)


def test_it_does_not_hang_on_how_many_titles_people_were_shown(tmp_path: Path) -> None:
    """Equally liked genres, of which one is shown ten times as much: take_rate says otherwise."""
    often = [f"often{number}" for number in range(20)]
    rarely = ["rarely0", "rarely1"]
    shown: list[Event] = []
    taken: list[Event] = []
    for i in range(200):
        for number, title in enumerate([*often, *rarely]):
            shown.append(("2026-03-01T10:00", f"p{i}", title))
            if (i + number) % 10 == 0:
                taken.append(("2026-03-01T11:00", f"p{i}", title))
    genres = [["often"]] * 20 + [["rarely"]] * 2
    store = keyart.create(tmp_path / "a.keyart")
    store.ingest(
        titles=pa.table(
            {"title_id": [*often, *rarely], "name": [*often, *rarely], "genres": genres}
        ),
        impressions=impressions(shown),
        plays=plays(taken),
    )
    rates = ["take_rate", "title_take_rate"]
    found = {row["genre"]: row for row in store.query(measures=rates, by=["genre"]).to_dicts()}
    assert found["often"]["take_rate"] == 1.0
    assert found["rarely"]["take_rate"] == 0.2
    assert found["often"]["title_take_rate"] == found["rarely"]["title_take_rate"] == 0.1


FAIR = (
    "take_rate: over several titles, people count once however many titles they were shown, so it "
    "mostly says how much was shown. To compare, ask for title_take_rate, which counts people once "
    "for each title."
)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ({}, True),
        ({"by": ["genre"]}, True),
        ({"by": ["device"], "where": {"genre": "horror"}}, True),
        ({"by": ["title"]}, False),
        ({"by": ["asset"]}, False),
        ({"by": ["country"], "where": {"title": "jaws"}}, False),
        ({"where": {"asset": ["jaws-art"]}}, True),
        ({"by": ["series"]}, False),
        ({"by": ["genre"], "where": {"series": "crown"}}, False),
        ({"measures": ["title_take_rate", "frequency", "reach"], "by": ["genre"]}, False),
    ],
)
def test_an_answer_names_the_fair_measure_where_groups_hold_several_titles(
    store: Store, question: dict[str, Any], said: bool
) -> None:
    for engine in ("native", "duckdb"):
        result = store.query(**{"measures": ["take_rate"], **question}, engine=engine)
        assert (FAIR in result.meta.notes) is said


def test_a_rate_without_a_fair_one_says_what_to_do(store: Store) -> None:
    (note,) = store.query(measures=["watch_seconds_per_profile"], by=["genre"]).meta.notes
    assert note.startswith("watch_seconds_per_profile: ")
    assert note.endswith("compare within one title.")
