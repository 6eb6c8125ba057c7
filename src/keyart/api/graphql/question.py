"""Questions about facts, and their answers: what `POST /v1/query` takes and gives."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import pyarrow as pa
import strawberry

from keyart.api.graphql.nodes import Info
from keyart.api.graphql.scalars import Cells, Named, Table
from keyart.api.graphql.types import arguments_in, input_type
from keyart.core.errors import BadQuestion
from keyart.query import Meta as ResultMeta
from keyart.query import Query, Result
from keyart.query.output.encoding import json_columns
from keyart.query.output.table import COMPLETE
from keyart.query.planning.plan import SUPPRESSED, TIME

if TYPE_CHECKING:
    Asking = Any
else:
    Asking = Annotated[
        input_type(Query, "QuestionInput"), strawberry.argument(description="The question.")
    ]


def query_of(ask: Any) -> Query:
    """Return the input of a question as data; raises `BadQuestion`."""
    return Query.from_dict(arguments_in(ask))


@strawberry.enum(description="What a column contains.")
class ColumnKind(Enum):
    """The kinds of columns."""

    KEY = strawberry.enum_value("key", description="The values of a dimension.")
    NAME = strawberry.enum_value("name", description="The names of a dimension's values.")
    TIME = strawberry.enum_value("time", description="The starts of time buckets.")
    MEASURE = strawberry.enum_value("measure", description="The values of a measure.")
    BOUND = strawberry.enum_value("bound", description="The lower or upper bound of a measure.")
    COMPLETE = strawberry.enum_value("complete", description="Whether a time bucket is complete.")
    SUPPRESSED = strawberry.enum_value(
        "suppressed", description="How many groups of too few people the row without keys combines."
    )


@strawberry.enum(description="The type of the values of a column.")
class ColumnType(Enum):
    """The types of values."""

    TEXT = strawberry.enum_value("text", description="Text.")
    WHOLE = strawberry.enum_value("whole", description="Whole numbers.")
    NUMBER = strawberry.enum_value("number", description="Numbers.")
    TRUTH = strawberry.enum_value("truth", description="True or false.")
    TIME = strawberry.enum_value("time", description="Times as ISO 8601 text with offset.")


@strawberry.type(description="A column of an answer.")
class Column:
    """What a column holds."""

    name: str = strawberry.field(description="Its name, as in `POST /v1/query`.")
    kind: ColumnKind = strawberry.field(description="What it holds.")
    type: ColumnType = strawberry.field(description="The type of its values; any may be null.")


@strawberry.type(description="Where an answer comes from, and how exact it is.")
class Meta:
    """About an answer."""

    answered_by: str = strawberry.field(description="The engine, or the feed.")
    reason: str = strawberry.field(description="Why this one answered.")
    exact: bool = strawberry.field(description="Whether all counts are exact.")
    error_bound: float = strawberry.field(
        description="The largest relative error of any count, at `confidence`."
    )
    confidence: float = strawberry.field(description="The confidence of `errorBound`.")
    rows_scanned: float = strawberry.field(description="The number of fact rows read.")
    ms: float = strawberry.field(description="The duration in milliseconds.")
    as_of: datetime | None = strawberry.field(description="The time of the newest event.")
    complete_until: datetime | None = strawberry.field(
        description="The time up to which data are complete: no more plays can qualify."
    )
    version: int = strawberry.field(description="The version of the store that was read.")
    audiences_version: int = strawberry.field(
        description="The fit that affinities come from; 0 if there is none."
    )
    notes: list[str] = strawberry.field(description="Notes for the reader.")


@strawberry.type(description="The answer to a question.")
class Answer:
    """Rows, totals, and where they come from."""

    columns: list[Column] = strawberry.field(description="The columns of the rows, in order.")
    rows: Table = strawberry.field(description="The rows, with values in the order of `columns`.")
    row_count: int = strawberry.field(description="How many rows there are.")
    totals: Named = strawberry.field(
        description="The measures over everything that matches `where`; not the sum of the rows."
    )
    meta: Meta = strawberry.field(description="Where the answer comes from.")


@strawberry.type(description="One measure of one group over time.")
class Line:
    """A line of a chart."""

    key: Cells = strawberry.field(description="The group: its values of `keys`, in order.")
    measure: str = strawberry.field(description="The measure.")
    values: Cells = strawberry.field(
        description="A value for each of `times`; null where there is none."
    )


@strawberry.type(description="Measures over time: one line per group and measure.")
class TimeSeries:
    """Lines over the same times."""

    times: list[datetime] = strawberry.field(description="The starts of the buckets.")
    complete: list[bool] = strawberry.field(description="Whether a bucket is complete.")
    keys: list[str] = strawberry.field(description="The names of the grouping columns.")
    lines: list[Line] = strawberry.field(description="The lines, by group.")
    totals: Named = strawberry.field(description="The measures over all groups and times.")
    suppressed: int = strawberry.field(
        description="The number of points left out because they are about too few people."
    )
    meta: Meta = strawberry.field(description="Where the answer comes from.")


@strawberry.type(description="Questions about facts.")
class QuestionQuery:
    """The questions about facts."""

    @strawberry.field(description="Any measures by any dimensions.")
    def question(self, info: Info, ask: Asking) -> Answer:
        """Answer a question."""
        query = query_of(ask)
        return answer_of(query, info.context.ask(query))

    @strawberry.field(description="Measures over time; `grain` must be given.")
    def time_series(self, info: Info, ask: Asking) -> TimeSeries:
        """Answer a question as lines."""
        query = query_of(ask)
        if query.grain is None:
            raise BadQuestion("A time series needs time buckets.", hint='Give grain: "day".')
        return _series(query, info.context.ask(query))


def answer_of(query: Query, result: Result) -> Answer:
    """Return an answer as the graph shows it."""
    table = result.table
    return Answer(
        columns=[_column(query, field) for field in table.schema],
        rows=Table(list(zip(*json_columns(table), strict=True))),
        row_count=table.num_rows,
        totals=Named(result.totals),
        meta=meta_of(result.meta),
    )


def meta_of(meta: ResultMeta) -> Meta:
    """Return where an answer comes from."""
    meta_fields: dict[str, Any] = {**vars(meta), "notes": list(meta.notes)}
    return Meta(**meta_fields)


def _column(query: Query, field: pa.Field) -> Column:
    return Column(name=field.name, kind=_kind(query, field.name), type=column_type(field.type))


def _kind(query: Query, name: str) -> ColumnKind:
    if name in query.measures:
        return ColumnKind.MEASURE
    special = {
        TIME: ColumnKind.TIME,
        COMPLETE: ColumnKind.COMPLETE,
        SUPPRESSED: ColumnKind.SUPPRESSED,
    }
    if name in special:
        return special[name]
    if name.removesuffix("_low") in query.measures or name.removesuffix("_high") in query.measures:
        return ColumnKind.BOUND
    return ColumnKind.NAME if _is_name(query, name) else ColumnKind.KEY


def _is_name(query: Query, name: str) -> bool:
    return query.labels and name.removesuffix("_name") in {*query.by, "audience"} - {name}


def column_type(type_: pa.DataType) -> ColumnType:
    """Return the type of the values of a column."""
    if pa.types.is_boolean(type_):
        return ColumnType.TRUTH
    if pa.types.is_integer(type_):
        return ColumnType.WHOLE
    if pa.types.is_floating(type_):
        return ColumnType.NUMBER
    return ColumnType.TIME if pa.types.is_timestamp(type_) else ColumnType.TEXT


def _series(query: Query, result: Result) -> TimeSeries:
    """Return the rows of an answer as lines over all of its times."""
    folded = [row for row in result.to_dicts() if row.get(SUPPRESSED) is not None]
    rows = [row for row in result.to_dicts() if row.get(SUPPRESSED) is None]
    kinds = {name: _kind(query, name) for name in result.table.column_names}
    keys = [n for n, kind in kinds.items() if kind in {ColumnKind.KEY, ColumnKind.NAME}]
    shown = [n for n, kind in kinds.items() if kind in {ColumnKind.MEASURE, ColumnKind.BOUND}]
    complete = {row[TIME]: row[COMPLETE] for row in rows}
    times = sorted(complete)
    groups: dict[tuple[object, ...], dict[datetime, Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[name] for name in keys), {})[row[TIME]] = row
    return TimeSeries(
        times=times,
        complete=[complete[time] for time in times],
        keys=keys,
        lines=[
            Line(key=Cells(key), measure=name, values=Cells(_line_values(by_time, times, name)))
            for key, by_time in groups.items()
            for name in shown
        ],
        totals=Named(result.totals),
        suppressed=sum(row[SUPPRESSED] for row in folded),
        meta=meta_of(result.meta),
    )


def _line_values(
    by_time: Mapping[datetime, Mapping[str, Any]], times: list[datetime], name: str
) -> Any:
    return [by_time[time][name] if time in by_time else None for time in times]
