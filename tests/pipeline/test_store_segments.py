"""Segments of a store: saved, used by each other, replaced, removed; sizes and overlaps."""

from datetime import UTC, datetime
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import keyart
from keyart.store import publication
from tests.pipeline.plain import Row, impression, play, table

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def people(store: keyart.Store) -> keyart.Store:
    """Six profiles: three saw title t, two watched it for ten minutes, one is a minor's."""
    profiles = [{"profile_id": str(n), "plan": "gold" if n < 3 else None} for n in range(6)]
    store.ingest(
        titles=table([{"title_id": "t", "name": "T", "genres": "drama"}]),
        impressions=table([impression(n) for n in range(3)]),
        plays=table([play(n) for n in (0, 3)]),
        profiles=table(profiles).append_column("is_minor", pa.array([n == 5 for n in range(6)])),
    )
    store.audiences.put("list:vip", range(2))
    return store


def test_a_segment_is_saved_used_and_shown(people: keyart.Store) -> None:
    audiences = people.audiences
    saved = audiences.save(
        "segment:gold fans", "attr:plan=gold AND (viewed(genre=drama))", note="Spring", owner="Ana"
    )
    assert saved.profiles == 1
    assert saved.text == "attr:plan=gold and viewed(genre=drama)"
    assert (saved.note, saved.owner, saved.ready_made) == ("Spring", "Ana", False)
    audiences.save("segment:others", 'not segment:"gold fans" and not list:vip')
    assert audiences.list() == ["list:vip", "segment:gold fans", "segment:others"]
    assert audiences.size("segment:others") == 3
    shown = audiences.show("segment:gold fans")
    assert shown.used_by == ("segment:others",)
    assert audiences.show("segment:others").made_of == ("segment:gold fans", "list:vip")
    assert audiences.show("list:vip").used_by == ("segment:others",)
    found = people.query(measures=["reach"], by=["audience"], audience='segment:"gold fans"')
    assert found.to_dicts() == [
        {"audience": "list:vip", "reach": 1},
        {"audience": "segment:gold fans", "reach": 1},
    ]
    assert people.check() == []


def test_a_segment_follows_the_data_and_the_names_that_it_uses(people: keyart.Store) -> None:
    audiences = people.audiences
    audiences.save("segment:a", "saw(title=t) and list:vip")
    audiences.save("segment:b", "not segment:a")
    assert [audiences.size(f"segment:{name}") for name in "ab"] == [2, 3]
    audiences.put("list:vip", [2, 4])
    assert [audiences.size(f"segment:{name}") for name in "ab"] == [1, 4]
    people.ingest(impressions=table([impression(4)]))
    assert [audiences.size(f"segment:{name}") for name in "ab"] == [2, 3]
    audiences.save("segment:a", "list:vip or attr:plan=gold")
    assert [audiences.size(f"segment:{name}") for name in "ab"] == [4, 1]


def test_history_says_who_said_what_when(people: keyart.Store) -> None:
    audiences = people.audiences
    audiences.save("segment:a", "list:vip", note="first", owner="Ana")
    audiences.save("segment:a", "not list:vip", owner="Bo")
    audiences.remove("segment:a", owner="Cy")
    with pytest.raises(keyart.UnknownName, match=r"removed by Cy"):
        audiences.show("segment:a")
    again = audiences.save("segment:a", "list:vip")
    said = [(row.revision, row.text, row.note, row.owner) for row in again.history]
    assert said == [
        (1, "list:vip", "first", "Ana"),
        (2, "not list:vip", None, "Bo"),
        (3, None, None, "Cy"),
        (4, "list:vip", None, None),
    ]
    times = [row.created for row in again.history]
    assert times == sorted(times)
    versions = [row.version for row in again.history]
    assert versions == sorted(set(versions))
    assert people.check() == []


def test_what_is_no_segment_is_refused(people: keyart.Store) -> None:
    audiences = people.audiences
    audiences.save("segment:a", "list:vip")
    audiences.save("segment:b", "segment:a and attr:plan=gold")
    before = people.snapshot().version
    refused: list[tuple[str, str, type[keyart.KeyartError], str]] = [
        ("list:x", "list:vip", keyart.BadInput, "segment:"),
        ("segment:", "list:vip", keyart.BadInput, "segment:vip"),
        ("segment: a", "list:vip", keyart.BadInput, "'segment:a'"),
        ("segment:c", "list:vip and", keyart.BadExpression, "nothing follows"),
        ("segment:c", "list:vipp", keyart.UnknownName, "list:vip"),
        ("segment:c", "not segment:d", keyart.UnknownName, "segment:d"),
        ("segment:c", "attr:plam=gold", keyart.UnknownName, "plan"),
        ("segment:c", "segment:c", keyart.UnknownName, "segment:c"),
        ("segment:a", "not segment:a", keyart.BadExpression, "segment:a → segment:a"),
        (
            "segment:a", "list:vip or segment:b", keyart.BadExpression,
            "segment:a → segment:b → segment:a",
        ),
    ]  # fmt: skip
    for name, text, error, words in refused:
        with pytest.raises(error) as caught:
            audiences.save(name, text)
        assert words in str(caught.value)
    assert people.snapshot().version == before
    assert audiences.show("segment:a").text == "list:vip"


