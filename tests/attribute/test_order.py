"""Events are sorted by (title, profile, time) whatever the size of the numbers."""

import numpy as np
import pyarrow as pa
import pytest

from keyart.attribute.part import sort_events

pytestmark = pytest.mark.kernels

DECADE = 10 * 365 * 86_400 * 1_000_000


@pytest.mark.parametrize("rows", [0, 1, 2, 3, 23, 24, 25, 26, 500, 5000])
@pytest.mark.parametrize(
    ("titles", "profiles", "span"),
    [
        (1, 1, 5),
        (1, 1, DECADE),  # one run of all rows
        (3, 4, DECADE),
        (3, 4, 100),  # many ties
        (2**18, 2**26, DECADE),  # leading bits of the time only
        (2**31 - 1, 2**32 - 1, DECADE),  # no room for the row number, nor for the time
    ],
)
def test_events_are_sorted(titles: int, profiles: int, span: int, rows: int) -> None:
    random = np.random.default_rng(rows)
    title = random.choice(random.integers(-1, titles, 5), rows).astype(np.int32)
    profile = random.choice(random.integers(0, profiles, 5), rows).astype(np.uint32)
    ts = 1_767_268_800_000_000 + random.integers(0, span, rows)
    events = sort_events(pa.table({"title": title, "profile": profile, "ts": ts}))
    wanted = np.lexsort((ts, profile, title))
    assert sorted(events.rows.tolist()) == list(range(rows))
    for values, by_hand in ((events.title, title), (events.profile, profile), (events.ts, ts)):
        assert (values == by_hand[wanted]).all()
        assert (values == by_hand[events.rows]).all()


def test_positions_of_titles() -> None:
    events = sort_events(
        pa.table(
            {
                "title": pa.array([2, -1, 0, 2, -1], pa.int32()),
                "profile": pa.array([0] * 5, pa.uint32()),
                "ts": pa.array([1] * 5, pa.int64()),
            }
        )
    )
    assert events.title_starts(4).tolist() == [2, 3, 3, 5, 5]
