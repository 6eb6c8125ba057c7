"""`keyart export-profile`: everything that a store holds about one person."""

import os
from pathlib import Path
from typing import Annotated

import typer

from keyart import session
from keyart.cli.arguments import Store, example
from keyart.cli.terminal import remark, show_json, to_json
from keyart.core.errors import StoreExists

EXAMPLE = example(
    "keyart export-profile my.keyart ann",
    "keyart export-profile my.keyart ann --out ann.json",
)

Profile = Annotated[
    str,
    typer.Argument(
        metavar="PROFILE_ID", help="The person's id, as you load it.", show_default=False
    ),
]
Out = Annotated[
    Path | None, typer.Option(metavar="FILE", help="A new file, which only its owner can read.")
]


def held(store: Store, profile: Profile, out: Out = None) -> None:
    """Write all that is held about one person, as JSON.

    Attributes, events, facts, audiences, campaigns, rejected rows, and events that wait to be
    published: the answer to somebody who asks what you know about them.
    """
    with session.open(store) as opened:
        told = opened.export_profile(profile)
    if out is None:
        show_json(told)
        return
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise StoreExists(f"{out} is there already.", hint="Choose another name.") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(to_json(told) + "\n")
    remark(f"{out} has all that {store} holds about {profile}.")
