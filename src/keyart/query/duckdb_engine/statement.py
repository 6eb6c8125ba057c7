"""A scan as one SQL statement, built as a tree."""

from collections.abc import Sequence

from sqlglot import exp

from keyart.core.facts import SLOT_MICROSECONDS
from keyart.core.measures import KEPT, RETURN_DAYS, active_days, returned
from keyart.query.duckdb_engine.predicates import any_passes, passes
from keyart.query.duckdb_engine.relations import (
    BUCKETS,
    DAYS,
    HIDDEN,
    MEMBERS,
    has_table,
    segment_name,
    table_name,
)
from keyart.query.planning.plan import (
    TIME,
    Axis,
    DistinctTerm,
    Filter,
    Lookup,
    Moment,
    SumTerm,
    Term,
)
from keyart.query.sql import (
    LENGTH,
    RUNTIME,
    SqlScan,
    age,
    column,
    key_names,
    table,
    term_name,
    value_passes,
)

TOTAL = "total"
MOMENTS = ("n", "x", "y", "xx", "yy", "xy")


EVERY, EVERY_VALUED = "every_fact", "every_valued"
ACTIVE, NEWEST = "active", "newest"
DAY = "day"


def statement(scan: SqlScan, segments: int) -> exp.Select:
    """Return the statement that adds up `scan` over a number of segments.

    Its columns are `key_0`, …, `time`, then each term's by `term_name`.
    """
    # 1. The rows that pass.
    rows = _passing(_summed(scan), scan, segments)
    if scan.family.returns:
        rows = _with_active_days(rows, scan, segments)
    # 2. Each row once for every group it belongs to.
    rows = rows.with_("keyed", _keyed(scan))
    # 3. Each profile's sums in each group, then each group's.
    return rows.with_("profiles", _by_profile(scan))


def _passing(rows: exp.Select, scan: SqlScan, segments: int) -> exp.Select:
    """Return `rows` with its source: the rows that pass, as `passing`."""
    # 1. The rows of the time range that no later version hides.
    facts = _union([_segment(scan, number) for number in range(segments)])
    # 2. Each row with its values of single-valued axes.
    valued = _valued(scan)
    # 3. The rows that pass all conditions.
    passing = exp.select("*").from_("valued").where(*_conditions(scan))
    return rows.with_("facts", facts).with_("valued", valued).with_("passing", passing)


def _with_active_days(rows: exp.Select, scan: SqlScan, segments: int) -> exp.Select:
    """Return `rows` with each profile's active days, and the day of the newest play.

    Active days are of all rows that the reader may see, whatever the query's range and filters.
    """
    every = _union([_segment(scan, number, in_range=False) for number in range(segments)])
    valued = _valued(scan, exp.to_table(EVERY).as_("facts"))
    active = exp.select(column("profile", "valued"), column(DAY, DAYS)).distinct()
    active = active.from_(exp.to_table(EVERY_VALUED).as_("valued"))
    active = active.join(table(DAYS), on=_same("slot", DAYS, "valued"))
    starts = exp.GT(this=column("active_starts", "valued"), expression=exp.convert(0))
    active = active.where(starts, *(_passes(scan, filter_) for filter_ in scan.plan.seen))
    newest = exp.select(exp.alias_(exp.Max(this=column(DAY, DAYS)), DAY)).from_(EVERY)
    newest = newest.join(table(DAYS), on=_same("slot", DAYS, EVERY))
    rows = rows.with_(EVERY, every).with_(EVERY_VALUED, valued)
    return rows.with_(ACTIVE, active).with_(NEWEST, newest)


def _same(name: str, left: str, right: str) -> exp.EQ:
    return exp.EQ(this=column(name, left), expression=column(name, right))


def _union(selects: Sequence[exp.Select]) -> exp.Query:
    union: exp.Query = selects[0]
    for select in selects[1:]:
        union = exp.union(union, select, distinct=False, copy=False)
    return union


def _segment(scan: SqlScan, number: int, *, in_range: bool = True) -> exp.Select:
    names = ["profile", "slot", *scan.coded, *scan.family.columns]
    rows = exp.select(*(column(name) for name in names)).from_(table(segment_name(number)))
    rows = rows.where(exp.EQ(this=column(HIDDEN), expression=exp.convert(0)))
    if not in_range:
        return rows
    slot = column("slot")
    if scan.plan.first_slot is not None:
        rows = rows.where(exp.GTE(this=slot, expression=exp.convert(scan.plan.first_slot)))
    if scan.plan.last_slot is not None:
        rows = rows.where(exp.LT(this=slot, expression=exp.convert(scan.plan.last_slot)))
    return rows


def _value_name(axis: Axis) -> str:
    return f"{table_name(axis)}_here"


