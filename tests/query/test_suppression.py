"""The smallest cell: few people are not shown, and cannot be told by subtraction."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from keyart.core.facts import Family
from keyart.query import Access, Query, ask, owner
from keyart.query.output.grid import row_codes
from keyart.query.planning.plan import ABOUT
from keyart.query.privacy.suppression import KeyLines, protect
from keyart.store import Snapshot
from tests.oracles.audiences import trees
from tests.oracles.expressions import Written
from tests.oracles.measures import MULTI_VALUED, family_of, keys_of, rows_that_pass
from tests.oracles.questions import (
    ATTRIBUTES,
    EXPOSURE_ONLY,
    LISTS,
    SEGMENTS,
    VALUES,
    conditions,
    questions,
    worlds,
)
from tests.oracles.small import PLAYED, SMALL, shown
from tests.oracles.world import Row, World
from tests.query.test_engines import close_to, opened, to_query

Ints = npt.NDArray[np.int64]

LEAST = 10


@st.composite
def cells(draw: st.DrawFn) -> tuple[pa.Table, Ints]:
    """Return the keys of some rows, one to three columns, and the people of each row."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    places = np.stack([grid.ravel() for grid in np.indices(sizes)])
    there = draw(st.lists(st.booleans(), min_size=places.shape[1], max_size=places.shape[1]))
    places = places[:, np.array(there, bool)]
    people = draw(
        st.lists(
            st.sampled_from([0, 1, 4, 9, 10, 11, 60]),
            min_size=places.shape[1],
            max_size=places.shape[1],
        )
    )
    keys = pa.table({f"key{i}": pa.array(codes) for i, codes in enumerate(places)})
    return keys, np.array(people, np.int64)


def lines_of(keys: pa.Table) -> list[Ints]:
    """Return for each key the number of each row's line."""
    if keys.num_columns == 1:
        return [np.zeros(keys.num_rows, np.int64)]
    return [row_codes(keys.drop_columns(name)) for name in keys.column_names]


def told_by_subtraction(people: Ints, lines: list[Ints], hide: npt.NDArray[np.bool_]) -> set[int]:
    """Return the hidden rows that come out when whoever knows the lines' totals subtracts.

    Of each line of several rows and `LEAST` people the total can be asked for. Where all but one
    of its rows are known, so is the last, and then lines across it may be known, too.
    """
    some = people > 0
    unknown = hide & some
    told = set[int]()
    while True:
        found = {
            int(rows[0])
            for line in lines
            for number in np.unique(line)
            if people[line == number].sum() >= LEAST
            and some[line == number].sum() > 1
            and (rows := np.flatnonzero(unknown & (line == number))).size == 1
        }
        if not found:
            return told
        told |= found
        unknown[list(found)] = False


@given(cells())
def test_no_hidden_row_comes_out_by_subtraction(case: tuple[pa.Table, Ints]) -> None:
    keys, people = case
    lines = lines_of(keys)
    few = people < LEAST
    hide = protect(people, [KeyLines(line) for line in lines], few, people == 0, LEAST)
    assert hide[few].all()
    assert not told_by_subtraction(people, lines, hide)


@given(cells())
def test_hidden_rows_of_a_line_are_several_and_hold_enough_people(
    case: tuple[pa.Table, Ints],
) -> None:
    keys, people = case
    lines = lines_of(keys)
    hide = protect(people, [KeyLines(line) for line in lines], people < LEAST, people == 0, LEAST)
    for line in lines:
        for number in np.unique(line[hide & (people > 0)]):
            own = people[line == number]
            hidden = people[(line == number) & hide & (people > 0)]
            everything = hidden.size == (own > 0).sum()
            assert everything or (hidden.size > 1 and hidden.max() >= LEAST)


@given(cells())
def test_nothing_is_hidden_without_need(case: tuple[pa.Table, Ints]) -> None:
    keys, people = case
    assume((people >= LEAST).all())
    lines = [KeyLines(line) for line in lines_of(keys)]
    assert not protect(people, lines, people < LEAST, people == 0, LEAST).any()


def test_a_lone_small_row_takes_the_next_smallest_with_it() -> None:
    people = np.array([200, 9, 100, 300])
    line = KeyLines(np.zeros(4, np.int64))
    hide = protect(people, [line], people < LEAST, people == 0, LEAST)
    assert hide.tolist() == [False, True, True, False]


