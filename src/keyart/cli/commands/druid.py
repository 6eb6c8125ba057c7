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
    mirror.LoadReason.FIRST: "Druid held nothing of it",
    mirror.LoadReason.FULL: "as requested",
    mirror.LoadReason.CHANGED: "only what differs from what Druid held",
}
"""Why so much was loaded."""

Url = Annotated[str, typer.Option("--url", metavar="URL", help="The address of Druid's router.")]
Prefix = Annotated[
    str | None,
    typer.Option(
        "--prefix",
        metavar="NAME",
        help="Prefix of names in Druid; use another for each store.",
        show_default=False,
    ),
]
Full = Annotated[
    bool, typer.Option("--full", help="Load everything, including what Druid already holds.")
]
From = Annotated[
    Path | None,
    typer.Option(
        "--from",
        metavar="FOLDER",
        help="Also load the sketches by asset and day that keyart spark build wrote there.",
        show_default=False,
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")]


def init(store: Store, url: Url, prefix: Prefix = None, as_json: AsJson = False) -> None:
    """Connect a store to Druid.

    Checks that Druid can hold it, then writes its address into [druid] of keyart.toml.
    """
    open_snapshot(store).close()
    file = Paths(store).config
    with mirror.connect(replace(config.load(file).druid, url=url)) as druid:
        druid.require_sketches()
    mirror.write_settings(file, url, prefix)
    with _open_store_and_druid(store) as (snapshot, druid):
        state = mirror.read_state(snapshot, druid, snapshot.config.druid)
    if as_json:
        show_json(state.to_dict())
        return
    _show_state(state)
    remark(f"Written to {file}. Next: keyart druid load {store}")


def load(store: Store, full: Full = False, folder: From = None, as_json: AsJson = False) -> None:
    """Load the newest version of a store into Druid.

    Returns when questions see it. Days or months that Druid already holds are skipped.
    """
    remark_on_compiling("native")
    with _open_store_and_druid(store) as (snapshot, druid), shown_progress() as progress:
        done = mirror.load(
            snapshot,
            druid,
            snapshot.config.druid,
            now=datetime.now(UTC),
            full=full,
            progress=progress,
        )
        further = None if folder is None else _load_sketches(snapshot, druid, folder, progress)
    if as_json:
        sketches = {} if further is None else {"sketches": asdict(further)}
        show_json({**asdict(done), **sketches})
        return
    show(f"Druid holds version {done.version} of {store} ({WHY[done.why]}).")
    for family, family_load in done.families.items():
        show(f"  {family}: {_format_load(family_load)}")
    if done.since is not None:
        show(f"  facts since {done.since} only (retention in [druid])")
    audiences = figures.count(done.audiences, "audience")
    show(f"  {audiences}, {figures.count(done.lookups, 'lookup')}")
    if further is not None:
        days = figures.count(further.days, "day")
        show(f"  {further.datasource}: {figures.count(further.rows, 'sketch', 'sketches')}, {days}")


def _load_sketches(
    snapshot: Snapshot, druid: Druid, folder: Path, progress: Progress
) -> mirror.Sketches:
    return mirror.load_sketches(snapshot, druid, snapshot.config.druid, folder, progress)


def status(store: Store, as_json: AsJson = False) -> None:
    """Show what Druid holds of a store, and how far it is behind."""
    with _open_store_and_druid(store) as (snapshot, druid):
        state = mirror.read_state(snapshot, druid, snapshot.config.druid)
    if as_json:
        show_json(state.to_dict())
    else:
        _show_state(state)


def drop(store: Store, yes: Yes = False, as_json: AsJson = False) -> None:
    """Remove a store from Druid.

    Removes datasources with their files, rules and lookups. The store itself does not change.
    """
    with _open_store_and_druid(store) as (snapshot, druid):
        settings = snapshot.config.druid
        there = mirror.find_held(snapshot, druid, settings)
        if not yes and (there.datasources or there.lookups):
            whose = ", which belong to ANOTHER store," if there.foreign else ""
            question = f"Remove {_format_dropped(there)}{whose} from {druid.url}?"
            typer.confirm(question, abort=True, err=True)
        with shown_progress() as progress:
            dropped = mirror.drop(snapshot, druid, settings, progress)
    if as_json:
        show_json(asdict(dropped))
    elif dropped.datasources or dropped.lookups:
        show(f"Removed {_format_dropped(dropped)}.")
    else:
        show("Druid holds nothing of this store.")


@contextmanager
def _open_store_and_druid(store: Path) -> Generator[tuple[Snapshot, Druid]]:
    """Open the newest version of a store, and the Druid that its settings name."""
    with session.open(store) as opened:
        snapshot = opened.snapshot()
        with mirror.connect(snapshot.config.druid) as druid:
            yield snapshot, druid


def _format_dropped(dropped: mirror.Dropped) -> str:
    return ", ".join([*dropped.datasources, figures.count(len(dropped.lookups), "lookup")])


def _format_load(family_load: mirror.FamilyLoad) -> str:
    parts = [figures.count(family_load.rows, "fact")]
    counts = {
        "loaded": family_load.loaded,
        "held already": family_load.kept,
        "dropped": family_load.dropped,
    }
    for what, chunks in counts.items():
        if chunks:
            parts.append(f"{len(chunks):,} {_chunk_unit(chunks)} {what}")
    return ", ".join(parts)


def _chunk_unit(chunks: Sequence[str]) -> str:
    """Return the unit of chunks, by their names."""
    unit = {len("2026-03"): "month", len("2026-03-01"): "day"}.get(len(chunks[0]), "stretch")
    if len(chunks) == 1:
        return unit
    return "stretches" if unit == "stretch" else f"{unit}s"


def _show_state(state: mirror.MirrorState) -> None:
    manifest = state.manifest
    lines = {
        "druid": f"{state.druid} at {state.url}",
        "sketches": "loaded" if state.sketches else "druid-datasketches is not loaded",
        "files read as": "Parquet" if state.parquet else "JSON lines",
        "store": _format_version(state.store_version, "", state.store_data_until),
    }
    if manifest is None:
        lines["holds"] = "nothing of this store yet"
    else:
        behind = state.behind or 0
        lag = f" ({figures.count(behind, 'version')} behind)" if behind else ""
        lines |= {
            "holds": _format_version(manifest.version, lag, state.data_until),
            "facts": _format_retention(state),
            "people": f"sketches of 2^{manifest.lg_k} registers",
            "times": f"rounded down to {manifest.granularity_seconds // 60} minutes",
            "audiences": _shorten_names(manifest.audiences),
            "attributes": _shorten_names(manifest.attributes),
            "lookups": f"{state.lookups_served:,} of {state.lookups:,} served",
        }
    grid = tables.plain_grid()
    for name, text in lines.items():
        grid.add_row(name, text)
    show(grid)
    if state.families:
        show()
        show(_family_table(state.families))


def _format_retention(state: mirror.MirrorState) -> str:
    """Return the time range of Druid's facts."""
    if state.served_since is None:
        return "of all time"
    day = f"{state.served_since:%Y-%m-%d}"
    return f"since {day} only (retention in [druid]); questions about earlier times are refused"


def _format_version(version: int, lag: str, until: datetime | None) -> str:
    return f"version {version}{lag}, data until {figures.instant(until)}"


def _shorten_names(names: Sequence[str]) -> str:
    if not names:
        return "none"
    more = len(names) - SHOWN_NAMES
    listed = ", ".join(names[:SHOWN_NAMES])
    return f"{listed} and {more:,} more" if more > 0 else listed


def _family_table(families: Mapping[Family, mirror.FamilyState]) -> Table:
    numbers = ("facts", "rows", "segments", "size", "served")
    drawn = tables.table(("datasource", *numbers, "from", "until"), numbers)
    for family_state in families.values():
        drawn.add_row(
            family_state.datasource,
            *(
                f"{number:,}"
                for number in (family_state.facts, family_state.rows, family_state.segments)
            ),
            figures.size(family_state.bytes),
            f"{family_state.available:.0%}",
            f"{family_state.since:%Y-%m-%d}",
            f"{family_state.until:%Y-%m-%d}",
        )
    return drawn
