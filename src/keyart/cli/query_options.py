"""The options of `keyart query`: each is one field of a `Query`, or says how to answer."""

from pathlib import Path
from typing import Annotated

import typer

from keyart.cli.asking import CONDITION_HELP
from keyart.cli.writing import Format
from keyart.core.zones import GRAINS

Measures = Annotated[
    str | None,
    typer.Option(metavar="A,B", help="What to count: impressions, reach, take_rate, …"),
]
By = Annotated[
    str | None, typer.Option(metavar="A,B", help="Dimensions to group by: asset, country, …")
]
Where = Annotated[
    list[str] | None,
    typer.Option(metavar="CONDITION", help=f"Which rows count: {CONDITION_HELP}. All must hold."),
]
Audience = Annotated[
    str | None, typer.Option(metavar="EXPR", help="Count only profiles of this audience.")
]
Audiences = Annotated[
    str | None,
    typer.Option(metavar="A,B", help="Which audiences are groups, with --by audience."),
]
AudiencesVersion = Annotated[
    int | None,
    typer.Option(
        "--audiences-version", metavar="N", help="Affinities of an older fit, by its number."
    ),
]
Since = Annotated[
    str | None, typer.Option(metavar="D", help="First day or instant, such as 2026-03-01.")
]
Until = Annotated[
    str | None, typer.Option(metavar="D", help="The day or instant before which to stop.")
]
Grain = Annotated[
    str | None, typer.Option(metavar="GRAIN", help=f"Group by time, too: {', '.join(GRAINS)}.")
]
Zone = Annotated[
    str | None, typer.Option("--tz", metavar="ZONE", help="Zone of days and bounds; else UTC.")
]
Having = Annotated[
    list[str] | None,
    typer.Option(metavar="CONDITION", help="Which groups to keep, such as reach=1000.."),
]
Order = Annotated[
    str | None,
    typer.Option(metavar="A,-B", help="Columns to order by; - puts the greatest first."),
]
Limit = Annotated[int | None, typer.Option(metavar="N", help="At most so many rows.")]
Intervals = Annotated[
    bool, typer.Option("--intervals", help="Add the bounds of each ratio, at 95%.")
]
Confidence = Annotated[
    float | None,
    typer.Option(metavar="LEVEL", help="Add bounds at another level, such as 0.99."),
]
Labels = Annotated[bool, typer.Option("--labels", help="Add names beside ids.")]
IncludeEmpty = Annotated[
    bool, typer.Option("--include-empty", help="Add titles and assets without facts.")
]
Fill = Annotated[bool, typer.Option("--fill", help="Add empty buckets of time.")]
CoValues = Annotated[
    bool, typer.Option("--co-values", help="Show all values of a filtered list dimension.")
]
Engine = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who answers: native, duckdb or druid.")
]
JsonQuery = Annotated[
    Path | None,
    typer.Option("--json-query", metavar="FILE", help="The question as JSON; - is stdin."),
]
Form = Annotated[
    Format | None,
    typer.Option("--format", help="How to write the answer; else as --out ends, or table."),
]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it; else stdout.")]
