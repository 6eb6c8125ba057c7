"""Notes on an answer: unknown values, rates of people over several titles, days yet to count.

A reader with a smallest cell gets the same note whether nobody or too few people have a value.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import REASONS, SLOT_MICROSECONDS, Family
from keyart.core.measures import (
    RETURN_DAYS,
    Distinct,
    Measures,
    Ratio,
    active_days,
    returned,
)
from keyart.core.schema import PHASES
from keyart.core.zones import instant, zone
from keyart.query.access import owner
from keyart.query.lookups import among, dictionaries, pairs, values_of
from keyart.query.membership import conditions
from keyart.query.memo import memo, recent
from keyart.query.newest_play import newest_play_slot
from keyart.query.output.grid import row_codes
from keyart.query.planning.audience_names import names_of
from keyart.query.planning.compile import compile  # noqa: A004 - the design's word
from keyart.query.planning.model import model_of
from keyart.query.planning.plan import PEOPLE, Audience, Axis, Filter, Lookup, Plan
from keyart.query.request import Query
from keyart.query.router import RouteReason, default_route
from keyart.store import Snapshot

MOST_NAMED = 5
"""The most unknown values of one condition that are named; the others are counted."""

_OF_CATALOGUE = (Lookup.AUDIENCES, Lookup.TITLES, Lookup.ASSETS)
"""Lookups whose values are not secret: tables and names that people wrote."""

_LISTED = {"phase": PHASES, "reason": REASONS}


def unknown_value_notes(snapshot: Snapshot, plan: Plan) -> tuple[str, ...]:
    """Return a sentence for each condition that lists values which nothing has."""
    listed = plan.audiences if plan.query.audiences is not None else ()
    expressions = [*([plan.audience] if plan.audience else []), *(a.expression for a in listed)]
    named = (f for expression in expressions for f in conditions(snapshot, expression))
    filters = dict.fromkeys([*plan.filters, *named])
    unknown = ((f, _unknown(snapshot, plan, f)) for f in filters if f.values)
    return tuple(_sentence(f.axis.name, values, plan.min_cell) for f, values in unknown if values)


def _sentence(name: str, unknown: list[object], min_cell: int) -> str:
    named = ", ".join(repr(value) for value in unknown[:MOST_NAMED])
    more = len(unknown) - MOST_NAMED
    values = f"{name} {named}{f' or {more} more' if more > 0 else ''}"
    return f"Fewer than {min_cell} people have {values}." if min_cell else f"Nothing has {values}."


def _unknown(snapshot: Snapshot, plan: Plan, condition: Filter) -> list[object]:
    """Return the listed values that nothing has, in order; none for days since launch."""
    axis = condition.axis
    if axis.lookup is Lookup.AGE:
        return []
    missing: set[object] = {value for value in condition.values or () if value is not None}
    missing -= _in_catalogue(snapshot, axis, missing)
    for existing in _visible_values(snapshot, plan, axis, missing) if missing else ():
        missing -= set(_present_values(existing, list(missing)))
    return sorted(missing, key=str)


def _visible_values(
    snapshot: Snapshot, plan: Plan, axis: Axis, listed: Collection[object]
) -> Iterator[pa.Array]:
    """Yield values that the reader may know, at least those in `listed`."""
    least = plan.min_cell
    if least and axis.lookup is Lookup.PROFILES:
        attribute = snapshot.attribute(axis.attribute)
        people = np.bincount(attribute.codes + 1, minlength=len(attribute.values) + 1)[1:]
        yield _text_array(v for v, n in zip(attribute.values, people, strict=True) if n >= least)
    elif least and axis.lookup not in _OF_CATALOGUE:
        yield values_of(snapshot, axis, _catalogue_ids(snapshot, axis))
        yield recent(
            snapshot,
            ("common", axis.name, least, frozenset(listed)),
            lambda: _values_of_enough_people(snapshot, axis, least, listed),
            lambda values: values.nbytes,
        )
    else:
        yield from known_values(snapshot, axis, plan.audiences)


def _values_of_enough_people(
    snapshot: Snapshot, axis: Axis, min_cell: int, listed: Collection[object]
) -> pa.Array:
    """Return the listed values that enough people have, in any family of facts."""
    parts: list[pa.Array] = []
    for family in axis.families:
        query = Query((PEOPLE[family],), by=(axis.name,), where={axis.name: list(listed)})
        plan = replace(compile(model_of(snapshot), owner(), query), totals=False)
        groups = (
            default_route(RouteReason.DEFAULT)
            .engine.answer(snapshot, plan, plan.families[0])
            .groups
        )
        (people,) = groups.distincts.values()
        parts.append(groups.keys[axis.name].filter(pa.array(people >= min_cell)))
    return pa.concat_arrays(parts)


def _in_catalogue(snapshot: Snapshot, axis: Axis, listed: Iterable[object]) -> set[object]:
    """Return the listed values that are titles or assets of the catalogue.

    Its tables are sorted by id, so that only the listed values are looked up.
    """
    if axis.lookup is not Lookup.ITSELF or axis.column not in {"title", "asset"}:
        return set()
    table = snapshot.titles if axis.column == "title" else snapshot.assets
    ids = [value for value in listed if isinstance(value, str)]
    return set(among(table.column(f"{axis.column}_id"), ids))


def _present_values(existing: pa.Array, listed: Sequence[object]) -> list[object]:
    """Return the listed values that are in `existing`, which may be long."""
    comparable = existing.cast(pa.int64()) if pa.types.is_timestamp(existing.type) else existing
    candidates = pa.array(listed, comparable.type)
    return pc.unique(comparable.filter(pc.is_in(comparable, value_set=candidates))).to_pylist()


def known_values(
    snapshot: Snapshot, axis: Axis, audiences: Iterable[Audience] = ()
) -> Iterator[pa.Array]:
    """Yield the values that any row, or any entry of the catalogue, has.

    For audiences these are `audiences` and all saved ones.
    """
    match axis.lookup:
        case Lookup.AUDIENCES:
            yield _text_array([*(a.name for a in audiences), *names_of(snapshot).kept])
        case Lookup.PROFILES:
            yield _text_array(snapshot.attribute(axis.attribute).values)
        case Lookup.TITLES | Lookup.ASSETS:
            table = snapshot.titles if axis.lookup is Lookup.TITLES else snapshot.assets
            column = table.column(axis.attribute).combine_chunks()
            yield pc.list_flatten(column) if axis.multi_valued else column
        case _:
            for ids in (_catalogue_ids(snapshot, axis), *dictionaries(snapshot, axis)):
                yield values_of(snapshot, axis, ids)


def _catalogue_ids(snapshot: Snapshot, axis: Axis) -> pa.Array:
    if axis.column == "title":
        return snapshot.titles.column("title_id").combine_chunks()
    if axis.column == "asset":
        return snapshot.assets.column("asset_id").combine_chunks()
    return _text_array(_LISTED.get(axis.column, ()))


def _text_array(values: Iterable[str]) -> pa.Array:
    return pa.array(list(values), pa.string())


def return_notes(snapshot: Snapshot, plan: Plan) -> Iterator[str]:
    """Yield a note for each return whose newest days are not known yet."""
    newest = newest_play_slot(snapshot)
    if newest is None:
        return
    asked = [(name, snapshot.config.measures[name]) for name in plan.query.measures]
    for after in RETURN_DAYS:
        flags = {active_days(after), returned(after)}
        names = [n for n, m in asked if isinstance(m, Distinct) and m.guard in flags]
        names += [
            n for n, m in asked if isinstance(m, Ratio) and flags & {m.numerator, m.denominator}
        ]
        last = _local_day(newest, plan.tz) - timedelta(days=after + 1)
        if names and (plan.last_slot is None or _local_day(plan.last_slot - 1, plan.tz) > last):
            verb = "count" if len(names) > 1 else "counts"
            yield (
                f"{', '.join(names)} {verb} days up to {last}: "
                f"whether people return {after} days after later ones isn't known yet."
            )


def _local_day(slot: int, tz: str) -> date:
    return instant(slot * SLOT_MICROSECONDS).astimezone(zone(tz)).date()


FAIR = {"take_rate": "title_take_rate"}
"""The measure that counts people once per title, for each that counts them once overall."""

_OF_EXPOSURE = frozenset({"frequency"})
"""Ratios that measure how much people were shown."""

_OF_TITLES = (Lookup.TITLES, Lookup.SERIES)


def title_notes(snapshot: Snapshot, measures: Measures, plan: Plan) -> list[str]:
    """Return a note on rates of people over several titles; none if each group has one title.

    Times are ignored: a title counts for a group even if it was shown at other times.
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
    """Return whether a measure is a rate of the people who were shown something."""
    ratio = measures[name]
    if not isinstance(ratio, Ratio) or ratio.family is not Family.EXPOSURE or name in _OF_EXPOSURE:
        return False
    people = measures[ratio.denominator]
    return isinstance(people, Distinct) and people.guard == "impressions" and not people.per_title