def test_small_rows_that_share_no_people_protect_each_other() -> None:
    people = np.array([200, 9, 8, 300])
    of_one = KeyLines(np.zeros(4, np.int64), disjoint=True)
    assert protect(people, [of_one], people < LEAST, people == 0, LEAST).sum() == 2
    of_same = KeyLines(np.zeros(4, np.int64))
    assert protect(people, [of_same], people < LEAST, people == 0, LEAST).sum() == 3


def people_behind(measures: tuple[str, ...]) -> tuple[str, ...]:
    names = {"exposure": "reach", "viewing": "active_profiles"}
    return tuple(dict.fromkeys(names[family_of(name)] for name in measures))


def by_key(query: Query, rows: list[Row]) -> dict[tuple[Any, ...], Row]:
    keys = [*query.by, *(["time"] if query.grain else [])]
    return {tuple(row[key] for key in keys): row for row in rows}


def check(snapshot: Snapshot, query: Query, least: int) -> None:
    people = people_behind(query.measures)
    everything = replace(
        query, measures=tuple(dict.fromkeys([*query.measures, *people])), having={}, limit=None
    )
    whole = ask(snapshot, owner(), everything)
    known = by_key(query, whole.to_dicts())
    answer = ask(snapshot, Access("view", min_cell=least), query)
    rows = answer.to_dicts()
    folded = [row for row in rows if row.get("suppressed") is not None]
    exact = {name for name in query.measures if name in EXACT}
    for key, row in by_key(query, [row for row in rows if row not in folded]).items():
        assert {n: row[n] for n in exact} == close_to({n: known[key][n] for n in exact})
        assert all(known[key][name] >= least for name in people)
    few = any(whole.totals[name] < least for name in people)
    assert answer.totals.get("suppressed") == ("too_few_people" if few else None)
    assert len(folded) <= 1
    for row in folded:
        number = row.pop("suppressed")
        assert set(row.values()) <= {None}
        if few:
            assert number == len(rows) == 1
        elif query.limit is None:
            assert number == len(known) - len(rows) + 1


EXACT = {
    "impressions",
    "reach",
    "title_reach",
    "frequency",
    "starts",
    "active_profiles",
    "hours_viewed",
    "cost",
}
"""Measures that are about all people of a row: they are shown as they are."""


@pytest.mark.kernels
@given(
    world=worlds(),
    asked=st.lists(questions(), min_size=4, max_size=4),
    least=st.sampled_from([1, 2, 4, 8]),
)
def test_answers_show_what_is_about_enough_people(
    world: World, asked: list[dict[str, Any]], least: int
) -> None:
    with opened(world) as snapshot:
        for question in asked:
            check(snapshot, to_query(question, "native"), least)


NAMES = {
    "exposure": sorted(set(VALUES) - {"reason"}),
    "viewing": sorted(set(VALUES) - set(EXPOSURE_ONLY)),
}
"""The dimensions of each family."""

COUNTS = {"exposure": ("impressions", "reach"), "viewing": ("starts", "active_profiles")}


@st.composite
def countings(draw: st.DrawFn) -> dict[str, Any]:
    """Return questions that count facts of one family, by few keys, some of them overlapping."""
    family = draw(st.sampled_from(sorted(COUNTS)))
    overlapping = st.sampled_from([name for name in NAMES[family] if name in MULTI_VALUED])
    any_name = st.sampled_from(NAMES[family])
    question: dict[str, Any] = {"measures": list(COUNTS[family])}
    by = [*draw(st.lists(overlapping, max_size=2)), *draw(st.lists(any_name, max_size=1))]
    question["by"] = list(dict.fromkeys(by))
    if "audience" in question["by"]:
        some = st.lists(st.sampled_from([*LISTS, *SEGMENTS]), min_size=1, max_size=4, unique=True)
        question["audiences"] = draw(some)
    question["grain"] = draw(st.sampled_from([None, None, "day", "week"]))
    where = draw(st.lists(any_name.filter(lambda name: name != "audience"), max_size=1))
    question["where"] = {name: draw(conditions(name)) for name in where}
    question["audience"] = draw(st.none() | trees([*LISTS, *SEGMENTS], ATTRIBUTES).map(Written))
    question["first_slot"] = question["last_slot"] = None
    return question