def _valued(scan: SqlScan, facts: exp.Expr | str = "facts") -> exp.Select:
    single = [axis for axis in scan.axes if not axis.multi_valued]
    rows = exp.select("facts.*").from_(facts)
    for axis in single:
        rows = rows.select(exp.alias_(_value(axis), _value_name(axis), quoted=True))
        if has_table(axis):
            name = table_name(axis)
            on = exp.EQ(this=column("id", name), expression=column(axis.column, "facts"))
            rows = rows.join(table(name), on=on, join_type="left")
    return rows


def _value(axis: Axis) -> exp.Expr:
    match axis.lookup:
        case Lookup.ITSELF:
            return column(axis.column, "facts")
        case Lookup.NUMBER:
            return exp.cast(column(axis.column, "facts"), "BIGINT")
        case Lookup.AGE:
            slot = exp.cast(column("slot", "facts"), "BIGINT")
            start = exp.Mul(this=slot, expression=exp.convert(SLOT_MICROSECONDS))
            return age(start, column("value", table_name(axis)), exp.IntDiv)
        case _:
            return column("value", table_name(axis))


def _conditions(scan: SqlScan) -> list[exp.Expr]:
    conditions = [_passes(scan, filter_) for filter_ in scan.filters]
    if scan.plan.audience is not None:
        inside = exp.select(column("id")).from_(table(MEMBERS))
        conditions.append(exp.In(this=column("profile", "valued"), query=exp.Subquery(this=inside)))
    return conditions


def _passes(scan: SqlScan, filter_: Filter) -> exp.Expr:
    """Return whether a row of `valued` passes a filter."""
    if filter_.axis.multi_valued:
        return any_passes(scan, filter_, column(filter_.axis.column, "valued"))
    return passes(scan, filter_, column(_value_name(filter_.axis), "valued"))


def moment_name(scan: SqlScan, moment: Moment, part: str) -> str:
    """Return the name of the column of one of a moment's `MOMENTS`."""
    return f"moment_{scan.family.moments.index(moment)}_{part}"


def _keyed(scan: SqlScan) -> exp.Select:
    terms = [exp.alias_(_of_row(scan, term), term_name(scan, term)) for term in scan.terms]
    rows = exp.select(column("profile", "passing"), *terms).from_("passing")
    for i, key in enumerate(scan.keys):
        value: exp.Expr = column(_value_name(key.axis), "passing")
        if key.axis.multi_valued:
            alias = f"of_key_{i}"
            value = column("value", alias)
            on = exp.EQ(this=column("id", alias), expression=column(key.axis.column, "passing"))
            rows = rows.join(table(table_name(key.axis), alias), on=on, join_type="left")
        rows = rows.select(exp.alias_(value, f"key_{i}"))
        rows = rows.where(*(passes(scan, condition, value) for condition in key.shown))
    if scan.grained:
        on = exp.EQ(this=column("slot", BUCKETS), expression=column("slot", "passing"))
        rows = rows.select(exp.alias_(column("start", BUCKETS), TIME)).join(table(BUCKETS), on=on)
    return _with_days(rows, scan) if scan.family.returns else rows


def _with_days(rows: exp.Select, scan: SqlScan) -> exp.Select:
    """Return `rows` with each row's day, and the profile's active days that are a return."""
    rows = rows.join(table(DAYS), on=_same("slot", DAYS, "passing"))
    rows = rows.join(exp.to_table(NEWEST), join_type="cross")
    for after in RETURN_DAYS:
        if returned(after) in scan.family.derived:
            later = returned(after)
            on = exp.and_(
                _same("profile", later, "passing"),
                exp.EQ(this=column(DAY, later), expression=_days_later(after)),
            )
            rows = rows.join(exp.to_table(ACTIVE).as_(later), on=on, join_type="left")
    return rows


def _days_later(after: int) -> exp.Expr:
    return exp.Add(this=column(DAY, DAYS), expression=exp.convert(after))


def _of_row(scan: SqlScan, term: Term) -> exp.Expr:
    """Return what one row adds to a term."""
    if isinstance(term, DistinctTerm):
        guard = _guard(term.guard)
        if term.per_title:
            return exp.case().when(guard, _title())
        if term.per_day:
            return exp.case().when(guard, column(DAY, DAYS))
        return exp.case().when(guard, exp.convert(1)).else_(exp.convert(0))
    value: exp.Expr = column(term.column, "passing")
    if term.unlinked:
        value = exp.case().when(_is_unlinked(scan), value).else_(exp.convert(0))
    if not term.per_runtime:
        return exp.cast(value, "BIGINT")
    runtime = column(_value_name(RUNTIME), "passing")
    has_runtime = exp.GT(this=runtime, expression=exp.convert(0))
    return exp.case().when(
        has_runtime, exp.Div(this=exp.cast(value, "DOUBLE"), expression=runtime.copy())
    )


def _guard(name: str) -> exp.Expr:
    """Return whether a row's stored column is above 0, or its derived flag is set."""
    if name == KEPT:
        return _is_kept()
    for after in RETURN_DAYS:
        if name in (active_days(after), returned(after)):
            active = _is_above_zero("active_starts")
            over = exp.LT(this=_days_later(after), expression=column(DAY, NEWEST))
            again = exp.not_(exp.Is(this=column(DAY, returned(after)), expression=exp.Null()))
            return exp.and_(active, over, *([again] if name == returned(after) else []))
    return _is_above_zero(name)


