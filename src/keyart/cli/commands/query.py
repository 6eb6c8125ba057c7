"""`keyart query`: a question by options or as JSON, the answer as a table or a file."""

from pathlib import Path
from typing import Annotated, Any

import typer

from keyart import session
from keyart.cli.arguments import AsJson, Store, example
from keyart.cli.asking import CONDITION_HELP, conditions, expressions, names, read_question
from keyart.cli.terminal import remark_on_compiling
from keyart.cli.writing import Format, format_for, write
from keyart.core.errors import BadQuestion
from keyart.core.zones import GRAINS
from keyart.query import Query

Measures = Annotated[
    str | None,
    typer.Option(metavar="A,B", help="What to count: impressions, reach, take_rate, …"),
]
By = Annotated[
    str | None, typer.Option(metavar="A,B", help="Dimensions to group by: asset, country, …")
]
Where = Annotated[
    list[str] | None,
    typer.Option(metavar="CONDITION", help=f"Filter: {CONDITION_HELP}. All must hold."),
]
Audience = Annotated[
    str | None, typer.Option(metavar="EXPR", help="Count only profiles of this audience.")
]
Audiences = Annotated[
    str | None,
    typer.Option(metavar="A,B", help="The audiences to group by, with --by audience."),
]
AudiencesVersion = Annotated[
    int | None,
    typer.Option(
        "--audiences-version",
        metavar="N",
        help="Use the affinities of an older fit, by its number.",
    ),
]
Since = Annotated[
    str | None,
    typer.Option(metavar="D", help="Count from this day or time on, such as 2026-03-01."),
]
Until = Annotated[
    str | None, typer.Option(metavar="D", help="Count up to this day or time (exclusive).")
]
Grain = Annotated[
    str | None, typer.Option(metavar="GRAIN", help=f"Also group by time: {', '.join(GRAINS)}.")
]
Zone = Annotated[
    str | None, typer.Option("--tz", metavar="ZONE", help="The time zone; UTC by default.")
]
Having = Annotated[
    list[str] | None,
    typer.Option(metavar="CONDITION", help="Keep only groups such as reach=1000.."),
]
Order = Annotated[
    str | None,
    typer.Option(metavar="A,-B", help="Columns to sort by; - sorts descending."),
]
Limit = Annotated[int | None, typer.Option(metavar="N", help="Return at most N rows.")]
Intervals = Annotated[bool, typer.Option("--intervals", help="Add 95% intervals of each ratio.")]
Confidence = Annotated[
    float | None,
    typer.Option(metavar="LEVEL", help="Add intervals at another level, such as 0.99."),
]
Labels = Annotated[bool, typer.Option("--labels", help="Add names beside ids.")]
IncludeEmpty = Annotated[
    bool, typer.Option("--include-empty", help="Add titles and assets without facts.")
]
Fill = Annotated[bool, typer.Option("--fill", help="Add empty time buckets.")]
CoValues = Annotated[
    bool, typer.Option("--co-values", help="Show all values of a filtered multi-valued dimension.")
]
Engine = Annotated[
    str | None, typer.Option(metavar="NAME", help="The engine: native, duckdb or druid.")
]
JsonQuery = Annotated[
    Path | None,
    typer.Option("--json-query", metavar="FILE", help="The question as JSON; - reads stdin."),
]
Form = Annotated[
    Format | None,
    typer.Option("--format", help="The output format; by default that of --out, else table."),
]
Out = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The file to write; stdout by default.")
]


EXAMPLE = example(
    "keyart query my.keyart --measures reach,viewers,take_rate --by asset --where country=DE,LU",
    "keyart query my.keyart --measures hours_viewed --grain week --tz Europe/Berlin --json",
)


def query(
    store: Store,
    measures: Measures = None,
    by: By = None,
    where: Where = None,
    audience: Audience = None,
    audiences: Audiences = None,
    audiences_version: AudiencesVersion = None,
    since: Since = None,
    until: Until = None,
    grain: Grain = None,
    tz: Zone = None,
    having: Having = None,
    order: Order = None,
    limit: Limit = None,
    intervals: Intervals = False,
    confidence: Confidence = None,
    labels: Labels = False,
    include_empty: IncludeEmpty = False,
    fill: Fill = False,
    co_values: CoValues = False,
    engine: Engine = None,
    json_query: JsonQuery = None,
    form: Form = None,
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """Query measures.

    Returns measures by dimensions, over the rows that match all conditions.
    """
    given = {
        "measures": names(measures),
        "by": names(by),
        "where": conditions(where or (), "--where"),
        "audience": audience,
        "audiences": expressions(audiences),
        "audiences_version": audiences_version,
        "since": since,
        "until": until,
        "grain": grain,
        "tz": tz,
        "having": conditions(having or (), "--having"),
        "order": names(order),
        "limit": limit,
        "intervals": intervals if confidence is None else confidence,
        "labels": labels,
        "include_empty": include_empty,
        "fill": fill,
        "co_values": co_values,
        "engine": engine,
    }
    options = {name: value for name, value in given.items() if _is_given(value)}
    asked = _question(options, json_query)
    wanted = Format.JSON if as_json else form or format_for(out)
    if engine not in {"duckdb", "druid"}:
        remark_on_compiling("native")
    with session.open(store) as opened:
        write(opened.query(asked), asked, wanted, out)


def _is_given(value: object) -> bool:
    return value is not None and value is not False and value != {}


def _question(options: dict[str, Any], file: Path | None) -> Query:
    if file is None and "measures" not in options:
        raise BadQuestion("--measures is required.", hint="Name one, such as --measures reach.")
    if file is None:
        return Query.from_dict(options)
    if options:
        raise BadQuestion(
            f"--json-query can't be combined with {', '.join(options)}.",
            hint="Put these into the file.",
        )
    return read_question(file)
