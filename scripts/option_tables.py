"""The tables of options in docs/cli.md: those of questions are the arguments of their requests.

`python scripts/option_tables.py` writes them anew between their marks; a test holds them.
"""

import re
import sys
from pathlib import Path

from keyart.core.request import Argument, arguments_of
from keyart.questions.registry import QUESTIONS

PAGE = Path(__file__).parents[1] / "docs" / "cli.md"
CONTEXT = ("where", "audience", "since", "until", "tz")
"""Arguments that several questions share: one line."""

_MARKED = re.compile(r"(<!-- options of (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def written(page: str) -> str:
    """Return the page with all tables as they should be."""
    tables = {question.command: table(arguments_of(question.kind)) for question in QUESTIONS}
    return _MARKED.sub(lambda found: f"{found[1]}{tables[found[2]]}{found[3]}", page)


def table(arguments: tuple[Argument, ...]) -> str:
    """Return the table of some arguments."""
    rows = [f"| {_option(a)} | {_meaning(a)} |" for a in arguments if a.name not in CONTEXT]
    shared = [_option(argument) for argument in arguments if argument.name in CONTEXT]
    rows.append(f"| {', '.join(shared)} | Which impressions count, as in `keyart query`. |")
    rows.append("| `--json` | Everything, for machines. |")
    return "\n".join(["| option | meaning |", "|---|---|", *rows, ""])


def _option(argument: Argument) -> str:
    name = argument.name.replace("_", "-")
    if argument.type is bool and argument.default:
        return f"`--{name}`, `--no-{name}`"
    return f"`--{name}`"


def _meaning(argument: Argument) -> str:
    """Return what an argument means, its choices, and its default."""
    text = argument.doc
    if argument.choices:
        text += f" One of {', '.join(f'`{choice}`' for choice in argument.choices)}."
    if argument.default is True:
        return f"{text} The default."
    return f"{text} `{argument.default_text}` by default." if argument.default_text else text


if __name__ == "__main__":
    sys.exit(PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8") < 0)
