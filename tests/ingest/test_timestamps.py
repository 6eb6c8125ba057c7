"""Timestamps of every form, as pairs of what is given and what it means."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.ingest.checks import microseconds
from keyart.ingest.values.text import canonical
from keyart.ingest.values.timestamps import timestamps

pytestmark = pytest.mark.kernels

TEXTS = [
    ("2026-03-01", "2026-03-01T00:00:00"),
    ("2026-03-01T18:30", "2026-03-01T18:30:00"),
    ("2026-03-01 18:30", "2026-03-01T18:30:00"),
    ("2026-03-01T18:30:05", "2026-03-01T18:30:05"),
    ("2026-03-01T18:30:05Z", "2026-03-01T18:30:05"),
    ("2026-03-01t18:30:05z", "2026-03-01T18:30:05"),
    ("2026-03-01T18:30:05.25Z", "2026-03-01T18:30:05.250000"),
    ("2026-03-01T18:30:05,25Z", "2026-03-01T18:30:05.250000"),
    ("2026-03-01T18:30:05.123456789Z", "2026-03-01T18:30:05.123456"),
    ("2026-03-01T18:30:05+01:00", "2026-03-01T17:30:05"),
    ("2026-03-01T18:30:05-0500", "2026-03-01T23:30:05"),
    ("2026-03-01 18:30:05+02", "2026-03-01T16:30:05"),
    ("2026-03-01 18:30:05 +05:45", "2026-03-01T12:45:05"),
    ("2026-03-01 18:30:05 UTC", "2026-03-01T18:30:05"),
    ("2026-03-01 18:30:05.5 GMT", "2026-03-01T18:30:05.500000"),
    ("20260301T183005Z", "2026-03-01T18:30:05"),
    ("2026/03/01 18:30:05", "2026-03-01T18:30:05"),
    ("  2026-03-01T18:30:05Z ", "2026-03-01T18:30:05"),
    ("2026-03-01T24:00:00Z", "2026-03-02T00:00:00"),
    ("2026-12-31T23:59:60Z", "2027-01-01T00:00:00"),
    ("2024-02-29", "2024-02-29T00:00:00"),
    ("1960-07-20", "1960-07-20T00:00:00"),
    ("1750000000", "2025-06-15T15:06:40"),
    ("1750000000.25", "2025-06-15T15:06:40.250000"),
    ("1750000000250", "2025-06-15T15:06:40.250000"),
    ("1750000000250.5", "2025-06-15T15:06:40.250500"),
    ("1750000000250001", "2025-06-15T15:06:40.250001"),
    ("1.75e9", "2025-06-15T15:06:40"),
    ("1.75E+9", "2025-06-15T15:06:40"),
    ("99999999999", "5138-11-16T09:46:39"),
    ("100000000000", "1973-03-03T09:46:40"),
    ("99999999999999", "5138-11-16T09:46:39.999000"),
    ("100000000000000", "1973-03-03T09:46:40"),
    ("-1", "1969-12-31T23:59:59"),
    ("20260301", "1970-08-23T11:51:41"),
]
NO_TIMES = [
    "", " ", "yesterday", "2026-03", "2026-3-1", "2026-13-01", "2026-02-30", "2025-02-29",
    "2026-03-01T", "2026-03-01T25:00", "2026-03-01T18:60", "2026-03-01T18:30:61", "2026-03-01T18",
    "2026-03-01T18:30:05+25:00", "2026-03-01T18:30:05Europe/Berlin", "2026-03/01", "03/01/2026",
    "2026-03-01T18:30:05.", "2026-03-01T18:30:05Z extra", "nan", "inf", "1e", "1_000", "0x10",
    "--1",
    "\u0662\u0660\u0662\u0666-\u0660\u0663-\u0660\u0661", "2026-03-01\x00",
]  # fmt: skip


EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - results are compared as UTC without saying so


def read(array: pa.Array, tz: str = "UTC") -> list[str | None]:
    """Return what each value means, in UTC."""
    found = timestamps(canonical(array), tz).to_pylist()
    return [
        None if us is None else (EPOCH + timedelta(microseconds=us)).isoformat() for us in found
    ]


@pytest.mark.parametrize(("text", "meaning"), TEXTS)
def test_text_is_read(text: str, meaning: str):
    assert read(pa.array([text])) == [meaning]


@pytest.mark.parametrize("text", NO_TIMES)
def test_text_that_is_no_time_is_null(text: str):
    assert read(pa.array([text])) == [None]


NATIVE = [
    (pa.array([1772366400], pa.timestamp("s")), "2026-03-01T12:00:00"),
    (pa.array([1772366400123], pa.timestamp("ms", "Europe/Berlin")), "2026-03-01T12:00:00.123000"),
    (pa.array([1772366400123456], pa.timestamp("us", "UTC")), "2026-03-01T12:00:00.123456"),
    (pa.array([1772366400123456789], pa.timestamp("ns")), "2026-03-01T12:00:00.123456"),
    (pa.array([date(2026, 3, 1)]), "2026-03-01T00:00:00"),
    (pa.array([1772366400000], pa.date64()), "2026-03-01T00:00:00"),
    (pa.array([1772366400]), "2026-03-01T12:00:00"),
    (pa.array([1772366400], pa.uint32()), "2026-03-01T12:00:00"),
    (pa.array([1772366400123], pa.uint64()), "2026-03-01T12:00:00.123000"),
    (pa.array([1772366400.5]), "2026-03-01T12:00:00.500000"),
    (pa.array([Decimal("1772366400.25")]), "2026-03-01T12:00:00.250000"),
    (pa.array([1772366400]).dictionary_encode(), "2026-03-01T12:00:00"),
    (pa.array(["2026-03-01"]).dictionary_encode(), "2026-03-01T00:00:00"),
    (pa.array(["2026-03-01"], pa.large_string()), "2026-03-01T00:00:00"),
    (pa.array(["2026-03-01"], pa.string_view()), "2026-03-01T00:00:00"),
    (pa.array([b"2026-03-01"]), "2026-03-01T00:00:00"),
    (pa.array([float("nan")]), None),
    (pa.array([float("inf")]), None),
    (pa.array([True]), None),
    (pa.array([[1]]), None),
    (pa.nulls(1), None),
]


@pytest.mark.parametrize(("array", "meaning"), NATIVE, ids=lambda x: str(getattr(x, "type", x)))
def test_native_values_are_read(array: pa.Array, meaning: str | None):
    assert read(array) == [meaning]


@pytest.mark.parametrize(
    "array",
    [
        pa.array([2**62], pa.timestamp("s")),
        pa.array([-(2**62)], pa.timestamp("ms")),
        pa.array([2**64 - 1], pa.uint64()),
        pa.array([-(2**63)]),
        pa.array([1e300, -1e300]),
    ],
)
def test_what_is_beyond_all_time_does_not_wrap_around(array: pa.Array):
    year_2100 = microseconds(datetime(2100, 1, 1, tzinfo=UTC))

    assert all(abs(value) > year_2100 for value in timestamps(array, "UTC").to_pylist())


ZONES = [
    ("America/New_York", "2026-01-15T12:00", "2026-01-15T17:00:00"),
    ("America/New_York", "2026-07-15T12:00", "2026-07-15T16:00:00"),
    ("America/New_York", "2026-07-15T12:00Z", "2026-07-15T12:00:00"),
    ("America/New_York", "2026-07-15T12:00+02:00", "2026-07-15T10:00:00"),
    ("America/New_York", "1752595200", "2025-07-15T16:00:00"),
    ("Europe/Berlin", "2026-03-29T01:59", "2026-03-29T00:59:00"),
    ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00"),  # in the gap: moves forward
    ("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00:00"),
    ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00"),  # twice: the first
    ("Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00:00"),
    ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00"),  # half an hour, twice
    ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45:00"),  # half an hour's gap
    ("Asia/Kathmandu", "2026-03-01", "2026-02-28T18:15:00"),
]


@pytest.mark.parametrize(("tz", "text", "meaning"), ZONES)
def test_times_without_offset_are_in_the_zone_of_the_mapping(tz: str, text: str, meaning: str):
    assert read(pa.array([text]), tz) == [meaning]


def test_native_timestamps_and_dates_without_zone_are_in_the_zone_of_the_mapping():
    noon = datetime(2026, 7, 15, 12, tzinfo=UTC)
    naive = pa.array([noon.replace(tzinfo=None)], pa.timestamp("us"))
    aware = pa.array([noon], pa.timestamp("us", "UTC"))

    assert read(naive, "America/New_York") == ["2026-07-15T16:00:00"]
    assert read(aware, "America/New_York") == ["2026-07-15T12:00:00"]
    assert read(pa.array([date(2026, 7, 15)]), "America/New_York") == ["2026-07-15T04:00:00"]


YEARS = EPOCH.replace(1, 1, 2), EPOCH.replace(9999, 12, 30)


@given(
    st.datetimes(*YEARS),
    st.integers(-23 * 60 - 59, 23 * 60 + 59),
    st.sampled_from(["T", " "]),
)
def test_every_iso_text_is_read_exactly(moment: datetime, minutes: int, separator: str):
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))

    (micros,) = timestamps(pa.array([aware.isoformat(separator)]), "UTC").to_pylist()

    assert micros == microseconds(aware)


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_null(text: str):
    (micros,) = timestamps(pa.array([text]), "Europe/Berlin").to_pylist()

    assert micros is None or isinstance(micros, int)