def test_what_segments_are_made_of_cannot_be_removed(people: keyart.Store) -> None:
    audiences = people.audiences
    audiences.save("segment:a", "list:vip")
    audiences.save("segment:b", "not segment:a")
    audiences.save("segment:c", "segment:a or list:vip")
    with pytest.raises(keyart.AudienceInUse, match="segment:a, segment:c use it"):
        audiences.remove("list:vip")
    with pytest.raises(keyart.AudienceInUse, match="segment:b, segment:c use it"):
        audiences.remove("segment:a")
    for name in ("segment:b", "segment:c", "segment:a", "list:vip"):
        audiences.remove(name)
    assert audiences.list() == []


def test_a_ready_made_segment_may_be_replaced_and_comes_back(people: keyart.Store) -> None:
    audiences = people.audiences
    assert audiences.show("segment:new").ready_made
    assert audiences.size("segment:new") == 4
    audiences.save("segment:newcomers", "segment:new and attr:plan=null")
    assert audiences.size("segment:newcomers") == 1
    audiences.save("segment:new", "list:vip")
    assert not audiences.show("segment:new").ready_made
    assert [audiences.size("segment:new"), audiences.size("segment:newcomers")] == [2, 0]
    audiences.remove("segment:new")
    assert audiences.size("segment:newcomers") == 1
    with pytest.raises(keyart.UnknownName, match="ready-made"):
        audiences.remove("segment:new")


def test_overlaps_are_exact(people: keyart.Store) -> None:
    found = people.audiences.overlap(["list:vip", "attr:plan=gold", "saw() and not list:vip"])
    assert found.audiences == ("list:vip", "attr:plan=gold", "saw() and not list:vip")
    assert found.sizes.tolist() == [2, 3, 1]
    assert found.both.tolist() == [[2, 2, 0], [2, 3, 1], [0, 1, 1]]
    assert found.profiles == 5
    assert found.lift[0, 1] == pytest.approx(2 * 5 / (2 * 3))
    assert people.audiences.overlap([]).to_dicts() == []


@pytest.mark.parametrize(
    "name", ["गर्मी", "夏の長い夜", "קיץ", "лето", 'a "b" = (c)', "and", "null", "x:y"]
)
def test_names_may_be_in_any_script(people: keyart.Store, name: str) -> None:
    audiences = people.audiences
    quoted = '"' + name.replace('"', '""') + '"'
    audiences.put(f"list:{name}", [1, 2])
    audiences.save(f"segment:{name}", f"list:{quoted} and not list:vip", note=name, owner=name)
    audiences.save("segment:user", f"not segment:{quoted}")
    assert audiences.size("segment:user") == 4
    assert audiences.show(f"segment:{name}").note == name
    rows = people.query(measures=["reach"], by=["audience"], audiences=[f"segment:{name}"])
    assert rows.to_dicts()[0] == {"audience": f"segment:{name}", "reach": 1}
    assert people.check() == []


def test_an_older_version_knows_its_own_segments(people: keyart.Store) -> None:
    audiences = people.audiences
    audiences.save("segment:a", "list:vip")
    before = people.snapshot()
    with keyart.open(people.root) as other:
        other.audiences.save("segment:a", "not list:vip")
    assert before.definitions.current["segment:a"].text == "list:vip"
    assert audiences.show("segment:a").text == "not list:vip"


def test_check_tells_of_a_segment_that_names_what_is_not(people: keyart.Store) -> None:
    people.audiences.save("segment:a", "list:vip")
    with publication(people.root, command="test", now=NOW) as p:
        p.remove_list("list:vip")
        p.commit()
    (finding,) = people.check()
    assert finding.where == "segment:a"
    assert "There is no audience 'list:vip'" in finding.problem


EVENTS: list[Row] = [
    *(impression(n, event_id=f"i{n}", ts=f"2026-01-{1 + n:02}T12:00:00Z") for n in range(9)),
    *(play(n, event_id=f"p{n}", ts=f"2026-01-{2 + n:02}T12:00:00Z", seconds=n * 900.0)
      for n in range(9)),
]  # fmt: skip
ASKED = (
    "hours(days=5) >= 1.5",
    "new(days=4) or lapsed(days=3)",
    "saw(title=t) and not viewed(at_least=1)",
    "share(title=t, days=2) >= 1",
    "segment:mine and not list:some",
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(order=st.permutations(range(len(EVENTS))), cuts=st.sets(st.integers(1, 17), max_size=3))
def test_the_order_of_batches_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], cuts: set[int]
) -> None:
    bounds = [0, *sorted(cuts), len(EVENTS)]
    with keyart.create(tmp_path_factory.mktemp("order") / "o.keyart") as store:
        store.audiences.put("list:some", [1, 4, 7])
        store.audiences.save("segment:mine", "saw(until=2026-01-06) or hours() > 1")
        for first, last in pairwise(bounds):
            rows = [EVENTS[n] for n in order[first:last]]
            shown = [row for row in rows if "asset_id" in row]
            played = [row for row in rows if "asset_id" not in row]
            store.ingest(
                impressions=table(shown) if shown else None,
                plays=table(played) if played else None,
            )
        sizes = [store.audiences.size(text) for text in ASKED]
    assert sizes == [3, 8, 1, 2, 6]
