"""Arrow streams made to do harm: small ones that stand for much, and those that are not whole."""

import struct
from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import keyart
from keyart.live.inbox import publish_waiting
from tests.api.serving import Served, serving
from tests.api.test_events import arrow, post, refusal, stream
from tests.live.arriving import impression, shown

ROWS = pa.Table.from_pylist([impression(number) for number in range(3)])
WHOLE = stream(ROWS)
LONG = pa.array(["x" * 1_000_000])


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("arrow") / "live.keyart"
    keyart.create(path).close()
    return path


@pytest.fixture(scope="module")
def door(root: Path) -> Generator[Served]:
    with serving(root, events_size=8 << 20) as running:
        yield running


def with_column(values: pa.Array, name: str = "device") -> bytes:
    """Return as many impressions as there are values, which are those of one column."""
    rows = [impression(number) for number in range(len(values))]
    return stream(
        pa.Table.from_pylist(rows)
        .drop_columns(name if name in rows[0] else [])
        .append_column(name, values)
    )


def repeated(entry: pa.Array, times: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(times, np.int8)), entry)


def runs(times: int) -> pa.Array:
    return pa.RunEndEncodedArray.from_arrays(pa.array([times], pa.int32()), LONG)


def sharing(times: int) -> pa.Array:
    """Return texts that lie in the same bytes."""
    _, views, text = LONG.cast(pa.string_view()).buffers()
    assert views is not None
    again = pa.py_buffer(views.to_pybytes() * times)
    return pa.Array.from_buffers(pa.string_view(), times, [None, again, text])


def overlapping(times: int) -> pa.Array:
    """Return lists that are all one and the same."""
    starts, sizes = pa.array([0] * times, pa.int32()), pa.array([1000] * times, pa.int32())
    return pa.ListViewArray.from_arrays(starts, sizes, pa.array(range(1000)))


def chosen(times: int) -> pa.Array:
    """Return a dense union whose entries are all one and the same."""
    kinds, places = pa.array([0] * times, pa.int8()), pa.array([0] * times, pa.int32())
    return pa.UnionArray.from_dense(kinds, places, [LONG])


