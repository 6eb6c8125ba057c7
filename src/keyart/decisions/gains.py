"""What decisions gain in a week, at the present traffic of a title."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from keyart.core.errors import BadQuestion, TooFewPeople
from keyart.core.plain import plain
from keyart.insights.authenticity import AuthenticityRequest, authenticity
from keyart.insights.authenticity.result import AuthenticityStanding, FindingKind
from keyart.insights.catalogue.context import ARTWORK
from keyart.insights.catalogue.traffic import TitleTraffic, title_traffic
from keyart.insights.comparison import Comparison, ComparisonRequest, compare
from keyart.insights.comparison.parts import Interval
from keyart.query import Access
from keyart.query.intervals import z_of
from keyart.store import Snapshot

LEVEL = 0.95


@dataclass(frozen=True)
class SeenFigures:
    """What was known when something was decided."""

    question: Mapping[str, Any]
    """The question whose answer led to it, by its name."""
    figures: Mapping[str, Any]
    """The answer."""
    per_week: Interval | None
    """What it was to gain in a week."""


def comparison_of(title: str, asset_type: str) -> ComparisonRequest:
    """Return the comparison that a title's page shows, without audiences."""
    kind = None if asset_type == ARTWORK else asset_type
    return ComparisonRequest(title=title, asset_type=kind, audiences=())


def figures_of_winner(
    snapshot: Snapshot, access: Access, title: str, asset_type: str, asset: str
) -> SeenFigures | None:
    """Return the comparison in which an asset is chosen; None if it is in none."""
    asked = comparison_of(title, asset_type)
    try:
        compared = compare(snapshot, access, asked)
    except (BadQuestion, TooFewPeople):
        return None
    traffic = title_traffic(snapshot, access, {"title": title}).get((title, asset_type))
    if traffic is None or asset not in compared.names:
        return None
    gain = winner_gain(compared, asset, traffic)
    return SeenFigures({"compare": asked.to_dict()}, compared.to_dict(), gain)


def figures_of_policy(
    snapshot: Snapshot, access: Access, policy: Mapping[str, Any]
) -> SeenFigures | None:
    """Return a policy as `store.decide` returned it; None for what a home page needs alone.

    It gains what it does over the best single asset, and what that one does over what is shown now.
    """
    if "expected_per_week" not in policy or "single" not in policy:
        return None
    title, kind = str(policy["title"]), str(policy["asset_type"])
    gain = Interval(**policy["expected_per_week"])
    seen = figures_of_winner(snapshot, access, title, kind, str(policy["single"]))
    if seen is not None and seen.per_week is not None:
        gain = _sum(gain, seen.per_week)
    asked = policy.get("question") or {"title": title, "asset_type": kind}
    return SeenFigures({"decide": asked}, policy, gain)


def figures_of_clickbait(
    snapshot: Snapshot, access: Access, title: str, asset: str
) -> SeenFigures | None:
    """Return where an asset stands that is clickbait; None if it isn't."""
    asked = AuthenticityRequest()
    for finding in authenticity(snapshot, access, asked).of(FindingKind.CLICKBAIT):
        standing = finding.standing
        if standing.asset == asset and standing.audience is None:
            kind = standing.asset_type or ARTWORK
            traffic = title_traffic(snapshot, access, {"title": title}).get((title, kind))
            cost = None if traffic is None else clickbait_cost(standing, traffic)
            return SeenFigures({"authenticity": asked.to_dict()}, plain(asdict(standing)), cost)
    return None


def winner_gain(compared: Comparison, winner: str, traffic: TitleTraffic) -> Interval:
    """Return what the winner would gain in a week over what is shown now.

    The bounds are sums of bounds that hold together, so they hold at least as surely.
    """
    value, low, high = 0.0, 0.0, 0.0
    for pair in compared.differences:
        if winner not in pair.arms:
            continue
        seen = pair.seen_from(winner)
        people = traffic.people_per_week * traffic.shares.get(seen.other, 0.0)
        value += people * (seen.difference.value or 0.0)
        low += people * (seen.difference.low or 0.0)
        high += people * (seen.difference.high or 0.0)
    return Interval(value, low, high)


def _sum(one: Interval, two: Interval) -> Interval:
    """Return a sum whose bounds hold at least as surely as those of its parts do together."""
    parts = zip((one.value, one.low, one.high), (two.value, two.low, two.high), strict=True)
    return Interval(*((first or 0.0) + (second or 0.0) for first, second in parts))


def clickbait_cost(standing: AuthenticityStanding, traffic: TitleTraffic) -> Interval | None:
    """Return how many more would watch to the end in a week with the others; null if unclear.

    The others were shown to at least as many people on the same days; both counts are Poisson's.
    """
    took, kept = standing.take_rate, standing.kept_rate
    if took.own is None or took.others is None or kept.own is None or kept.others is None:
        return None
    people = traffic.people_per_week * traffic.shares.get(standing.asset, 0.0)
    own, others = took.own * kept.own, took.others * kept.others
    half = z_of(LEVEL) * math.sqrt((own + others) / standing.people)
    lost = Interval(*(people * (others - own + bound) for bound in (0.0, -half, half)))
    return lost if (lost.low or 0.0) > 0 else None
