"""What an asker should know beside the answer: values asked for that nothing has.

Who may not see few people is told of a value alike whether nobody has it or too few do.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.facts import REASONS
from keyart.core.schema import PHASES
from keyart.query.access import owner
from keyart.query.compile import compile  # noqa: A004 - the design's word
from keyart.query.lookups import dictionaries, values_of
from keyart.query.membership import conditions
from keyart.query.memo import recent
from keyart.query.model import model_of
from keyart.query.names import names_of
from keyart.query.plan import PEOPLE, Audience, Axis, Filter, Lookup, Plan
from keyart.query.question import Query
from keyart.query.router import Reason, first
from keyart.query.sorted_text import among
from keyart.store import Snapshot

MOST_NAMED = 5
"""How many unknown values of one condition are named; the others are counted."""

_OF_CATALOGUE = (Lookup.AUDIENCES, Lookup.TITLES, Lookup.ASSETS)
"""Where values come from that are no secret: tables and names that people wrote."""

_LISTED = {"phase": PHASES, "reason": REASONS}


def notes(snapshot: Snapshot, plan: Plan) -> tuple[str, ...]:
    """Return a sentence for each condition that lists values which nothing has."""
    audiences = [a.expression for a in plan.audiences] if _chosen(plan) else []
    expressions = [*([plan.audience] if plan.audience else []), *audiences]
    named = (f for expression in expressions for f in conditions(snapshot, expression))
    asked = dict.fromkeys([*plan.filters, *named])
    found = ((f, _unknown(snapshot, plan, f)) for f in asked if f.values)
    least = plan.min_cell
    return tuple(_sentence(f.axis.name, unknown, least) for f, unknown in found if unknown)


def _sentence(name: str, unknown: list[object], min_cell: int) -> str:
    named = ", ".join(repr(value) for value in unknown[:MOST_NAMED])
    more = len(unknown) - MOST_NAMED
    values = f"{name} {named}{f' or {more} more' if more > 0 else ''}"
    return f"Fewer than {min_cell} people have {values}." if min_cell else f"Nothing has {values}."


def _chosen(plan: Plan) -> bool:
    """Return whether the audiences to group by were named one by one."""
    return plan.query.audiences is not None


def _unknown(snapshot: Snapshot, plan: Plan, condition: Filter) -> list[object]:
    """Return the listed values that nothing has, in order; days since launch all may be."""
    axis = condition.axis
    if axis.lookup is Lookup.AGE:
        return []
    missing: set[object] = {value for value in condition.values or () if value is not None}
    missing -= _in_catalogue(snapshot, axis, missing)
    for known in _known(snapshot, plan, axis, missing) if missing else ():
        missing -= set(_among(known, list(missing)))
    return sorted(missing, key=str)


def _known(
    snapshot: Snapshot, plan: Plan, axis: Axis, listed: Collection[object]
) -> Iterator[pa.Array]:
    """Yield values that the asker may know of, those among `listed` at least."""
    least = plan.min_cell
    if least and axis.lookup is Lookup.PROFILES:
        attribute = snapshot.attribute(axis.attribute)
        people = np.bincount(attribute.codes + 1, minlength=len(attribute.values) + 1)[1:]
        yield _texts(v for v, n in zip(attribute.values, people, strict=True) if n >= least)
    elif least and axis.lookup not in _OF_CATALOGUE:
        yield values_of(snapshot, axis, _catalogue_ids(snapshot, axis))
        yield recent(
            snapshot,
            ("common", axis.name, least, frozenset(listed)),
            lambda: _common(snapshot, axis, least, listed),
            lambda made: made.nbytes,
        )
    else:
        yield from known_values(snapshot, axis, plan.audiences)


def _common(snapshot: Snapshot, axis: Axis, min_cell: int, listed: Collection[object]) -> pa.Array:
    """Return those of `listed` that enough people of all have, in any family of facts."""
    found: list[pa.Array] = []
    for family in axis.families:
        query = Query((PEOPLE[family],), by=(axis.name,), where={axis.name: list(listed)})
        plan = replace(compile(model_of(snapshot), owner(), query), totals=False)
        groups = first(Reason.DEFAULT).engine.answer(snapshot, plan, plan.families[0]).groups
        (people,) = groups.distincts.values()
        found.append(groups.keys[axis.name].filter(pa.array(people >= min_cell)))
    return pa.concat_arrays(found)


def _in_catalogue(snapshot: Snapshot, axis: Axis, listed: Iterable[object]) -> set[object]:
    """Return those of `listed` that are titles or assets of the catalogue.

    Its tables are sorted by id, so that nothing need be looked at but what is asked for.
    """
    if axis.lookup is not Lookup.ITSELF or axis.column not in {"title", "asset"}:
        return set()
    table = snapshot.titles if axis.column == "title" else snapshot.assets
    texts = [value for value in listed if isinstance(value, str)]
    return set(among(table.column(f"{axis.column}_id"), texts))


def _among(known: pa.Array, listed: Sequence[object]) -> list[object]:
    """Return those of `listed` that are in `known`, which may be long."""
    plain = known.cast(pa.int64()) if pa.types.is_timestamp(known.type) else known
    wanted = pa.array(listed, plain.type)
    return pc.unique(plain.filter(pc.is_in(plain, value_set=wanted))).to_pylist()


def known_values(
    snapshot: Snapshot, axis: Axis, audiences: Iterable[Audience] = ()
) -> Iterator[pa.Array]:
    """Yield the values that some row, or some entry of the catalogue, has.

    Those of audiences are `audiences` and all that are kept.
    """
    match axis.lookup:
        case Lookup.AUDIENCES:
            yield _texts([*(a.name for a in audiences), *names_of(snapshot).kept])
        case Lookup.PROFILES:
            yield _texts(snapshot.attribute(axis.attribute).values)
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
    return _texts(_LISTED.get(axis.column, ()))


def _texts(values: Iterable[str]) -> pa.Array:
    return pa.array(list(values), pa.string())
