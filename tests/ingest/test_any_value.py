"""Whatever is given, reading never crashes, and rows = accepted + rejected."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from keyart.core.schema import CONSENTS, INPUT_TABLES, PHASES
from tests.ingest.sample import IMPRESSION, events, metadata, table_of

CONFIG = '[measures.cost]\nsum = "cost"\n[dimensions]\nexperiment = "impressions"\n'

WORDS = st.sampled_from(
    [*PHASES, *CONSENTS, "true", "no", "a|b", '["x"]', "2026-06-01", "1e9", "DE"]
)
TEXT = st.one_of(WORDS, st.text(max_size=12))
VALUES: dict[pa.DataType, st.SearchStrategy[Any]] = {
    pa.string(): TEXT,
    pa.large_string(): TEXT,
    pa.string_view(): TEXT,
    pa.dictionary(pa.int8(), pa.string()): TEXT,
    pa.binary(): st.binary(max_size=6),
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.uint64(): st.integers(0, 2**64 - 1),
    pa.int16(): st.integers(-(2**15), 2**15 - 1),
    pa.float64(): st.floats(),
    pa.float32(): st.floats(width=32),
    pa.bool_(): st.booleans(),
    pa.decimal128(20, 3): st.decimals(-(10**9), 10**9, places=3).map(Decimal),
    pa.date32(): st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    pa.timestamp("us"): st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001
    pa.timestamp("s", "UTC"): st.datetimes(timezones=st.just(UTC)),
    pa.list_(pa.string()): st.lists(TEXT, max_size=3),
    pa.struct([("a", pa.int8())]): st.fixed_dictionaries({"a": st.integers(0, 9)}),
    pa.null(): st.none(),
}


@st.composite
def tables(draw: st.DrawFn, table: str) -> pa.Table:
    """Return rows of any types and values for the columns of a table, and some others."""
    definition = INPUT_TABLES[table]
    optional = [name for name in definition.names if name not in definition.required]
    further = draw(
        st.lists(st.sampled_from([*optional, "cost", "experiment", "more"]), unique=True)
    )
    rows = draw(st.integers(0, 5))
    columns: dict[str, pa.Array] = {}
    for name in (*definition.required, *further):
        kind = draw(st.sampled_from(list(VALUES)))
        value = st.one_of(st.none(), VALUES[kind])
        columns[name] = pa.array([draw(value) for _ in range(rows)], kind)
    return pa.table(columns)


@pytest.mark.parametrize("name", INPUT_TABLES)
@given(data=st.data())
@settings(max_examples=25)
def test_any_table_is_read_to_its_last_row(name: str, data: st.DataObject):
    table = data.draw(tables(name))

    read = events if name in ("impressions", "plays") else metadata
    found = read(table, name, CONFIG)

    assert found.rows == len(table)
    for row in found.rejected:
        assert row["message"]
        assert row["data"] is None or isinstance(json.loads(row["data"]), dict)


FAR = (2**63 - 1, -(2**63), 2**62, -(2**62), 10**15, -(10**15), -1)

TIMES = [
    kind
    for unit in ("s", "ms", "us", "ns")
    for kind in (pa.timestamp(unit), pa.timestamp(unit, "UTC"), pa.duration(unit))
] + [pa.time64("us"), pa.time64("ns"), pa.date64()]


@pytest.mark.parametrize("column", ["ts", "profile_id", "device", "cost", "more"])
@pytest.mark.parametrize("kind", TIMES, ids=str)
def test_times_that_no_engine_can_write_cost_their_rows_and_nothing_else(
    kind: pa.DataType, column: str
):
    table = pa.Table.from_pylist([dict(IMPRESSION)] * len(FAR))
    table = table.drop_columns([column] if column in IMPRESSION else [])
    table = table.append_column(column, pa.array(FAR, pa.int64()).view(kind))

    assert events(table, config=CONFIG).rows == len(FAR)
    assert events(table_of([IMPRESSION])).row_numbers == [1]


@given(
    st.lists(
        st.one_of(
            st.dictionaries(
                st.sampled_from(["ts", "profile_id", "asset_id", "position", "phase", "x"]),
                st.recursive(
                    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
                    lambda inner: (
                        st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2)
                    ),
                    max_leaves=4,
                ),
            ).map(lambda value: json.dumps(value).encode()),
            st.binary(max_size=20).filter(lambda line: b"\n" not in line and bool(line.strip())),
        ),
        max_size=6,
    )
)
@example([b"\x1c"])
def test_any_json_lines_are_read_to_the_last_line(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]
):
    first = b'{"ts": 1780315200, "profile_id": "p", "asset_id": "a"}'
    path = tmp_path_factory.mktemp("json") / "x.jsonl"
    path.write_bytes(b"\n".join([first, *lines]))

    found = events(path)

    assert found.rows == len(lines) + 1
    assert 1 in found.row_numbers
