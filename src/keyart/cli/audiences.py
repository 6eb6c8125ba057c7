"""`keyart audiences …`: uploaded lists of profiles."""

from pathlib import Path
from typing import Annotated

import typer

from keyart import session
from keyart.cli import figures, tables
from keyart.cli.arguments import AsJson, Store, Wait, example
from keyart.cli.profile_ids import read_ids
from keyart.cli.publishing import publishing
from keyart.cli.terminal import show, show_json

PUT_EXAMPLE = example("keyart audiences put my.keyart list:vip vip.txt")
LIST_EXAMPLE = example("keyart audiences list my.keyart")
REMOVE_EXAMPLE = example("keyart audiences remove my.keyart list:vip")

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="The audience, such as list:vip.", show_default=False)
]
File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="Profile ids: one on each line (- is stdin), or a column profile_id of Parquet, CSV "
        "or JSON lines.",
        show_default=False,
    ),
]


def put(store: Store, name: Name, file: File, wait: Wait = 60.0, as_json: AsJson = False) -> None:
    """Put a list of profiles.

    It takes the place of the list of that name.

    Ids that have not been seen yet count when their events come.
    """
    with session.open(store) as opened, publishing(store):
        profiles = opened.audiences.put(name, read_ids(file), wait=wait)
    if as_json:
        show_json({"name": name, "profiles": profiles})
    else:
        show(f"{name} has {figures.count(profiles, 'profile')}.")


def list_(store: Store, as_json: AsJson = False) -> None:
    """List audiences and their sizes."""
    with session.open(store) as opened:
        lists = opened.snapshot().lists
        sizes = {name: len(lists[name]) for name in opened.audiences.list()}
    if as_json:
        show_json([{"name": name, "profiles": size} for name, size in sizes.items()])
    elif sizes:
        drawn = tables.table(("audience", "profiles"), ("profiles",))
        for name, size in sizes.items():
            drawn.add_row(name, f"{size:,}")
        show(drawn)
    else:
        show("There is no audience yet: see keyart audiences put --help.")


def remove(store: Store, name: Name, wait: Wait = 60.0) -> None:
    """Remove a list."""
    with session.open(store) as opened, publishing(store):
        opened.audiences.remove(name, wait=wait)
    show(f"{name} is removed.")
