"""`keyart export facts` and `keyart import facts`: facts as files, out of a store and into one."""

from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from keyart import session
from keyart.cli import figures
from keyart.cli.arguments import AsJson, Store, Wait, example
from keyart.cli.progress import shown_progress
from keyart.cli.reports import publish
from keyart.cli.terminal import remark, remark_on_compiling, show, show_json
from keyart.core.facts import Family

EXPORT_EXAMPLE = example(
    "keyart export facts my.keyart facts",
    "keyart export facts my.keyart facts --audience list:vip --audience segment:lapsed",
)
IMPORT_EXAMPLE = example(
    "keyart import facts facts big.keyart", "keyart import facts facts big.keyart --replace"
)

Dest = Annotated[Path, typer.Argument(metavar="DEST", help="A new folder.", show_default=False)]
Audience = Annotated[
    list[str] | None,
    typer.Option(
        "--audience",
        metavar="NAME",
        help="Mark the facts of this audience's profiles; repeatable.",
        show_default=False,
    ),
]
Folder = Annotated[
    Path,
    typer.Argument(
        metavar="FOLDER",
        help="A folder written by keyart spark build or keyart export facts.",
        show_default=False,
    ),
]
Replace = Annotated[bool, typer.Option("--replace", help="Remove the days that the folder lacks.")]


def export(store: Store, dest: Dest, audience: Audience = None, as_json: AsJson = False) -> None:
    """Write a store's facts as files.

    Parquet, a folder for each day, with titles, assets and profiles: for Spark, Druid or another
    store. Profiles are keyed hashes, as in the store.
    """
    remark_on_compiling("native")
    began = perf_counter()
    with session.open(store) as opened, shown_progress() as progress:
        version = opened.snapshot().version
        exported = opened.export_facts(dest, audiences=audience, progress=progress)
    if as_json:
        show_json({"version": version, **exported.to_dict()})
        return
    for family in Family:
        facts = figures.count(exported.facts[family], "fact")
        show(f"{family}: {facts} of {figures.count(exported.days[family], 'day')}")
    size, seconds = figures.size(exported.bytes), perf_counter() - began
    remark(f"{dest} holds version {version}: {size} in {seconds:,.1f} s.")


def import_(
    folder: Folder,
    store: Store,
    replace: Replace = False,
    wait: Wait = 60.0,
    as_json: AsJson = False,
) -> None:
    """Import facts that Spark or another store made.

    Each day replaces what an earlier import had for it; unchanged days are not read again. A store
    of imported facts takes no events.
    """
    publish(
        store,
        session.open(store),
        lambda opened, progress: opened.import_facts(
            folder, replace=replace, wait=wait, progress=progress
        ),
        as_json=as_json,
    )
