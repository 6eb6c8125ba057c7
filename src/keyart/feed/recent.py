"""The sheets of recent launches, and of the last days of each title."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import DAY_MICROSECONDS
from keyart.feed.questions import FeedQuestions, Titles
from keyart.query import Query
from keyart.query.engine import Groups
from keyart.query.planning.plan import TIME, DistinctTerm
from keyart.store import Snapshot

DAYS = 28
"""Days of a sparkline, UTC; the last day is that of the newest event."""

MOST_LAUNCHES = 200

MEASURES = ("reach", "viewers")
"""What sparklines show: their ratio is the take rate."""

_LISTS = [(name, pa.list_(pa.int64(), DAYS)) for name in MEASURES]
_TERMS = {"reach": DistinctTerm("impressions"), "viewers": DistinctTerm("qualified_plays")}

SCHEMAS: Mapping[str, pa.Schema] = {
    "launches": pa.schema(
        [
            ("title", pa.string()),
            ("name", pa.string()),
            ("content_type", pa.string()),
            ("launched_at", pa.timestamp("us", "UTC")),
        ]
    ),
    "days": pa.schema(_LISTS),
    "title_days": pa.schema([("title", pa.string()), *_LISTS]),
}


def launches(snapshot: Snapshot) -> pa.Table:
    """Return the titles launched last before the newest event, the newest first."""
    if snapshot.data_until is None:
        return SCHEMAS["launches"].empty_table()
    titles = snapshot.titles.rename_columns({"title_id": "title"})
    launched = titles.column("launched_at").cast(pa.int64())
    launched_titles = titles.filter(pc.less_equal(launched, snapshot.data_until))
    order = [("launched_at", "descending"), ("title", "ascending")]
    return launched_titles.select(SCHEMAS["launches"].names).sort_by(order).slice(0, MOST_LAUNCHES)


def first_day(snapshot: Snapshot) -> date | None:
    """Return the first day of the sparklines, None if there is no event."""
    if snapshot.data_until is None:
        return None
    last = datetime.fromtimestamp(snapshot.data_until // 1_000_000, UTC).date()
    return last - timedelta(days=DAYS - 1)


def whole_days(questions: FeedQuestions) -> pa.Table:
    """Return the days of the whole catalogue: one row, none if there is no event."""
    first = first_day(questions.snapshot)
    if first is None:
        return SCHEMAS["days"].empty_table()
    return pa.table(_days(questions, first, None, None), schema=SCHEMAS["days"])


def title_days(questions: FeedQuestions, titles: Titles) -> pa.Table:
    """Return the days of some titles: a row for each."""
    first = first_day(questions.snapshot)
    if first is None:
        return SCHEMAS["title_days"].empty_table()
    ids = pa.array(titles, pa.string())
    columns = {"title": ids, **_days(questions, first, titles, ids)}
    return pa.table(columns, schema=SCHEMAS["title_days"])


def _days(
    questions: FeedQuestions, first: date, titles: Titles | None, ids: pa.Array | None
) -> dict[str, pa.Array]:
    """Return the columns of measures: for each title, or of all (None), a list of days."""
    end = first + timedelta(days=DAYS)
    by = () if ids is None else ("title",)
    query = Query(MEASURES, by=by, grain="day", since=str(first), until=str(end))
    start = int(datetime(first.year, first.month, first.day, tzinfo=UTC).timestamp()) * 1_000_000
    rows = 1 if ids is None else len(ids)
    counts = {name: np.zeros((rows, DAYS), np.int64) for name in MEASURES}
    for groups in questions.groups(query, titles):
        day = (groups.keys[TIME].to_numpy() - start) // DAY_MICROSECONDS
        place = _places(groups, ids)
        for name, values in counts.items():
            values[place, day] = groups.distincts[_TERMS[name]]
    return {n: pa.FixedSizeListArray.from_arrays(v.ravel(), DAYS) for n, v in counts.items()}


def _places(groups: Groups, ids: pa.Array | None) -> npt.NDArray[np.int64]:
    if ids is None:
        return np.zeros(groups.size, np.int64)
    return pc.index_in(groups.keys["title"], value_set=ids).to_numpy().astype(np.int64)
