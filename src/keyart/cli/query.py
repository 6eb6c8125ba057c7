"""`keyart query`: a question by options or as JSON, the answer as a table or a file."""

from pathlib import Path
from typing import Any

from keyart import session
from keyart.cli import query_options as o
from keyart.cli.arguments import AsJson, Store, example
from keyart.cli.asking import conditions, expressions, names, read_question
from keyart.cli.terminal import remark_on_compiling
from keyart.cli.writing import Format, format_for, write
from keyart.core.errors import BadQuestion
from keyart.query import Query

EXAMPLE = example(
    "keyart query my.keyart --measures reach,viewers,take_rate --by asset --where country=DE,LU",
    "keyart query my.keyart --measures hours_viewed --grain week --tz Europe/Berlin --json",
)


def query(
    store: Store,
    measures: o.Measures = None,
    by: o.By = None,
    where: o.Where = None,
    audience: o.Audience = None,
    audiences: o.Audiences = None,
    audiences_version: o.AudiencesVersion = None,
    since: o.Since = None,
    until: o.Until = None,
    grain: o.Grain = None,
    tz: o.Zone = None,
    having: o.Having = None,
    order: o.Order = None,
    limit: o.Limit = None,
    intervals: o.Intervals = False,
    confidence: o.Confidence = None,
    labels: o.Labels = False,
    include_empty: o.IncludeEmpty = False,
    fill: o.Fill = False,
    co_values: o.CoValues = False,
    engine: o.Engine = None,
    json_query: o.JsonQuery = None,
    form: o.Form = None,
    as_json: AsJson = False,
    out: o.Out = None,
) -> None:
    """Answer a question.

    Measures by dimensions, over the rows that all conditions let through.
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
        raise BadQuestion(
            "The question names no measure.", hint="Name one, such as --measures reach."
        )
    if file is None:
        return Query.from_dict(options)
    if options:
        raise BadQuestion(
            f"--json-query holds the whole question, and {', '.join(options)} came beside it.",
            hint="Write that into the file.",
        )
    return read_question(file)