BOMBS: dict[str, pa.Array] = {
    "a dictionary": repeated(LONG, 1000),
    "a dictionary in a struct": pa.StructArray.from_arrays([repeated(LONG, 1000)], names=["a"]),
    "a dictionary of lists": repeated(pa.array([LONG.to_pylist()]), 1000),
    "a dictionary of wide bytes": repeated(LONG.cast(pa.binary()).cast(pa.binary(1_000_000)), 1000),
    "a union": chosen(1000),
    "texts that share their bytes": sharing(1000),
    "a run": runs(1000),
    "lists that are one": overlapping(1000),
    "a list of nothings": pa.array([[None] * 10_000_000], pa.list_(pa.null())),
    "a list of empty structs": pa.array([[{}] * 10_000_000], pa.list_(pa.struct([]))),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_stands_for_far_more_than_it_says_is_refused(door: Served, name: str) -> None:
    body = with_column(BOMBS[name])
    assert len(body) < 3 << 20
    assert refusal(post(door, body, **arrow())) == (400, "bad_input")


def test_a_request_brings_no_more_than_a_million_events(door: Served) -> None:
    nothing = pa.table(
        {"ts": pa.array(np.zeros(1_000_001, np.int8)), "profile_id": pa.nulls(1_000_001)}
    )
    assert refusal(post(door, stream(nothing), **arrow())) == (413, "body_too_large")
    assert refusal(post(door, b"{}\n" * 1_000_001)) == (413, "body_too_large")
    many = {f"c{number}": pa.array([1], pa.int8()) for number in range(10_001)}
    assert refusal(post(door, stream(pa.table(many)), **arrow())) == (400, "bad_input")
    keys = ",".join(f'"c{number}":1' for number in range(10_001))
    assert refusal(post(door, f"{{{keys}}}".encode())) == (400, "bad_input")


# A stream may end after any of its messages, and the first one is its schema.
SCHEMA = len(stream(ROWS.slice(0, 0))) - len(b"\xff\xff\xff\xff\0\0\0\0")


@given(cut=st.integers(1, len(WHOLE) - 9).filter(lambda cut: cut != SCHEMA))
def test_a_part_of_a_stream_is_refused(door: Served, cut: int) -> None:
    assert refusal(post(door, WHOLE[:cut], **arrow())) == (400, "bad_input")


@pytest.mark.parametrize(
    "body",
    [
        WHOLE + WHOLE,
        WHOLE + b"more",
        WHOLE[:4] + struct.pack("<i", 2**31 - 1) + WHOLE[8:],
        WHOLE[:4] + struct.pack("<i", -5) + WHOLE[8:],
        struct.pack("<i", 2**30) + WHOLE[4:],
        b"PAR1" + bytes(100) + b"PAR1",
    ],
)
def test_what_follows_or_lies_about_its_length_is_refused(door: Served, body: bytes) -> None:
    assert refusal(post(door, body, **arrow())) == (400, "bad_input")


@given(
    changes=st.dictionaries(
        st.integers(0, len(WHOLE) - 1), st.integers(0, 255), min_size=1, max_size=4
    )
)
def test_a_stream_with_wrong_bytes_is_taken_or_refused(
    door: Served, changes: dict[int, int]
) -> None:
    body = bytearray(WHOLE)
    for place, byte in changes.items():
        body[place] = byte
    answer = post(door, bytes(body), **arrow())
    if answer.status_code != 200:
        assert refusal(answer) in {
            (400, "bad_input"),
            (400, "missing_column"),
            (413, "body_too_large"),
        }
    else:
        assert answer.json()["rows"] <= len(WHOLE)


FAR = (2**63 - 1, -(2**63), 2**62, -(2**62), 10**15, -(10**15), 0)

KINDS = (
    *map(pa.timestamp, ("s", "ms", "us", "ns")),
    *(pa.timestamp(unit, "UTC") for unit in ("s", "ms", "us", "ns")),
    pa.timestamp("s", "Nowhere/X"),
    *map(pa.duration, ("s", "ms", "us", "ns")),
)


@pytest.mark.parametrize("column", ["ts", "profile_id", "device"])
def test_times_far_away_cost_their_rows_and_nothing_else(door: Served, column: str) -> None:
    """DuckDB fails at some for good: the events that come next have to be checked all the same."""
    for kind in KINDS:
        answer = post(door, with_column(pa.array(FAR).view(kind), column), **arrow())
        assert answer.status_code == 200, (kind, answer.text)
        assert answer.json()["rows"] == len(FAR)
    assert post(door, WHOLE, **arrow()).json()["accepted"] == 3


@pytest.mark.parametrize("kind", [pa.time64("us"), pa.time64("ns"), pa.date64()], ids=str)
def test_times_of_a_day_and_days_that_are_none_are_refused(door: Served, kind: pa.DataType) -> None:
    body = with_column(pa.array([-1]).view(kind))
    assert refusal(post(door, body, **arrow())) == (400, "bad_input")


IDS: tuple[Any, ...] = (
    pa.array([7, 8, 7]),
    pa.array([7, 8, 7], pa.uint64()),
    pa.array(["7", "8", "7"]).dictionary_encode(),
    pa.array([7, 8, 7]).dictionary_encode(),
    pa.array([b"7", b"8", b"7"]),
    pa.array(["7", "8", "7"], pa.string_view()),
)


@pytest.mark.parametrize("ids", IDS, ids=lambda ids: str(ids.type))
def test_ids_of_any_type_tell_which_events_come_again(door: Served, ids: pa.Array) -> None:
    told = post(door, with_column(ids, "event_id"), **arrow()).json()
    assert (told["rows"], told["accepted"], told["duplicate"]) == (3, 2, 1)


def test_all_that_was_taken_is_published_or_counted(tmp_path: Path) -> None:
    root = tmp_path / "live.keyart"
    keyart.create(root).close()
    with serving(root) as door:
        for values in (pa.array([-(2**63)]).view(pa.timestamp("s")), *IDS[:4]):
            name = "ts" if pa.types.is_temporal(values.type) else "event_id"
            assert post(door, with_column(values, name), **arrow()).status_code == 200
    publish_waiting(root)
    with keyart.open(root) as store:
        (batch,) = store.snapshot().batches()
    account = batch.tables["impressions"]
    assert (account.rows, account.quarantined) == (13, 1)
    assert account.accepted + account.duplicate == 12
    assert sum(shown(root).values()) == account.accepted
