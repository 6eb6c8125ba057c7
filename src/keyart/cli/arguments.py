"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Store = Annotated[
    Path, typer.Argument(metavar="STORE", help="The store's folder.", show_default=False)
]

Wait = Annotated[
    float,
    typer.Option("--wait", metavar="SECONDS", min=0, help="How long to wait for another writer."),
]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]


def example(*lines: str) -> str:
    """Return the end of a command's help: one or more commands to copy."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)
