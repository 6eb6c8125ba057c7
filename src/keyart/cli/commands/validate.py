"""`keyart validate`: two engines side by side."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from keyart import session
from keyart.cli import figures, tables
from keyart.cli.arguments import AsJson, Store, example
from keyart.cli.asking import names
from keyart.cli.program import complain
from keyart.cli.progress import shown_progress
from keyart.cli.terminal import remark, remark_on_compiling, show, show_json
from keyart.query import owner
from keyart.validation import KINDS, Difference, Validation, Wanted, to_html
from keyart.validation import validate as compare_engines
from keyart.validation.findings import REFERENCE, commands, typical
from keyart.validation.validate import QUESTIONS

EXAMPLE = example(
    "keyart validate my.keyart --against duckdb",
    "keyart validate my.keyart --against druid --titles recent,biggest,edge --report report.html",
)

MOST_LISTED = 10
"""So many differences are listed; the report and --json have all."""

Against = Annotated[
    str, typer.Option(metavar="ENGINE", help=f"Held against {REFERENCE}: druid or duckdb.")
]
Titles = Annotated[
    str, typer.Option(metavar="A,B", help=f"Which titles to ask about: {', '.join(KINDS)}.")
]
Questions = Annotated[int, typer.Option(metavar="N", min=1, help="How many questions.")]
Seed = Annotated[int, typer.Option(metavar="N", help="Another seed asks other questions.")]
ReportFile = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="Write a page (HTML) about it.")
]


def validate(
    store: Store,
    against: Against,
    titles: Titles = ",".join(KINDS),
    questions: Questions = QUESTIONS,
    seed: Seed = 0,
    report: ReportFile = None,
    as_json: AsJson = False,
) -> None:
    """Ask two engines the same, and say where their answers differ.

    Fails if an answer differs beyond the error that the other engine states. What it says it
    cannot answer is listed apart.
    """
    remark_on_compiling("native")
    wanted = Wanted(against, tuple(names(titles) or ()), questions, seed)
    with session.open(store) as opened, shown_progress() as progress:
        found = compare_engines(opened.snapshot(), owner(), wanted, progress, now=datetime.now(UTC))
    if report is not None:
        report.write_text(to_html(found), "utf-8")
    if as_json:
        show_json(found.to_dict())
    else:
        _show(found, report)
    if not found.is_sound or not found.compared:
        raise typer.Exit(1)


def _show(found: Validation, report: Path | None) -> None:
    grid = tables.plain_grid()
    for name, text in _lines(found).items():
        grid.add_row(name, text)
    show(grid)
    for text in found.remarks:
        remark(text)
    for one in found.differences[:MOST_LISTED]:
        show()
        _show_difference(one, found)
    for failure in found.failures[:MOST_LISTED]:
        show()
        complain(f"{failure.code}: {failure.message}")
        show("\n".join(commands(found.store, failure.question, (found.against,))))
    hidden = sum(
        max(len(listed) - MOST_LISTED, 0) for listed in (found.differences, found.failures)
    )
    if hidden:
        remark(f"{figures.count(hidden, 'question')} more: see --report or --json.")
    if report is not None:
        remark(f"The page about it is {report}.")
    show()
    show(found.verdict)


def _lines(found: Validation) -> dict[str, str]:
    lines = {
        "store": f"{found.store}, version {found.version}",
        "questions": f"{found.asked:,} (seed {found.seed}), {found.compared:,} answered by both",
        "compared": f"{figures.count(found.rows, 'row')}, {found.exact:,} values exactly",
    }
    estimates = found.estimates
    if estimates.share_inside is not None:
        lines["people"] = (
            f"{figures.percent(estimates.share_inside)} of {estimates.count:,} estimates within "
            f"the stated {figures.percent(estimates.bound)} "
            f"({figures.percent(estimates.confidence)} should be); "
            f"the widest error is {figures.percent(estimates.widest)}, "
            f"{figures.percent(estimates.allowed)} are allowed"
        )
    for name, times in ((REFERENCE, found.reference_ms), (found.against, found.other_ms)):
        of = typical(times)
        if of:
            lines[name] = f"median {of['p50']:,.0f} ms, 95% within {of['p95']:,.0f} ms"
    for one in found.refusals:
        lines.setdefault("refused", "")
        lines["refused"] += f"{one.count:,} × {one.message}\n"
    return {name: text.rstrip() for name, text in lines.items()}


def _show_difference(one: Difference, found: Validation) -> None:
    drawn: Table = tables.table(("row", "value", REFERENCE, found.against), ())
    for cell in one.cells[:MOST_LISTED]:
        key = ", ".join(f"{name}={figures.value(name, v)}" for name, v in cell.key.items())
        values = (figures.value(cell.measure, v) for v in (cell.reference, cell.other))
        drawn.add_row(key or cell.part, cell.measure or "the row", *values)
    show(drawn)
    if one.count > MOST_LISTED:
        remark(f"and {one.count - MOST_LISTED:,} more values.")
    show("\n".join(commands(found.store, one.question, (REFERENCE, found.against))))
