"""`keyart backup`, `keyart backups` and `keyart restore-backup`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from keyart.cli import figures, tables
from keyart.cli.arguments import AsJson, Store, Wait, example
from keyart.cli.progress import shown_progress
from keyart.cli.terminal import remark, show, show_json
from keyart.store.backups.making import BackupOptions, make_backup
from keyart.store.backups.place import Backup, BackupPlace
from keyart.store.backups.restoring import restore_backup

BACKUP_EXAMPLE = example(
    "keyart backup my.keyart /mnt/backups/my",
    "keyart backup my.keyart s3://bucket/my --keep 30",
)
BACKUPS_EXAMPLE = example("keyart backups /mnt/backups/my")
RESTORE_EXAMPLE = example(
    "keyart restore-backup /mnt/backups/my my.keyart",
    "keyart restore-backup s3://bucket/my my.keyart --version 21",
)

_WHERE = "A folder, or s3://bucket/prefix; one for each store."
Dest = Annotated[str, typer.Argument(metavar="DEST", help=_WHERE, show_default=False)]
Keep = Annotated[
    int | None,
    typer.Option(
        "--keep", metavar="N", min=1, help="Then remove all but the N newest backups there."
    ),
]
Verify = Annotated[bool, typer.Option("--verify", help="Read all of it back afterwards.")]
Version = Annotated[
    int | None,
    typer.Option("--version", metavar="N", min=0, help="This version instead of the newest."),
]
New = Annotated[Path, typer.Argument(metavar="STORE", help="A new folder.", show_default=False)]


def backup(
    store: Store,
    dest: Dest,
    keep: Keep = None,
    verify: Verify = False,
    wait: Wait = 60.0,
    as_json: AsJson = False,
) -> None:
    """Back a store up.

    The store may be in use meanwhile. Only files that are not there yet are written, so each backup
    costs what has changed, and every version that was backed up can be restored. It holds the
    store's key, too: protect it as you protect the store.
    """
    with shown_progress() as progress:
        options = BackupOptions(
            now=datetime.now(UTC), keep=keep, verify=verify, wait=wait, progress=progress
        )
        made = make_backup(store, dest, options)
    if as_json:
        show_json(_plain(made))
        return
    files = figures.count(len(made.data) + len(made.others), "file")
    show(
        f"Backed up version {made.version} of {store}: {figures.size(made.size)} in {files}, "
        f"{figures.size(made.written)} of them new."
    )
    remark(f"Restore it with keyart restore-backup {dest} NEW --version {made.version}.")


def backups(dest: Dest, as_json: AsJson = False) -> None:
    """List the backups in a place, the newest first."""
    found = sorted(BackupPlace(dest).backups(), key=lambda one: one.made, reverse=True)
    if as_json:
        show_json([_plain(one) for one in found])
        return
    if not found:
        show("No backups.")
        return
    drawn = tables.table(
        ("version", "published", "backed up", "size", "new"), ("version", "size", "new")
    )
    for one in found:
        drawn.add_row(
            str(one.version),
            figures.instant(one.published),
            figures.instant(one.made),
            figures.size(one.size),
            figures.size(one.written),
        )
    show(drawn)


def restore(dest: Dest, store: New, version: Version = None, as_json: AsJson = False) -> None:
    """Restore a store from a backup into a new folder.

    Every byte is compared with its checksum. What is stopped meanwhile goes on where it was.
    """
    with shown_progress() as progress:
        made = restore_backup(dest, store, version, progress)
    if as_json:
        show_json(_plain(made))
        return
    show(
        f"Restored version {made.version}, published {figures.instant(made.published)}, "
        f"in {store}: {figures.size(made.size)}."
    )


def _plain(made: Backup) -> dict[str, Any]:
    return {
        "version": made.version,
        "published": made.published,
        "made": made.made,
        "size": made.size,
        "new": made.written,
        "files": len(made.data) + len(made.others),
    }
