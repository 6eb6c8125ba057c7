"""Return rates: the share of a day's active profiles that are active again days later."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import keyart
from keyart.curation.kernels import count_returns, mark_days
from keyart.curation.return_rates import ReturnRate, return_rates

SLOTS_A_DAY = 96
FIRST_DAY = 20_000


@pytest.mark.kernels
@given(
    active=arrays(np.bool_, st.tuples(st.integers(1, 9), st.integers(1, 200))),
    after=st.sampled_from([1, 7, 28, 63, 64, 65, 128]),
    low=st.integers(0, 3),
    data=st.data(),
)
def test_returns_are_those_of_a_table_of_days(
    active: np.ndarray, after: int, low: int, data: st.DataObject
) -> None:
    profiles, days = active.shape
    complete = data.draw(st.integers(0, days))
    members = data.draw(arrays(np.bool_, profiles))
    profile, day = np.nonzero(active)
    slots = (FIRST_DAY + day) * SLOTS_A_DAY + SLOTS_A_DAY // 2
    bits = np.zeros((max(profiles - low, 0), (days + 63) // 64), np.uint64)
    mark_days(
        profile.astype(np.uint32), slots, np.ones_like(slots), np.empty(0, np.uint8),
        low, FIRST_DAY, SLOTS_A_DAY, bits,
    )  # fmt: skip
    able = active[low:, : max(complete - after, 0)] & members[low:, np.newaxis]
    again = able & active[low:, after : after + able.shape[1]]
    assert count_returns(bits, members[low:], after, complete) == (able.sum(), again.sum())


@pytest.mark.kernels
def test_rates_are_the_same_in_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(5)
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    plays = [
        {
            "ts": begin + timedelta(days=int(rng.integers(100)), hours=int(rng.integers(24))),
            "profile_id": f"p{rng.integers(500)}",
            "title_id": f"t{rng.integers(9)}",
            "seconds": 1200.0,
        }
        for _ in range(9_000)
    ]
    store = keyart.create(tmp_path / "my.keyart")
    store.ingest(plays=pa.Table.from_pylist(plays))
    expected = _rates(store)
    assert [rate.days for rate in expected] == [7, 28]
    assert all(rate.active > 5_000 for rate in expected)
    monkeypatch.setenv("KEYART_QUERY_MEMORY", "1KiB")
    assert _rates(keyart.open(tmp_path / "my.keyart")) == expected


def _rates(store: keyart.Store) -> tuple[ReturnRate, ...]:
    snapshot = store.snapshot()
    return return_rates(snapshot, np.ones(snapshot.profiles, np.bool_))