def sums_told(world: World, question: dict[str, Any], rows: list[Row]) -> npt.NDArray[np.bool_]:
    """Return what an answer's rows, and its totals, add up: bool [sums, facts]."""
    facts = counted(world, question)
    shown = {
        tuple(row[name] for name in keys_in(question)) for row in rows if not row.get("suppressed")
    }
    groups = [shown.intersection(keys_of(world, question, fact)) for fact in facts]
    by_row = [[key in own for own in groups] for key in sorted(shown, key=str)]
    return np.array([*by_row, [True] * len(facts)], np.bool_).reshape(-1, len(facts))


def counted(world: World, question: dict[str, Any]) -> list[Row]:
    """Return the facts that an answer is about: those with people."""
    family = family_of(question["measures"][0])
    guard = ABOUT[family][0]
    return [fact for fact in rows_that_pass(world, question, family) if fact[guard] > 0]


def keys_in(question: dict[str, Any]) -> list[str]:
    return [*question["by"], *(["time"] if question.get("grain") else [])]


@pytest.mark.kernels
@given(
    world=worlds(),
    asked=st.lists(countings(), min_size=3, max_size=3),
    least=st.sampled_from([2, 3]),
)
def test_no_sum_over_too_few_people_can_be_solved_for(
    world: World, asked: list[dict[str, Any]], least: int
) -> None:
    """What is shown are sums over facts.

    A sum over the facts of few people alone can be had from them just where taking these people's
    facts away leaves fewer independent sums.
    """
    with opened(world) as snapshot:
        for question in asked:
            query = to_query(question, "native")
            answer = ask(snapshot, Access("view", min_cell=least), query)
            if answer.totals.get("suppressed"):
                assert [set(row.values()) <= {None, 1} for row in answer.to_dicts()] == [True]
                continue
            told = sums_told(world, question, answer.to_dicts())
            people = np.array([fact["profile"] for fact in counted(world, question)])
            independent = np.linalg.matrix_rank(told.astype(float))
            for few in combinations(np.unique(people).tolist(), least - 1):
                rest = told[:, ~np.isin(people, few)].astype(float)
                assert np.linalg.matrix_rank(rest) == independent, (question, few)


def test_conditions_and_order_tell_nothing_of_hidden_rows(small: Snapshot) -> None:
    access = Access("view", min_cell=3)
    query = Query.from_dict(
        {"measures": ["impressions"], "by": ["asset"], "order": ["-impressions"]}
    )
    rows = ask(small, access, query).to_dicts()
    assert rows == [{"asset": None, "impressions": None, "suppressed": 4}]
    assert ask(small, access, replace(query, having={"impressions": {"from": 1}})).to_dicts() == []


def test_few_people_and_nobody_look_the_same(small: Snapshot) -> None:
    """The small world's profile 4 saw something once; profile 9 nothing."""
    access = Access("view", min_cell=3)
    for more in ({}, {"fill": True}, {"include_empty": True}):
        query = Query.from_dict(
            {"measures": ["impressions"], "by": ["title", "country"], "grain": "hour"} | more
        )
        few, none = (
            ask(small, access, replace(query, where={"country": country}))
            for country in ("US", "FR")
        )
        assert few.to_dicts() == none.to_dicts()
        assert few.totals == none.totals
        told = [replace(one.meta, ms=0, notes=()) for one in (few, none)]
        assert told[0] == told[1]


FAMILY = Family.EXPOSURE


def many(people: range | list[int], **more: Any) -> list[Row]:
    """Return one impression for each of some people."""
    return [shown(p, "a1", "2026-01-05T10:00", **more) for p in people]


@contextmanager
def store_of(facts: list[Row], **more: Any) -> Generator[Snapshot]:
    with opened(
        replace(SMALL, runs=[{FAMILY: facts}], profiles={}, population=200, **more)
    ) as snapshot:
        yield snapshot


def seen(snapshot: Snapshot, least: int = 10, **question: Any) -> tuple[list[Row], Row, Row]:
    """Return rows, totals and what they are worth, as who has a view sees them."""
    given = {"measures": ["impressions"]} | question
    answer = ask(snapshot, Access("view", min_cell=least), Query.from_dict(given))
    return answer.to_dicts(), dict(answer.totals), answer.meta.to_dict()


