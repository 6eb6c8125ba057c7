"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Store = Annotated[
    Path, typer.Argument(metavar="STORE", help="The store's folder.", show_default=False)
]

Wait = Annotated[
    float,
    typer.Option(
        "--wait",
        metavar="SECONDS",
        min=0,
        help="How long to wait for another process that is writing.",
    ),
]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def share(text: str | float) -> float:
    """Read a share: 5% or 0.05."""
    words = str(text).strip()
    try:
        return float(words.removesuffix("%")) / (100 if words.endswith("%") else 1)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a share; write 5% or 0.05") from None


def example(*lines: str) -> str:
    """Return the examples at the end of a command's help."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)
