"""Output of the command line: answers on stdout, everything else on stderr."""

import io
import json
import sys
from datetime import date, datetime
from typing import Any

from rich.console import Console, RenderableType
from rich.text import Text

from keyart.core.compiled import was_compiled

UNLIMITED = 100_000
"""The width of files and pipes: nothing is wrapped or cut."""


def _console(stream: Any) -> Console:
    return Console(
        file=stream,
        width=None if stream.isatty() else UNLIMITED,
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=False,
    )


def show(what: RenderableType = "") -> None:
    """Print to stdout: plain text, or anything that rich renders."""
    _console(sys.stdout).print(what)


def as_text(what: RenderableType) -> str:
    """Return what `show` prints, without colours."""
    text = io.StringIO()
    _console(text).print(what)
    return text.getvalue()


def remark(text: str) -> None:
    """Print to stderr, dimmed: what is not part of the answer."""
    _console(sys.stderr).print(Text(text, style="dim"))


def remark_on_compiling(folder: str) -> None:
    """Announce a wait if the loops of a source folder must be compiled."""
    if not was_compiled(folder):
        remark("Compiling for this machine, once: about ten seconds.")


def bar_console() -> Console | None:
    """Return a console for progress bars; None if stderr is not a terminal."""
    console = Console(stderr=True, highlight=False)
    return console if console.is_terminal else None


def show_json(value: Any) -> None:
    """Print `value` as JSON to stdout; times become ISO text."""
    sys.stdout.write(to_json(value) + "\n")


def to_json(value: Any) -> str:
    """Return `value` as indented JSON; times become ISO text."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False, default=_to_json_value)


def _to_json_value(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