def test_the_city_of_a_titles_only_viewer_is_in_no_key() -> None:
    facts = [
        *many(range(60), country="DE"),
        *many(range(60, 100), country="FR"),
        shown(100, "b1", "2026-01-05T10:00", country="LI"),
    ]
    with store_of(facts) as snapshot:
        for grain in (None, "hour"):
            rows, totals, meta = seen(
                snapshot, by=["title", "country"], grain=grain, labels=True, fill=grain is not None
            )
            assert {row["title"] for row in rows} <= {"film", None}
            assert "LI" not in repr((rows, totals, meta))
            assert rows[-1]["suppressed"] > 1
        one = seen(snapshot, by=["country"], where={"title": "show"})
        none = seen(snapshot, by=["country"], where={"title": "unseen"})
        assert one[:2] == none[:2]
        notes = [seen(snapshot, where={"country": [c, "DE"]})[2]["notes"] for c in ("LI", "XX")]
        assert [note.replace("LI", "XX") for note in notes[0]] == notes[1]


def test_an_audience_of_one_says_what_an_empty_one_does() -> None:
    lists = {"list:one": [3], "list:none": []}
    with store_of(many(range(60)), lists=lists) as snapshot:
        asked: list[dict[str, Any]] = [{}, {"by": ["title", "country"], "grain": "hour"}]
        for more in asked:
            one, none = (seen(snapshot, audience=name, **more) for name in lists)
            assert one[:2] == none[:2]
            assert one[2]["rows_scanned"] == none[2]["rows_scanned"] == 0


def test_nearly_equal_audiences_do_not_stand_side_by_side() -> None:
    lists = {"list:all": list(range(60)), "list:but-one": list(range(59))}
    with store_of(many(range(100)), lists=lists) as snapshot:
        rows, totals, _ = seen(snapshot, by=["audience"])
        assert totals == {"impressions": 100}
        shown_ = [row["audience"] for row in rows if row["suppressed"] is None]
        assert shown_ == ["list:all", None]
        rows, _, _ = seen(snapshot, by=["audience", "country"])
        assert "list:but-one" not in [row["audience"] for row in rows]


def test_an_overlap_of_few_does_not_come_out_of_two_audiences_and_the_total() -> None:
    lists = {"list:a": list(range(50)), "list:b": list(range(47, 90))}
    with store_of(many(range(150)), lists=lists) as snapshot:
        rows, _, _ = seen(snapshot, by=["audience"])
        assert [row["impressions"] for row in rows if row["suppressed"] is None] == [50, 60]


OVERLAPPING = (
    {"title_id": "film", "name": "Film", "genres": ["drama", "crime"], "tags": ["new", "long"]},
    {"title_id": "show", "name": "Show", "genres": ["drama"], "tags": ["new"]},
    {"title_id": "gem", "name": "Gem", "genres": ["comedy"], "tags": ["long"]},
)
"""Drama has one title more than crime."""


def test_genres_that_differ_by_a_title_of_few_people_do_not_stand_side_by_side() -> None:
    facts = [
        *many(range(60)),
        *many_of("show", range(40, 43)),
        *many_of("gem", range(30)),
    ]
    with store_of(facts, titles=OVERLAPPING) as snapshot:
        for by in (["genre"], ["genre", "country"], ["tag"], ["title.genres", "device"]):
            rows, totals, _ = seen(snapshot, by=by, measures=["impressions", "reach"])
            counted = [row["impressions"] for row in rows if row["suppressed"] is None]
            some = [*counted, totals["impressions"]]
            assert len(counted) > 0
            assert 3 not in {a - b for a in some for b in some}, by
        rows, _, _ = seen(snapshot, 3, by=["genre"])
        assert [row["impressions"] for row in rows] == [30, 60, 63]


def test_genres_of_enough_people_each_that_differ_by_few_people_do_not_stand_side_by_side() -> None:
    """Of those who saw drama, all but three saw crime: reach would say so."""
    facts = [*many(range(60)), *many_of("show", range(40, 63)), *many_of("gem", range(200))]
    with store_of(facts, titles=OVERLAPPING) as snapshot:
        rows, _, _ = seen(snapshot, by=["genre"], measures=["impressions"])
        assert [row["genre"] for row in rows] == ["comedy", "drama", None]


