"""Units, rates and standings as text."""

import math
from collections.abc import Mapping
from typing import Any, cast

from keyart.insights.catalogue.places import country_name
from keyart.insights.catalogue.units import CatalogueUnits


def market_text(where: Mapping[str, Any]) -> str:
    """Return ` in Germany` if the conditions name exactly one market, else an empty text."""
    for dimension in ("country", "region"):
        values = where.get(dimension)
        listed = cast(list[object], values) if isinstance(values, list) else [values]
        market = listed[0] if len(listed) == 1 else None
        if isinstance(market, str):
            return f" in {country_name(market) if dimension == 'country' else market}"
    return ""


def rate_text(value: float, *, share: bool) -> str:
    """Return a rate: a share as percent, with two digits at least, else a plain number."""
    if share:
        return f"{value:.1%}" if value >= 0.01 else f"{value:.2%}"
    return f"{value:,.2f}" if abs(value) < 100 else f"{value:,.0f}"


def relative_text(difference: float) -> str:
    """Return a relative difference: `34% more`, `12% less`."""
    return f"{abs(difference):.0%} {'more' if difference > 0 else 'less'}"


def kind_of(units: CatalogueUnits, place: int) -> str:
    """Return the kind of an asset or a title: `film artwork`, `series`, `artwork`."""
    content = units.content_types[int(units.content_type[place])].as_py()
    asset = units.asset_types[int(units.asset_type[place])].as_py()
    return " ".join(filter(None, (content, asset))) or "catalogue"


def standing_text(percentile: float, among: str) -> str:
    """Return where a unit stands: `top 12% of thriller artwork`; 100 is the best."""
    if not math.isfinite(percentile):
        return ""
    if 40 <= percentile <= 60:
        return f"in the middle of {among}"
    if percentile > 60:
        return f"top {max(1, math.ceil(100 - percentile))}% of {among}"
    return f"bottom {max(1, math.ceil(percentile))}% of {among}"


def number(value: float) -> float | None:
    """Return a number as data that JSON can hold: None for none."""
    return float(value) if math.isfinite(value) else None


def nothing_shown(kind: str, name: str | None, least_people: int) -> str:
    """Return the note on a title or asset without data.

    With a smallest cell it does not reveal whether few or no people saw it.
    """
    if least_people:
        return f"Fewer than {least_people:,} people were shown {kind} {name!r} in this context."
    return f"Nobody was shown {kind} {name!r} in this context."
