"""From a query to a plan: resolve every name and read every condition, or raise a helpful error."""

from collections.abc import Iterable, Mapping
from itertools import chain, pairwise
from typing import cast

import pyarrow as pa

from keyart.core.errors import BadQuestion, TooManyGroups, UnknownName
from keyart.core.facts import Family
from keyart.core.measures import Distinct, Measure, Ratio, Sum
from keyart.core.zones import GRAINS, slot_bound, zone
from keyart.query.access import Access
from keyart.query.planning.conditions import read_condition
from keyart.query.planning.model import AUDIENCE, Model
from keyart.query.planning.plan import (
    PEOPLE,
    SUPPRESSED,
    TIME,
    Audience,
    Axis,
    DistinctTerm,
    FamilyPlan,
    Filter,
    Key,
    Moment,
    Plan,
    SumTerm,
    Term,
)
from keyart.query.planning.unlinked import (
    IMPRESSIONS,
    UNLINKED,
    is_rate_of_plays,
    passing_alternatives,
)
from keyart.query.request import Conditions, Query, TimeBound
from keyart.store import Snapshot


def compile(model: Model, access: Access, query: Query) -> Plan:  # noqa: A001 - the design's word
    """Return the plan of `query` with the rights of `access`.

    Raises `UnknownName` for a name that is not in `model`, `BadQuestion` and `UnalignedRange` for
    parts that do not fit together.
    """
    # 1. Which measures to compute.
    names = _computed(model, query, access.min_cell)
    measures = [model.measure(name) for name in names]
    # 2. What rows are grouped and filtered by, and what to add up from which families.
    allowed = _filters(model, access.where, query.tz)
    filters = allowed + _filters(model, query.where, query.tz)
    keys = tuple(_key(model, n, allowed if query.co_values else filters) for n in query.by)
    unlinked = passing_alternatives(model.unlinked, filters)
    families = tuple(
        _family_plan(model, query, f, measures, bool(unlinked), bool(access.min_cell))
        for f in _families(measures)
    )
    _check_families((*(k.axis for k in keys), *(f.axis for f in filters)), measures)
    added = [*([TIME] if query.grain else []), *([SUPPRESSED] if access.min_cell else [])]
    _check_names([*(key.name for key in keys), *added, *names])
    for name, raw in query.having.items():
        read_condition(name, raw, pa.float64(), query.tz)
    # 3. The time range.
    _check_time(query)
    first, last = _range(query)
    return Plan(
        query=query,
        keys=keys,
        filters=filters,
        first_slot=first,
        last_slot=last,
        grain=query.grain,
        tz=query.tz,
        families=families,
        audience=None if query.audience is None else model.names.read(query.audience),
        audiences=_audiences(model, query),
        measures=names,
        min_cell=access.min_cell,
        unlinked=unlinked,
        seen=allowed,
    )


def _computed(model: Model, query: Query, min_cell: int) -> tuple[str, ...]:
    """Return the query's measures, then those that only `having` or `order` need.

    With a smallest cell, add the measures that count the people of each family, and viewers: small
    counts of what viewers did are rounded.

    Raises `UnknownName` for a name that is neither a measure nor a column of the result.
    """
    ends = ("low", "high") if query.level else ()
    bounds = {f"{name}_{end}" for name in query.measures for end in ends}
    groups = {_column(name) for name in query.by} | ({TIME} if query.grain else set[str]())
    ordered = [name.removeprefix("-") for name in query.order]
    further = [name for name in query.having if name not in bounds]
    further += [name for name in ordered if name not in bounds | groups]
    for name in further:
        if name not in model.measures:
            columns = [*groups, *bounds, *model.measures]
            hint = "Name a measure, or in order a column of the answer."
            raise UnknownName("measure or column", name, columns, hint=hint)
    names = [*query.measures, *further]
    if min_cell:
        families = _families(model.measure(name) for name in names)
        names += [PEOPLE[f] for f in families]
        names += ["viewers"] if Family.EXPOSURE in families else []
    return tuple(dict.fromkeys(names))


def _families(measures: Iterable[Measure]) -> list[Family]:
    named = {measure.family for measure in measures}
    return [family for family in Family if family in named]