def many_of(title: str, people: range) -> list[Row]:
    """Return one impression of a title for each of some people."""
    return [shown(p, "b1", "2026-01-05T10:00", title=title) for p in people]


def test_audiences_that_differ_by_few_people_in_a_country_do_not_stand_side_by_side_there() -> None:
    """Twenty people more are in one of the audiences: three of them in France."""
    lists = {"list:all": list(range(120)), "list:most": [*range(40), *range(60, 117)]}
    facts = [*many(range(60), country="DE"), *many(range(60, 150), country="FR")]
    with store_of(facts, lists=lists) as snapshot:
        rows, _, _ = seen(snapshot, by=["audience", "country"])
        there = {(row["audience"], row["country"]) for row in rows}
        assert ("list:most", "FR") not in there
        assert {("list:all", "FR"), ("list:all", "DE")} < there


def test_what_overlaps_is_compared_in_parts_where_memory_is_short() -> None:
    """Fifteen sets of five tags need more memory than five tags do; two tags differ by `t3`."""
    tags = {n: [f"tag{k}" for k in range(4) if n >> k & 1] for n in range(1, 16)}
    twin = {n: ["twin"] for n in tags if n & 1 and n != 3}
    titles: list[Row] = [{"title_id": f"t{n}", "tags": [*tags[n], *twin.get(n, [])]} for n in tags]
    people = {f"t{n}": range(5 if n == 3 else 40) for n in tags}
    facts = [
        fact | {"country": country}
        for country in ("DE", "FR", "IT", "US")
        for title, some in people.items()
        for fact in many_of(title, some)
    ]
    answers: list[tuple[list[Row], Row]] = []
    for memory in ("1GiB", "1900"):
        settings = f'[settings]\nquery_memory = "{memory}"\nthreads = 1\n'
        with store_of(facts, titles=titles, config_text=settings) as snapshot:
            answers.append(seen(snapshot, by=["tag", "country"], grain="year")[:2])
    assert answers[0] == answers[1]
    assert any(row["suppressed"] for row in answers[0][0])


def test_few_viewers_of_many_people_are_rounded_and_cannot_be_subtracted() -> None:
    watched_by = [range(7), range(60, 95)]
    facts = [
        *many(range(60), country="DE"),
        *many(range(60, 100), country="FR"),
        *(shown(p, "a1", "2026-01-05T11:00", country="DE", **PLAYED) for p in watched_by[0]),
        *(shown(p, "a1", "2026-01-05T11:00", country="FR", **PLAYED) for p in watched_by[1]),
    ]
    names = ["reach", "viewers", "take_rate", "qualified_plays", "plays", "watch_seconds"]
    with store_of(facts) as snapshot:
        rows, totals, meta = seen(snapshot, 20, measures=names, by=["country"], intervals=True)
        germany, france = rows
        assert (germany["viewers"], germany["qualified_plays"], germany["plays"]) == (8, 8, 8)
        assert germany["take_rate"] == 8 / 60
        assert germany["take_rate_low"] < 7 / 60 < germany["take_rate_high"]
        assert germany["watch_seconds"] == pytest.approx(8 * 600, rel=0.3)
        assert totals["viewers"] - france["viewers"] == germany["viewers"]
        assert totals["plays"] - france["plays"] == germany["plays"]
        assert "Counts of plays and viewers under 20 are rounded" in meta["notes"][0]
        probes = [{"viewers": {"from": n, "to": n + 1}} for n in (7, 8)]
        found = [seen(snapshot, 20, measures=names, by=["country"], having=p)[0] for p in probes]
        assert [len(rows) for rows in found] == [0, 1]
        assert [row["viewers"] for row in seen(snapshot, 5, measures=names, by=["country"])[0]] == [
            7,
            35,
        ]


def test_without_a_smallest_cell_there_is_no_such_column(small: Snapshot) -> None:
    answer = ask(small, owner(), Query.from_dict({"measures": ["reach"], "by": ["asset"]}))
    assert answer.table.column_names == ["asset", "reach"]
    enough = ask(small, Access("view", min_cell=1), Query.from_dict({"measures": ["reach"]}))
    assert enough.table.column_names == ["reach"]
