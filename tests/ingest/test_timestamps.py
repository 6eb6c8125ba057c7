"""Timestamps of every form, as pairs of what is given and what it means."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.ingest.checks import microseconds
from keyart.ingest.text import canonical
from keyart.ingest.timestamps import timestamps

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
    ("20260301", "1970-08-23T12:11:41"),
]
NO_TIMES = [
    "", " ", "yesterday", "2026", "2026-03", "2026-3-1", "2026-13-01", "2026-02-30", "2025-02-29",
    "2026-03-01T", "2026-03-01T25:00", "2026-03-01T18:60", "2026-03-01T18:30:61", "2026-03-01T18",
    "2026-03-01T18:30:05+25:00", "2026-03-01T18:30:05Europe/Berlin", "2026-03/01", "03/01/2026",
    "2026-03-01T18:30:05.", "2026-03-01T18:30:05Z extra", "nan", "inf", "1e", "1_000", "0x10", "--1",
    "٢٠٢٦-٠٣-٠١", "2026-03-01\x00",
]  # fmt: skip


def read(array: pa.Array, tz: str = "UTC") -> list[str | None]:
    """Return what each value means, in UTC."""
    found: list[str | None] = []
    for micros in timestamps(canonical(array), tz).to_pylist():
        moment = None if micros is None else datetime.fromtimestamp(micros / 1e6, UTC)
        whole = None if micros is None else micros % 1_000_000
        found.append(
            None
            if moment is None
            else datetime.fromtimestamp(micros // 1_000_000, UTC)
            .replace(microsecond=whole, tzinfo=None)
            .isoformat()
        )
    return found


@pytest.mark.parametrize(("text", "meaning"), TEXTS)
def test_text_is_read(text: str, meaning: str):
    assert read(pa.array([text])) == [meaning]


@pytest.mark.parametrize("text", NO_TIMES)
def test_text_that_is_no_time_is_null(text: str):
    assert read(pa.array([text])) == [None]
