"""The road from a version of a store to what people should know of it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from keyart.core.notice import Condition, Fading
from keyart.insights import authenticity, outliers
from keyart.insights.authenticity.rules import FindingKind
from keyart.insights.notices import telling
from keyart.insights.notices.shares import broken_tests
from keyart.insights.notices.volumes import missing, together
from keyart.query import Access, owner
from keyart.store import Snapshot

MIN_CELL = 50


def find(
    snapshot: Snapshot, min_cell: int = MIN_CELL, *, now: datetime | None = None
) -> tuple[Condition, ...]:
    """Return what holds in a version that people should know, the same for the same events.

    All of the store is judged; what is said names no group of fewer than `min_cell` people. As
    every version is judged, outliers and clickbait are held to what stays true at every look; what
    is found at a single look only is `Fading`. With
    `now` (zone-aware), what should have come since the newest event is missing, too, if events
    were fresh when the version was published. Outliers start from the figures of a feed if
    `Feed.prime` has put them in place.
    """
    access = owner()
    # 1. Who gets far more, or far less, than their like.
    standing_out = [
        (telling.outlier(one), one.people) for one in _outliers(snapshot, access, every_look=True)
    ]
    once = [(telling.outlier(one), one.people) for one in _outliers(snapshot, access)]
    # 2. What wins plays and loses viewers.
    promises = [
        (telling.clickbait(one), one.standing.people)
        for one in _clickbait(snapshot, access, every_look=True)
    ]
    kept = [(telling.clickbait(one), one.standing.people) for one in _clickbait(snapshot, access)]
    # 3. Tests that do not give what was set.
    tests = broken_tests(snapshot, access)
    # 4. Hours and days in which events are missing.
    gaps = together(missing(snapshot, access, now))
    # 5. In words; nothing of a few people.
    return (
        *_of_enough(standing_out, once, min_cell),
        *_of_enough(promises, kept, min_cell),
        *(telling.broken_test(snapshot, one) for one in tests if one.people >= min_cell),
        *(telling.gap(several, min_cell) for several in gaps if several[0].expected >= min_cell),
    )


Said = Sequence[tuple[Condition, int]]
"""Conditions, and how many people each is about."""


def _outliers(
    snapshot: Snapshot, access: Access, *, every_look: bool = False
) -> Sequence[outliers.Outlier]:
    request = outliers.OutlierRequest()
    return outliers.outliers(snapshot, access, request, every_look=every_look).findings


def _clickbait(
    snapshot: Snapshot, access: Access, *, every_look: bool = False
) -> Sequence[authenticity.AuthenticityFinding]:
    request = authenticity.AuthenticityRequest()
    found = authenticity.authenticity(snapshot, access, request, every_look=every_look)
    return found.of(FindingKind.CLICKBAIT)


def _of_enough(lasting: Said, once: Said, min_cell: int) -> Iterator[Condition]:
    """Yield what lasts, then what a single look finds beside it, of groups of enough people."""
    sure = {one.identity for one, _ in lasting}
    yield from (one for one, people in lasting if people >= min_cell)
    for one, people in once:
        if people >= min_cell and one.identity not in sure:
            yield Fading(**asdict(one))
