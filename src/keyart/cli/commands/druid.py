"""`keyart druid …`: a store in Druid."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from keyart import mirror, session
from keyart.cli import figures, tables
from keyart.cli.arguments import AsJson, Store, example
from keyart.cli.progress import shown_progress
from keyart.cli.terminal import remark, remark_on_compiling, show, show_json
from keyart.core import config
from keyart.core.facts import Family
from keyart.core.progress import Progress
from keyart.scale.druid.client import Druid
from keyart.store import Snapshot, open_snapshot
from keyart.store.paths import Paths

URL = "http://localhost:8888"
INIT_EXAMPLE = example(
    f"keyart druid init my.keyart --url {URL}",
    f"keyart druid init my.keyart --url {URL} --prefix films",
)
LOAD_EXAMPLE = example(
    "keyart druid load my.keyart",
    "keyart druid load my.keyart --full",
    "keyart druid load my.keyart --from built",
)
STATUS_EXAMPLE = example("keyart druid status my.keyart")
DROP_EXAMPLE = example("keyart druid drop my.keyart", "keyart druid drop my.keyart --yes")

SHOWN_NAMES = 6

WHY = {
    mirror.Why.FIRST: "Druid held nothing of it",
    mirror.Why.FULL: "as asked",
    mirror.Why.CHANGED: "only what differs from what Druid held",
}
"""What people are told of why so much was loaded."""

Url = Annotated[str, typer.Option("--url", metavar="URL", help="The address of Druid's router.")]
Prefix = Annotated[
    str | None,
    typer.Option(
        "--prefix",
        metavar="NAME",
        help="What names in Druid begin with; another for each store.",
        show_default=False,
    ),
]
Full = Annotated[bool, typer.Option("--full", help="Load all, also what Druid holds already.")]
From = Annotated[
    Path | None,
    typer.Option(
        "--from",
        metavar="FOLDER",
        help="Load also the sketches by asset and day that keyart spark build wrote there.",
        show_default=False,
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask whether it is meant.")]


def init(store: Store, url: Url, prefix: Prefix = None, as_json: AsJson = False) -> None:
    """Say which Druid is to hold a store.

    Looks whether it can, then writes its address into [druid] of keyart.toml; all else there
    stays.
    """
    open_snapshot(store).close()
    file = Paths(store).config
    with mirror.connect(replace(config.load(file).druid, url=url)) as druid:
        druid.require_sketches()
    mirror.write_settings(file, url, prefix)
    with _opened(store) as (snapshot, druid):
        found = mirror.state(snapshot, druid, snapshot.config.druid)
    if as_json:
        show_json(found.to_dict())
        return
    _show_state(found)
    remark(f"This stands in {file} now. Next: keyart druid load {store}")


def load(store: Store, full: Full = False, folder: From = None, as_json: AsJson = False) -> None:
    """Load the newest version of a store into Druid.

    Returns once questions see it. Days or months whose facts Druid holds already are left alone.
    """
    remark_on_compiling("native")
    with _opened(store) as (snapshot, druid), shown_progress() as progress:
        done = mirror.load(
            snapshot,
            druid,
            snapshot.config.druid,
            now=datetime.now(UTC),
            full=full,
            progress=progress,
        )
        further = None if folder is None else _sketches(snapshot, druid, folder, progress)
    if as_json:
        sketches = {} if further is None else {"sketches": asdict(further)}
        show_json({**asdict(done), **sketches})
        return
    show(f"Druid holds version {done.version} of {store} ({WHY[done.why]}).")
    for family, own in done.families.items():
        show(f"  {family}: {_said(own)}")
    if done.since is not None:
        show(f"  facts since {done.since} only (retention in [druid])")
    audiences = figures.count(done.audiences, "audience")
    show(f"  {audiences}, {figures.count(done.lookups, 'lookup')}")
    if further is not None:
        days = figures.count(further.days, "day")
        show(f"  {further.datasource}: {figures.count(further.rows, 'sketch', 'sketches')}, {days}")


def _sketches(
    snapshot: Snapshot, druid: Druid, folder: Path, progress: Progress
) -> mirror.Sketches:
    return mirror.load_sketches(snapshot, druid, snapshot.config.druid, folder, progress)


def status(store: Store, as_json: AsJson = False) -> None:
    """Say what Druid holds of a store, and how far it is behind."""
    with _opened(store) as (snapshot, druid):
        found = mirror.state(snapshot, druid, snapshot.config.druid)
    if as_json:
        show_json(found.to_dict())
    else:
        _show_state(found)


def drop(store: Store, yes: Yes = False, as_json: AsJson = False) -> None:
    """Take out of Druid all that it holds of a store.

    Datasources with their files, rules and lookups. The store itself stays as it is.
    """
    with _opened(store) as (snapshot, druid):
        settings = snapshot.config.druid
        there = mirror.held(snapshot, druid, settings)
        if not yes and (there.datasources or there.lookups):
            whose = ", which are of ANOTHER store," if there.foreign else ""
            asked = f"Remove {_listed(there)}{whose} from {druid.url}?"
            typer.confirm(asked, abort=True, err=True)
        with shown_progress() as progress:
            gone = mirror.drop(snapshot, druid, settings, progress)
    if as_json:
        show_json(asdict(gone))
    elif gone.datasources or gone.lookups:
        show(f"Removed {_listed(gone)}.")
    else:
        show("Druid holds nothing of this store.")


@contextmanager
def _opened(store: Path) -> Generator[tuple[Snapshot, Druid]]:
    """Open the newest version of a store, and the Druid that its settings name."""
    with session.open(store) as opened:
        snapshot = opened.snapshot()
        with mirror.connect(snapshot.config.druid) as druid:
            yield snapshot, druid


def _listed(things: mirror.Dropped) -> str:
    return ", ".join([*things.datasources, figures.count(len(things.lookups), "lookup")])


def _said(own: mirror.FamilyLoad) -> str:
    parts = [figures.count(own.rows, "fact")]
    counts = {"loaded": own.loaded, "held already": own.kept, "dropped": own.dropped}
    for what, chunks in counts.items():
        if chunks:
            parts.append(f"{len(chunks):,} {_unit(chunks)} {what}")
    return ", ".join(parts)


def _unit(chunks: Sequence[str]) -> str:
    """Return what chunks are, by their names."""
    unit = {len("2026-03"): "month", len("2026-03-01"): "day"}.get(len(chunks[0]), "stretch")
    if len(chunks) == 1:
        return unit
    return "stretches" if unit == "stretch" else f"{unit}s"


def _show_state(found: mirror.State) -> None:
    manifest = found.manifest
    lines = {
        "druid": f"{found.druid} at {found.url}",
        "sketches": "loaded" if found.sketches else "druid-datasketches is not loaded",
        "files read as": "Parquet" if found.parquet else "JSON lines",
        "store": _held(found.store_version, "", found.store_data_until),
    }
    if manifest is None:
        lines["holds"] = "nothing of this store yet"
    else:
        behind = found.behind or 0
        lag = f" ({figures.count(behind, 'version')} behind)" if behind else ""
        lines |= {
            "holds": _held(manifest.version, lag, found.data_until),
            "facts": _retained(found),
            "people": f"sketches of 2^{manifest.lg_k} registers",
            "times": f"rounded down to {manifest.granularity_seconds // 60} minutes",
            "audiences": _named(manifest.audiences),
            "attributes": _named(manifest.attributes),
            "lookups": f"{found.lookups_served:,} of {found.lookups:,} served",
        }
    grid = tables.plain_grid()
    for name, text in lines.items():
        grid.add_row(name, text)
    show(grid)
    if found.families:
        show()
        show(_families(found.families))


def _retained(found: mirror.State) -> str:
    """Return of which time Druid has facts."""
    if found.served_since is None:
        return "of all time"
    day = f"{found.served_since:%Y-%m-%d}"
    return f"since {day} only (retention in [druid]): questions about earlier time are refused"


def _held(version: int, lag: str, until: datetime | None) -> str:
    return f"version {version}{lag}, data until {figures.instant(until)}"


def _named(names: Sequence[str]) -> str:
    if not names:
        return "none"
    more = len(names) - SHOWN_NAMES
    listed = ", ".join(names[:SHOWN_NAMES])
    return f"{listed} and {more:,} more" if more > 0 else listed


def _families(families: Mapping[Family, mirror.FamilyState]) -> Table:
    numbers = ("facts", "rows", "segments", "size", "served")
    drawn = tables.table(("datasource", *numbers, "from", "until"), numbers)
    for own in families.values():
        drawn.add_row(
            own.datasource,
            *(f"{number:,}" for number in (own.facts, own.rows, own.segments)),
            figures.size(own.bytes),
            f"{own.available:.0%}",
            f"{own.since:%Y-%m-%d}",
            f"{own.until:%Y-%m-%d}",
        )
    return drawn
