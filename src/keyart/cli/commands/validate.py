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
from keyart.validation import KINDS, AnswerDifference, Validation, ValidationRequest, to_html
from keyart.validation import validate as compare_engines
from keyart.validation.findings import REFERENCE, repeat_commands, time_percentiles
from keyart.validation.validate import QUESTIONS

EXAMPLE = example(
    "keyart validate my.keyart --against duckdb",
    "keyart validate my.keyart --against druid --titles recent,biggest,edge --report report.html",
)

MOST_LISTED = 10
"""The most differences listed; the report and --json have all."""

Against = Annotated[
    str,
    typer.Option(
        metavar="ENGINE", help=f"The engine to compare with {REFERENCE}: druid or duckdb."
    ),
]
Titles = Annotated[
    str, typer.Option(metavar="A,B", help=f"Which titles to ask about: {', '.join(KINDS)}.")
]
Questions = Annotated[int, typer.Option(metavar="N", min=1, help="Number of questions.")]
Seed = Annotated[int, typer.Option(metavar="N", help="Seed of the random questions.")]
ReportFile = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="Write an HTML report.")
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
    """Ask two engines the same questions, and show where their answers differ.

    Fails if an answer differs by more than the error that the other engine states. Questions that
    it cannot answer are listed separately.
    """
    remark_on_compiling("native")
    request = ValidationRequest(against, tuple(names(titles) or ()), questions, seed)
    with session.open(store) as opened, shown_progress() as progress:
        validation = compare_engines(
            opened.snapshot(), owner(), request, progress, now=datetime.now(UTC)
        )
    if report is not None:
        report.write_text(to_html(validation), "utf-8")
    if as_json:
        show_json(validation.to_dict())
    else:
        _show(validation, report)
    if not validation.is_sound or not validation.compared:
        raise typer.Exit(1)


def _show(validation: Validation, report: Path | None) -> None:
    grid = tables.plain_grid()
    for name, text in _summary_lines(validation).items():
        grid.add_row(name, text)
    show(grid)
    for text in validation.remarks:
        remark(text)
    for difference in validation.differences[:MOST_LISTED]:
        show()
        _show_difference(difference, validation)
    for failure in validation.failures[:MOST_LISTED]:
        show()
        complain(f"{failure.code}: {failure.message}")
        show("\n".join(repeat_commands(validation.store, failure.question, (validation.against,))))
    hidden = sum(
        max(len(listed) - MOST_LISTED, 0)
        for listed in (validation.differences, validation.failures)
    )
    if hidden:
        remark(f"{figures.count(hidden, 'question')} more: see --report or --json.")
    if report is not None:
        remark(f"The report is {report}.")
    show()
    show(validation.verdict)


def _summary_lines(validation: Validation) -> dict[str, str]:
    lines = {
        "store": f"{validation.store}, version {validation.version}",
        "questions": f"{validation.asked:,} (seed {validation.seed}), "
        f"{validation.compared:,} answered by both",
        "compared": f"{figures.count(validation.rows, 'row')}, {validation.exact:,} values exactly",
    }
    estimates = validation.estimates
    if estimates.share_inside is not None:
        lines["people"] = (
            f"{figures.percent(estimates.share_inside)} of {estimates.count:,} estimates within "
            f"the stated {figures.percent(estimates.bound)} "
            f"({figures.percent(estimates.confidence)} should be); "
            f"the widest error is {figures.percent(estimates.widest)}, "
            f"{figures.percent(estimates.allowed)} are allowed"
        )
    for name, times in (
        (REFERENCE, validation.reference_ms),
        (validation.against, validation.other_ms),
    ):
        percentiles = time_percentiles(times)
        if percentiles:
            lines[name] = (
                f"median {percentiles['p50']:,.0f} ms, 95% within {percentiles['p95']:,.0f} ms"
            )
    for refusal in validation.refusals:
        lines.setdefault("refused", "")
        lines["refused"] += f"{refusal.count:,} × {refusal.message}\n"
    return {name: text.rstrip() for name, text in lines.items()}


def _show_difference(difference: AnswerDifference, validation: Validation) -> None:
    drawn: Table = tables.table(("row", "value", REFERENCE, validation.against), ())
    for cell in difference.cells[:MOST_LISTED]:
        key = ", ".join(f"{name}={figures.value(name, v)}" for name, v in cell.key.items())
        values = (figures.value(cell.measure, v) for v in (cell.reference, cell.other))
        drawn.add_row(key or cell.part, cell.measure or "the row", *values)
    show(drawn)
    if difference.count > MOST_LISTED:
        remark(f"and {difference.count - MOST_LISTED:,} more values.")
    show(
        "\n".join(
            repeat_commands(validation.store, difference.question, (REFERENCE, validation.against))
        )
    )
