"""The road from a version of a store to what people should know of it."""

from datetime import datetime

from keyart.core.notice import Condition
from keyart.insights import authenticity, outliers
from keyart.insights.authenticity.rules import Kind
from keyart.insights.notices import telling
from keyart.insights.notices.shares import broken_tests
from keyart.insights.notices.volumes import missing, together
from keyart.query import owner
from keyart.store import Snapshot

MIN_CELL = 50


def find(
    snapshot: Snapshot, min_cell: int = MIN_CELL, *, now: datetime | None = None
) -> tuple[Condition, ...]:
    """Return what holds in a version that people should know, the same for the same events.

    All of the store is judged; what is said names no group of fewer than `min_cell` people. With
    `now` (zone-aware), what should have come since the newest event is missing, too, if events
    were fresh when the version was published. Outliers start from the figures of a feed if
    `Feed.prime` has put them in place.
    """
    access = owner()
    # 1. Who gets far more, or far less, than their like.
    standing_out = outliers.outliers(snapshot, access, outliers.Asked())
    # 2. What wins plays and loses viewers.
    promises = authenticity.authenticity(snapshot, access, authenticity.Asked())
    # 3. Tests that do not give what was set.
    tests = broken_tests(snapshot, access)
    # 4. Hours and days in which events are missing.
    gaps = together(missing(snapshot, access, now))
    # 5. In words; nothing of a few people.
    return (
        *(telling.outlier(one) for one in standing_out.findings if one.people >= min_cell),
        *(
            telling.clickbait(one)
            for one in promises.of(Kind.CLICKBAIT)
            if one.standing.people >= min_cell
        ),
        *(telling.broken_test(snapshot, one) for one in tests if one.people >= min_cell),
        *(telling.gap(several, min_cell) for several in gaps if several[0].expected >= min_cell),
    )
