"""Notices as sentences: what is wrong, how much, how sure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

import numpy as np
import pyarrow as pa

from keyart.core.direction import isolated, quoted
from keyart.core.notice import NoticeCondition
from keyart.insights.authenticity import AuthenticityFinding
from keyart.insights.authenticity.findings import NAMELESS
from keyart.insights.authenticity.wording import finding_evidence
from keyart.insights.catalogue.places import country_name
from keyart.insights.catalogue.units import describe_units
from keyart.insights.comparison.wording import joined, percent, points
from keyart.insights.notices.broken_tests import BrokenTest
from keyart.insights.notices.volumes import MissingEvents
from keyart.insights.outliers import Outlier
from keyart.store import Snapshot

EVENTS = {"impressions": "impressions", "starts": "plays"}
LEAST_Q = 0.001


def outlier_condition(outlier: Outlier) -> NoticeCondition:
    """Return the condition of an outlier."""
    of_asset = outlier.level == "asset"
    name = _of_title(outlier.name, outlier.title_name) if of_asset else quoted(outlier.name)
    far = "more" if outlier.direction == "over" else "fewer"
    link = f"/outliers?asset={_id(outlier.id)}" if of_asset else title_page(outlier.id)
    return NoticeCondition(
        kind="outlier",
        subject=f"{outlier.level}:{outlier.id}",
        title=outlier.title,
        asset=outlier.id if of_asset else None,
        what=f"{name} gets far {far} plays than similar {outlier.level}s.",
        how_much=f"Take rate {outlier.reason}",
        how_sure=f"{outlier.sure.capitalize()}: {_false_discoveries(outlier.q)}.",
        measures=("take_rate",),
        link=link,
        direction=outlier.direction,
    )


def clickbait_condition(finding: AuthenticityFinding) -> NoticeCondition:
    """Return the condition of an asset that wins plays and loses viewers."""
    who = finding.standing
    effects = [
        f"{name} {points(effect.low, 0)} to {points(effect.high, 0)}%"
        for name, effect in (("take rate", who.winning), ("plays seen to the end", who.keeping))
        if effect is not None
    ]
    page = f"{title_page(who.title)}?asset=" if who.title else "/outliers?asset="
    return NoticeCondition(
        kind="clickbait",
        subject=f"asset:{who.asset}",
        title=who.title,
        asset=who.asset,
        what=f"{_of_title(who.name, who.title_name)} over-promises.",
        how_much=finding_evidence(finding),
        how_sure=f"{_false_discoveries(finding.q).capitalize()}; {joined(effects)} (95%).",
        measures=("take_rate", "short_play_rate", "completion_rate"),
        link=f"{page}{_id(who.asset)}",
    )


def broken_test_condition(snapshot: Snapshot, test: BrokenTest) -> NoticeCondition:
    """Return the condition of a test that does not split traffic as planned."""
    arms, allocation = test.arms, test.allocation
    title = arms.titles[0]
    names = describe_units(snapshot, pa.array(arms.assets), of_assets=True).names.to_pylist()
    (of,) = describe_units(snapshot, pa.array([title]), of_assets=False).names.to_pylist()
    kind = f"{test.asset_type or 'asset'} test"
    who = f"The test {quoted(arms.test)}" if arms.test else f"The {kind}"
    expected = np.array(allocation.expected)
    part = test.slices[0] if test.slices else None
    actual = np.array(allocation.seen if part is None else part.shares)
    arm = int(np.argmax(np.abs(actual - expected)))
    among, place = f"all {test.people:,}", ""
    if part is not None:
        condition = f"{part.dimension} is {isolated(part.value or 'unknown')}"
        among = f"the {part.people:,} people whose {condition}"
        place = "" if test.whole else f" where {condition}"
    return NoticeCondition(
        kind="broken_test",
        subject=f"test:{arms.test}" if arms.test else f"title:{title}:{test.asset_type or ''}",
        title=title,
        asset=None,
        what=f"{who} of {quoted(of)} isn't splitting traffic as planned{place}.",
        how_much=(
            f"{quoted(names[arm])} got {percent(float(actual[arm]))} of {among} instead of "
            f"{percent(float(expected[arm]))}, so the groups aren't comparable."
        ),
        how_sure=f"Chance: {_odds(test.p)}, for all tests and however often you check.",
        measures=("reach",),
        link=f"/compare?assets={','.join(map(_id, arms.assets))}",
    )


def gap_condition(several: Sequence[MissingEvents], min_cell: int) -> NoticeCondition:
    """Return the condition of missing events: of one kind or both, at one time."""
    first = several[0]
    hardly = all(gap.actual < min_cell for gap in several)
    kinds = joined(EVENTS[gap.measure] for gap in several)
    where = f" in {country_name(first.country)}" if first.country else ""
    place = f"{first.country}:" if first.country else ""
    return NoticeCondition(
        kind="volume_gap",
        subject=f"{first.measure}:{place}{first.since:%Y-%m-%dT%H}",
        title=None,
        asset=None,
        what=f"{'Hardly any' if hardly else 'Far fewer'} {kinds}{where} {_when(first)}.",
        how_much=f"{joined(_instead(gap, min_cell) for gap in several).capitalize()}.",
        how_sure=f"Chance: under 1 in a million {'hours' if first.by_hour else 'days'}.",
        measures=tuple(gap.measure for gap in several),
        link="/health",
    )


def _of_title(name: str, title: str | None) -> str:
    return f"{quoted(name)} of {quoted(title) if title else NAMELESS}"


def _instead(gap: MissingEvents, min_cell: int) -> str:
    """Return the seen and expected numbers of events, without small numbers."""
    kind, about = EVENTS[gap.measure], _about(gap.expected)
    if gap.actual < min_cell:
        return f"fewer than {min_cell:,} {kind} where about {about} are usual"
    less = percent(1 - gap.actual / gap.expected, 0)
    return f"about {_about(gap.actual)} {kind} where about {about} are usual ({less} fewer)"


def _about(count: float) -> str:
    """Return a count with two significant digits."""
    return f"{float(f'{count:.2g}'):,.0f}"


def _when(gap: MissingEvents) -> str:
    """Return the time of a gap: hours, or whole days."""
    if gap.by_hour:
        since, until = _hour(gap.since), _hour(gap.until)
        return f"since {since} (UTC)" if gap.goes_on else f"from {since} until {until} (UTC)"
    first, last = _day(gap.since), _day(gap.until - timedelta(days=1))
    if gap.goes_on:
        return f"since {first} (UTC)"
    return f"on {first} (UTC)" if first == last else f"from {first} to {last} (UTC)"


def _hour(at: datetime) -> str:
    return f"{at:%H:%M} on {_day(at)}"


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"


def _false_discoveries(q: float) -> str:
    return f"false discovery rate {'under ' if q < LEAST_Q else ''}{percent(max(q, LEAST_Q))}"


def _odds(p: float) -> str:
    return "under 1 in 10,000" if p < 1e-4 else f"1 in {_about(1 / p)}"


MARK = "~"
"""Stands in front of ids that browsers would take for folders, and of those that begin with it."""


def title_page(title: str) -> str:
    """Return the address of a title's page, as `web/src/shared/url/places.ts` does."""
    marked = title in {".", ".."} or title.startswith(MARK)
    return f"/titles/{MARK if marked else ''}{_id(title)}"


def _id(name: str | None) -> str:
    return quote(name or "", safe="")