def _is_above_zero(name: str) -> exp.Expr:
    return exp.GT(this=column(name, "passing"), expression=exp.convert(0))


def _is_kept() -> exp.Expr:
    qualified = exp.Is(this=column("reason", "passing"), expression=exp.Null())
    runtime = column(_value_name(LENGTH), "passing")
    half = exp.Mul(this=runtime.copy(), expression=exp.cast(exp.convert(500), "DOUBLE"))
    watched = exp.cast(column("watch_ms", "passing"), "DOUBLE")
    unknown_end = exp.EQ(this=column("completion_known", "passing"), expression=exp.convert(0))
    stayed = exp.and_(
        unknown_end,
        exp.GT(this=runtime, expression=exp.convert(0)),
        exp.GTE(this=watched, expression=half),
    )
    return exp.and_(qualified, exp.or_(_is_above_zero("completions"), stayed))


def _is_unlinked(scan: SqlScan) -> exp.Expr:
    return exp.or_(
        *(
            exp.and_(*(value_passes(f, column(_value_name(f.axis), "passing")) for f in filters))
            for filters in scan.plan.unlinked
        )
    )


def _title() -> exp.Expr:
    """Return a row's title as text that is never missing and differs for each title."""
    named = exp.DPipe(this=exp.convert("="), expression=column("title", "passing"))
    return exp.Coalesce(this=named, expressions=[exp.convert("")])


def _by_profile(scan: SqlScan) -> exp.Select:
    """Return each profile's part of each group; the rows, if profiles do not matter."""
    if not scan.by_profile:
        return exp.select("*").from_("keyed")
    keys = [column(name) for name in [*key_names(scan), "profile"]]
    terms = [
        exp.alias_(_of_profile(term, column(term_name(scan, term))), term_name(scan, term))
        for term in scan.terms
    ]
    return exp.select(*keys, *terms).from_("keyed").group_by(*(key.copy() for key in keys))


def _of_profile(term: Term, values: exp.Column) -> exp.Expr:
    if not isinstance(term, DistinctTerm):
        return exp.Sum(this=values)
    if term.per_title or term.per_day:
        return exp.Count(this=exp.Distinct(expressions=[values]))
    return exp.Max(this=values)


def _summed(scan: SqlScan) -> exp.Select:
    keys = [column(name) for name in key_names(scan)]
    terms = [
        exp.alias_(_of_group(term, column(term_name(scan, term))), term_name(scan, term))
        for term in scan.terms
    ]
    moments = [column_ for moment in scan.family.moments for column_ in _moment(scan, moment)]
    rows = exp.select(*keys, *terms, *moments).from_("profiles")
    return rows.group_by(*(key.copy() for key in keys)) if keys else rows


def _of_group(term: Term, values: exp.Column) -> exp.Expr:
    floats = isinstance(term, SumTerm) and term.per_runtime
    total = exp.cast(exp.Sum(this=values), "DOUBLE" if floats else "BIGINT")
    return exp.Coalesce(this=total, expressions=[exp.convert(0)])


def _moment(scan: SqlScan, moment: Moment) -> list[exp.Expr]:
    sides = [
        exp.cast(
            exp.Coalesce(this=column(term_name(scan, t)), expressions=[exp.convert(0)]), "DOUBLE"
        )
        for t in (moment.denominator, moment.numerator)
    ]
    x, y = sides
    nonzero = exp.or_(*(exp.NEQ(this=side.copy(), expression=exp.convert(0)) for side in sides))
    parts: dict[str, exp.Expr] = {
        "n": exp.case().when(nonzero, exp.convert(1)).else_(exp.convert(0)),
        "x": x,
        "y": y,
        "xx": exp.Mul(this=x.copy(), expression=x.copy()),
        "yy": exp.Mul(this=y.copy(), expression=y.copy()),
        "xy": exp.Mul(this=x.copy(), expression=y.copy()),
    }
    kinds = {"n": "BIGINT"}
    return [
        exp.alias_(
            exp.Coalesce(
                this=exp.cast(exp.Sum(this=part), kinds.get(name, "DOUBLE")),
                expressions=[exp.convert(0)],
            ),
            moment_name(scan, moment, name),
        )
        for name, part in parts.items()
    ]


def by_profile(scan: SqlScan, segments: int) -> exp.Select:
    """Return the statement that adds up the one sum of `scan` for each profile.

    Its columns are `profile` and `total`; profiles without a row that passes are absent.
    """
    (term,) = scan.family.sums
    total = exp.alias_(exp.cast(exp.Sum(this=column(term.column)), "BIGINT"), TOTAL)
    rows = exp.select(column("profile"), total).from_("passing").group_by(column("profile"))
    return _passing(rows, scan, segments)
