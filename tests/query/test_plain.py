"""Answers as what JSON can hold."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa

from keyart.query.output.encoding import json_columns, json_rows

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)


def test_times_bear_the_offset_that_their_zone_has_then() -> None:
    times = pa.array([NOON - timedelta(days=1), NOON, None, NOON], pa.timestamp("us", "UTC"))
    table = pa.table({"time": times.cast(pa.timestamp("us", "Europe/Berlin"))})
    assert [row["time"] for row in json_rows(table)] == [
        "2026-03-28T13:00:00+01:00",
        "2026-03-29T14:00:00+02:00",
        None,
        "2026-03-29T14:00:00+02:00",
    ]


def test_rows_are_those_of_arrow_where_there_are_no_times() -> None:
    table = pa.table({"asset": ["a", None], "reach": [3, None], "rate": [0.5, None]})
    chunked = pa.concat_tables([table, table.slice(0, 0), table])
    assert json_rows(chunked) == chunked.to_pylist()
    assert json_rows(table.slice(0, 0)) == []


def test_batches_of_facts_have_their_texts() -> None:
    coded = pa.array(["x", "y", "x"]).dictionary_encode()
    (batch,) = pa.table({"title": coded}).to_batches()
    assert json_columns(batch) == [["x", "y", "x"]]
