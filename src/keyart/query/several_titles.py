"""Rates of people over several titles: whether a question asks for one, and which is fair."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import Family
from keyart.core.measures import Distinct, Measures, Ratio
from keyart.query.grid import row_codes
from keyart.query.lookups import pairs, values_of
from keyart.query.memo import memo
from keyart.query.plan import Axis, Filter, Lookup, Plan
from keyart.store import Snapshot

FAIR = {"take_rate": "title_take_rate"}
"""The measure that counts people once for each title, by the one that counts them once."""

_MEANT = frozenset({"frequency"})
"""Ratios that are about how much people were shown."""

_OF_TITLES = (Lookup.TITLES, Lookup.SERIES)


def title_notes(snapshot: Snapshot, measures: Measures, plan: Plan) -> list[str]:
    """Return a sentence on rates of people over several titles, none where each group is of one.

    Times are not looked at: a title counts as one of a group though it was shown at others.
    """
    rates = [name for name in plan.query.measures if _is_rate_of_people(measures, name)]
    if not rates or not _several(snapshot, plan):
        return []
    named = ", ".join(rates)
    fair = [FAIR[name] for name in rates if name in FAIR]
    end = "compare within one title"
    if fair:
        end = f"ask for {', '.join(fair)}, which counts people once for each title"
    why = "people count once however many titles they were shown, so it mostly says how much was"
    return [f"{named}: over several titles, {why} shown. To compare, {end}."]


def _is_rate_of_people(measures: Measures, name: str) -> bool:
    """Return whether a measure is of those who were shown something, each counted once."""
    ratio = measures[name]
    if not isinstance(ratio, Ratio) or ratio.family is not Family.EXPOSURE or name in _MEANT:
        return False
    people = measures[ratio.denominator]
    return isinstance(people, Distinct) and people.guard == "impressions" and not people.per_title


def _several(snapshot: Snapshot, plan: Plan) -> bool:
    """Return whether a group may hold several titles."""
    axes = [key.axis for key in plan.keys]
    if any(a.lookup is Lookup.ITSELF and a.column in {"title", "asset"} for a in axes):
        return False
    titles = _titles(snapshot, plan)
    if len(titles) <= 1:
        return False
    own = [axis for axis in axes if axis.column == "title" and axis.lookup in _OF_TITLES]
    return not own or _share_values(snapshot, own, titles)


def _titles(snapshot: Snapshot, plan: Plan) -> pa.Array:
    """Return the titles that were shown and may pass the conditions on titles and assets."""
    titles = memo(snapshot, (_titles, "shown"), lambda: _shown(snapshot))
    for condition in plan.filters:
        axis = condition.axis
        if axis.column == "asset" and axis.lookup is Lookup.ITSELF:
            titles = _of_assets(snapshot, condition, titles)
        elif axis.column == "title" and axis.lookup is not Lookup.AGE:
            titles = titles.filter(_passing(condition, values_of(snapshot, axis, titles)))
    return titles


def _of_assets(snapshot: Snapshot, condition: Filter, titles: pa.Array) -> pa.Array:
    """Return those of `titles` that a condition on assets lets through, if all are known."""
    assets = snapshot.assets
    own = assets.filter(pa.array(condition.passes(assets.column("asset_id").combine_chunks())))
    if condition.values is None or condition.negate or own.num_rows < len(condition.values):
        return titles
    return titles.filter(pc.is_in(titles, value_set=own.column("title_id").combine_chunks()))


def _passing(condition: Filter, values: pa.Array) -> pa.Array:
    """Return which titles pass a condition; of several values any may."""
    if not condition.axis.multi_valued:
        return pa.array(condition.passes(values))
    places = pa.array(np.arange(len(values)))
    if condition.negate or None in (condition.values or ()):
        return pa.repeat(True, len(values))
    owners, items = pairs(places, values)
    return pc.is_in(places, value_set=owners.filter(pa.array(condition.passes(items))))


def _shown(snapshot: Snapshot) -> pa.Array:
    """Return the titles of which there are impressions, sorted."""
    found = [
        segment.dictionary("title").take(pa.array(np.unique(codes[codes < size])))
        for segment in snapshot.segments(Family.EXPOSURE)
        for codes, size in [(segment.title_codes, len(segment.dictionary("title")))]
    ]
    return pc.unique(pa.chunked_array(found, pa.string())).sort()


def _share_values(snapshot: Snapshot, axes: Sequence[Axis], titles: pa.Array) -> bool:
    """Return whether two titles have the same value of each axis."""
    rows = pa.table({"title": titles})
    for number, axis in enumerate(axes):
        values = values_of(snapshot, axis, rows.column("title").combine_chunks())
        if axis.multi_valued:
            places = pa.array(np.arange(rows.num_rows))
            own, items = pairs(places, values)
            missing = pc.invert(pc.is_in(places, value_set=own))
            own = pa.concat_arrays([own, places.filter(missing)])
            items = pa.concat_arrays([items, pa.nulls(pc.sum(missing).as_py() or 0, items.type)])
            rows = rows.take(own).append_column(str(number), items)
        else:
            rows = rows.append_column(str(number), values)
    codes = row_codes(rows.drop_columns(["title"]))
    return np.unique(codes).size < codes.size
