"""Find the conditions in a version of a store that people should know about."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from keyart.core.notice import Fading, NoticeCondition
from keyart.insights import authenticity, outliers
from keyart.insights.authenticity.result import FindingKind
from keyart.insights.notices import wording
from keyart.insights.notices.broken_tests import find_broken_tests
from keyart.insights.notices.volumes import find_missing_events, group_missing_events
from keyart.query import Access, owner
from keyart.store import Snapshot, last_verification

MIN_CELL = 50


def find(
    snapshot: Snapshot, min_cell: int = MIN_CELL, *, now: datetime | None = None
) -> tuple[NoticeCondition, ...]:
    """Return the conditions of a version; the same events give the same conditions.

    The whole store is checked, but no condition names a group of fewer than `min_cell` people.
    Since every version is checked, outliers and clickbait must hold at every look; findings that
    hold only at a single look are `Fading`. With `now` (zone-aware), events expected since the
    newest event also count as missing, if events were fresh when the version was published.
    Outliers start from a feed's figures if `Feed.prime` has loaded them.
    """
    access = owner()
    # 1. Assets and titles with far more or fewer plays than similar ones.
    standing_out = [
        (wording.outlier_condition(outlier), outlier.people)
        for outlier in _outliers(snapshot, access, every_look=True)
    ]
    once = [
        (wording.outlier_condition(outlier), outlier.people)
        for outlier in _outliers(snapshot, access)
    ]
    # 2. Assets that win plays and lose viewers.
    promises = [
        (wording.clickbait_condition(finding), finding.standing.people)
        for finding in _clickbait(snapshot, access, every_look=True)
    ]
    kept = [
        (wording.clickbait_condition(finding), finding.standing.people)
        for finding in _clickbait(snapshot, access)
    ]
    # 3. Tests that do not split traffic as planned.
    tests = find_broken_tests(snapshot, access)
    # 4. Hours and days with missing events.
    gaps = group_missing_events(find_missing_events(snapshot, access, now))
    # 5. Sentences for all of these, without small groups.
    return (
        *_select_large_enough(standing_out, once, min_cell),
        *_select_large_enough(promises, kept, min_cell),
        *(
            wording.broken_test_condition(snapshot, test)
            for test in tests
            if test.people >= min_cell
        ),
        *(
            wording.gap_condition(several, min_cell)
            for several in gaps
            if several[0].expected >= min_cell
        ),
    )


ConditionsWithPeople = Sequence[tuple[NoticeCondition, int]]
"""Conditions, and the number of people each is about."""


def _outliers(
    snapshot: Snapshot, access: Access, *, every_look: bool = False
) -> Sequence[outliers.Outlier]:
    request = outliers.OutlierRequest()
    return outliers.outliers(snapshot, access, request, every_look=every_look).findings


def _clickbait(
    snapshot: Snapshot, access: Access, *, every_look: bool = False
) -> Sequence[authenticity.AuthenticityFinding]:
    request = authenticity.AuthenticityRequest()
    result = authenticity.authenticity(snapshot, access, request, every_look=every_look)
    return result.of(FindingKind.CLICKBAIT)


def _select_large_enough(
    lasting: ConditionsWithPeople, once: ConditionsWithPeople, min_cell: int
) -> Iterator[NoticeCondition]:
    """Yield findings about enough people: lasting ones, then those of a single look only."""
    sure = {condition.identity for condition, _ in lasting}
    yield from (condition for condition, people in lasting if people >= min_cell)
    for condition, people in once:
        if people >= min_cell and condition.identity not in sure:
            yield Fading(**asdict(condition))


KIND = "damaged_file"


def damaged_files(snapshot: Snapshot) -> Sequence[NoticeCondition]:
    """Return a condition for each file of the version found damaged by the last check.

    Files that are no longer in the version are ignored.
    """
    last = last_verification(snapshot.root)
    names = {file.name for file in snapshot.state.files}
    return [
        NoticeCondition(
            kind=KIND,
            subject=f"file:{damage.where}",
            title=None,
            asset=None,
            what=f"A store file is damaged: {damage.where} {damage.problem}.",
            how_much="Questions that need it are refused. Restore it from a backup; keyart check "
            "lists all damaged files.",
            how_sure=f"Its checksum didn't match on {last.at:%Y-%m-%d at %H:%M} UTC.",
            measures=(),
            link="/health",
        )
        for damage in (last.damaged if last is not None else ())
        if last is not None and damage.where in names
    ]
