"""Who is in an audience: both engines against sets, and what each rule means by plain examples."""

from collections.abc import Generator, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.audiences import parse
from keyart.core.errors import UnknownName
from keyart.core.facts import Family
from keyart.query import Query, ask, owner
from keyart.query.membership import Members, overlap
from keyart.query.planning.audience_names import names_of
from keyart.query.router import engine as engine_called
from keyart.store import Snapshot
from tests.oracles.audiences import everyone, members, trees
from tests.oracles.expressions import Written
from tests.oracles.questions import ATTRIBUTES, LISTS, SEGMENTS, worlds
from tests.oracles.small import slot
from tests.oracles.world import Row, World, publish
from tests.query.test_engines import opened

ENGINES = [pytest.param("native", marks=pytest.mark.kernels), "duckdb"]
NAMED = trees([*LISTS, *SEGMENTS], ATTRIBUTES)


@pytest.mark.parametrize("engine", ENGINES)
@given(world=worlds(), asked=st.lists(NAMED, min_size=4, max_size=4))
def test_members_are_those_of_the_oracle(engine: str, world: World, asked: list[Any]) -> None:
    with opened(world) as snapshot:
        found = Members(snapshot, engine_called(engine))
        for tree in asked:
            expression = names_of(snapshot).read(Written(tree))
            assert set(found.ordinals(expression).tolist()) == members(world, tree)
            assert found.size(expression) == len(members(world, tree))


@given(world=worlds(), asked=st.lists(NAMED, min_size=3, max_size=3))
def test_overlaps_are_those_of_sets(world: World, asked: list[Any]) -> None:
    with opened(world) as snapshot:
        chosen = [names_of(snapshot).audience(Written(tree)) for tree in asked]
        found = overlap(Members(snapshot, engine_called("native")), chosen)
    sets = [members(world, tree) for tree in asked]
    assert found.both.tolist() == [[len(a & b) for b in sets] for a in sets]
    assert found.profiles == len(everyone(world))
    for row, (a, b) in zip(found.to_dicts(), ((a, b) for a in sets for b in sets), strict=True):
        assert row["profiles"] == len(a & b)
        if a and b:
            chance = len(a) * len(b) / found.profiles
            assert row["lift"] == pytest.approx(len(a & b) / chance)
            assert row["share"] == pytest.approx(len(a & b) / len(a))
        else:
            assert row["lift"] is None


# ------------------------------------------------------------------------- each rule, by examples


def shown(profile: int, when: str, title: str = "film", **more: object) -> Row:
    row: Row = {"profile": profile, "title": title, "asset": f"{title}-1", "slot": slot(when)}
    return row | {"impressions": 1} | more


def watched(
    profile: int, when: str, title: str = "film", hours: float = 1.0, **more: object
) -> Row:
    row: Row = {"profile": profile, "title": title, "slot": slot(when), "starts": 1}
    return row | {"active_starts": 1, "watch_ms": round(hours * 3_600_000)} | more


NEWEST = "2026-03-31T12:00"
BEHAVIOUR = World(
    runs=[
        {
            Family.EXPOSURE: [
                shown(0, "2026-01-01T00:00"),
                shown(1, "2026-01-02T00:00", "pilot"),
                shown(2, "2026-03-31T11:00", "show"),
                shown(3, "2026-03-31T12:00", impressions=3),
            ],
            Family.VIEWING: [
                watched(0, "2026-01-05T10:00", hours=10),
                watched(0, "2026-03-24T12:00", "pilot", hours=2),
                watched(0, "2026-03-24T12:15", "pilot", hours=3, completions=1),
                watched(1, "2026-03-30T10:00", "finale", hours=0.01, active_starts=0),
                watched(4, "2026-02-01T10:00", "pilot", starts=2, active_starts=2),
                watched(5, "2026-03-31T12:00", hours=0.5),
                watched(5, "2026-03-31T12:00", "finale", hours=1.5, completions=2),
            ],
        }
    ],
    titles=[
        {"title_id": "film", "name": "Film", "genres": ["crime"], "tags": ["new", "dark"]},
        {"title_id": "show", "name": "Show", "genres": ["drama"]},
        {"title_id": "season", "name": "One", "parent_title_id": "show", "genres": ["drama"]},
        {"title_id": "pilot", "name": "Pilot", "parent_title_id": "season", "genres": ["drama"]},
        {"title_id": "finale", "name": "Finale", "parent_title_id": "season"},
    ],
    profiles={6: {"consent": "no_profiling"}, 7: {"is_minor": True}, 0: {"plan": "gold"}},
    lists={"list:all": range(9), "list:vip": [0, 6, 7], "list:none": [], "list:two words": [1]},
    population=9,
    until=slot(NEWEST) * 900_000_000 + 1,
)


