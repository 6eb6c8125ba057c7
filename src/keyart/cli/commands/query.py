"""`keyart query`: a question by options or as JSON, the answer as a table or a file.

Its options are the fields of `Query`. Others say where the question and the answer are: that is why
the command is written by hand.
"""

from dataclasses import replace
from inspect import Parameter
from pathlib import Path
from typing import Annotated, Any

import typer

from keyart import session
from keyart.cli.arguments import AsJson, Store, example
from keyart.cli.asking import read_question
from keyart.cli.questions import parameter_of, read_options, with_parameters
from keyart.cli.terminal import remark_on_compiling
from keyart.cli.writing import Format, format_for, write
from keyart.core.errors import BadQuestion
from keyart.core.request import arguments_of
from keyart.query import Query

EXAMPLE = example(
    "keyart query my.keyart --measures reach,viewers,take_rate --by asset --where country=DE,LU",
    "keyart query my.keyart --measures hours_viewed --grain week --tz Europe/Berlin --json",
)

ARGUMENTS = tuple(
    # With --json-query, the file names the measures.
    replace(argument, required=False, positional=False)
    for argument in arguments_of(Query)
    if argument.name != "intervals"
)

Intervals = Annotated[
    bool, typer.Option("--intervals", help="Add the bounds of each ratio, at 95%.")
]
Limit = Annotated[int | None, typer.Option(metavar="N", help="Return at most N rows.")]
Intervals = Annotated[bool, typer.Option("--intervals", help="Add 95% intervals of each ratio.")]
Confidence = Annotated[
    float | None,
    typer.Option(metavar="LEVEL", help="Add intervals at another level, such as 0.99."),
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

OTHERS: tuple[tuple[str, Any, Any], ...] = (
    ("intervals", Intervals, False),
    ("confidence", Confidence, None),
    ("json_query", JsonQuery, None),
    ("form", Form, None),
    ("as_json", AsJson, False),
    ("out", Out, None),
)


def _query(store: Path, **arguments: Any) -> None:
    others = {name: arguments.pop(name) for name, _, _ in OTHERS}
    for argument in ARGUMENTS:
        if argument.is_list and arguments[argument.name]:
            # The last one, if an option is given twice.
            arguments[argument.name] = arguments[argument.name][-1:]
    options = {
        argument.name: value
        for argument in ARGUMENTS
        if (value := read_options([argument], arguments).get(argument.name)) is not None
        and value is not False
        and value != argument.default
    }
    intervals = others["confidence"] if others["confidence"] is not None else others["intervals"]
    if intervals is not False:
        options["intervals"] = intervals
    query = _question(options, others["json_query"])
    out = others["out"]
    form = Format.JSON if others["as_json"] else others["form"] or format_for(out)
    if query.engine not in {"duckdb", "druid"}:
        remark_on_compiling("native")
    with session.open(store) as opened:
        write(opened.query(query), query, form, out)


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


query = with_parameters(
    _query,
    [
        Parameter("store", Parameter.KEYWORD_ONLY, annotation=Store),
        *map(parameter_of, ARGUMENTS),
        *(
            Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind, default=default)
            for name, kind, default in OTHERS
        ),
    ],
    "query",
    Query,
)
