"""Metadata, profiles and lists: the newest row wins, absent columns keep their value."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyart.core.errors import UnknownName
from keyart.store import check, open_snapshot
from keyart.store.metadata.tables import merge_metadata, metadata_schema
from tests.store.store_rows import Row, key_array, publishing, temporary_store

COLUMNS = ("name", "content_type", "runtime_seconds", "genres", "studio")
TEXT = st.one_of(st.none(), st.sampled_from(["x", "y"]))
VALUES = {
    "name": TEXT,
    "content_type": TEXT,
    "runtime_seconds": st.one_of(st.none(), st.sampled_from([1.5, 60.0])),
    "genres": st.one_of(st.none(), st.lists(st.sampled_from(["drama", "crime"]), max_size=2)),
    "studio": TEXT,
}


@st.composite
def uploads(draw: st.DrawFn) -> tuple[list[str], list[Row]]:
    names = ["title_id", *draw(st.lists(st.sampled_from(COLUMNS), unique=True))]
    strategies = {"title_id": st.sampled_from(["a", "b", "c", "d"]), **VALUES}
    row = st.fixed_dictionaries({name: strategies[name] for name in names})
    return names, draw(st.lists(row, max_size=5))


@settings(max_examples=40, deadline=None)
@given(st.lists(uploads(), max_size=4))
def test_titles_are_the_newest_values(changes: list[tuple[list[str], list[Row]]]) -> None:
    expected: dict[str, Row] = {}
    with temporary_store() as root:
        for names, rows in changes:
            types = metadata_schema("titles", ("studio",))
            schema = pa.schema([types.field(name) for name in names])
            with publishing(root) as p:
                p.put_metadata("titles", pa.Table.from_pylist(rows, schema))
            last = {row["title_id"]: row for row in rows}
            for title, row in last.items():
                expected.setdefault(title, {}).update(row)
        with open_snapshot(root) as snapshot:
            found = snapshot.titles.to_pylist()
            assert [row["title_id"] for row in found] == sorted(expected)
            for row in found:
                own = expected[row["title_id"]]
                assert row == {name: own.get(name) for name in row}
        assert check(root) == []


def test_a_key_may_have_several_columns_and_nulls() -> None:
    columns = ["title_id", "country", "from"]
    older = pa.Table.from_pylist(
        [{"title_id": "t", "country": "DE", "from": None, "until": None}],
        metadata_schema("availability"),
    )
    newer = pa.Table.from_pylist(
        [
            {"title_id": "t", "country": "DE", "from": None, "until": 9},
            {"title_id": "t", "country": "DE", "from": 1, "until": 8},
            {"title_id": "t", "country": "FR", "from": None, "until": None},
        ],
        metadata_schema("availability"),
    )
    merged = merge_metadata("availability", older, newer)
    assert merged.num_rows == 3
    assert merged.select(columns)["country"].to_pylist() == ["DE", "DE", "FR"]


def test_within_a_publication_tables_are_as_they_will_be() -> None:
    with temporary_store() as root, publishing(root) as p:
        p.put_metadata("assets", pa.table({"asset_id": ["a"], "title_id": ["t"]}))
        p.put_metadata("assets", pa.table({"asset_id": ["b"], "title_id": ["t"]}))
        assert p.metadata("assets")["asset_id"].to_pylist() == ["a", "b"]
        assert p.base.assets.num_rows == 0
        with pytest.raises(UnknownName):
            p.put_metadata("asset", pa.table({"asset_id": ["a"]}))


PROFILE = {
    "consent": st.one_of(st.none(), st.sampled_from(["full", "no_profiling", "none"])),
    "is_minor": st.one_of(st.none(), st.booleans()),
    "plan": TEXT,
}


@st.composite
def profile_uploads(draw: st.DrawFn) -> tuple[list[str], list[Row]]:
    names = draw(st.lists(st.sampled_from(sorted(PROFILE)), unique=True, min_size=1))
    strategies = {"profile": st.integers(0, 5), **{name: PROFILE[name] for name in names}}
    return names, draw(st.lists(st.fixed_dictionaries(strategies), max_size=4))


@settings(max_examples=40, deadline=None)
@given(st.lists(profile_uploads(), max_size=4))
def test_profiles_are_the_newest_values(changes: list[tuple[list[str], list[Row]]]) -> None:
    types = {"consent": pa.string(), "is_minor": pa.bool_(), "plan": pa.string()}
    expected: dict[int, Row] = {}
    with temporary_store() as root:
        with publishing(root) as p:
            keys = p.ordinals(key_array([(i, i) for i in range(6)]))
        for names, rows in changes:
            with publishing(root) as p:
                ordinals = np.array([row["profile"] for row in rows], np.uint32)
                schema = pa.schema([(name, types[name]) for name in names])
                p.put_profiles(ordinals, pa.Table.from_pylist(rows, schema))
                for row in rows:
                    expected.setdefault(row["profile"], {}).update(row)
                refused = [i for i in range(6) if expected.get(i, {}).get("consent") == "none"]
                assert p.no_consent_keys()["high"].tolist() == refused
        with publishing(root) as p:
            p.add_anonymous(1)
        with open_snapshot(root) as snapshot:
            rows = [expected.get(i, {}) for i in range(7)]
            assert snapshot.no_consent.tolist() == [r.get("consent") == "none" for r in rows]
            assert snapshot.protected.tolist() == [
                r.get("consent") in {"no_profiling", "none"} or bool(r.get("is_minor"))
                for r in rows
            ]
            if "plan" in snapshot.attributes:
                plan = snapshot.attribute("plan")
                text = [*plan.values, None]
                assert [text[c] for c in plan.codes.tolist()] == [r.get("plan") for r in rows]
        assert check(root) == []
        assert len(keys[0]) == 6


def test_attributes_become_text_and_unknown_ones_are_named() -> None:
    with temporary_store() as root:
        with publishing(root) as p:
            p.put_profiles(p.add_anonymous(3)[1:], pa.table({"age": [30, None]}))
        with open_snapshot(root) as snapshot:
            assert snapshot.attribute("age").codes.tolist() == [-1, 0, -1]
            assert snapshot.attribute("age").values == ["30"]
            with pytest.raises(UnknownName, match="age"):
                snapshot.attribute("ages")


def test_lists_replace_and_go() -> None:
    with temporary_store() as root:
        with publishing(root) as p:
            p.add_anonymous(9)
            p.put_list("list:vip", np.array([5, 1, 5], np.uint32))
            p.put_list("list:vip", np.array([7, 2], np.uint32))
            p.put_list("list:ä/b", np.array([], np.uint32))
        with open_snapshot(root) as snapshot:
            assert {n: o.tolist() for n, o in snapshot.lists.items()} == {
                "list:vip": [2, 7],
                "list:ä/b": [],
            }
        assert check(root) == []
        with publishing(root) as p:
            p.remove_list("list:ä/b")
            with pytest.raises(UnknownName, match="list:vip"):
                p.remove_list("list:vib")
        with open_snapshot(root) as snapshot:
            assert list(snapshot.lists) == ["list:vip"]
