"""`keyart feed …`: list feeds, make one, go back to one."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from keyart import feed as feeds
from keyart import session
from keyart.cli import figures, tables
from keyart.cli.arguments import AsJson, Store, Wait, example
from keyart.cli.terminal import remark_on_compiling, show, show_json
from keyart.store import open_snapshot

LIST_EXAMPLE = example("keyart feed list my.keyart")
MAKE_EXAMPLE = example("keyart feed make my.keyart")
ROLLBACK_EXAMPLE = example(
    "keyart feed rollback my.keyart",
    "keyart feed rollback my.keyart --file 12.1.2b238301223bf7e4.arrow",
)
FORWARD_EXAMPLE = example("keyart feed forward my.keyart")

File = Annotated[
    str | None,
    typer.Option(
        "--file",
        metavar="NAME",
        help="The feed to go back to; the previous one by default.",
        show_default=False,
    ),
]


def list_(store: Store, as_json: AsJson = False) -> None:
    """List the stored feeds, newest first, and show which one is in use."""
    folder = _folder(store)
    holds, kept = feeds.current_feed(folder), feeds.kept_feeds(folder)
    if as_json:
        names = [feed.to_dict() for feed in kept]
        show_json({"current": None if holds is None else holds.to_dict(), "kept": names})
        return
    if not kept:
        show("No feeds yet.")
        return
    drawn = tables.table(["feed", "version", "fit", "made", "size", ""], ["version", "fit", "size"])
    for feed in kept:
        mark = ("pinned" if holds.pinned else "in use") if holds and holds.file == feed.file else ""
        made, size = figures.instant(feed.created), figures.size(feed.bytes)
        drawn.add_row(feed.file, str(feed.version), str(feed.fit), made, size, mark)
    show(drawn)


def make(store: Store, wait: Wait = 60.0, as_json: AsJson = False) -> None:
    """Make the feed of the newest version.

    Verifies it, and announces it unless another one is pinned.
    """
    remark_on_compiling("native")
    with session.open(store) as opened:
        made = feeds.produce(opened.snapshot(), now=_now(), wait=wait)
    holds = feeds.current_feed(feeds.feed_folder(store))
    is_announced = holds is not None and holds.file == made.file
    if as_json:
        show_json({**made.to_dict(), "announced": is_announced})
    elif is_announced:
        show(f"{made.file} is in use, with version {made.version} of the store.")
    else:
        show(f"Made {made.file}, but another feed is pinned: run keyart feed forward {store}.")


def rollback(store: Store, file: File = None, wait: Wait = 60.0, as_json: AsJson = False) -> None:
    """Switch back to an earlier feed at once, and pin it."""
    _folder(store)
    _say(feeds.roll_back(store, now=_now(), file=file, wait=wait), as_json=as_json)


def forward(store: Store, wait: Wait = 60.0, as_json: AsJson = False) -> None:
    """Switch to the newest feed at once, and follow new ones."""
    _folder(store)
    _say(feeds.roll_forward(store, now=_now(), wait=wait), as_json=as_json)


def _say(held: feeds.FeedFile, *, as_json: bool) -> None:
    if as_json:
        show_json(held.to_dict())
        return
    pinned = ", pinned" if held.pinned else ""
    show(f"{held.file} is in use, with version {held.version} of the store{pinned}.")


def _folder(store: Path) -> Path:
    """Return the folder of a store's feeds; raises `NotAStore`."""
    open_snapshot(store).close()
    return feeds.feed_folder(store)


def _now() -> datetime:
    return datetime.now(UTC)
