"""`keyart spark build`: facts built by Apache Spark."""

import os
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer

from keyart.cli import figures, tables
from keyart.cli.arguments import AsJson, example
from keyart.cli.commands.ingest import (
    Assets,
    Availability,
    Impressions,
    Plays,
    Profiles,
    Tests,
    Titles,
    given,
)
from keyart.cli.progress import shown_progress
from keyart.cli.terminal import remark, show, show_json
from keyart.core import config as config_file
from keyart.core.errors import BadSettings, MissingExtra
from keyart.core.ids import salt_from
from keyart.core.report import Report

BUILD_EXAMPLE = example(
    "keyart spark build --impressions 'imp/*.parquet' --plays 'plays/*.parquet' "
    "--titles titles.csv --assets assets.csv --out built --salt-file store.key",
    "keyart spark build --impressions s3://events/may --out s3://facts --salt-file store.key",
)

SALT = "KEYART_SALT"

LG_K = 14

Out = Annotated[
    str, typer.Option(metavar="URI", help="The folder to build, or to add to.", show_default=False)
]
Audiences = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATH",
        help="A file, glob or folder: columns audience, profile_id; repeatable.",
    ),
]
SaltFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help=f"What profiles' keys are made with: a store's store.key. Or set {SALT}.",
    ),
]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="A keyart.toml: names, settings.")
]
Since = Annotated[
    datetime | None, typer.Option(help="Leave earlier events alone; UTC.", show_default=False)
]
Until = Annotated[
    datetime | None, typer.Option(help="Leave events from then on alone; UTC.", show_default=False)
]
LgK = Annotated[int, typer.Option("--lg-k", help="log2 of the number of registers of sketches.")]
RowsPerTask = Annotated[
    int,
    typer.Option(metavar="N", min=1, help="About how many events a task holds in memory at once."),
]
Master = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Where Spark runs; by default on all cores of this machine."),
]
Memory = Annotated[
    str, typer.Option(metavar="SIZE", help="Memory for Java, where Spark runs on this machine.")
]


def build(
    out: Out,
    impressions: Impressions = None,
    plays: Plays = None,
    titles: Titles = None,
    assets: Assets = None,
    profiles: Profiles = None,
    availability: Availability = None,
    tests: Tests = None,
    audiences: Audiences = None,
    salt_file: SaltFile = None,
    config: ConfigFile = None,
    since: Since = None,
    until: Until = None,
    lg_k: LgK = LG_K,
    rows_per_task: RowsPerTask = 250_000,
    master: Master = None,
    memory: Memory = "2g",
    as_json: AsJson = False,
) -> None:
    """Build the facts of files of events by Apache Spark.

    Checks every row, attributes plays to impressions and writes facts, rejected rows, the account
    and sketches of people into a folder that keyart import facts and Druid take. What is built
    already stays: only days that the new rows change are written again.
    """
    sources = given(
        "build",
        impressions=impressions,
        plays=plays,
        titles=titles,
        assets=assets,
        profiles=profiles,
        availability=availability,
        tests=tests,
        audiences=audiences,
    )
    options = {
        "salt": _salt(salt_file),
        "config": _config(config),
        "since": _utc(since),
        "until": _utc(until),
        "lg_k": lg_k,
        "rows_per_task": rows_per_task,
    }
    began = perf_counter()
    report = _built(sources, out, options, master, memory)
    _show(report, out, perf_counter() - began, as_json=as_json)


def _built(
    sources: dict[str, list[str]],
    out: str,
    options: dict[str, Any],
    master: str | None,
    memory: str,
) -> Report:
    try:
        from keyart.scale import spark  # noqa: PLC0415 - an optional extra
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"Spark is not installed: there is no module {error.name}.",
            hint="Install keyart[spark].",
        ) from None
    session = spark.start(master, memory)
    with shown_progress() as progress:
        own = spark.BuildOptions(sources, out, now=datetime.now(UTC), progress=progress, **options)
        return spark.build(session, own)


def _salt(file: Path | None) -> str:
    if file is not None:
        return salt_from(file.read_text("utf-8", "replace"), str(file))
    if SALT in os.environ:
        return salt_from(os.environ[SALT], SALT)
    raise BadSettings(
        "Profiles' keys need a salt.",
        hint=f"Give --salt-file with the store.key of a store, or set {SALT}.",
    )


def _config(file: Path | None) -> config_file.Config:
    if file is None:
        return config_file.parse("", os.environ)
    return config_file.parse(file.read_text(encoding="utf-8"), os.environ, str(file))


def _utc(instant: datetime | None) -> datetime | None:
    return None if instant is None else instant.replace(tzinfo=UTC)


def _show(report: Report, out: str, seconds: float, *, as_json: bool) -> None:
    if as_json:
        show_json(report.to_dict())
        return
    show(tables.accounts(report.batches))
    for line in tables.reasons(report.batches):
        show(f"quarantined of {line}")
    if report.plays_by_reason:
        show(tables.plays(report.plays_by_reason))
    if report.released:
        show(f"{figures.count(report.released, 'row')} came out of quarantine.")
    for note in report.notes:
        show(note)
    rows = sum(account.rows for account in report.batches.values())
    speed = f"{figures.count(rows, 'row')} in {seconds:,.1f} s"
    remark(f"Build {report.batch} is in {out}. {speed}.")