def _several(snapshot: Snapshot, plan: Plan) -> bool:
    """Return whether a group may contain several titles."""
    axes = [key.axis for key in plan.keys]
    if any(a.lookup is Lookup.ITSELF and a.column in {"title", "asset"} for a in axes):
        return False
    titles = _titles(snapshot, plan)
    if len(titles) <= 1:
        return False
    title_axes = [axis for axis in axes if axis.column == "title" and axis.lookup in _OF_TITLES]
    return not title_axes or _share_values(snapshot, title_axes, titles)


def _titles(snapshot: Snapshot, plan: Plan) -> pa.Array:
    """Return the titles that were shown and may pass the conditions on titles and assets."""
    titles = memo(snapshot, (_titles, "shown"), lambda: _titles_with_impressions(snapshot))
    for condition in plan.filters:
        axis = condition.axis
        if axis.column == "asset" and axis.lookup is Lookup.ITSELF:
            titles = _of_assets(snapshot, condition, titles)
        elif axis.column == "title" and axis.lookup is not Lookup.AGE:
            titles = titles.filter(_passing(condition, values_of(snapshot, axis, titles)))
    return titles


def _of_assets(snapshot: Snapshot, condition: Filter, titles: pa.Array) -> pa.Array:
    """Return the titles of the assets that pass a condition, if it lists known assets."""
    assets = snapshot.assets
    passing = assets.filter(pa.array(condition.passes(assets.column("asset_id").combine_chunks())))
    if condition.values is None or condition.negate or passing.num_rows < len(condition.values):
        return titles
    return titles.filter(pc.is_in(titles, value_set=passing.column("title_id").combine_chunks()))