@pytest.fixture(scope="module")
def behaviour(tmp_path_factory: pytest.TempPathFactory) -> Generator[Snapshot]:
    folder = tmp_path_factory.mktemp("behaviour") / "b.keyart"
    with publish(BEHAVIOUR, folder) as snapshot:
        yield snapshot


def found_by(snapshot: Snapshot, text: str, engine: str = "native") -> list[int]:
    expression = names_of(snapshot).read(text)
    return Members(snapshot, engine_called(engine)).ordinals(expression).tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("saw()", [0, 1, 2, 3]),
        ("saw(title=film)", [0, 3]),
        ("saw(title=film, at_least=2)", [3]),
        ("saw(title=show)", [1, 2]),
        ("saw(title=pilot)", [1]),
        ("saw(asset=film-1, until=2026-03-31T12:00)", [0]),
        ("saw(since=2026-01-02)", [1, 2, 3]),
        ("saw(since=2026-01-02T01:00+01:00)", [1, 2, 3]),
        ("saw(since=2026-01-02T01:00+00:45)", [2, 3]),
        ("viewed()", [0, 4, 5]),
        ("viewed(title=show)", [0, 4, 5]),
        ("viewed(title=show, at_least=2)", [0, 4]),
        ("viewed(genre=drama)", [0, 4]),
        ("viewed(tag=dark)", [0, 5]),
        ("viewed(genre=crime, days=7)", [5]),
        ("completed(title=season)", [0, 5]),
        ("completed(title=season, at_least=2)", [5]),
        ("completed(title=film)", []),
        ("hours() >= 15", [0]),
        ("hours() > 15", []),
        ("hours(genre=drama, since=2026-03-24, until=2026-03-24T12:15) >= 2", [0]),
        ("hours(genre=drama, until=2026-03-24T12:15) > 2", []),
        ("hours(days=1) >= 2", [5]),
        ("hours(title=finale) > 0 and hours(title=finale) < 0.1", [1]),
        # A week back from the slot of 12:00 are whole slots, that of 12:00 a week ago excluded.
        ("hours(days=7) >= 3", [0]),
        ("hours(days=7) > 3", []),
        ("share(title=show) >= 0.333333", [0, 1, 4, 5]),
        ("share(title=show) >= 0.75", [1, 4, 5]),
        ("share(title=show) > 0.75", [1, 4]),
        ("share(genre=drama) <= 0", [1, 5]),
        ("share(tag=new, days=7) < 0.5", [0, 1, 5]),
        ("share(tag=new, days=1) < 0.5", [5]),
        ("new(days=1)", [2, 3, 5]),
        ("new(days=89)", [1, 2, 3, 4, 5]),
        ("new(days=90)", [0, 1, 2, 3, 4, 5]),
        ("lapsed(days=7)", [4]),
        ("lapsed(days=1)", [0, 4]),
        ("lapsed(days=90)", []),
        ("segment:new", [2, 3, 5]),
        ("segment:light", [5]),
        ("segment:medium", [0]),
        ("segment:heavy", []),
        ("segment:lapsed", [4]),
        ("attr:plan=gold", [0]),
        ("attr:plan=null", [1, 2, 3, 4, 5, 8]),
        ('attr:plan="null"', []),
        ("list:two words", [1]),
        ('list:"two words" or list:vip', [0, 1]),
        # Nobody that is protected is in any audience, not even in none of them.
        ("list:all", [0, 1, 2, 3, 4, 5, 8]),
        ("not list:vip", [1, 2, 3, 4, 5, 8]),
        ("not list:none", [0, 1, 2, 3, 4, 5, 8]),
        ("not (list:all or saw())", []),
    ],
)  # fmt: skip
def test_each_rule_means_what_it_says(
    behaviour: Snapshot, text: str, expected: Sequence[int]
) -> None:
    assert found_by(behaviour, text) == expected
    assert found_by(behaviour, text, "duckdb") == expected


