"""`keyart brief`: one page for a commissioning meeting."""

from pathlib import Path
from typing import Annotated

import typer

from keyart.cli.arguments import example
from keyart.cli.questions import question_command
from keyart.cli.terminal import remark
from keyart.insights.brief import Brief
from keyart.questions.registry import BRIEF

EXAMPLE = example(
    "keyart brief my.keyart --market DE",
    "keyart brief my.keyart --audience segment:binge --market EMEA --html brief.html",
)

Html = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write the page to a file as HTML.")
]


def _show(result: Brief, html: Html = None) -> None:
    if html is None:
        typer.echo(result.markdown, nl=False)
    else:
        html.write_text(result.html, encoding="utf-8")
        remark(f"Written to {html}.")


brief = question_command(BRIEF, _show)