def _family_plan(
    model: Model,
    query: Query,
    family: Family,
    measures: Iterable[Measure],
    any_unlinked: bool,
    few_hidden: bool,
) -> FamilyPlan:
    measures = [measure for measure in measures if measure.family == family]
    terms = list(dict.fromkeys(chain.from_iterable(terms_of(model, m) for m in measures)))
    if any_unlinked and any(is_rate_of_plays(model.measures, m.name) for m in measures):
        terms = list(dict.fromkeys([*terms, IMPRESSIONS, UNLINKED]))
    if few_hidden:
        terms = list(dict.fromkeys([*terms, *filter(None, map(people_term, terms))]))
    with_interval = [m for m in measures if m.name in query.measures] if query.level else []
    pairs = (moment_of(model, measure) for measure in with_interval)
    return FamilyPlan(
        family=family,
        sums=tuple(term for term in terms if isinstance(term, SumTerm)),
        distincts=tuple(term for term in terms if isinstance(term, DistinctTerm)),
        moments=tuple(dict.fromkeys(pair for pair in pairs if pair is not None)),
    )


def people_term(term: Term) -> DistinctTerm | None:
    """Return the term that counts the people behind a count by day; None for another term."""
    if isinstance(term, DistinctTerm) and term.per_day:
        return DistinctTerm(term.guard)
    return None


def term_of(measure: Sum | Distinct) -> Term:
    """Return the term of `measure`, in stored units."""
    if isinstance(measure, Distinct):
        return DistinctTerm(measure.guard, measure.per_title, measure.per_day)
    return SumTerm(measure.column, measure.per_runtime)


def parts_of(model: Model, ratio: Ratio) -> tuple[Sum | Distinct, Sum | Distinct]:
    """Return (numerator, denominator) of a ratio, which are not ratios themselves."""
    numerator, denominator = model.measures[ratio.numerator], model.measures[ratio.denominator]
    if isinstance(numerator, Ratio) or isinstance(denominator, Ratio):
        raise TypeError(f"{ratio.name} is a ratio of ratios")
    return numerator, denominator


def terms_of(model: Model, measure: Measure) -> list[Term]:
    """Return the terms from which `measure` is computed."""
    if isinstance(measure, Ratio):
        return [term for part in parts_of(model, measure) for term in terms_of(model, part)]
    if isinstance(measure, Sum) and measure.unless_zero is not None:
        return [term_of(measure), SumTerm(measure.unless_zero)]
    return [term_of(measure)]


def moment_of(model: Model, measure: Measure) -> Moment | None:
    """Return the moment that the interval of `measure` needs, None if it needs none.

    A share of profiles (take_rate) has Wilson's interval, which only needs the two counts. Only
    ratios have intervals.
    """
    if not isinstance(measure, Ratio):
        return None
    numerator, denominator = parts_of(model, measure)
    counted = all(
        isinstance(p, Distinct) and not (p.per_title or p.per_day) for p in (numerator, denominator)
    )
    if counted and measure.upper == 1:
        return None
    return Moment(term_of(numerator), term_of(denominator))


def _filters(model: Model, where: Conditions, tz: str) -> tuple[Filter, ...]:
    return tuple(_filter(model.axis(name), name, raw, tz) for name, raw in where.items())


def _filter(axis: Axis, name: str, raw: object, tz: str) -> Filter:
    read = read_condition(name, raw, axis.type, tz)
    return Filter(axis=axis, values=read.values, negate=read.negate, low=read.low, high=read.high)


def _is_audience(name: str) -> bool:
    return name == AUDIENCE or name.startswith(f"{AUDIENCE}:")


def _column(name: str) -> str:
    """Return the result's column for an entry of `by`."""
    return AUDIENCE if _is_audience(name) else name


def _key(model: Model, name: str, showing: tuple[Filter, ...]) -> Key:
    axis = model.axis(_column(name))
    if not axis.multi_valued:
        return Key(_column(name), axis)
    return Key(_column(name), axis, tuple(f for f in showing if f.axis.source == axis.source))


