"""`keyart status` and `keyart check`: what a store holds, and whether it is intact."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from keyart import session
from keyart.cli import figures, tables
from keyart.cli.arguments import AsJson, Store, example
from keyart.cli.program import complain
from keyart.cli.progress import shown_progress
from keyart.cli.terminal import remark, show, show_json
from keyart.core.errors import KeyartError
from keyart.insights import Attribution, Status
from keyart.insights import status as status_of
from keyart.store import Snapshot, open_snapshot
from keyart.store.backups.making import last_backups

STATUS_EXAMPLE = example(
    "keyart status my.keyart",
    "keyart status my.keyart --quarantine --limit 100",
)

CHECK_EXAMPLE = example("keyart check my.keyart")

RESTORE = (
    "Restore the store from a backup (keyart restore-backup), or make a new one and load its files "
    "again. Make feeds again with keyart feed make."
)

SHOWN_BATCHES = 10
SHOWN_AUDIENCES = 6
SHOWN_ROWS = 20

Quarantine = Annotated[
    bool, typer.Option("--quarantine", help="Show rejected rows instead, newest batch first.")
]
Limit = Annotated[
    int, typer.Option("--limit", metavar="N", min=1, help="Show at most N rejected rows.")
]


def status(
    store: Store,
    quarantine: Quarantine = False,
    limit: Limit = SHOWN_ROWS,
    as_json: AsJson = False,
) -> None:
    """Show what a store holds.

    Batches and their accounts, sizes, freshness, and the attribution of plays.

    If more than half of all plays have no impression, it names the likely cause.
    """
    with session.open(store) as opened:
        snapshot = opened.snapshot()
        if quarantine:
            _show_quarantine(snapshot, limit, as_json=as_json)
            return
        state, backups = status_of(snapshot), last_backups(store)
    if as_json:
        show_json(state.to_dict())
    else:
        _show_status(state, backups, datetime.now(UTC))


def check(store: Store, as_json: AsJson = False) -> None:
    """Verify a store.

    Checks every file and invariant of the newest version; fails if anything is wrong.
    """
    with shown_progress() as progress:
        findings = session.check_store(store, progress)
    version = _version(store)
    if as_json:
        show_json({"version": version, "findings": [asdict(finding) for finding in findings]})
    for finding in findings:
        complain(str(finding))
    if findings:
        remark(RESTORE)
        raise typer.Exit(1)
    if not as_json:
        show(f"Version {version} of {store} is intact.")


def _version(store: Path) -> int | None:
    """Return the newest version, if the store can be opened."""
    try:
        with open_snapshot(store, any_key=True) as snapshot:
            return snapshot.version
    except KeyartError:
        return None


def _show_quarantine(snapshot: Snapshot, limit: int, *, as_json: bool) -> None:
    rows = snapshot.quarantine(limit + 1)
    shown = rows.slice(0, limit).to_pylist()
    if as_json:
        show_json(shown)
    elif shown:
        show(tables.rejected(shown, rows.schema.names))
    else:
        show("No rows in quarantine.")
    if rows.num_rows > limit:
        remark(f"These are the first {limit:,}; see more with --limit.")


def _show_status(state: Status, backups: Mapping[str, tuple[int, datetime]], now: datetime) -> None:
    published = f"{figures.instant(state.published)} ({figures.age(state.published, now)})"
    lines = {
        "store": f"{state.store}, version {state.version}, published {published}",
        "data until": f"{figures.instant(state.as_of)} ({figures.age(state.as_of, now)})",
        "complete until": figures.instant(state.complete_until),
        **{name.replace("_", " "): f"{n:,}" for name, n in state.measures.items()},
        "profiles": f"{state.profiles:,}",
        "titles, assets": f"{state.titles:,}, {state.assets:,}",
        "segments": tables.listed(state.segments),
        "size": _sizes(state),
        "time zones": str(state.time_zones),
        "verified": _verified(state, now),
    }
    if backups:
        lines["backups"] = ", ".join(
            f"version {version} in {place} ({figures.age(made, now)})"
            for place, (version, made) in backups.items()
        )
    if state.audiences:
        lines["audiences"] = tables.listed(state.audiences, SHOWN_AUDIENCES)
    grid = tables.plain_grid()
    for name, text in lines.items():
        grid.add_row(name, text)
    show(grid)
    for warning in state.warnings:
        remark(f"Warning: {warning}")
    show()
    _show_batches(state)
    _show_attribution(state.attribution)


def _verified(state: Status, now: datetime) -> str:
    """Return when all files were last compared with their checksums."""
    if state.verified is None:
        return "never: run keyart check or serve the store"
    return f"{figures.instant(state.verified)} ({figures.age(state.verified, now)})"


def _sizes(state: Status) -> str:
    parts = ", ".join(f"{name} {figures.size(n)}" for name, n in state.bytes.items() if n)
    total = figures.size(sum(state.bytes.values()))
    return f"{total} ({parts})" if parts else total


def _show_batches(state: Status) -> None:
    if not state.batches:
        show("No batches yet: see keyart ingest --help.")
        return
    drawn = tables.table(("batch", "published", "table", *tables.ACCOUNT), tables.ACCOUNT)
    for batch in state.batches[-SHOWN_BATCHES:]:
        for name, account in batch.tables.items():
            amounts = (f"{account[figure]:,}" for figure in tables.ACCOUNT)
            drawn.add_row(str(batch.batch), figures.instant(batch.created), name, *amounts)
    show(drawn)
    older = len(state.batches) - SHOWN_BATCHES
    if older > 0:
        remark(f"{figures.count(older, 'older batch', 'older batches')} not shown: see --json.")
    if state.quarantined:
        released = f"; {state.released:,} came out again" if state.released else ""
        show(f"quarantined so far: {tables.listed(state.quarantined)}{released}")
        remark("See the rows with keyart status STORE --quarantine.")


def _show_attribution(state: Attribution) -> None:
    if state.total:
        show(tables.plays(state.plays))
    for cause in state.causes:
        show(f"likely cause: {cause}")
