"""`keyart demo`: a store of generated events, and three questions to it."""

import shlex
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Annotated

import typer

from keyart import session
from keyart.cli import tables
from keyart.cli.arguments import example
from keyart.cli.asking import options
from keyart.cli.ingest import show_report
from keyart.cli.progress import shown_progress
from keyart.cli.publishing import publishing
from keyart.cli.terminal import remark, remark_on_compiling, show
from keyart.core.config import DEFAULT_TEXT
from keyart.core.errors import StoreExists
from keyart.demo.events import EventWorld, write
from keyart.query import Query
from keyart.session import Store
from keyart.store import create

EXAMPLE = example("keyart demo", "keyart demo --store small.keyart --rows 20000")

MARK = "# A store of generated events, made by keyart demo, which may remove it.\n"
"""How `keyart.toml` of a demo store begins."""

StorePath = Annotated[
    Path, typer.Option("--store", metavar="STORE", help="Where; an older demo there is replaced.")
]
Rows = Annotated[
    int, typer.Option("--rows", metavar="N", min=1_000, help="How many impressions to generate.")
]


def demo(store: StorePath = Path("demo.keyart"), rows: Rows = 200_000) -> None:
    """Make a store of generated events, and ask it three questions.

    The same number of rows makes the same events every time.
    """
    _remove_older(store)
    remark_on_compiling("kernels")
    began = perf_counter()
    with TemporaryDirectory(prefix="keyart-demo-") as folder:
        written = write(EventWorld(rows), Path(folder))
        show(f"Generated {written.impressions:,} impressions and {written.plays:,} plays.")
        create(store, now=datetime.now(UTC), config_text=MARK + DEFAULT_TEXT)
        with session.open(store) as opened, publishing(store), shown_progress() as progress:
            report = opened.ingest(
                impressions=written.paths["impressions"],
                plays=written.paths["plays"],
                titles=written.paths["titles"],
                assets=written.paths["assets"],
                progress=progress,
            )
    show_report(report, perf_counter() - began, as_json=False)
    remark_on_compiling("native")
    with session.open(store) as opened:
        for heading, query in _questions(opened):
            _ask(opened, store, heading, query)
    remark(f"The store stays in {store}: ask it more with keyart query, see keyart query --help.")


def _remove_older(store: Path) -> None:
    """Remove a demo store; raises `StoreExists` if anything else is there."""
    if not store.exists():
        return
    config = store / "keyart.toml"
    if not (config.is_file() and config.read_text(encoding="utf-8").startswith(MARK)):
        raise StoreExists(
            f"{store} is there already, and no demo store.", hint="Choose another --store."
        )
    shutil.rmtree(store)


def _questions(store: Store) -> Iterator[tuple[str, Query]]:
    """Yield questions; the second is about the first one's answer."""
    most_shown = Query(
        measures=("impressions", "reach", "viewers", "take_rate"),
        by=("title",),
        labels=True,
        order=("-impressions",),
        limit=5,
    )
    yield "Which titles are shown most, and do people take them?", most_shown
    title = store.query(most_shown).to_dicts()[0]["title"]
    yield (
        f"Which assets of {title} win? The bounds say how sure that is.",
        Query(
            measures=("reach", "take_rate", "completion_rate"),
            by=("asset",),
            where={"title": [title], "asset_type": ["artwork"]},
            order=("-take_rate",),
            limit=8,
            intervals=True,
        ),
    )
    yield (
        "How do months compare on each kind of device?",
        Query(
            measures=("reach", "viewers", "take_rate"),
            by=("device",),
            grain="month",
        ),
    )


def _ask(opened: Store, store: Path, heading: str, query: Query) -> None:
    show(f"\n{heading}")
    show(f"$ {shlex.join(['keyart', 'query', str(store), *options(query)])}\n")
    result = opened.query(query)
    show(tables.answer(result, query))
    remark(tables.origin(result))