def test_days_count_back_from_the_newest_event_not_from_the_clock(behaviour: Snapshot) -> None:
    assert found_by(behaviour, "viewed(days=1)") == [5]


def test_a_store_without_events_has_empty_audiences(tmp_path: Any) -> None:
    with publish(World(runs=[{}], population=3), tmp_path / "e.keyart") as snapshot:
        for engine in ("native", "duckdb"):
            assert found_by(snapshot, "saw() or new(days=3) or lapsed(days=3)", engine) == []
            assert found_by(snapshot, "hours() <= 0 and not viewed()", engine) == [0, 1, 2]
    with publish(World(runs=[{}], population=0), tmp_path / "n.keyart") as snapshot:
        for engine in ("native", "duckdb"):
            assert found_by(snapshot, "hours() <= 0 and not viewed()", engine) == []


# ------------------------------------------------------------------------------- in every question


@pytest.mark.parametrize("engine", ENGINES)
def test_an_expression_filters_and_groups(behaviour: Snapshot, engine: str) -> None:
    found = ask(
        behaviour,
        owner(),
        Query(
            measures=("hours_viewed", "active_profiles"),
            by=("audience",),
            audience='viewed() and not list:"two words"',
            audiences=("list:vip", "hours( days=1 )>=2", "segment:medium"),
            labels=True,
            engine=engine,
        ),
    )
    assert [
        (r["audience"], r["audience_name"], r["active_profiles"]) for r in found.to_dicts()
    ] == [
        ("hours(days=1) >= 2", "hours(days=1) >= 2", 1),
        ("list:vip", "vip", 1),
        ("segment:medium", "medium", 1),
        (None, None, 1),
    ]
    assert found.totals == {"hours_viewed": 18.0, "active_profiles": 3}


@pytest.mark.parametrize("engine", ENGINES)
def test_segments_are_grouped_by_kind(behaviour: Snapshot, engine: str) -> None:
    query = Query(measures=("active_profiles",), by=("audience:segment",), engine=engine)
    rows = ask(behaviour, owner(), query).to_dicts()
    assert [(row["audience"], row["active_profiles"]) for row in rows] == [
        ("segment:lapsed", 1),
        ("segment:light", 1),
        ("segment:medium", 1),
        ("segment:new", 1),
        (None, 0),
    ]


def test_unknown_names_are_named_with_the_nearest_and_their_place(behaviour: Snapshot) -> None:
    names = names_of(behaviour)
    for text, near, place in [
        ("saw() and list:vipp", "list:vip", "column 11"),
        ("segment:hevy", "segment:heavy", "column 1 "),
        ("not attr:plam=gold", "plan", "column 5"),
    ]:
        with pytest.raises(UnknownName) as caught:
            names.read(text)
        assert near in caught.value.nearest
        assert place in caught.value.hint
    with pytest.raises(UnknownName, match="no affinity yet"):
        names.of_kind("affinity")


def test_values_that_nothing_has_are_noted(behaviour: Snapshot) -> None:
    question = Query(
        measures=("starts",), audience="viewed(title=filn) or attr:plan=silver or saw(asset=film-1)"
    )
    assert ask(behaviour, owner(), question).meta.notes == (
        "Nothing has title 'filn'.",
        "Nothing has profile.plan 'silver'.",
    )


def test_what_was_found_is_kept_and_cannot_be_changed(behaviour: Snapshot) -> None:
    found = Members(behaviour, engine_called("native"))
    once = found.bits(parse("saw() and list:vip"))
    assert found.bits(parse("saw( )  and list:vip")) is once
    with pytest.raises(ValueError, match="read-only"):
        np.bitwise_or(once, 1, out=once)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_condition_may_list_any_audience(behaviour: Snapshot, engine: str) -> None:
    def hours(condition: Any) -> float:
        where = {"audience": condition}
        query = Query(measures=("hours_viewed",), where=where, engine=engine)
        return ask(behaviour, owner(), query).totals["hours_viewed"]

    assert hours("segment:medium") == 15
    assert hours(["segment:lapsed", "list:vip"]) == 16
    assert hours({"not": ["segment:medium"]}) == pytest.approx(3.01)