def _passing(condition: Filter, values: pa.Array) -> pa.Array:
    """Return which titles pass a condition; with several values, any may pass."""
    if not condition.axis.multi_valued:
        return pa.array(condition.passes(values))
    places = pa.array(np.arange(len(values)))
    if condition.negate or None in (condition.values or ()):
        return pa.repeat(True, len(values))
    owners, items = pairs(places, values)
    return pc.is_in(places, value_set=owners.filter(pa.array(condition.passes(items))))


def _titles_with_impressions(snapshot: Snapshot) -> pa.Array:
    """Return the titles that have impressions, sorted."""
    parts = [
        segment.dictionary("title").take(pa.array(np.unique(codes[codes < size])))
        for segment in snapshot.segments(Family.EXPOSURE)
        for codes, size in [(segment.title_codes, len(segment.dictionary("title")))]
    ]
    return pc.unique(pa.chunked_array(parts, pa.string())).sort()


def _share_values(snapshot: Snapshot, axes: Sequence[Axis], titles: pa.Array) -> bool:
    """Return whether two titles have the same value of each axis."""
    rows = pa.table({"title": titles})
    for number, axis in enumerate(axes):
        values = values_of(snapshot, axis, rows.column("title").combine_chunks())
        if axis.multi_valued:
            places = pa.array(np.arange(rows.num_rows))
            owners, items = pairs(places, values)
            missing = pc.invert(pc.is_in(places, value_set=owners))
            owners = pa.concat_arrays([owners, places.filter(missing)])
            items = pa.concat_arrays([items, pa.nulls(pc.sum(missing).as_py() or 0, items.type)])
            rows = rows.take(owners).append_column(str(number), items)
        else:
            rows = rows.append_column(str(number), values)
    codes = row_codes(rows.drop_columns(["title"]))
    return np.unique(codes).size < codes.size