def _audiences(model: Model, query: Query) -> tuple[Audience, ...]:
    """Return the audiences to group by and filter on: those of the query, or all."""
    grouped = [name for name in query.by if _is_audience(name)]
    if query.audiences is not None:
        if not grouped:
            raise BadQuestion(
                "audiences=[...] chooses groups, but the question is not by audience.",
                hint='Add by=["audience"], or filter by audience="…".',
            )
        return _in_order(model.names.audience(text) for text in query.audiences)
    kinds = [name.split(":", 1)[1] for name in grouped if name != AUDIENCE]
    if kinds:
        return _in_order(audience for kind in kinds for audience in model.names.of_kind(kind))
    named = dict.fromkeys([*model.names.kept, *_filtered_by(model, query)])
    return _in_order(map(model.names.audience, named))


def _filtered_by(model: Model, query: Query) -> list[str]:
    """Return the audiences named by a condition, which may be ready-made segments."""
    raw = query.where.get(AUDIENCE)
    if isinstance(raw, Mapping):
        raw = cast(Mapping[str, object], raw).get("not")
    listed = cast(list[object], raw) if isinstance(raw, list) else [raw]
    valid_names = frozenset(model.names.known)
    return [name for name in listed if isinstance(name, str) and name in valid_names]


def _in_order(audiences: Iterable[Audience]) -> tuple[Audience, ...]:
    ordered = sorted(audiences, key=lambda audience: audience.name.encode())
    for before, after in pairwise(ordered):
        if before.name == after.name:
            raise BadQuestion(f"audiences lists {after.name!r} twice.", hint="List it once.")
    return tuple(ordered)


def _check_families(axes: Iterable[Axis], measures: Iterable[Measure]) -> None:
    """Refuse dimensions that a measure's rows do not have."""
    for axis in axes:
        for measure in measures:
            if measure.family in axis.families:
                continue
            if measure.family is Family.VIEWING:
                why = "counts every play, and plays have none"
                hint = f"Group impression measures by {axis.name}, such as qualified_plays."
            else:
                why = "counts impressions and what they led to"
                hint = f"Group viewing measures by {axis.name}, such as starts."
            raise BadQuestion(
                f"{measure.name!r} cannot be asked by {axis.name!r}: it {why}.", hint=hint
            )


def _check_names(names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise BadQuestion(f"Two columns would be named {name!r}.", hint="Remove one.")


def _check_time(query: Query) -> None:
    zone(query.tz)
    if query.grain is not None and query.grain not in GRAINS:
        raise UnknownName("grain", query.grain, GRAINS)
    if query.fill and query.grain is None:
        raise BadQuestion("fill=True needs a grain.", hint='Add a grain, such as "day".')


def _range(query: Query) -> tuple[int | None, int | None]:
    def slot(bound: TimeBound | None) -> int | None:
        return None if bound is None else slot_bound(bound, query.tz)

    first, last = slot(query.since), slot(query.until)
    if first is not None and last is not None and last < first:
        raise BadQuestion(
            f"since ({query.since}) is after until ({query.until}).", hint="Swap them."
        )
    return first, last


def require_profile_memory(snapshot: Snapshot, need: int) -> None:
    """Raise `TooManyGroups` if what a question keeps by profile, bytes, exceeds `query_memory`."""
    if need > snapshot.config.settings.query_memory:
        raise TooManyGroups(
            f"This question needs {-(-need // 2**20):,} MiB to tell {snapshot.profiles:,} profiles "
            "apart, more than query_memory allows.",
            hint="Ask without audiences and rules about what people did, or raise the setting "
            "query_memory.",
        )


def too_many_groups(plan: Plan, groups: int, sizes: Mapping[str, int]) -> TooManyGroups:
    """Return the error for about `groups` groups; `sizes` has each key's number of values."""
    shown = " × ".join(f"{size:,} of {name}" for name, size in sizes.items())
    widest = max(sizes, key=lambda name: sizes[name], default="")
    if widest == TIME:
        narrow = f"a coarser grain than {plan.grain}, or a shorter range (since, until)"
    elif widest == AUDIENCE:
        narrow = "fewer audiences (audiences=[...])"
    else:
        narrow = f"fewer values of {widest} (where={{{widest!r}: [...]}}), or another dimension"
    return TooManyGroups(
        f"The answer may have {groups:,} groups ({shown}), more than fit in memory.",
        hint=f"Use {narrow}; or raise the setting query_memory.",
    )
