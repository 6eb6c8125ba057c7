"""How many people meet titles now, and which assets they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from keyart.core.facts import SLOT_MICROSECONDS
from keyart.core.zones import instant
from keyart.insights.catalogue.context import ARTWORK, Context, attributed
from keyart.query import Access, ask
from keyart.query.output.table import data_complete_until
from keyart.store import Snapshot

WEEKS = 4
PRESENT = timedelta(days=7)


@dataclass(frozen=True)
class TitleTraffic:
    """The traffic of a title's assets of one type, up to where all plays have come."""

    people_per_week: float
    """People who meet them for the first time in a week, over the last 28 days."""
    shares: Mapping[str, float]
    """The share of each asset, by id, in whom they were shown over the last 7 days: sums to 1."""


def title_traffic(
    snapshot: Snapshot, access: Access, where: Mapping[str, Any] | None = None
) -> Mapping[tuple[str, str], TitleTraffic]:
    """Return the traffic of titles by title and asset type; placements without plays don't count.

    `where` narrows the titles, as in `Query`.
    """
    last = data_complete_until(snapshot)
    if last is None:
        return {}
    until = instant(last - last % SLOT_MICROSECONDS)
    context = attributed(snapshot, Context(where=where or {}))

    def reach(*by: str, **period: Any) -> dict[tuple[str, ...], int]:
        bounds = {name: time.isoformat() for name, time in period.items()}
        query = replace(context, **bounds).query("title", "asset_type", *by)
        found: dict[tuple[str, ...], int] = {}
        for row in ask(snapshot, access, replace(query, measures=("reach",))).to_dicts():
            if row["title"] is not None and None not in (row[name] for name in by):
                kind = row["asset_type"] or ARTWORK
                key = (row["title"], kind, *(row[name] for name in by))
                found[key] = found.get(key, 0) + row["reach"]
        return found

    known = reach(until=until - timedelta(weeks=WEEKS))
    shown: dict[tuple[str, str], dict[str, int]] = {}
    for (title, kind, asset), people in reach("asset", since=until - PRESENT, until=until).items():
        shown.setdefault((title, kind), {})[asset] = people
    traffic: dict[tuple[str, str], TitleTraffic] = {}
    for (title, kind), people in reach(until=until).items():
        now = shown.get((title, kind), {})
        total = sum(now.values())
        traffic[title, kind] = TitleTraffic(
            people_per_week=max(people - known.get((title, kind), 0), 0) / WEEKS,
            shares={asset: count / total for asset, count in now.items()},
        )
    return traffic
